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
_SURE_PHONE = 10  # digits that stand in bytes by chance nowhere
_BETWEEN_NAME, _BETWEEN_PHONE = r"[\s·]*", r"[\s\-－—–.()（）]*"
_SIGNS = re.compile(r"[\s·\-－—–.()（）]+")
_RUN = re.compile(r"[^\x00-\x7f]{2,}|\d{7,}|[A-Za-z][A-Za-z ]+")

Tree = dict[str, "Tree"]


@dataclass(frozen=True)  # without slots: the pattern is kept beside the values
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
        return any(self._meant(found) for found in self._pattern.finditer(words))

    def redacted(self, words: str) -> str:
        """Return a text without them; in JSON the strings alone are judged."""
        return persons.in_strings(words, self._without)

    def written(self, words: str) -> set[str]:
        """Return the ways in which a text writes them."""
        return {found[0] for found in self._pattern.finditer(words) if self._meant(found)}

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
        return any(
            len(found[0].encode()) >= 6 and (not found[0].isdigit() or len(found[0]) >= _SURE_PHONE)
            for run in runs
            for found in self._pattern.finditer(run)
            if self._meant(found)
        )

    def _without(self, words: str) -> str:
        return self._pattern.sub(lambda found: ERASED if self._meant(found) else found[0], words)

    def _meant(self, found: re.Match[str]) -> bool:
        """Tell whether a place is one of them: no spared word, no part of a longer number."""
        words, start, end = found.string, found.start(), found.end()
        plain = _plain(unicodedata.normalize("NFKC", found[0]))
        if plain.isdigit():
            beside = words[max(0, start - 1) : start] + words[end : end + 1]
            short = len(plain) < _WHOLE_NUMBER
            return not (short and any(map(str.isdigit, beside)))
        return not any(
            0 <= words.find(word, max(0, start - len(word)), end + len(word)) <= start
            for word in self._spared.get(plain, ())
        )

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
    def _pattern(self) -> re.Pattern[str]:
        """Return one pattern of all, parted by their signs: thousands cost little more than one."""
        written = [
            *_first(_tree(self.names), _BETWEEN_NAME),
            *_first(_tree(self.phones), _BETWEEN_PHONE),
        ]
        return re.compile("|".join(written) or "(?!)")


def _first(tree: Tree, between: str) -> Iterator[str]:
    """Yield a pattern for each form of each first sign: by them the search skips all else."""
    for sign, below in tree.items():
        tail = _tail(below, between)
        for form in persons.forms(sign):
            yield re.escape(form) + tail


def _tree(words: Iterable[str]) -> Tree:
    tree: Tree = {}
    for word in words:
        place = tree
        for sign in word:
            place = place.setdefault(sign, {})
        place[""] = {}
    return tree


def _tail(below: Tree, between: str) -> str:
    """Return a pattern for what may follow a sign, the longer words first."""
    rest = [
        between + persons.sign(sign) + _tail(further, between)
        for sign, further in below.items()
        if sign
    ]
    return f"(?:{'|'.join((*rest, *([''] if '' in below else [])))})" if rest else ""


def _plain(words: str) -> str:
    return _SIGNS.sub("", words)
