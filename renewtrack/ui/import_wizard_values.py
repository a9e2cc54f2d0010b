"""Names and values of cells as the import wizard shows them, personal ones masked."""

from __future__ import annotations

from decimal import Decimal
from functools import cache
from pathlib import Path

from renewtrack.domain import codes, dates, fields, masking, money, stages
from renewtrack.domain.fields import Field
from renewtrack.intake.headings import Column
from renewtrack.intake.plans import CellChange, Plan
from renewtrack.ui import record_columns, record_values
from renewtrack.words import Words

_CODES = {
    "structure": "structures",
    "danger_grade": "danger_grades",
    "ownership": "ownership",
    "property_mgmt": "property_mgmt",
}
_DATES = frozenset(
    (
        *("start_plan", "start_actual", "finish_plan", "finish_actual"),
        *("accept_date", "handover_date"),
    )
)
_OWN_WORDS = {
    ("estate", "name"): Words("小区名称", "Estate"),
    ("estate", "area_id"): Words("街道/社区", "Street/community"),
    ("estate", "year_built_to"): Words("建成年代（止）", "Built until"),
    ("building", "number"): Words("楼号", "Building no."),
    ("project", "name"): Words("项目名称", "Project"),
    ("project", "plan_year"): Words("计划年度", "Plan year"),
    ("project", "stage"): Words("状态", "Stage"),
    ("project", "percent"): Words("进度", "Progress"),
    ("work", "kind"): Words("改造内容", "Work"),
    ("work", "remark"): Words("改造内容原文", "Work as written"),
    ("source", "x"): Words("经度（原坐标）", "Longitude (as given)"),
    ("source", "y"): Words("纬度（原坐标）", "Latitude (as given)"),
}
_UNSHOWN = frozenset((("funding", "source"), ("item_choice", "item")))
_MASKED_NAMES = frozenset(("leader", "contact", "reporter", "resident_name"))
_LONGEST = 200
IDENTITY = frozenset(("street", "community", "street_community", "estate_name", "bldg_no"))


def is_unshown(change: CellChange) -> bool:
    """Tell a change that only says what another line of the preview says already."""
    return (change.table, change.column) in _UNSHOWN


def words_of(plan: Plan, change: CellChange) -> Words:
    """Return what a changed cell is called: the field of its sheet column, else of its table."""
    if change.column.startswith("source_"):
        return _OWN_WORDS["source", change.column[-1]]
    own = _OWN_WORDS.get((change.table, change.column))
    if own is not None:
        return own
    letters = change.cell.rstrip("0123456789")
    column = next((each for each in plan.layout.columns if each.letters == letters), None)
    if column is not None and column.field is not None:
        return fields.field(column.field).words
    if column is not None and (change.table, change.column) == ("item_choice", "wanted"):
        return field_words(column)
    found = _by_column(change.table, change.column)
    known = found or record_columns.stored(change.table, change.column)
    return known.words if known else Words(change.column, change.column)


def field_words(column: Column) -> Words:
    """Return what a sheet's column is called: its field, or its own heading where it has none."""
    if column.field is not None:
        return fields.field(column.field).words
    return Words(column.label, column.label)


def shown(change: CellChange, value: object, language: str) -> str:
    """Return a stored value as it would stand in the table; personal ones masked."""
    if value is None or value == "":
        return ""
    column = change.column
    if (found := _by_column(change.table, column)) and found.personal and found.key != "house_no":
        return masked(found.key, str(value))
    if column.endswith("_fen") and isinstance(value, int):
        return _money(value, language)
    if (known := record_columns.stored(change.table, column)) is not None:
        return record_values.shown(known, value, language) + (" ㎡" * column.endswith("_dm2"))
    if column == "stage":
        return stages.stage(str(value)).words.in_(language)
    table = "work_types" if column == "kind" else _CODES.get(column)
    if table is not None:
        return _code(table, str(value), language)
    if column in _DATES:
        return dates.show(str(value), language)
    return _plain(column, value)


def masked_cell(column: Column | None, words: str) -> str:
    """Return a sheet's cell for a preview: personal columns masked, numbers of people as well."""
    if column is None or column.field is None or not words:
        return masking.mask_text(words)
    found = fields.field(column.field)
    return masked(found.key, words) if found.personal else masking.mask_text(words)


def masked(key: str, words: str) -> str:
    """Return a personal value made unreadable, by the field that holds it."""
    if key in _MASKED_NAMES:
        return masking.mask_name(words)
    if key == "phone":
        return masking.mask_phone(words)
    hidden = masking.mask_text(words)
    return hidden if hidden != words else "*" * min(len(words), 6)


def is_personal(heading_field: str | None) -> bool:
    """Tell whether a field holds personal details."""
    return heading_field is not None and fields.field(heading_field).personal


def short(path: Path) -> str:
    """Return a file's name for one line of the window."""
    return path.name if len(path.name) <= 60 else f"{path.name[:40]}…{path.name[-16:]}"


def _money(fen: int, language: str) -> str:
    if language == "en":
        return f"{Decimal(money.yuan_text(fen)):,.2f} yuan"
    return f"{money.wan_shown(fen)} 万元"


def _code(table: str, key: str, language: str) -> str:
    found = codes.code(table, key)
    return found.words.in_(language) if found else key


def _plain(column: str, value: object) -> str:
    if column == "percent" and isinstance(value, int | float):
        return f"{value:g}%"
    if column.endswith("_m2") and isinstance(value, int | float):
        return f"{value:,.2f}".rstrip("0").rstrip(".") + " ㎡"
    if isinstance(value, float):
        return f"{value:.10g}"
    if isinstance(value, tuple | list):
        return "、".join(str(part) for part in value)
    text = masking.mask_text(str(value))
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"


@cache
def _by_column(table: str, column: str) -> Field | None:
    return next((known for known in fields.EVERY if known.columns.get(table) == column), None)


def masked_raw(change: CellChange) -> str:
    """Return the words of a changed cell on one line; personal ones masked."""
    found = _by_column(change.table, change.column)
    words = change.raw.replace("\n", " ")
    if found is not None and found.personal:
        return masked(found.key, words)
    return masking.mask_text(words)
