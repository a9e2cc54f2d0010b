"""Building numbers and place names as offices glue them together."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from renewtrack.domain import numerals, text

_ENDING = re.compile(
    r"(?<=[\dA-Z甲乙丙丁戊己庚辛东西南北])(?:号住宅楼|号楼房|号楼|号栋|号幢|#住宅楼|#楼|#栋|#幢|住宅楼|栋楼|幢楼"
    r"|楼栋|楼|栋|幢|座|#|号)(?:房)?$"
)
_STAIRWELL = re.compile(r"(?<=[楼栋幢座#号])\d+(?:单元|门|梯).*$")
_LEADING = re.compile(r"^(?:第|NO\.?|#)(?=\d)")
_MARK_LAST = re.compile(r"^(\d+)(?:号楼|#楼|号|栋|幢|#)([甲乙丙丁A-Z])$")
_NUMERAL = re.compile(
    "[〇零一二三四五六七八九十百两廿]+(?=$|[号栋幢座#区期组楼单排门、\\-—–~甲乙丙丁])"
)
_ZEROS = re.compile(r"(?<![\d.])0+(?=\d)")
_WHOLE_FLOAT = re.compile(r"^(\d+)\.0+$")
_DASHES = re.compile("[—–－―~]")

_ONE = r"[甲乙丙丁戊东西南北附A-Za-z]?[\d一二三四五六七八九十百]+[甲乙丙丁A-Za-z]?"
_SIGN = "(?:号住宅楼|号楼|#楼|号栋|栋|幢|座|#|号)"
_LIST = re.compile(
    rf"^(?P<estate>.*?)[(]?(?P<list>(?:{_ONE}{_SIGN}?[-~至到—–、,;/和及])*{_ONE}{_SIGN})(?:楼)?[)]?$"
)
_GLUED = re.compile(
    rf"^(?P<estate>.*?)(?P<list>{_ONE}(?P<sign>号住宅楼|号楼|#楼|号栋|栋|幢|座|#)(?:{_ONE}(?P=sign))+)$"
)
_ITEMS = re.compile(rf"(?P<first>{_ONE}){_SIGN}?(?:[-~至到—–](?P<last>{_ONE}){_SIGN}?)?")
_LONGEST_LIST = 200

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_TURNED = re.compile(
    r"(?:(?:19|20)\d\d年)?(?P<m>\d{1,2})月(?P<d>\d{1,2})日"
    r"|(?:19|20)\d\d(?P<sep>[-/.])(?P<m2>\d{1,2})(?P=sep)(?P<d2>\d{1,2})(?:0{1,2}:00(?::00)?)?"
    rf"|(?P<d3>\d{{1,2}})-(?P<m3>{'|'.join(_MONTHS)})"
)

_STREET = re.compile(
    r"^(?:[^街镇乡]{2,}?(?:市|区|县))?(?P<street>.+?(?:街道办事处|街道办|街道|镇(?!街道)|乡))[/、,\-·]?"
    r"(?P<community>.+)?$"
)
_STREET_END = re.compile("(?:街道办事处|街道办|街道|办事处)$")
_COMMUNITY_END = re.compile(
    "(?:社区居民委员会|社区居委会|居民委员会|居委会|社区|村民委员会|村委会)$"
)
_NUMBERED = re.compile(
    "(?<![〇零一二三四五六七八九十百])[〇零一二三四五六七八九十百]+(?=[区期号院组栋幢])"
)
_PUNCTUATION = re.compile(r"[·・.\-—_'\"“”()\[\]【】、,]")
_LISTED = re.compile(r"(?:楼|栋|幢|座|#)[)]?$")  # 号 alone ends the number of a house in its road


def building_number(words: object) -> str:
    """Return the plain number of a building: 1#, 1号楼, 一号楼, １栋 are all ``1``.

    Zones stay before it (一区5号楼 is ``1区5``), so do 甲 and 附 (甲1号楼 is ``甲1``); what has
    no number (综合楼) stays as it is. Reading a number again changes nothing.
    """
    return _number(str(words))


def same_number(first: object, second: object) -> bool:
    """Return whether two spellings mean the same building of one estate. Never by likeness."""
    return building_number(first) == building_number(second)


def turned_to_date(words: str) -> str | None:
    """Return the number that a spreadsheet made a date of: 3月1日 and 2025-03-01 were 3-1.

    None for what is no date.
    """
    found = _TURNED.fullmatch(text.fold(words))
    if not found:
        return None
    month, day = found["m"] or found["m2"] or found["m3"], found["d"] or found["d2"] or found["d3"]
    return f"{_MONTHS.index(month) + 1 if month in _MONTHS else int(month)}-{int(day)}"


def split_building_list(words: str) -> tuple[str, tuple[str, ...]]:
    """Return the estate and the building numbers written behind it.

    浦沅小区11-14栋 gives ``("浦沅小区", ("11", "12", "13", "14"))``, so do 6/7号楼 and 4#5# give
    two each; without a list the text
    comes back as it stands, and no numbers. A falling pair (3-1栋) is one number.
    """
    plain = text.normalise(words)
    found = _GLUED.match(plain) or _LIST.match(plain)
    if not found:
        return plain, ()
    numbers: list[str] = []
    for item in _ITEMS.finditer(found["list"]):
        numbers.extend(_run(building_number(item["first"]), item["last"]))
    return found["estate"].rstrip("(-、,"), tuple(dict.fromkeys(numbers))


def buildings_in(name: str) -> tuple[str, tuple[str, ...]]:
    """Return the estate and the building numbers that an estate's name ends with, if any.

    浦沅小区11-14栋 is ``("浦沅小区", ("11", "12", "13", "14"))``. 建设路12号 names a place of its
    own, and so does what has no estate before its number: both come back whole, without numbers.
    """
    plain = text.normalise(name)
    if not _LISTED.search(plain):
        return name, ()
    estate, numbers = split_building_list(plain)
    return (estate, numbers) if estate and numbers else (name, ())


def split_street_community(words: str) -> tuple[str | None, str | None]:
    """Return street and community of a glued text: 左家塘街道官塘冲社区.

    None for a part that is not there; both None where no street can be told.
    """
    found = _STREET.match(text.normalise(words))
    return (found["street"], found["community"]) if found else (None, None)


@lru_cache(maxsize=8192)
def estate_key(street: str | None, community: str | None, name: str) -> tuple[str, str, str]:
    """Return what makes an estate one: names recur in other streets, so all three count.

    Equal keys mean the same estate: blanks, brackets, traditional signs, 街道 and 社区 endings
    and Chinese numerals before 区, 期, 号 make no difference.
    """
    return (
        _STREET_END.sub("", _place(street)),
        _COMMUNITY_END.sub("", _place(community)),
        _place(name),
    )


def name_keys(names: Sequence[str]) -> list[str]:
    """Return the last part of ``estate_key`` for many names at once."""
    joined = "\n".join(text.fold_all(names))  # no sign of the patterns ends or begins a line
    return _arabic(_PUNCTUATION.sub("", joined)).split("\n") if names else []


def _place(words: str | None) -> str:
    return _arabic(_PUNCTUATION.sub("", text.fold(words or "")))


def _arabic(folded: str) -> str:
    return _NUMBERED.sub(lambda found: numerals.arabic(found[0]), folded)


@lru_cache(maxsize=8192)
def _number(words: str) -> str:
    plain = _NUMERAL.sub(lambda found: numerals.arabic(found[0]), text.fold(words))
    plain = _DASHES.sub("-", plain).upper()
    plain = _LEADING.sub("", _WHOLE_FLOAT.sub(r"\1", plain))
    plain = _ENDING.sub("", _MARK_LAST.sub(r"\1\2", _STAIRWELL.sub("", plain)))
    return _ZEROS.sub("", plain)


def _run(first: str, last: str | None) -> list[str]:
    if last is None:
        return [first]
    end = building_number(last)
    if not (first.isdigit() and end.isdigit()):
        return [f"{first}-{end}"]
    span = range(int(first), int(end) + 1)
    return (
        [str(number) for number in span] if 1 < len(span) <= _LONGEST_LIST else [f"{first}-{end}"]
    )
