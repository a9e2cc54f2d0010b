"""What a salvage read, mended and lost, as values and as two files beside the new one."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import NamedTuple

from renewtrack.store import replacing, table_words
from renewtrack.words import Words

_WHOLE = Words(
    "全部 {read:,} 条记录都已读出，没有丢失。", "All {read:,} records were read; nothing is lost."
)
_PARTLY = Words(
    "读出 {read:,} 条记录；丢失 {lost:,} 条；{mended:,} 条不完整，已尽量补全。",
    "{read:,} records were read; {lost:,} are lost; {mended:,} are incomplete and were mended as "
    "far as possible.",
)
_HIT = Words(
    "“{t}”：读出 {read:,} 条，丢失 {lost:,} 条，不完整 {mended:,} 条",
    "{t}: {read:,} read, {lost:,} lost, {mended:,} incomplete",
)
_ORPHANS = Words(
    "{count:,} 条记录所属的上级记录已丢失：{cut:,} 条保留但不再关联，{dropped:,} 条无法保留",
    "{count:,} records belong to one that is lost: {cut:,} are kept without that link, "
    "{dropped:,} could not be kept",
)
_OPENED = Words(
    "人员名单里没有可用的管理员，已停用登录；请在“人员”里重新设置。",
    "No manager of the list of people is left, so signing in was switched off; set the people up "
    "again.",
)
_KEPT = Words("损坏的文件保持原样：{path}", "The damaged file was left as it is: {path}")
_HEAD = Words("更新台账 抢救报告", "Renewal ledger: report of a salvage")
_SECTIONS = {
    "lost": Words("丢失的记录（表、编号）", "Lost records (table, number)"),
    "mended": Words("不完整的记录（表、编号、受影响的列）", "Incomplete (table, number, columns)"),
    "orphans": Words(
        "失去上级的记录（表、编号、列、原上级）", "Without parent (table, number, column)"
    ),
}
_REBUILT = Words("由索引重建，其余各列已丢失", "put together from indexes; other columns are lost")
_MORE = Words("……另有 {n:,} 条，见 JSON 报告", "… and {n:,} more, see the JSON report")
_SHOWN = 500


class Counted(NamedTuple):
    """How many rows of a table were read, are lost, and are incomplete."""

    read: int
    lost: int
    mended: int


@dataclass(frozen=True, slots=True)
class Lost:
    """Rows of which nothing could be kept: ids from ``first`` to ``last``."""

    table: str
    first: int
    last: int

    @property
    def count(self) -> int:
        """Return how many ids these are."""
        return self.last - self.first + 1


@dataclass(frozen=True, slots=True)
class Mended:
    """A row that is kept, and the columns whose value is lost or doubtful."""

    table: str
    row_id: int
    columns: tuple[str, ...]
    rebuilt: bool = False  # known from indexes and the log only; ``columns`` are those known


@dataclass(frozen=True, slots=True)
class Orphan:
    """A row whose parent is lost: its link was emptied, or the row could not be kept."""

    table: str
    row_id: int
    column: str
    parent: str
    parent_id: int
    dropped: bool


@dataclass(frozen=True, slots=True)
class Report:
    """The outcome of a salvage; no value of a record is in it, so nobody's details are."""

    source: Path
    out: Path
    tables: dict[str, Counted]
    lost: tuple[Lost, ...]
    mended: tuple[Mended, ...]
    orphans: tuple[Orphan, ...]
    opened: bool = False  # signing in was switched off, no manager being left

    @property
    def total(self) -> Counted:
        """Return the sums over all tables."""
        return Counted(*(sum(each[at] for each in self.tables.values()) for at in range(3)))

    @property
    def whole(self) -> bool:
        """Tell whether every record came over as it was."""
        return not (self.total.lost or self.total.mended or self.orphans)

    @property
    def words(self) -> tuple[Words, ...]:
        """Return what happened, in sentences."""
        return tuple(self._sentences())

    def _sentences(self) -> Iterator[Words]:
        total = self.total
        yield (_WHOLE if self.whole else _PARTLY).filled(**total._asdict())
        for table, counted in self.tables.items():
            if counted.lost or counted.mended:
                yield _HIT.filled(t=table_words.label(table), **counted._asdict())
        if self.orphans:
            dropped = sum(each.dropped for each in self.orphans)
            count = len(self.orphans)
            yield _ORPHANS.filled(count=count, cut=count - dropped, dropped=dropped)
        if self.opened:
            yield _OPENED
        yield _KEPT.filled(path=self.source)


def text_path(out: Path) -> Path:
    """Return where the report for people lies."""
    return out.with_name(out.name + ".report.txt")


def json_path(out: Path) -> Path:
    """Return where the report for programs lies."""
    return out.with_name(out.name + ".report.json")


def save(report: Report) -> None:
    """Write both reports, each whole or not at all. Raises OSError, HeldByOther."""
    _write(text_path(report.out), "\n".join(_lines(report)) + "\n")
    _write(json_path(report.out), json.dumps(document(report), ensure_ascii=False, indent=1))


def document(report: Report) -> dict[str, object]:
    """Return the report as plain values."""
    return {
        "source": str(report.source),
        "out": str(report.out),
        "tables": {table: counted._asdict() for table, counted in report.tables.items()},
        "lost": [asdict(each) for each in report.lost],
        "mended": [asdict(each) for each in report.mended],
        "orphans": [asdict(each) for each in report.orphans],
        "signing_in_switched_off": report.opened,
        "words": [asdict(each) for each in report.words],
    }


def _write(path: Path, content: str) -> None:
    part = path.with_name(path.name + ".part")
    try:
        part.write_text(content, encoding="utf-8")
        replacing.sync(part)
        replacing.replace(part, path)
        replacing.sync(path.parent)
    finally:
        part.unlink(missing_ok=True)


def _lines(report: Report) -> Iterator[str]:
    for language in ("zh", "en"):
        yield _HEAD.in_(language)
        yield f"{report.source} → {report.out}"
        yield from (words.in_(language) for words in report.words)
        yield ""
    yield from _section("lost", [_lost_line(each) for each in report.lost])
    yield from _section("mended", [_mended_line(each) for each in report.mended])
    yield from _section("orphans", [_orphan_line(each) for each in report.orphans])


def _section(key: str, lines: list[str]) -> Iterator[str]:
    if lines:
        yield f"{_SECTIONS[key].zh} / {_SECTIONS[key].en}"
        yield from (f"  {line}" for line in lines[:_SHOWN])
        if len(lines) > _SHOWN:
            more = _MORE.filled(n=len(lines) - _SHOWN)
            yield f"  {more.zh} / {more.en}"
        yield ""


def _lost_line(each: Lost) -> str:
    to = "" if each.first == each.last else f"–{each.last}"
    return f"{_both(each.table)}  {each.first}{to}"


def _mended_line(each: Mended) -> str:
    note = f"  ({_REBUILT.zh} / {_REBUILT.en})" if each.rebuilt else ""
    return f"{_both(each.table)}  {each.row_id}  {', '.join(each.columns)}{note}"


def _orphan_line(each: Orphan) -> str:
    kept = "×" if each.dropped else "→ NULL"
    return (
        f"{_both(each.table)}  {each.row_id}  {each.column} {kept}  "
        f"{_both(each.parent)} {each.parent_id}"
    )


def _both(table: str) -> str:
    label = table_words.label(table)
    return f"{label.zh} {label.en} ({table})"
