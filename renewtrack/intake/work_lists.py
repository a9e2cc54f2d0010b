"""The single works that a content cell lists, whatever stands between them."""

from __future__ import annotations

import re

from renewtrack.domain import codes, text

_MARKS = "[、,，;；\n\r/|•●■◆▪]+|(?<=[^\\d])[.。]|(?<=[^\\d\\s])[+＋](?=[^\\d\\s])"
_SEPARATORS = re.compile(rf"{_MARKS}|\s{{2,}}|(?=[①-⒇㈠-㈩❶-❿])")
_NUMBERING = re.compile(r"^\s*(?:[(（]?[0-9一二三四五六七八九十]{1,2}[)）.．、]|[①-⒇㈠-㈩❶-❿])\s*")
_NUMERALS = "一二三四五六七八九十"
_FIGURE_FIRST = re.compile(r"[\d约共计近()（）\[【]|[a-zA-Z]")
_JOINTS = re.compile("以及|[和及与]")
_MOST_NUMBERED = 60


def items(content: str) -> list[str]:
    """Return the single works that a content cell lists, numbering taken off.

    Besides the usual marks a blank parts them, a numbering that counts on from 1, and 和, 及 or
    与 where known works stand on both sides. Words that no code list has stay as they are.
    """
    numbered = (_NUMBERING.sub("", part) for part in _numbered(content))
    parts = (part for words in numbered for part in _SEPARATORS.split(words))
    bare = (_NUMBERING.sub("", part).strip() for part in parts)
    return [one for part in bare if part for words in _at_blanks(part) for one in _joined(words)]


def _numbered(content: str) -> list[str]:
    """Return what stands between the numbers of a list that counts 1, 2, 3 or 一、二、三."""
    if not (first := re.match(r"\s*[(（]?(?:(1)|一)[)）.．、](?!\d)", content)):
        return [content]
    parts, rest = [], content
    for number in range(2, _MOST_NUMBERED):
        sign = str(number) if first[1] else _NUMERALS[number - 1 : number]
        found = re.search(rf"(?<!\d)[(（]?{sign}[)）.．、](?!\d)", rest) if sign else None
        if not found or found.start() == 0:
            break
        parts.append(rest[: found.start()])
        rest = rest[found.start() :]
    return [*parts, rest]


def _at_blanks(words: str) -> list[str]:
    """Part works at a blank; a figure stays with its work, spaced signs stay one word."""
    parts = words.split()
    if _known_whole(words) or any(len(part) < 2 for part in parts):
        return [words]
    found = parts[:1]
    for part in parts[1:]:
        if _FIGURE_FIRST.match(part) or found[-1].isascii():
            found[-1] += f" {part}"
        else:
            found.append(part)
    return found


def _joined(words: str) -> list[str]:
    """Part works at 和, 及 or 与 where what stands on both sides is known."""
    if _known_whole(words):
        return [words]
    for joint in _JOINTS.finditer(words):
        first, rest = words[: joint.start()].strip(), words[joint.end() :].strip()
        if _known(first) and _known(rest):
            return [first, *_joined(rest)]
    return [words]


def _known(words: str) -> bool:
    entry = codes.recognise("work_types", words) if words else None
    return entry is not None and entry.key != "other"


def _known_whole(words: str) -> bool:
    entry = codes.recognise("work_types", words)
    return entry is not None and text.fold(words) in {
        text.fold(spelling) for spelling in (entry.words.zh, entry.words.en, *entry.aliases)
    }
