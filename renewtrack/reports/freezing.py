"""A report as the text that a frozen period keeps, and back again to the same report."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from decimal import Decimal
from typing import Any

from renewtrack.domain.periods import Period
from renewtrack.reports import summary
from renewtrack.reports.facts import Facts
from renewtrack.reports.tables import NONE, Column, Report, ReportTable, Row
from renewtrack.store.periods import Frozen
from renewtrack.words import Words

VERSION = 1


def content(report: Report, facts: Facts) -> dict[str, object]:
    """Return what is kept of a report: its tables as printed, and the leaves below them."""
    return {
        "version": VERSION,
        "cutoff": report.cutoff,
        "office": report.office,
        "person": report.person,
        "figures": dict(report.figures),
        "tables": [_table(table) for table in report.tables],
        "leaves": summary.leaves(facts),
    }


def report_of(period: Period, frozen: Frozen) -> Report | None:
    """Return the report that was frozen; None where what was kept cannot be read."""
    kept = frozen.content
    try:
        tables = tuple(_as_table(each) for each in kept["tables"])
        figures = {str(name): str(value) for name, value in kept["figures"].items()}
    except (KeyError, TypeError, AttributeError, ValueError, ArithmeticError):
        return None
    office, person, cutoff = (str(kept.get(name, "")) for name in ("office", "person", "cutoff"))
    return Report(period, tables, figures, frozen.frozen_at, office, person, cutoff)


def _table(table: ReportTable) -> dict[str, object]:
    return {
        "key": table.key,
        "title": asdict(table.title),
        "columns": [
            {
                "key": each.key,
                "words": asdict(each.words),
                "kind": each.kind,
                "group": asdict(each.group) if each.group else None,
            }
            for each in table.columns
        ],
        "rows": [
            {"cells": [_cell(c) for c in row.cells], "level": row.level} for row in table.rows
        ],
        "notes": [asdict(note) for note in table.notes],
        "unit": asdict(table.unit),
        "absent": asdict(table.absent) if table.absent else None,
    }


def _as_table(kept: Mapping[str, Any]) -> ReportTable:
    return ReportTable(
        str(kept["key"]),
        Words(**kept["title"]),
        tuple(
            Column(
                str(each["key"]),
                Words(**each["words"]),
                str(each["kind"]),
                Words(**each["group"]) if each["group"] else None,
            )
            for each in kept["columns"]
        ),
        tuple(
            Row(tuple(_as_cell(cell) for cell in row["cells"]), str(row["level"]))
            for row in kept["rows"]
        ),
        tuple(Words(**note) for note in kept["notes"]),
        Words(**kept["unit"]) if kept["unit"] else NONE,
        Words(**kept["absent"]) if kept["absent"] else None,
    )


def _cell(value: object) -> object:
    if isinstance(value, Words):
        return asdict(value)
    return {"decimal": str(value)} if isinstance(value, Decimal) else value


def _as_cell(kept: Any) -> object:
    if not isinstance(kept, dict):
        return kept
    return Decimal(kept["decimal"]) if "decimal" in kept else Words(**kept)
