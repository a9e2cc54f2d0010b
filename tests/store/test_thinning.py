"""The log is thinned on purpose only; what was done stays listed and the seals still agree."""

from __future__ import annotations

import datetime as dt
import json
from typing import TYPE_CHECKING

import pytest

from renewtrack.store import actions, estates, history, rows, sealing, sizing, thinning
from renewtrack.store.people import Identity, NotAllowed
from tests.store.conftest import Dongli
from tests.store.test_history import TABLES, content

if TYPE_CHECKING:
    from sqlite_utils import Database

OLD = dt.date(2020, 6, 1)


@pytest.fixture
def aged(db: Database, dongli: Dongli) -> Database:
    """Return a file whose first two actions are of 2020, and an edit of today."""
    with actions.act(db, "edit", "李工", "旧"):
        estates.change(db, dongli.other, {"year_built": 1980})
    date_back(db, "2020-05-01T08:00:00.000Z")
    with actions.act(db, "edit", "李工", "新"):
        estates.change(db, dongli.other, {"year_built": 1990})
    return db


def date_back(db: Database, at: str) -> None:
    """Let everything so far have happened at another time, and seal it so."""
    with actions.act(db, "erase", "测试"):
        db.execute("UPDATE change_log SET at = ?", (at,))
        db.execute("UPDATE action_group SET at = ? WHERE action != 'erase'", (at,))


def grown(db: Database) -> dict[str, int]:
    """Return by table the inserts without the deletes of the log, upon the baseline."""
    net = thinning.baseline(db)
    for table, step in db.execute(
        "SELECT table_name, (op = 'insert') - (op = 'delete') FROM change_log"
    ).fetchall():
        net[table] = net.get(table, 0) + step
    return {table: net.get(table, 0) for table in TABLES}


def held(db: Database) -> dict[str, int]:
    return {table: db.execute(f"SELECT COUNT(*) FROM {table}").fetchone()[0] for table in TABLES}


def test_old_details_go_and_the_records_stay(aged: Database, dongli: Dongli) -> None:
    before = content(aged)
    expected = thinning.would_remove(aged, OLD)
    assert expected.groups == 2
    assert expected.kept == 1
    assert thinning.thin(aged, OLD, "王工", "满五年") == expected
    assert content(aged) == before
    assert [change.new for change in history.of_record(aged, "estate", dongli.other)] == [1990]


def test_thinned_actions_stay_listed_but_are_not_offered_for_undo(aged: Database) -> None:
    thinning.thin(aged, OLD, "王工", "满五年")
    listed = {group.action: group for group in history.groups(aged) if group.who == "李工"}
    assert [group.words.zh for group in history.groups(aged) if group.who == "李工"] == [
        "修改新",
        "修改旧",
    ]
    assert not history.groups(aged)[-1].revertible
    assert listed["edit"].standing
    history.undo(aged, "李工")
    with pytest.raises(history.NothingToUndo):
        history.undo(aged, "李工")
    with pytest.raises(history.NothingToUndo):
        history.take_back(aged, history.groups(aged)[-1].id, "李工")


def test_the_seals_agree_afterwards_and_still_show_what_is_altered(aged: Database) -> None:
    thinning.thin(aged, OLD, "王工", "满五年")
    assert list(sealing.findings(aged)) == []
    with actions.act(aged, "edit", "李工"):
        aged.execute("UPDATE action_group SET label_zh = '别的' WHERE label_zh = '修改旧'")
    assert len(list(sealing.findings(aged))) == 1


def test_the_reason_and_the_counts_stand_in_the_audit_log(aged: Database) -> None:
    thinning.thin(aged, OLD, "王工", " 满五年 ")
    who, detail = aged.execute("SELECT who, detail FROM audit_log WHERE event = 'thin'").fetchone()
    said = json.loads(detail)
    assert (who, said["reason"], said["before"], said["breaks"]) == (
        "王工",
        "满五年",
        "2020-06-01",
        0,
    )


def test_the_log_still_accounts_for_every_row(aged: Database, dongli: Dongli) -> None:
    assert grown(aged) == held(aged)
    thinning.thin(aged, OLD, "王工", "满五年")
    assert grown(aged) == held(aged)
    with actions.act(aged, "delete", "李工"):
        estates.remove(aged, dongli.estate)
    assert grown(aged) == held(aged)
    date_back(aged, "2021-05-01T08:00:00.000Z")
    with actions.act(aged, "edit", "李工"):
        estates.change(aged, dongli.other, {"year_built": 1991})
    thinning.thin(aged, dt.date(2021, 6, 1), "王工", "满五年")
    assert grown(aged) == held(aged)


def test_the_last_half_year_stays(aged: Database) -> None:
    latest = thinning.latest_date(aged)
    with pytest.raises(thinning.TooRecent) as refused:
        thinning.thin(aged, latest + dt.timedelta(days=1), "王工", "清理")
    assert latest.isoformat() in refused.value.in_("zh")
    assert thinning.thin(aged, latest, "王工", "清理").kept == 1


def test_a_clock_ahead_of_the_work_makes_nothing_old(db: Database, dongli: Dongli) -> None:
    date_back(db, "2020-05-01T08:00:00.000Z")
    db.execute("PRAGMA query_only = OFF")
    db.execute("UPDATE action_group SET at = '2020-05-01T08:00:00.000Z'")
    assert thinning.latest_date(db) == dt.date(2020, 5, 1) - dt.timedelta(days=180)


def test_work_after_a_younger_action_stays_whatever_its_time(db: Database, dongli: Dongli) -> None:
    with actions.act(db, "edit", "李工"):
        estates.change(db, dongli.other, {"year_built": 1980})
    with actions.act(db, "erase", "测试"):  # the clock stood at 2020 for the latest edit only
        aged = {"at": "2020-05-01T08:00:00.000Z"}
        db.execute("UPDATE change_log SET at = :at WHERE new = 1980", aged)
        db.execute("UPDATE action_group SET at = :at WHERE action = 'edit'", aged)
    with pytest.raises(thinning.NothingOld):
        thinning.thin(db, OLD, "王工", "清理")


def test_a_time_that_has_not_come_does_not_keep_all_before_it(aged: Database) -> None:
    with actions.act(aged, "erase", "测试"):
        aged.execute("UPDATE change_log SET at = '2099-01-01T00:00:00.000Z' WHERE id = 1")
        aged.execute("UPDATE action_group SET at = '2099-01-01T00:00:00.000Z' WHERE id = 1")
    assert thinning.would_remove(aged, OLD).groups == 2


def test_without_a_reason_nothing_goes(aged: Database) -> None:
    with pytest.raises(thinning.NoReason):
        thinning.thin(aged, OLD, "王工", "  ")


def test_only_a_manager_may(aged: Database) -> None:
    setattr(aged.conn, "identity", Identity("李工", "editor"))  # noqa: B010
    with pytest.raises(NotAllowed):
        thinning.thin(aged, OLD, "李工", "清理")
    assert rows.value(aged, "SELECT COUNT(*) FROM audit_log") == 0


@pytest.mark.parametrize(
    ("count", "total", "big"),
    [
        (20, 10_000, False),
        (21, 10_000, True),
        (5, 100, False),
        (6, 100, True),
        (1, 2, False),
        (0, 0, False),
    ],
)
def test_over_twenty_records_or_five_per_cent_are_many(count: int, total: int, big: bool) -> None:
    assert sizing.is_big(count, total) is big
