"""What the fields of the print dialog ask for, as the composers take it."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt

from renewtrack.ui import print_kinds
from renewtrack.ui.print_kinds import Wish
from renewtrack.ui.print_words import FIRST_DAY

if TYPE_CHECKING:
    from renewtrack.printing.make import Options
    from renewtrack.printing.status_map import Paper
    from renewtrack.ui.print_fields import PrintFields


def of(fields: PrintFields) -> Wish:
    """Return everything that the fields ask for."""
    kind = fields.kind.key
    shown = print_kinds.SHOWN[kind]
    return Wish(
        kind,
        options(fields),
        paper(fields),
        fields.chosen(),
        fields.front,
        street=street(fields),
        tile=fields.tile.key if "tile" in shown else "",
        based=fields.base.isChecked() and "base" in shown,
        by=fields.by.key,
        listed=fields.listed.key,
        rows_of=fields.rows_of.key,
        notice=fields.notice.key,
        parts=int(fields.parts.key),
        visits=_visits(fields),
        reason=fields.reason.text().strip() if "reason" in shown else "",
    )


def options(fields: PrintFields) -> Options:
    """Return what the fields say of range and words."""
    from renewtrack.printing.make import Options

    rows, bounds = fields.chosen(), fields.front.bounds if fields.front else None
    is_map = fields.kind.key == print_kinds.MAP
    compared = is_map and fields.before.date() > FIRST_DAY
    day = Qt.DateFormat.ISODate
    return Options(
        title=fields.title.text().strip(),
        subtitle=fields.subtitle.text().strip(),
        language=fields.sheet_language.key,
        black_and_white=fields.black_and_white.isChecked(),
        street=street(fields),
        kind=rows.kind if rows else "buildings",
        only=frozenset(rows.ids) if rows else None,
        compiled_by=fields.compiled_by.text().strip(),
        checked_by=fields.checked_by.text().strip(),
        cutoff=fields.cutoff.date().toString(day),
        secrecy=fields.secrecy.key,
        approval=fields.approval.text().strip(),
        made_on=dt.date.today().isoformat(),
        today=fields.session.today,
        theme=fields.themes[fields.theme.key],
        before=fields.before.date().toString(day) if compared else "",
        bounds=bounds if is_map and fields.range.key == "view" else None,
        watermark=_watermark(fields),
    )


def street(fields: PrintFields) -> str:
    """Return the street that the range keeps to, "" for none."""
    key = fields.range.key
    return key.removeprefix("street:") if key.startswith("street:") else ""


def paper(fields: PrintFields) -> Paper:
    """Return the chosen paper, orientation, scale and layout."""
    from renewtrack.printing import layouts
    from renewtrack.printing.status_map import Paper

    scale = int(fields.scale.key) if fields.scale.key else None
    layout = fields.layout_.key
    if fields.before.date() > FIRST_DAY and "before" not in layouts.frames(layout):
        layout = "before-after"  # only there is room for two days
    return Paper(fields.paper.key, fields.orientation.key, scale, layout)


def _visits(fields: PrintFields) -> tuple[str, int | None, str, str]:
    """Return which paper of visits is asked for, of which crew, from and until which day."""
    day = Qt.DateFormat.ISODate
    first, last = (each.date().toString(day) for each in (fields.visit_from, fields.visit_to))
    crew = fields.visit_crew.key
    return fields.visit_paper.key, int(crew) if crew else None, first, max(first, last)


def _watermark(fields: PrintFields) -> tuple[str, ...]:
    from renewtrack.printing import watermark

    if not fields.watermark.isChecked() or fields.kind.key == print_kinds.NOTICES:
        return ()
    at = f"{dt.datetime.now():%Y-%m-%d %H:%M}"
    return watermark.lines(fields.compiled_by.text(), fields.session.who, at)
