"""One person whose details are to be found and taken out of texts, however they are written."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Protocol

from renewtrack.domain.masking import ERASED, mask_text
from renewtrack.errors import UserError
from renewtrack.words import Words

ENCODINGS = ("utf-8", "gbk", "utf-16-le", "utf-16-be")
_SHORTEST = {"name": 2, "phone": 7, "id_number": 15}  # signs; less would hit others
_BETWEEN = {"name": r"[\s·]*", "phone": r"[\s\-－—–.()（）]*", "id_number": r"\s*"}
_WHOLE_NUMBER = 10  # digits; a shorter telephone number is one only where no digit is beside it
_STRING = re.compile(r'"(?:[^"\\]|\\.)*"')  # of JSON
_SIGNS = re.compile(r"[\s\-－—–.()（）]+")
_PARTS = tuple(_SHORTEST)


class Sought(Protocol):
    """Who is looked for in texts and taken out of them: one person or many."""

    def require(self) -> None:
        """Raise TooLittle where this would hit others."""

    def in_(self, words: str) -> bool:
        """Tell whether a text holds who is sought."""

    def redacted(self, words: str) -> str:
        """Return a text without who is sought."""

    def written(self, words: str) -> set[str]:
        """Return the ways in which a text writes who is sought."""

    def needles(self) -> tuple[bytes, ...]:
        """Return the bytes of who is sought."""


class TooLittle(UserError):
    """What is known of the person would hit many others."""

    words = Words(
        "请至少填写一项：两个字以上的姓名、7 位以上的电话，或完整的身份证号。没有改动任何内容。",
        "Give at least one: a name of two signs or more, a telephone number of 7 digits or more, "
        "or a whole ID number. Nothing was changed.",
    )


@dataclass(frozen=True)  # without slots: the pattern is kept beside the values
class Person:
    """What is known of a person; ``spare`` are words that hold the name and mean somebody else."""

    name: str = ""
    phone: str = ""
    id_number: str = ""
    spare: tuple[str, ...] = ()

    def require(self) -> None:
        """Raise TooLittle unless this means one person."""
        given = {part: _plain(getattr(self, part)) for part in _PARTS}
        if not any(given.values()) or any(
            value and len(value) < _SHORTEST[part] for part, value in given.items()
        ):
            raise TooLittle

    def in_(self, words: str) -> bool:
        """Tell whether a text holds the person."""
        return any(found["person"] for found in self._pattern.finditer(words))

    def redacted(self, words: str) -> str:
        """Return a text with the person taken out of it and spared words left alone.

        In JSON the strings alone are judged: a sum of money may have the digits of a telephone.
        """
        return in_strings(words, self._without)

    def _without(self, words: str) -> str:
        return self._pattern.sub(lambda found: ERASED if found["person"] else found[0], words)

    def written(self, words: str) -> set[str]:
        """Return the ways in which a text writes the person."""
        return {found["person"] for found in self._pattern.finditer(words) if found["person"]}

    def around(self, words: str, signs: int) -> Iterator[str]:
        """Yield every place of the person in a text with some signs around, numbers masked."""
        for found in self._pattern.finditer(words):
            if found["person"]:
                before = mask_text(words[: found.start()])[-signs:]  # masked whole, then cut
                after = mask_text(words[found.end() :])[:signs]
                yield " ".join(f"{before}{found[0]}{after}".split())

    def needles(self) -> tuple[bytes, ...]:
        """Return the bytes of name, telephone and ID number in every encoding of ENCODINGS."""
        found = dict.fromkeys(
            bytes_
            for part in _PARTS
            for words in dict.fromkeys((getattr(self, part).strip(), _plain(getattr(self, part))))
            if words
            for bytes_ in encoded(words)
        )
        return tuple(found)

    def _sought(self) -> Iterator[str]:
        for part in _PARTS:
            signs = _plain(getattr(self, part))
            pattern = _BETWEEN[part].join(map(sign, signs))
            if part == "phone" and len(signs) < _WHOLE_NUMBER:
                pattern = rf"(?<!\d){pattern}(?!\d)"
            if signs:
                yield pattern

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        spared = "|".join(re.escape(word) for word in sorted(self.spare, key=len, reverse=True))
        sought = "|".join(self._sought())
        return re.compile(f"(?:{spared or '(?!)'})|(?P<person>{sought or '(?!)'})")


def in_strings(words: str, change: Callable[[str], str]) -> str:
    """Return a text changed as a whole, or only in its strings where it is JSON."""
    if words.startswith(("{", "[")) and _is_json(words):
        return _STRING.sub(lambda string: change(string[0]), words)
    return change(words)


def _is_json(words: str) -> bool:
    try:
        json.loads(words)
    except ValueError:
        return False
    return True


def encoded(words: str) -> Iterator[bytes]:
    """Yield the bytes of a text in every encoding that has signs for it."""
    for encoding in ENCODINGS:
        try:
            yield words.encode(encoding)
        except UnicodeEncodeError:
            continue


def _plain(words: str) -> str:
    return _SIGNS.sub("", words)


def sign(one: str) -> str:
    """Return a pattern for one sign in every form of ``forms``."""
    written = [*map(re.escape, forms(one))]
    return f"[{''.join(written)}]" if one.isascii() else f"(?:{'|'.join(written)})"


def forms(one: str) -> tuple[str, ...]:
    """Return how one sign is written: of either case and width, and as JSON may escape it.

    Cases are told here: a pattern that ignores case as a whole is several times slower.
    """
    cases = dict.fromkeys((one, one.lower(), one.upper()))
    if one.isascii():
        return (*cases, *(chr(ord(each) + 0xFEE0) for each in cases))
    return (*cases, f"\\u{ord(one):04x}", f"\\u{ord(one):04X}")
