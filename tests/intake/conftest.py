"""A new project file for each test of the intake, and a short way to import into it."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlite_utils import Database

from renewtrack.intake import planning, storing
from renewtrack.intake.options import Options
from renewtrack.intake.plans import Plan
from renewtrack.store import file
from tests.intake.facts import Take


@pytest.fixture
def db(blank_file: Path, tmp_path: Path) -> Iterator[Database]:
    project = file.open_file(Path(shutil.copy(blank_file, tmp_path / "区.gpkg")))
    yield project.db
    project.close()


@pytest.fixture
def take(db: Database) -> Take:
    """Plan and store a file at once and return the plan."""

    def taken(path: Path, **said: object) -> Plan:
        plan = planning.plan(db, path, Options(**said))  # type: ignore[arg-type]
        storing.store(db, plan, "测试员")
        return plan

    return taken
