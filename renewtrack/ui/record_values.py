"""Values of the lists of records as words on the screen."""

from __future__ import annotations

from renewtrack.ui import cells
from renewtrack.ui.columns import Column
from renewtrack.words import Words

YES, NO = Words("✓ 达标", "✓ reached"), Words("✖ 未达标", "✖ not reached")
WANTED, UNWANTED = Words("是", "Yes"), Words("否", "No")
_WAN = 10_000
RIGHT = frozenset(("int", "area", "yuan", "value"))


def shown(column: Column, value: object, language: str) -> str:
    """Return a value of a record as a list shows it; empty for none."""
    if value is None or value == "":
        return ""
    match column.kind:
        case "list":
            joint = ", " if language == "en" else "、"
            return joint.join(str(each) for each in value) if isinstance(value, list) else ""
        case "bool":
            return (YES if value else NO).in_(language)
        case "yes":
            return (WANTED if int(str(value)) else UNWANTED).in_(language)
        case "yuan":
            return f"{float(str(value)) / _WAN:,.2f}"
        case "value":
            return f"{value:g}" if isinstance(value, float) else str(value)
        case "time":
            return str(value).replace("T", " ")
    return cells.shown(column, value, language) if column.kind != "text" else str(value)


def right(column: Column) -> bool:
    """Tell whether the values of a column stand at the right."""
    return column.kind in RIGHT
