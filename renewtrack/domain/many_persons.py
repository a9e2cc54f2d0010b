"""Many persons who are taken out of texts together, however they are written."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from renewtrack.domain import persons
from renewtrack.domain.masking import ERASED

_LEAST_NAME, _LEAST_PHONE = 2, 7  # signs; less would hit others
_WHOLE_NUMBER = 10  # digits; a shorter number is one only where no digit is beside it
_SURE_PHONE, _SURE_NAME = 10, 6  # bytes that stand nowhere by chance
_BETWEEN = r"[\s·]*"  # the signs of a name
_DIGITS = re.compile(r"\d(?:[\s\-－—–.()（）]*\d){6,}")
_SIGNS = re.compile(r"[\s·\-－—–.()（）]+")
_RUN = re.compile(r"[^\x00-\x7f]{2,}|\d{7,}|[A-Za-z][A-Za-z ]+")

Tree = dict[str, "Tree"]


@dataclass(frozen=True, repr=False)  # never told; without slots: the pattern is kept beside
class ManyPersons:
    """Names and telephones that go; ``spare`` are words that hold one and mean somebody else."""

    names: frozenset[str] = frozenset()
    phones: frozenset[str] = frozenset()
    spare: frozenset[str] = frozenset()

    @classmethod
    def of(
        cls, names: Iterable[str], phones: Iterable[str], spare: Iterable[str] = ()
    ) -> ManyPersons:
        """Return those of the names and telephones that mean one person each, not whoever."""
        known = {_plain(each) for each in names}
        numbers = {_plain(each) for each in phones}
        return cls(
            frozenset(each for each in known if len(each) >= _LEAST_NAME and each != ERASED),
            frozenset(each for each in numbers if each.isdigit() and len(each) >= _LEAST_PHONE),
            frozenset(spare),
        )

    def __bool__(self) -> bool:
        return bool(self.names or self.phones)

    def require(self) -> None:
        """Have nothing to refuse: who would hit others is left out already."""

    def in_(self, words: str) -> bool:
        """Tell whether a text holds one of them."""
        return next(self._places(words), None) is not None

    def redacted(self, words: str) -> str:
        """Return a text without them; in JSON the strings alone are judged."""
        return persons.in_strings(words, self._without)

    def written(self, words: str) -> set[str]:
        """Return the ways in which a text writes them."""
        return {words[start:end] for start, end in self._places(words)}

    def needles(self) -> tuple[bytes, ...]:
        """Return their bytes as they may stand in a blob of the file."""
        return tuple(
            dict.fromkeys(
                bytes_ for words in (*self.names, *self.phones) for bytes_ in persons.encoded(words)
            )
        )

    def in_content(self, content: bytes) -> bool:
        """Tell whether bytes hold one of them in UTF-8, as SQLite writes; short runs are chance."""
        words = content.decode("utf-8", "ignore")
        runs = dict.fromkeys(found[0] for found in _RUN.finditer(words))
        return any(_is_certain(run[start:end]) for run in runs for start, end in self._places(run))

    def _without(self, words: str) -> str:
        shown, at = [], 0
        for start, end in sorted(self._places(words)):
            shown += [words[at:start], ERASED]
            at = end
        return "".join((*shown, words[at:]))

    def _places(self, words: str) -> Iterator[tuple[int, int]]:
        """Yield where they stand, one after the other, names and then numbers."""
        named = self._escaped if "\\u" in words else self._named
        for found in named.finditer(words):
            if not self._is_spared(found):
                yield found.span()
        for found in _DIGITS.finditer(words) if self.phones else ():
            yield from self._numbers(found)

    def _is_spared(self, found: re.Match[str]) -> bool:
        """Tell whether a name is part of a word that means somebody else."""
        words, start, end = found.string, found.start(), found.end()
        return any(
            0 <= words.find(word, max(0, start - len(word)), end + len(word)) <= start
            for word in self._spared.get(_plain(found[0]), ())
        )

    def _numbers(self, found: re.Match[str]) -> Iterator[tuple[int, int]]:
        """Yield the telephones in a run of digits; a short one is no part of a longer number."""
        signs = [place for place in range(*found.span()) if found.string[place].isdigit()]
        digits = unicodedata.normalize("NFKC", "".join(found.string[place] for place in signs))
        at = 0
        while at < len(digits):
            size = next((n for n in self._sizes if self._is_at(digits, at, n)), 0)
            beside = signs[at - 1 : at] + signs[at + size : at + size + 1]
            near = {signs[at] - 1, signs[at + size - 1] + 1} if size else set()
            if size and not (size < _WHOLE_NUMBER and near & {*beside}):
                yield signs[at], signs[at + size - 1] + 1
            at += size or 1

    def _is_at(self, digits: str, at: int, size: int) -> bool:
        return at + size <= len(digits) and digits[at : at + size] in self.phones

    @cached_property
    def _sizes(self) -> tuple[int, ...]:
        return tuple(sorted({len(phone) for phone in self.phones}, reverse=True))

    @cached_property
    def _spared(self) -> dict[str, list[str]]:
        """Return the spared words by the name that each of them holds."""
        found: dict[str, list[str]] = {}
        sizes = sorted({len(name) for name in self.names})
        for word in self.spare:
            for size in sizes:
                for at in range(len(word) - size + 1):
                    if (part := word[at : at + size]) in self.names and part != word:
                        found.setdefault(part, []).append(word)
        return found

    @cached_property
    def _named(self) -> re.Pattern[str]:
        """Return one pattern of all names, parted by their signs: thousands cost little more."""
        tree = _tree(self.names)
        first = ((form, below) for sign, below in tree.items() for form in _cases(sign))
        found = (re.escape(form) + _tail(below) for form, below in first)  # skips all else fast
        return re.compile("|".join(found) or "(?!)")

    @cached_property
    def _escaped(self) -> re.Pattern[str]:
        """Return one pattern of all names as JSON may escape them; few texts need it."""
        names = sorted(self.names, key=len, reverse=True)
        written = (_BETWEEN.join(map(persons.sign, name)) for name in names)
        return re.compile("|".join(written) or "(?!)")


def _is_certain(words: str) -> bool:
    """Tell whether words stand in bytes by no chance."""
    return len(words.encode()) >= (_SURE_PHONE if words.isdigit() else _SURE_NAME)


def _tree(words: Iterable[str]) -> Tree:
    tree: Tree = {}
    for word in words:
        place = tree
        for sign in word:
            place = place.setdefault(sign, {})
        place[""] = {}
    return tree


def _tail(below: Tree) -> str:
    """Return a pattern for what may follow a sign, the longer words first."""
    longer = [
        f"[{''.join(map(re.escape, _cases(sign)))}]{_tail(further)}"
        for sign, further in below.items()
        if sign and [*further] != [""]
    ]
    last = "".join(
        "".join(map(re.escape, _cases(sign)))
        for sign, further in below.items()
        if [*further] == [""]
    )
    rest = [_BETWEEN + each for each in (*longer, *([f"[{last}]"] if last else []))]
    return f"(?:{'|'.join((*rest, *([''] if '' in below else [])))})" if rest else ""


def _cases(sign: str) -> tuple[str, ...]:
    """Return a sign in either case and width, without the escapes of JSON."""
    return tuple(form for form in persons.forms(sign) if len(form) == 1)


def _plain(words: str) -> str:
    return _SIGNS.sub("", words)
