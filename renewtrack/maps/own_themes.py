"""Themes that a person makes of any column: figures by limits, codes by their values."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from renewtrack.domain import codes, stages
from renewtrack.maps import breaks, palettes
from renewtrack.maps.theme import BY_KEY, STAGE, Theme
from renewtrack.maps.theme_class import ThemeClass
from renewtrack.store import map_columns, map_styles, map_values
from renewtrack.store.classing import OTHER
from renewtrack.store.map_columns import CODE, FIGURE, WORK_OF, Column
from renewtrack.store.refusing import UnknownColumn
from renewtrack.words import Words

if TYPE_CHECKING:
    from sqlite_utils import Database

    from renewtrack.store.map_styles import MapStyle

MOST_FIGURES = palettes.MOST_ORDERED
MOST_VALUES = palettes.MOST_NAMED - 1  # one look is kept for all the others
_MOST = 1e300  # no limit is beyond it
LONGEST_VALUE = 200  # signs; longer ones are among the others
_OWN = "own:"
_TAKEN = ("", OTHER, "overdue")  # keys of the legend that mean something else
UNDER = Words("不到{limit}{unit}", "Under {limit}{unit}")
FROM = Words("{limit}{unit}及以上", "{limit}{unit} and more")
BETWEEN = Words("{low}–{high}{unit}", "{low}–{high}{unit}")
BEFORE = Words("{limit}年以前", "Before {limit}")
LATER = Words("{limit}年及以后", "{limit} and later")
ONE = Words("{low}{unit}", "{low}{unit}")
REST = Words("其他", "Others")
UNKNOWN = Words("未填", "Not known")
ANY = Words("已填", "Known")
NO_WORK = Words("没有这项改造", "No such work")


@dataclass(frozen=True, slots=True)
class Wish:
    """How a column is sorted into classes; what is stored of a person's own theme.

    ``limits`` of figures, ``values`` of codes that have a class of their own; ``whole`` says that
    the figures are whole numbers, for the words of the classes.
    """

    column: str
    method: str = breaks.OWN
    limits: tuple[float, ...] = ()
    values: tuple[str, ...] = ()
    whole: bool = False

    def settings(self) -> dict[str, object]:
        """Return it as it is stored."""
        return asdict(self)


def suggested(
    db: Database, column: Column, method: str = "natural", count: int = 5, today: str | None = None
) -> Wish:
    """Return how the figures or codes of a column are best sorted into classes."""
    if column.of == WORK_OF:
        return Wish(column.key)
    if column.kind == CODE:
        return Wish(column.key, values=_common(db, column, today))
    known = map_values.figures(db, column.key, today)
    whole = all(each == int(each) for each in known)
    found = breaks.find(method, known, count)
    limits = tuple(float(math.ceil(each)) for each in found) if whole else found
    return Wish(column.key, method, tuple(sorted(set(limits))), whole=whole)


def theme(name: str, wish: Wish, key: str = "own") -> Theme:
    """Return the theme of a wish; raises UnknownColumn."""
    column = map_columns.column(wish.column)
    words = Words(name, name)
    if column.of == WORK_OF:
        return Theme(key, words, _stage_classes(), column.key, rims=True)
    entries = _figures(column, wish) if column.kind == FIGURE else _values(column, wish)
    scale = palettes.ORDERED if column.kind == FIGURE else palettes.NAMED
    known = wish.limits if column.kind == FIGURE else ()
    # A single class without limits: known or not.
    return Theme(key, words, palettes.classes(entries, scale), column.key, known)


def of_style(style: MapStyle) -> Theme | None:
    """Return the theme of a stored style; None for one that cannot be read."""
    wish = read(style.settings)
    if wish is None:
        return None
    try:
        return theme(style.name, wish, _OWN + style.uid)
    except (UnknownColumn, ValueError):
        return None


def read(settings: Mapping[str, Any]) -> Wish | None:
    """Return the wish that settings hold; None for anything that has not exactly its form."""
    column, limits, values = (settings.get(key) for key in ("column", "limits", "values"))
    if not isinstance(column, str) or not isinstance(limits, list) or not isinstance(values, list):
        return None
    figures = [each for each in limits if isinstance(each, int | float) and abs(each) < _MOST]
    if len(figures) != len(limits) or len(limits) >= MOST_FIGURES or len(values) > MOST_VALUES:
        return None
    if figures != sorted(set(figures)) or not all(_may_be_key(each) for each in values):
        return None
    method, whole = str(settings.get("method", breaks.OWN)), bool(settings.get("whole"))
    return Wish(column, method, tuple(map(float, figures)), tuple(values), whole)


def all_themes(db: Database) -> list[Theme]:
    """Return the themes of the file's people, in the order of their names."""
    found = (of_style(style) for style in map_styles.all(db))
    return [each for each in found if each is not None]


def named(db: Database, name: str) -> Theme | None:
    """Return a theme by its key or, of people's own, by its name."""
    if name in BY_KEY:
        return BY_KEY[name]
    return next((each for each in all_themes(db) if name in (each.key, each.words.zh)), None)


def _common(db: Database, column: Column, today: str | None) -> tuple[str, ...]:
    """Return the values that most buildings have, in the order of the code list or by count."""
    counts = map_values.counted(db, column.key, today)
    usual = [each for each, _ in counts.most_common() if _may_be_key(each)][:MOST_VALUES]
    if not column.codes:
        return tuple(sorted(usual)) if column.key == "plan_year" else tuple(usual)
    order = {each.key: place for place, each in enumerate(codes.table(column.codes))}
    return tuple(sorted(usual, key=lambda each: order.get(each, len(order))))


def _may_be_key(value: object) -> bool:
    if not isinstance(value, str) or value in _TAKEN or len(value) > LONGEST_VALUE:
        return False
    return value.encode("utf-8", "ignore").decode() == value  # half a sign is none


def _figures(column: Column, wish: Wish) -> list[dict[str, str]]:
    limits, said = wish.limits, []
    for at in range(len(limits) + 1):
        low = limits[at - 1] if at else None
        high = limits[at] if at < len(limits) else None
        said.append(_entry(f"c{at}", _range_words(column, wish, low, high)))
    return [*said, _entry("", UNKNOWN)]


def _range_words(column: Column, wish: Wish, low: float | None, high: float | None) -> Words:
    zh = column.unit.zh if column.unit else ""
    en = column.unit.en if column.unit else ""
    unit = Words(zh, en if en in ("", "%") else f" {en}")
    if low is None and high is None:
        return ANY
    years = column.unit is map_columns.YEARS
    if low is None:
        return (BEFORE if years else UNDER).filled(limit=_number(high), unit=unit)
    if high is None:
        return (LATER if years else FROM).filled(limit=_number(low), unit=unit)
    top = high - 1 if wish.whole else high
    if top == low:
        return ONE.filled(low=_number(low), unit=unit)
    return BETWEEN.filled(low=_number(low), high=_number(top), unit=unit)


def _number(value: float | None) -> str:
    return f"{value:.15g}"


def _values(column: Column, wish: Wish) -> list[dict[str, str]]:
    said = [_entry(value, _value_words(column, value)) for value in wish.values]
    return [*said, _entry(OTHER, REST), _entry("", UNKNOWN)]


def _value_words(column: Column, value: str) -> Words:
    found = codes.code(column.codes, value) if column.codes else None
    return found.words if found else Words(value, value)


def _entry(key: str, words: Words) -> dict[str, str]:
    return {"key": key, "zh": words.zh, "en": words.en}


def _stage_classes() -> tuple[ThemeClass, ...]:
    """Return the buckets; who does not have the work falls into the last class."""
    own: Sequence[ThemeClass] = STAGE.classes[: len(stages.BUCKETS)]
    none = palettes.classes([_entry("", NO_WORK)], palettes.NAMED)
    return (*own, *none)
