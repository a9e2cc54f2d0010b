"""The report of the invented district, reckoned once for all tests of what is made of it."""

from __future__ import annotations

import pytest

from renewtrack import demo
from renewtrack.domain import periods
from renewtrack.reports import figures
from renewtrack.reports.tables import Report


@pytest.fixture(scope="session")
def reports(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Report]:
    """The month and the week of the invented district, by their keys."""
    opened = demo.make(tmp_path_factory.mktemp("demo") / "示范区.gpkg")
    today = demo.TODAY.isoformat()
    made = {
        key: figures.build(opened.db, periods.read(key), today) for key in ("2026-11", "2026-W48")
    }
    opened.close()
    return made
