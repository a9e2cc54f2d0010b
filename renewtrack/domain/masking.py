"""Personal data made unreadable for screen, paper, files and logs."""

from __future__ import annotations

import re

ERASED = "〔已清除〕"  # stands where a person was erased; a stored mark, never changed
_ID = re.compile(r"(?<![0-9A-Za-z])(\d{6})\d{8}(\d{3}[\dXx])(?![0-9A-Za-z])")
_MOBILE = re.compile(r"(?<!\d)(1[3-9]\d)(?:[- ]?\d{4})[- ]?(\d{4})(?!\d)")
_LANDLINE = re.compile(r"(?<!\d)(0\d{2,3}-?)\d{4,5}(\d{3})(?!\d)")
_DOUBLE_NAMES = frozenset(
    [
        "欧阳",
        "司马",
        "上官",
        "诸葛",
        "东方",
        "夏侯",
        "皇甫",
        "尉迟",
        "公孙",
        "慕容",
        "令狐",
        "宇文",
        "长孙",
        "司徒",
        "南宫",
        "端木",
    ]
)


def mask_name(name: str) -> str:
    """Return a person's name with all but the family name hidden: 张三丰 is 张**."""
    plain = name.strip()
    if plain == ERASED:
        return plain
    family = 2 if len(plain) > 2 and plain[:2] in _DOUBLE_NAMES else 1
    return plain[:family] + "*" * max(len(plain) - family, 0)


def mask_phone(phone: str) -> str:
    """Return a telephone number with its middle hidden: 138****5678.

    What is not a whole number of a telephone is hidden but for its last two digits.
    """
    masked = mask_text(phone)
    if masked != phone:
        return masked
    digits = sum(sign.isdigit() for sign in phone)
    hidden = iter(range(digits))
    return re.sub(r"\d", lambda sign: sign[0] if next(hidden) >= digits - 2 else "*", phone)


def mask_text(words: str) -> str:
    """Return free text with ID and telephone numbers hidden, wherever they stand."""
    words = _ID.sub(r"\1********\2", words)
    return _LANDLINE.sub(r"\1****\2", _MOBILE.sub(r"\1****\2", words))
