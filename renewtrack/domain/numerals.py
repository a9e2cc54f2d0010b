"""Chinese numerals in dates, counts and building numbers."""

from __future__ import annotations

import re

_DIGITS = {
    sign: value
    for value, signs in enumerate(
        ("〇零○", "一壹", "二贰两", "三叁", "四肆", "五伍", "六陆", "七柒", "八捌", "九玖")
    )
    for sign in signs
}
_TENS = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000}
_TWENTIES = str.maketrans({"廿": "二十", "卅": "三十"})
# 5千 stays: its 千 multiplies the digits before it and is read as a unit.
_RUN = re.compile(f"(?<!\\d)[{''.join(_DIGITS)}{''.join(_TENS)}廿卅]+")


def arabic(text: str) -> str:
    """Return the text with every run of Chinese numerals as Arabic digits.

    二〇二三年 -> 2023年, 十二号楼 -> 12号楼, 三千五百 -> 3500. 万 and 亿 are units and stay.
    Use it only where numbers are expected: it would spoil names such as 三里屯.
    """
    return _RUN.sub(lambda found: _value(found[0]), text)


def _value(run: str) -> str:
    run = run.translate(_TWENTIES)
    if not any(sign in _DIGITS or sign in "十拾" for sign in run):
        return run  # 百合苑 and 千禧园 are names
    if not any(sign in _TENS for sign in run):
        return "".join(str(_DIGITS[sign]) for sign in run)
    total, digit, unit = 0, 0, 10
    for sign in run:
        if sign in _TENS:
            unit = _TENS[sign]
            total += (digit or 1) * unit
            digit = 0
        else:
            digit = _DIGITS[sign]
    spoken_short = len(run) > 1 and run[-2] in "百佰千仟"  # 三千五 is 3500, 一百零五 is 105
    return str(total + digit * (unit // 10 if spoken_short else 1))
