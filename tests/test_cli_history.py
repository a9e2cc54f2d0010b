"""The command line tells the history, takes actions back and thins the log."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from renewtrack import cli
from renewtrack.store import actions, areas, backups, estates, file, history, projects

Run = Callable[..., tuple[int, Any]]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    """Run a command for a program; return its exit code and its document."""

    def call(*arguments: object) -> tuple[int, Any]:
        code = cli.main([*(str(argument) for argument in arguments), "--json"])
        return code, json.loads(capsys.readouterr().out)

    return call


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A file with two estates of one import, one of them edited since, and a leader."""
    made = file.create(tmp_path / "district.gpkg", "示范区")
    db = made.db
    with actions.act(db, "import", "张工", "十月.xlsx"):
        street = areas.ensure(db, "street", "上地街道")
        ids = [estates.add(db, name=name, area_id=street) for name in ("东里", "西里")]
    with actions.act(db, "edit", "李工", "东里"):
        estates.change(db, ids[0], {"year_built": 1993})
    with actions.act(db, "add_project", "李工"):
        renewal = projects.add(db, [ids[0]], plan_year=2025, stage="S70")
        projects.change(db, renewal, {"leader": "欧阳小明", "remark": "电话 13812345678"})
    made.close()
    return made.path


def test_history_is_listed_by_person_record_and_number(run: Run, path: Path) -> None:
    assert [each["label"] for each in run("history", path)[1]] == [
        "新增项目",
        "修改东里",
        "导入十月.xlsx",
    ]
    assert [each["who"] for each in run("history", path, "--who", "张工")[1]] == ["张工"]
    mine = run("history", path, "--record", "estate:1")[1]
    assert [each["action"] for each in mine] == ["edit", "import"]
    assert len(run("history", path, "--limit", 1)[1]) == 1


def test_a_record_that_is_none_is_wrong_use(run: Run, path: Path) -> None:
    assert cli.main(["history", str(path), "--record", "kiosk:1"]) == 2


def test_the_changes_of_an_action_are_told_with_persons_masked(run: Run, path: Path) -> None:
    group = run("history", path)[1][0]["id"]
    changes = run("history", path, "--group", group)[1]
    told = json.dumps(changes, ensure_ascii=False)
    assert "欧阳小明" not in told
    assert "13812345678" not in told
    assert {each["column"]: each["new"] for each in changes if each["column"]} == {
        "leader": "欧阳**",
        "remark": "电话 138****5678",
    }


def test_an_import_is_taken_back_by_number_leaving_what_was_changed(run: Run, path: Path) -> None:
    group = run("history", path, "--limit", 3)[1][-1]["id"]
    code, refused = run("undo", path, "--group", group)
    assert (code, refused["refused"]) == (3, "ChangedSince")
    code, done = run("undo", path, "--group", group, "--leave-changed")
    assert (code, done["group"]) == (0, group)
    assert "小区“东里”" in done["left"]
    opened = file.open_file(path)
    names = [each.name for each in estates.all(opened.db)]
    opened.close()
    assert names == ["东里"]


def test_leave_changed_alone_takes_back_the_latest_action(run: Run, path: Path) -> None:
    assert run("undo", path, "--leave-changed")[1]["action"] == "add_project"


def test_a_backup_is_made_before_an_import(run: Run, path: Path, tmp_path: Path) -> None:
    sheet = tmp_path / "楼栋.csv"
    sheet.write_text("街道,小区名称,楼号,层数\n上地街道,东里,1号楼,6\n", "gb18030")
    assert run("import", path, sheet, "--yes")[0] == 0
    (before,) = backups.all(path)
    assert (before.manifest.reason, before.manifest.counts["building"]) == ("import", 0)


def age(path: Path) -> None:
    """Let all that was done have been done in 2020."""
    conn = sqlite3.connect(path, isolation_level=None)
    conn.execute("UPDATE action_group SET at = '2020-05-01T08:00:00.000Z'")
    conn.execute("UPDATE change_log SET at = '2020-05-01T08:00:00.000Z'")
    conn.close()


def test_thinning_needs_a_yes_and_leaves_the_list(run: Run, path: Path) -> None:
    age(path)
    asked = run("thin", path, "--before", "2021-01-01", "--reason", "清理")
    assert asked[1]["done"] is False
    assert [each["changes"] for each in run("history", path)[1]] == [4, 1, 3]


def test_what_is_recent_is_not_thinned(run: Run, path: Path) -> None:
    code, refused = run("thin", path, "--before", "2026-01-01", "--reason", "清理", "--yes")
    assert (code, refused["refused"]) in ((3, "TooRecent"), (3, "NothingOld"))


def test_thinned_details_are_gone_from_the_file(run: Run, path: Path) -> None:
    age(path)
    opened = file.open_file(path)
    with actions.act(opened.db, "edit", "李工"):
        estates.change(opened.db, 1, {"year_built": 1994})
    opened.close()
    code, done = run("thin", path, "--before", "2021-01-01", "--reason", "满五年", "--yes")
    assert (code, done["done"], done["groups"]) == (0, True, 3)
    assert [backup.manifest.reason for backup in backups.all(path)] == ["mass"]
    opened = file.open_file(path)
    assert [len(history.changes(opened.db, each.id)) for each in history.groups(opened.db)] == [
        *(0, 1),
        *(0, 0, 0),
    ]
    opened.close()
