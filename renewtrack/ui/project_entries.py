"""The lists of a project's file, from its papers to its stages."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from renewtrack.domain import credit_codes, gates, lateness
from renewtrack.ui import record_columns
from renewtrack.ui.columns import Column
from renewtrack.ui.entry_columns import STORED
from renewtrack.ui.entry_form import Values
from renewtrack.ui.entry_list import EntrySpec, Row
from renewtrack.words import Words

if TYPE_CHECKING:
    from sqlite_utils import Database

BAD_CODE = Words(
    "统一社会信用代码“{code}”校验不通过，请核对（18 位，末位为校验位）",
    "The credit code “{code}” fails its own check: 18 signs, of which the last checks the rest",
)
ORDER = Words("“{later}”早于“{earlier}”，请核对", "“{later}” is before “{earlier}”: please check")
PRESENT = Column("present_fen", Words("现合同价 万元", "Price now 10k yuan"), 110, "money")
PAID = Column("paid_fen", Words("已支付 万元", "Paid 10k yuan"), 100, "money")
WORK = Column("work", Words("改造内容", "Work"), 120, "code", codes="work_types")
STATE = Column("state", Words("状态", "State"), 90)
OPEN, FIXED, CHECKED = (
    Words("待整改", "Open"),
    Words("待复查", "Fixed"),
    Words("已销号", "Closed"),
)
LATE = Words("待整改（超期）", "Open, past due")
AMOUNT = Words("金额 元", "Amount, yuan")
_MONEY = tuple(
    replace(each, words=AMOUNT, kind="yuan_fen") if each.key == "amount_fen" else each
    for each in record_columns.STORED["money_event"]
    if each.key not in ("project_id", "project_name")
)


def _in_order(values: Values, earlier: Column, later: Column) -> Words | None:
    first, last = values.get(earlier.key), values.get(later.key)
    begins, ends = lateness.first_day(first), lateness.last_day(last)
    if begins is None or ends is None or ends >= begins:
        return None
    return ORDER.filled(later=later.words, earlier=earlier.words)


def _column(table: str, key: str) -> Column:
    return next(each for each in STORED[table] if each.key == key)


def check_contract(values: Values) -> Words | None:
    """Return what is wrong with a contract, or None; its code is tidied on the way."""
    code = credit_codes.tidy(str(values.get("party_code") or ""))
    if code and not credit_codes.is_valid(code):
        return BAD_CODE.filled(code=code)
    if code:
        values["party_code"] = code
    return _in_order(values, _column("contract", "start_plan"), _column("contract", "finish_plan"))


def check_defect(values: Values) -> Words | None:
    """Return what is wrong with a defect's dates, or None: found, then fixed, then checked."""
    found, fixed, checked = (
        _column("defect", key) for key in ("found_on", "fixed_on", "checked_on")
    )
    return _in_order(values, found, fixed) or _in_order(values, fixed, checked)


def state_of(row: Row, today: str) -> Words:
    """Return where a defect stands: open, past due, fixed or closed."""
    if row.get("checked_on"):
        return CHECKED
    if row.get("fixed_on"):
        return FIXED
    due = lateness.last_day(row.get("due"))
    return LATE if due is not None and str(due) < today else OPEN


def defects(today: str) -> EntrySpec:
    """Return the list of defects, each with its state on a day (ISO)."""

    def read(db: Database, project_id: int) -> list[Row]:
        from renewtrack.store import belonging

        found = belonging.of(db, "defect", "project_id", project_id)
        return [{**row, STATE.key: state_of(row, today)} for row in found]

    return replace(DEFECTS, extra=(STATE,), read=read)


def _contracts(db: Database, project_id: int) -> list[Row]:
    from renewtrack.store import contracts

    return contracts.of_project(db, project_id)


def _items(db: Database, project_id: int) -> list[Row]:
    from renewtrack.store import acceptance

    return acceptance.of_project(db, project_id)


def _stages(db: Database, project_id: int) -> list[Row]:
    from renewtrack.store import stage_events

    found = stage_events.of_project(db, project_id)
    for row in found:
        lacks = gates.listed(stage_events.lacks(row))
        row["lacking"] = lacks
    return found


def _align(db: Database, project_id: int) -> None:
    from renewtrack.store import money_events

    money_events.align(db, project_id)


def _dated(today: str) -> Values:
    return {"date": today}


PAPERS = EntrySpec(
    "paper",
    "project_id",
    Words("手续文件", "paper"),
    STORED["paper"],
    frozenset({"kind"}),
    first=_dated,
)
CONTRACTS = EntrySpec(
    "contract",
    "project_id",
    Words("合同", "contract"),
    STORED["contract"],
    frozenset({"kind"}),
    (PRESENT, PAID),
    _contracts,
    check_contract,
    lambda today: {"kind": "works", "signed_on": today},
)
VARIATIONS = EntrySpec(
    "variation",
    "contract_id",
    Words("合同变更", "variation"),
    STORED["variation"],
    frozenset({"amount_fen", "reason"}),
    first=_dated,
)
LOGS = EntrySpec(
    "site_log",
    "project_id",
    Words("施工日志", "site log"),
    STORED["site_log"],
    frozenset({"date", "text"}),
    first=_dated,
)
DEFECTS = EntrySpec(
    "defect",
    "project_id",
    Words("质量问题", "defect"),
    STORED["defect"],
    frozenset({"text", "severity"}),
    check=check_defect,
    first=lambda today: {"severity": "minor", "found_on": today},
)
ITEMS = EntrySpec(
    "acceptance_item",
    "project_id",
    Words("验收项", "item of acceptance"),
    STORED["acceptance_item"],
    frozenset({"item"}),
    (WORK,),
    _items,
)
MONEY = EntrySpec(
    "money_event",
    "project_id",
    Words("资金收支", "payment"),
    _MONEY,
    frozenset({"source", "kind", "amount_fen"}),
    first=lambda today: {"kind": "paid", "date": today},
    after=_align,
)
STAGES = EntrySpec(
    "stage_event",
    "project_id",
    Words("阶段记录", "stage record"),
    STORED["stage_event"],
    extra=(WORK,),
    read=_stages,
    editable=False,
)
