"""A viewer reads no personal details and writes no record, by whatever way it is tried."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from renewtrack.store import (
    actions,
    connecting,
    estates,
    file,
    health,
    limits,
    passwords,
    people,
    projects,
    records,
    rows,
    triggers,
)
from renewtrack.store.file import ProjectFile
from renewtrack.store.people import EDITOR, MANAGER, NOBODY, VIEWER, Identity, NotAllowed
from tests.store.conftest import Dongli
from tests.store.test_actions import WRITES
from tests.store.test_history import content

if TYPE_CHECKING:
    from sqlite_utils import Database

SECRET = "一个足够长的密码"
VIEWING, EDITING, MANAGING = (
    Identity("看客", VIEWER),
    Identity("王工", EDITOR),
    Identity("李", MANAGER),
)
READ = {
    **{f"project.{name}": "13812345678" for name in ("leader", "contact", "phone")},
    "change_log.old": "13812345678",
    "change_log.new": "13812345678",
    "cell_source.raw": "13812345678",
    "draft.text": "13812345678",
    "person.password": None,
    "household.holder": "13812345678",
    "household.phone": "13812345678",
    "household.vulnerable": "13812345678",
    "household.access": "13812345678",
    "owner.name": "13812345678",
    "owner.phone": "13812345678",
    "crew.leader": "13812345678",
    "crew.phone": "13812345678",
    "ballot.owner": "13812345678",
    "objection.text": "13812345678",
}
UNNAMED = {"project_estate": "project_id = 1", "reading": "value = 1"}  # tables without a uid


@pytest.fixture
def staffed(db: Database, dongli: Dongli, monkeypatch: pytest.MonkeyPatch) -> Database:
    """The district with a telephone in every hidden column, and three people."""
    monkeypatch.setattr(passwords, "COSTS", {"time_cost": 1, "memory_cost": 64, "parallelism": 1})
    everyone = dict.fromkeys(("leader", "contact", "phone"), "13812345678")
    with actions.act(db, "edit", "测试"):
        projects.change(db, dongli.project, everyone)
    with actions.act(db, "edit", "测试"):
        projects.change(db, dongli.project, {"remark": "13812345678"})
    with actions.act(db, "edit", "测试"):
        projects.change(db, dongli.project, {"remark": "空"})
        db.execute(
            "INSERT INTO household (building_id, room, holder, phone, vulnerable, access)"
            " VALUES (?, '101', '13812345678', '13812345678', '13812345678', '13812345678')",
            [dongli.buildings[0]],
        )
        db.execute("INSERT INTO owner (name, phone) VALUES ('13812345678', '13812345678')")
        db.execute(
            "INSERT INTO crew (name, capacity, leader, phone)"
            " VALUES ('一组', 6, '13812345678', '13812345678')"
        )
        rows.add(db, "consent_round", {"project_id": dongli.project, "rule_set": "art278"})
        db.execute(
            "INSERT INTO ballot (round_id, room, owner, owner_no) VALUES (1, '101', ?, 1)",
            ["13812345678"],
        )
        db.execute("INSERT INTO objection (round_id, text) VALUES (1, '13812345678')")
        db.execute("INSERT INTO import_batch (file, imported_at) VALUES ('a.xlsx', '2026')")
        db.execute(
            "INSERT INTO cell_source (batch_id, table_name, row_id, column_name, raw)"
            " VALUES (1, 'project', 1, 'phone', '13812345678')"
        )
        db.execute(
            "INSERT INTO draft (at, who, place, text) VALUES ('2026', 'x', 'y', '13812345678')"
        )
    people.add(db, MANAGING.name, MANAGER, SECRET, "测试")
    connecting.admit(db.conn, MANAGING)
    people.add(db, EDITING.name, EDITOR, SECRET, "测试")
    people.add(db, VIEWING.name, VIEWER, SECRET, "测试")
    return db


def _seen(db: Database, name: str) -> set[object]:
    table, column = name.split(".")
    return set(rows.column(db, f"SELECT {column} FROM {table}"))


def test_the_hidden_columns_are_those_of_this_test() -> None:
    assert {f"{table}.{column}" for table, column in limits.HIDDEN} == {*READ}


@pytest.mark.parametrize("who", [VIEWING, NOBODY], ids=["viewer", "nobody"])
def test_a_viewer_reads_nothing_where_others_read_a_person(
    staffed: Database, who: Identity
) -> None:
    for identity in (MANAGING, EDITING):
        connecting.admit(staffed.conn, identity)
        assert [name for name in READ if not _seen(staffed, name) - {None}] == []
    connecting.admit(staffed.conn, who)
    assert [name for name in READ if _seen(staffed, name) != {None}] == []


def test_no_statement_of_before_the_sign_in_reads_on_or_stays_blind(staffed: Database) -> None:
    for identity, seen in (
        (NOBODY, {None}),
        (EDITING, {"13812345678"}),
        (VIEWING, {None}),
        (MANAGING, {"13812345678"}),
    ):
        connecting.admit(staffed.conn, identity)
        assert _seen(staffed, "project.phone") == seen, identity


def test_no_detour_shows_a_viewer_the_value(staffed: Database) -> None:
    connecting.admit(staffed.conn, VIEWING)
    for query in (
        "SELECT COUNT(*) FROM project WHERE phone LIKE '138%'",
        "SELECT COUNT(phone) FROM project",
        "SELECT COUNT(*) FROM (SELECT * FROM project) AS every WHERE every.phone IS NOT NULL",
        "SELECT COUNT(*) FROM change_log WHERE instr(new, '138')",
        "SELECT COUNT(*) FROM project JOIN cell_source ON cell_source.raw = project.phone",
    ):
        assert rows.value(staffed, query) == 0, query


def test_a_file_that_names_people_opens_for_nobody(staffed: Database, project: ProjectFile) -> None:
    for opened in (file.open_file(project.path, hold=False).db, file.connect(project.path)):
        assert opened.conn.identity == NOBODY
        assert _seen(opened, "project.phone") == {None}
        with pytest.raises(people.NotSignedIn), actions.act(opened, "export", "x"):
            pass
        opened.conn.close()


def test_a_further_connection_works_for_the_same_person(
    staffed: Database, project: ProjectFile
) -> None:
    for readonly in (True, False):
        for identity, seen in ((VIEWING, {None}), (EDITING, {"13812345678"})):
            further = file.connect(project.path, readonly=readonly, identity=identity)
            assert further.conn.identity == identity
            assert _seen(further, "project.phone") == seen
            further.conn.close()


@pytest.mark.parametrize("who", [VIEWING, EDITING, MANAGING], ids=lambda who: who.role)
def test_an_action_is_done_from_its_role_upwards(staffed: Database, who: Identity) -> None:
    connecting.admit(staffed.conn, who)
    for action in actions.ACTIONS:
        covered = people.ROLES.index(who.role) >= people.ROLES.index(action.role)
        try:
            with actions.act(staffed, action.key, "x"):
                pass
        except NotAllowed:
            assert not covered, action.key
        else:
            assert covered, action.key


def test_what_needs_which_role_is_as_agreed() -> None:
    roles = {each.key: each.role for each in actions.ACTIONS}
    assert {key for key, role in roles.items() if role == VIEWER} == {"export", "note"}
    assert {key for key, role in roles.items() if role == MANAGER} == {
        *("restore", "people", "thin", "erase", "unfreeze"),
    }


@pytest.mark.parametrize(
    "write", sorted({*WRITES} - {"batches.note_cells"})
)  # of no cell: no write
@pytest.mark.parametrize("action", ["export", "note"])
def test_no_write_hides_in_an_action_of_a_viewer(
    staffed: Database, write: str, action: str
) -> None:
    connecting.admit(staffed.conn, VIEWING)
    before = content(staffed)
    with pytest.raises(NotAllowed), actions.act(staffed, action, "看客"):
        WRITES[write](staffed)
    assert content(staffed) == before


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE {table} SET uid = 'x'",
        "DELETE FROM {table}",
        "REPLACE INTO {table} SELECT * FROM {table}",
        "DROP TABLE {table}",
        "CREATE TRIGGER mine AFTER INSERT ON audit_log BEGIN DELETE FROM {table}; END",
    ],
    ids=lambda sql: " ".join(sql.split()[:2]),
)
def test_not_even_bare_sql_of_a_viewer_changes_a_record(staffed: Database, sql: str) -> None:
    connecting.admit(staffed.conn, VIEWING)
    for table in (*triggers.LOGGED, "person"):
        said = sql.replace("uid = 'x'", UNNAMED.get(table, "uid = 'x'")).format(table=table)
        with pytest.raises(NotAllowed), actions.act(staffed, "note", "看客"):
            staffed.execute(said)


@pytest.mark.parametrize("table", ["cell_source", "import_batch", "reveal_log", "renewtrack_meta"])
def test_a_viewer_adds_nothing_to_books_of_other_roles(staffed: Database, table: str) -> None:
    connecting.admit(staffed.conn, VIEWING)
    with pytest.raises(NotAllowed), actions.act(staffed, "note", "看客"):
        staffed.execute(f"INSERT INTO {table} SELECT * FROM {table}")


@pytest.mark.parametrize("table", ["change_log", "audit_log", "reveal_log", "export_log", "seal"])
def test_a_viewer_rewrites_no_line_of_the_books(staffed: Database, table: str) -> None:
    connecting.admit(staffed.conn, VIEWING)
    for sql in (f"DELETE FROM {table}", f"UPDATE {table} SET at = '1949-10-01'"):
        with pytest.raises(NotAllowed), actions.act(staffed, "note", "看客"):
            staffed.execute(sql)


def test_a_viewer_exports_although_another_program_left_search_texts_to_fill(
    staffed: Database, dongli: Dongli
) -> None:
    staffed.execute("PRAGMA query_only = OFF")
    staffed.execute("UPDATE estate SET search = NULL, sort = NULL")
    staffed.execute("PRAGMA query_only = ON")
    connecting.admit(staffed.conn, VIEWING)
    with actions.act(staffed, "export", "看客"):
        pass
    assert rows.value(staffed, "SELECT COUNT(*) FROM estate WHERE search IS NULL") == 0


def test_what_viewers_do_breaks_no_seal(staffed: Database) -> None:
    connecting.admit(staffed.conn, VIEWING)
    with actions.act(staffed, "export", "看客"):
        pass
    people.sign_in(staffed, MANAGING.name, SECRET)
    with actions.act(staffed, "note", "李"):
        pass
    assert [finding for finding in health.findings(staffed) if finding.check == "seals"] == []


def test_the_history_names_whoever_is_signed_in_and_nobody_else(staffed: Database) -> None:
    connecting.admit(staffed.conn, EDITING)
    with actions.act(staffed, "note", "另一个名字"):
        pass
    assert rows.value(staffed, "SELECT who FROM action_group ORDER BY id DESC") == EDITING.name


def test_free_texts_are_masked_for_those_who_may_not_see_the_names(
    project: ProjectFile, dongli: Dongli
) -> None:
    with actions.act(project.db, "edit", "张工"):
        projects.change(project.db, dongli.project, {"contact": "王建国"})
        estates.change(project.db, dongli.estate, {"remark": "联系王建国 13812345678"})
    connecting.admit(project.db.conn, NOBODY)
    found = list(records.query(project.db, "estates", fields=["remark"]))
    assert {"remark": "联系王** 138****5678"} in found
