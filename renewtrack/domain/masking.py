"""Personal data made unreadable for screen, paper, files and logs."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

ERASED = "〔已清除〕"  # stands where a person was erased; a stored mark, never changed
_ID = re.compile(r"(?<![0-9A-Za-z])(\d{6})\d{8}(\d{3}[\dXx])(?![0-9A-Za-z])")
_MOBILE = re.compile(r"(?<!\d)(1[3-9]\d)(?:[- ]?\d{4})[- ]?(\d{4})(?!\d)")
_LANDLINE = re.compile(r"(?<!\d)(0\d{2,3}-?)\d{4,5}(\d{3})(?!\d)")
_HIDDEN = re.compile(
    r"(?<!\d)1[3-9]\d\*{4}\d{4}(?!\d)|\d{6}\*{8}\d{3}[\dXx]|0\d{2,3}-?\*{4}\d{3}(?!\d)"
)
_PARTED = re.compile(r"[、，,;；/|\s（）()]+")
_OFFICE = re.compile(
    r"[\dA-Za-z]|(局|办|委|处|科|部|公司|街道|社区|中心|集团|物业|单位|项目|小区)$"
)
_LONGEST_NAME = 4  # signs; longer is an office, not a person
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


def mask_room(room: str) -> str:
    """Return the number of a room with all but its first sign hidden: 601 is 6**."""
    return room[:1] + "*" * (len(room) - 1)


@dataclass(frozen=True)  # without slots: what is reckoned is kept beside the names
class Mask:
    """Hides persons in what goes out: their own fields, and their names in free texts."""

    persons: frozenset[str] = frozenset()

    @classmethod
    def of(cls, fields: Iterable[str]) -> Mask:
        """Return the mask for the names in fields of persons, several in one or with an office."""
        parts = (part for words in fields for part in _PARTED.split(words))
        return cls(
            frozenset(
                part
                for part in parts
                if 2 <= len(part) <= _LONGEST_NAME
                and any(map(str.isalpha, part))
                and not _OFFICE.search(part)
            )
            - {ERASED}
        )

    def field(self, key: str, words: str) -> str:
        """Return the text of a field as it may go out; keys that name a place or plan stay."""
        if key in _FIELDS:
            return _FIELDS[key](words)
        return self.free(words) if key in FREE_TEXTS else words

    def record(self, found: dict[str, Any]) -> dict[str, Any]:
        """Hide persons in every text of a record, lists of texts included, and return it."""
        for name, value in found.items():
            if isinstance(value, str):
                found[name] = self.field(name, value)
            elif isinstance(value, list):
                found[name] = [
                    self.field(name, each) if isinstance(each, str) else each for each in value
                ]
        return found

    def free(self, words: str) -> str:
        """Return a free text with numbers of persons and known names hidden."""
        return mask_text(self._without_names(words) if self.persons else words)

    def keeps(self, stored: object, wanted: object) -> bool:
        """Tell whether a text that comes in is only a mask: what is stored stays then."""
        return (
            isinstance(stored, str)
            and isinstance(wanted, str)
            and bool(stored.strip())
            and self.shows(wanted)
            and not self.shows(stored)
        )

    def shows(self, words: str) -> bool:
        """Tell whether something in a text is hidden already."""
        return bool(_HIDDEN.search(words)) or any(name in words for name in self._hidden_names)

    def _without_names(self, words: str) -> str:
        """Hide the longest known name at every place; thousands of names cost no more than one."""
        shown: list[str] = []
        at = 0
        while first := self._firsts.search(words, at):
            start = first.start()
            name = next(
                (p for size in self._sizes if (p := words[start : start + size]) in self.persons),
                "",
            )
            shown += words[at:start], mask_name(name) if name else words[start]
            at = start + (len(name) or 1)
        return "".join((*shown, words[at:]))

    @cached_property
    def _firsts(self) -> re.Pattern[str]:
        signs = sorted({name[0] for name in self.persons})
        return re.compile("[" + "".join(map(re.escape, signs)) + "]")

    @cached_property
    def _sizes(self) -> tuple[int, ...]:
        return tuple(sorted({len(name) for name in self.persons}, reverse=True))

    @cached_property
    def _hidden_names(self) -> frozenset[str]:
        return frozenset(mask_name(name) for name in self.persons)


_FIELDS: Mapping[str, Callable[[str], str]] = {
    "leader": mask_name,
    "contact": mask_name,
    "phone": mask_phone,
    "holder": mask_name,
    "owner": mask_name,
}
FREE_TEXTS = frozenset(
    (
        *("problem", "next_step", "livelihood", "remark"),
        *("lead_unit", "owner_org", "designer", "contractor", "supervisor"),
        *("need", "needs", "text", "why", "objection", "payee", "party", "reason"),
        *("outcome", "mediator", "fixed_how", "checked_by"),
        *("access", "added_why", "referred_to", "reply", "delivered_how", "notes", "decided"),
        *("crew", "title", "source_no", "options"),  # which may bear a name
    )
)
