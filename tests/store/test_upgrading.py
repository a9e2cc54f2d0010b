"""Every released file comes to the present schema with all it held, or stays what it was."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from renewtrack.store import (
    actions,
    backups,
    estates,
    file,
    health,
    history,
    holding,
    migrations,
)
from renewtrack.store.file import ProjectFile
from tests.store.conftest import Dongli

if TYPE_CHECKING:
    from sqlite_utils import Database, Migrations

Fingerprint = Callable[[Path], str]
RELEASED = Path(__file__).parent / "released"
VERSIONS = range(1, migrations.SCHEMA_VERSION)
FURTHER = migrations.SCHEMA_VERSION + 1  # a schema that no release has yet
GROWS = {"action_group", "change_log", "seal"}  # by the lines that say of the upgrade
MONEY = {
    "planned": "SELECT SUM(planned_fen) FROM funding",
    "invest_total": "SELECT SUM(invest_total_fen) FROM project",
    "invest_done": "SELECT SUM(invest_done_fen) FROM project",
}


def _counts(path: Path) -> dict[str, int]:
    with closing(sqlite3.connect(path)) as conn:
        names = [
            name
            for (name,) in conn.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
            if not name.startswith(("sqlite_", "gpkg_", "_sqlite", "rtree_")) and name not in GROWS
        ]
        return {
            name: conn.execute(f'SELECT COUNT(*) FROM "{name}"').fetchone()[0] for name in names
        }


def _money(path: Path) -> dict[str, object]:
    with closing(sqlite3.connect(path)) as conn:
        return {name: conn.execute(query).fetchone()[0] for name, query in MONEY.items()}


@pytest.fixture(params=VERSIONS)
def released(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """A file as a release of that schema wrote it."""
    kept = RELEASED / f"schema-{request.param}.gpkg"
    return Path(shutil.copy(kept, tmp_path / "老台账.gpkg"))


def test_every_released_schema_has_a_file_here() -> None:
    """A new SCHEMA_VERSION needs a file of the one before it: made by the last release, kept."""
    there = {each.name for each in RELEASED.glob("*.gpkg")}
    assert there >= {f"schema-{version}.gpkg" for version in VERSIONS}


@pytest.mark.parametrize("version", VERSIONS)
def test_a_released_file_says_its_version_and_holds_something(version: int) -> None:
    path = RELEASED / f"schema-{version}.gpkg"
    with closing(sqlite3.connect(f"file:{path}?mode=ro&immutable=1", uri=True)) as conn:
        stated = dict(conn.execute("SELECT key, value FROM renewtrack_meta").fetchall())
    assert stated["schema_version"] == str(version)
    counts = _counts(path)
    for table in ("area", "estate", "building", "project", "work", "funding"):
        assert counts[table] > 0, table
    assert _money(path)["planned"]
    assert _money(path)["invest_total"]


def test_an_upgrade_changes_no_count_and_no_sum_of_money(released: Path) -> None:
    counts, money = _counts(released), _money(released)
    opened = file.open_file(released, who="李工")
    assert opened.schema_version == migrations.SCHEMA_VERSION
    assert [finding.words.zh for finding in health.findings(opened.db)] == []
    opened.close()
    after = _counts(released)
    assert {table: after[table] for table in counts} == counts
    assert _money(released) == money


def test_the_file_as_it_was_is_kept_as_a_verified_backup(released: Path) -> None:
    counts, money = _counts(released), _money(released)
    with closing(sqlite3.connect(released)) as conn:
        (stated,) = conn.execute(
            "SELECT value FROM renewtrack_meta WHERE key = 'schema_version'"
        ).fetchone()
    file.open_file(released, who="李工").close()
    (backup,) = backups.all(released)
    assert (backup.manifest.reason, backup.manifest.who) == ("upgrade", "李工")
    assert backup.manifest.schema_version == int(stated)
    assert backups.verify(backup) == []
    assert _counts(backup.path) == counts
    assert _money(backup.path) == money


def test_an_upgrade_is_one_action_that_names_both_versions(released: Path) -> None:
    with closing(sqlite3.connect(released)) as conn:
        (old,) = conn.execute(
            "SELECT value FROM renewtrack_meta WHERE key = 'schema_version'"
        ).fetchone()
    opened = file.open_file(released, who="李工")
    newest = history.groups(opened.db)[0]
    assert (newest.action, newest.who) == ("upgrade", "李工")
    for words in (newest.words.zh, newest.words.en):
        assert old in words
        assert str(migrations.SCHEMA_VERSION) in words
    opened.close()


def test_opening_it_again_upgrades_nothing(released: Path, fingerprint: Fingerprint) -> None:
    file.open_file(released).close()
    before = fingerprint(released)
    file.open_file(released).close()
    assert fingerprint(released) == before
    assert len(backups.all(released)) == 1


def test_an_upgraded_file_takes_changes_and_gives_them_back(released: Path) -> None:
    opened = file.open_file(released)
    (estate, name) = opened.db.execute("SELECT id, name FROM estate LIMIT 1").fetchone()
    with actions.act(opened.db, "edit", "李工"):
        estates.change(opened.db, estate, {"name": "新名"})
    history.undo(opened.db, "李工")
    assert opened.db.execute("SELECT name FROM estate WHERE id = ?", [estate]).fetchone() == (name,)
    opened.close()


def test_a_newer_file_is_refused_with_both_versions_and_keeps_its_bytes(
    project: ProjectFile, fingerprint: Fingerprint
) -> None:
    project.close()
    with closing(sqlite3.connect(project.path)) as conn:
        conn.execute(
            "UPDATE renewtrack_meta SET value = ? WHERE key = 'schema_version'", [str(FURTHER)]
        )
        conn.commit()
    before, beside = fingerprint(project.path), sorted(project.path.parent.iterdir())
    for readonly in (False, True):
        with pytest.raises(file.NewerFile) as refused:
            file.open_file(project.path, readonly=readonly)
        for language in ("zh", "en"):
            assert str(FURTHER) in refused.value.in_(language)
            assert str(migrations.SCHEMA_VERSION) in refused.value.in_(language)
    assert fingerprint(project.path) == before
    assert sorted(project.path.parent.iterdir()) == beside


def _pretend_a_further_step(
    monkeypatch: pytest.MonkeyPatch, fails: bool = False, loses: bool = False
) -> None:
    released = migrations.steps

    def further(db: Database) -> None:
        db.execute("ALTER TABLE estate ADD COLUMN lifts_wanted INTEGER")
        if loses:
            db.execute("DELETE FROM funding")
        if fails:
            _ = 1 / 0

    def steps() -> Migrations:
        grown = released()
        grown(name="lifts_wanted")(further)
        return grown

    monkeypatch.setattr(migrations, "steps", steps)
    monkeypatch.setattr(migrations, "SCHEMA_VERSION", FURTHER)
    monkeypatch.setattr("renewtrack.store.rows._KNOWN", {})


def test_an_older_file_is_upgraded_beside_a_backup(
    project: ProjectFile, dongli: Dongli, monkeypatch: pytest.MonkeyPatch
) -> None:
    project.close()
    _pretend_a_further_step(monkeypatch)
    opened = file.open_file(project.path)
    assert opened.schema_version == FURTHER
    with actions.act(opened.db, "edit", "测试"):
        estates.change(opened.db, dongli.estate, {"lifts_wanted": 3})
    logged = opened.db.execute("SELECT column_name FROM change_log ORDER BY id DESC").fetchone()
    assert logged == ("lifts_wanted",)
    opened.close()
    (backup,) = backups.all(project.path)
    assert backup.manifest.schema_version == FURTHER - 1
    assert backup.manifest.counts["building"] == 3
    assert not backups.verify(backup)


def test_an_upgrade_that_fails_leaves_the_old_file(
    project: ProjectFile,
    dongli: Dongli,
    monkeypatch: pytest.MonkeyPatch,
    fingerprint: Fingerprint,
) -> None:
    project.close()
    _pretend_a_further_step(monkeypatch, fails=True)
    before = fingerprint(project.path)
    with pytest.raises(ZeroDivisionError):
        file.open_file(project.path)
    assert fingerprint(project.path) == before
    assert not holding.held_here(project.path)
    monkeypatch.undo()
    opened = file.open_file(project.path)
    assert opened.schema_version == FURTHER - 1
    opened.close()


def test_an_upgrade_that_would_lose_money_is_taken_back(
    project: ProjectFile,
    dongli: Dongli,
    monkeypatch: pytest.MonkeyPatch,
    fingerprint: Fingerprint,
) -> None:
    project.close()
    _pretend_a_further_step(monkeypatch, loses=True)
    before = fingerprint(project.path)
    with pytest.raises(sqlite3.IntegrityError):
        file.open_file(project.path)
    assert fingerprint(project.path) == before
