"""The rows of lists below buildings, projects and facilities, as their layouts map them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from renewtrack.domain import dates, fields
from renewtrack.intake import words_back
from renewtrack.intake.papers import Line, Written, paper
from renewtrack.store import record_lists

if TYPE_CHECKING:
    from sqlite_utils import Database

Record = dict[str, Any]
TICK = "√"
_FEN = 100
_ENDS = {"bldg_no": "号楼", "unit_no": "单元"}


def lines(db: Database, kind: str) -> Iterator[Line]:
    """Yield the rows of a form whose layout says from which lists it is written.

    The records of a list that belong to one row, by the layout's ``row``, are joined; a value
    that another key tells the column of stands there.
    """
    told: Mapping[str, Any] = paper(kind).told["written"]
    keys: Mapping[str, str | list[str]] = told["keys"]
    for group in _groups(db, told):
        line: dict[str, Written] = {"uid": group[0].get("uid")}
        for record in group:
            for key, named in keys.items():
                value = _value(key, _first(record, named))
                if value is not None:
                    line.setdefault(key, value)
            line |= _told_apart(told, record)
        yield line


def item_columns(found: list[Line]) -> tuple[str, ...]:
    """Return the headings of the items that rows tick, in the order in which they are met."""
    heads = (key.removeprefix("item:") for line in found for key in line if key.startswith("item:"))
    return tuple(dict.fromkeys(heads))


def _groups(db: Database, told: Mapping[str, Any]) -> Iterator[list[Record]]:
    """Yield the records of each row: those of the list, then those of the list beside it."""
    row, beside = told.get("row"), told.get("beside")
    if row is None:
        yield from ([record] for record in record_lists.all(db, told["list"]))
        return
    grouped: dict[tuple[object, ...], list[Record]] = {}
    for record in record_lists.all(db, told["list"]):
        grouped.setdefault(_row(record, row), []).append(record)
    for record in reversed([*record_lists.all(db, beside)] if beside else []):
        other = {key: value for key, value in record.items() if key not in ("remark", "uid")}
        grouped.setdefault(_row(record, row), []).append(other)
    yield from grouped.values()


def _row(record: Record, names: list[str]) -> tuple[object, ...]:
    return tuple(record.get(name) for name in names)


def _first(record: Record, named: str | list[str]) -> object:
    names = [named] if isinstance(named, str) else named
    value = next((record[name] for name in names if record.get(name) is not None), None)
    if names == ["date"] and value is not None and record.get("half"):
        return f"{dates.show(str(value), 'zh')}{words_back.code('halves', record['half'])}"
    return value


def _value(key: str, value: object) -> Written:
    """Return a record's value in the words of a form: labels for keys, fen for yuan."""
    if value is None or value == []:
        return None
    if isinstance(value, list):
        return "；".join(map(str, value))
    known = fields.field(key)
    about = known.kind.partition(":")[2]
    if about:
        return words_back.code(about, str(value))
    if known.kind == "money" and isinstance(value, int | float):
        return round(value * _FEN)
    if known.kind == "date":
        return dates.show(str(value), "zh")
    if isinstance(value, int | float) and key not in _ENDS:
        return value
    return f"{value}{_ENDS[key]}" if key in _ENDS and str(value)[-1:].isdigit() else str(value)


def _told_apart(told: Mapping[str, Any], record: Record) -> dict[str, Written]:
    """Return the values whose column another key of the record tells, and ticks of items."""
    found: dict[str, Written] = {}
    if told.get("items") and record.get(told["items"]):
        found |= {f"item:{item}": TICK for item in record[told["items"]]}
    if "by" in told and record.get(told["by"]) is not None:
        key = f"{told['prefix']}{record[told['by']]}"
        value = record.get(told["value"])
        if value is None and told.get("instead") and record.get(told["instead"]):
            found[key] = words_back.code("qualifiers", record[told["instead"]])
        else:
            found[key] = _value(key, value)
    return found
