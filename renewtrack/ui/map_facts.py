"""The facts that the card beside the pointer adds to a name and a state."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject

from renewtrack.maps import tool_asks
from renewtrack.ui import cells
from renewtrack.ui.columns import BUILDINGS, Column
from renewtrack.ui.speaking import speech, text
from renewtrack.words import Words

if TYPE_CHECKING:
    from renewtrack.ui.map_tools import MapTools
    from renewtrack.ui.session import Session

ADDRESS = Words("地址", "Address")
WORKS = Words("改造内容", "Works")
REMARK = Words("备注", "Remarks")
MOST_WORKS = 4
MORE = Words("{listed}等 {count} 项", "{listed} and more, {count} in all")
LONGEST = 60  # signs of a remark
SHOWN = ("storeys", "household_count", "floor_area_m2", "structure", "danger_grade", "year_built")


class MapFacts(QObject):
    """Answers what the page asks about the thing under the pointer."""

    def __init__(self, session: Session, tools: MapTools, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session, self._tools = session, tools
        tools.asked.connect(self._answer)
        session.changed.connect(self._forget)
        session.opened.connect(self._forget)
        speech.switched.connect(self._forget)

    def _answer(self, ask: object) -> None:
        if not isinstance(ask, tool_asks.Facts) or self._session.file is None:
            return
        from renewtrack.store import seen

        read = seen.facts if ask.table == "building" else seen.site_facts
        found = read(self._session.db, ask.id)
        if self._tools.view is not None:
            lines = lines_of(found, speech.language)
            self._tools.view.tell({"do": "facts", "table": ask.table, "id": ask.id, "lines": lines})

    def _forget(self, _: object = None) -> None:
        if self._tools.view is not None:
            self._tools.view.tell({"do": "forget_facts"})


def lines_of(found: dict[str, Any], language: str) -> list[list[str]]:
    """Return the known facts as [word, value]."""
    columns = {column.key: column for column in BUILDINGS}
    lines = [
        _line(columns[key], found[key], language) for key in SHOWN if found.get(key) is not None
    ]
    if found.get("works"):
        lines.append([WORKS.in_(language), _works(found["works"], language)])
    for key, words in (("address", ADDRESS), ("remark", REMARK)):
        if said := str(found.get(key) or ""):
            lines.append(
                [words.in_(language), said if len(said) <= LONGEST else f"{said[:LONGEST]}…"]
            )
    return lines


def _line(column: Column, value: object, language: str) -> list[str]:
    return [column.words.in_(language), cells.shown(column, value, language)]


def _works(kinds: tuple[str, ...], language: str) -> str:
    joint = ", " if language == "en" else "、"
    first = joint.join(
        cells.code_words("work_types", kind).in_(language) for kind in kinds[:MOST_WORKS]
    )
    if len(kinds) <= MOST_WORKS:
        return first
    return text(MORE.filled(listed=first, count=len(kinds)))
