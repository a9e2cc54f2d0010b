"""A whole file has no findings; each kind of damage is named by the check that is there for it."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from renewtrack.store import estates, file, gpkg, health
from renewtrack.store.actions import act
from renewtrack.store.file import ProjectFile


@pytest.fixture
def project(tmp_path: Path) -> Iterator[ProjectFile]:
    made = file.create(tmp_path / "district.gpkg", "示范区")
    with act(made.db, "add_estate", "王工"):
        estates.add(made.db, name="东里小区", geom=gpkg.point(116.31, 40.03))
    yield made
    made.close()


def _damage(project: ProjectFile, statement: str) -> None:
    """Write to the file as a foreign program does: with none of our safeguards."""
    foreign = sqlite3.connect(project.path)
    foreign.execute(statement)
    foreign.commit()
    foreign.close()


def _found(project: ProjectFile) -> set[str]:
    return {finding.check for finding in health.findings(project.db)}


def test_a_new_file_with_an_estate_on_the_map_is_whole(project: ProjectFile) -> None:
    assert health.findings(project.db) == ()


@pytest.mark.parametrize(
    ("check", "damage"),
    [
        ("links", "INSERT INTO funding (project_id, source) VALUES (4711, 'central')"),
        ("map_index", "DELETE FROM rtree_estate_geom"),
        ("map_index", "DROP TABLE rtree_estate_geom"),
        ("history", "DROP TRIGGER log_estate_update"),
        ("standard", "PRAGMA user_version = 10200"),
        (
            "standard",
            "INSERT INTO gpkg_contents (table_name, data_type) VALUES ('x', 'attributes')",
        ),
    ],
)
def test_damage_is_found_by_the_check_for_it(project: ProjectFile, check: str, damage: str) -> None:
    _damage(project, damage)
    assert _found(project) == {check}
