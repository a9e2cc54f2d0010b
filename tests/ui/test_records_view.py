"""Households, lifts, money and readings are listed by pages, searched, sorted, and masked."""

from __future__ import annotations

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from renewtrack.store import (
    actions,
    buildings,
    estates,
    facilities,
    file,
    households,
    lifts,
    rows,
    stairwells,
)
from renewtrack.ui import entry_columns, form_fields, record_columns
from renewtrack.ui.main_window import MainWindow
from renewtrack.ui.records_view import PAGE, RecordsView
from renewtrack.ui.speaking import speech

READ = 30_000  # milliseconds; a busy machine


@pytest.fixture
def ledger_file(tmp_path: Path) -> Path:
    """A ledger of one estate: every record listed here is known."""
    path = tmp_path / "示范区.gpkg"
    made = file.create(path, "示范区")
    with actions.act(made.db, "edit", "测试员"):
        estates.add(made.db, name="甲小区")
    made.close()
    return path


@pytest.fixture
def filled(window: MainWindow) -> MainWindow:
    """A building that people live in, and a toilet that is measured."""
    db = window.session.db
    estate = int(rows.value(db, "SELECT MIN(id) FROM estate"))
    with actions.act(db, "edit", "测试员"):
        building = buildings.add(db, estate_id=estate, number="9001")
        stairwell = stairwells.add(db, building_id=building, number="2")
        for room, holder in (("101", "周小明"), ("1001", "吴小芳"), ("201", "周大力")):
            households.add(
                db,
                building_id=building,
                stairwell_id=stairwell,
                room=room,
                holder=holder,
                phone="13912345678",
                agree="no" if room == "201" else "yes",
            )
        lifts.add(db, stairwell_id=stairwell, step="E12", cost_fen=54_000_000)
        toilet = facilities.add(db, kind="public_toilet", name="河滨公厕", grade="1")
        sensor = facilities.add_sensor(db, facility_id=toilet, quantity="nh3", unit="mg/m3")
        for number in range(PAGE + 50):
            time = f"2025-10-{1 + number // 24:02}T{number % 24:02}:00"
            facilities.read(db, sensor_id=sensor, time=time, value=number / 1000)
    return window


@pytest.fixture
def view(filled: MainWindow, qtbot: QtBot) -> RecordsView:
    made = RecordsView(filled.session, filled)
    qtbot.addWidget(made)
    _read(made, qtbot)
    return made


def _read(view: RecordsView, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: view._task is None and not view._wait.isActive(), timeout=READ)


def _texts(view: RecordsView, key: str) -> list[str]:
    place = [column.key for column in record_columns.LISTS[view.kind]].index(key)
    model = view.model
    return [str(model.data(model.index(row, place))) for row in range(model.rowCount())]


@pytest.mark.parametrize("kind", record_columns.KINDS)
def test_every_kind_is_listed_under_its_own_heads(
    view: RecordsView, qtbot: QtBot, kind: str
) -> None:
    view.show_kind(kind)
    _read(view, qtbot)
    assert view.model.columnCount() == len(record_columns.LISTS[kind])
    empty = ("appointments", "payments", "ratings", "alarms", "needs", "consultations")
    assert view.none.isHidden() is (kind not in (*empty, "satisfaction"))


def test_rooms_stand_in_their_order_and_persons_are_masked(view: RecordsView) -> None:
    assert _texts(view, "room") == ["101", "201", "1001"]
    assert _texts(view, "holder") == ["周**", "周**", "吴**"]
    assert set(_texts(view, "phone")) == {"139****5678"}


def test_the_search_takes_texts_and_words_of_the_screen(view: RecordsView, qtbot: QtBot) -> None:
    view.search.setText("9001号楼 不同意")
    _read(view, qtbot)
    assert _texts(view, "room") == ["201"]
    view.search.setText("没有这个")
    _read(view, qtbot)
    assert view.model.rowCount() == 0
    assert not view.none.isHidden()


def test_a_click_on_a_head_sorts_and_another_turns_it_round(
    view: RecordsView, qtbot: QtBot
) -> None:
    heads = view.table.horizontalHeader()
    place = [column.key for column in record_columns.LISTS["households"]].index("agree")
    heads.sectionClicked.emit(place)
    _read(view, qtbot)
    assert _texts(view, "room")[0] == "201"
    heads.sectionClicked.emit(place)
    _read(view, qtbot)
    assert _texts(view, "room")[-1] == "201"


def test_readings_are_read_by_pages(view: RecordsView, qtbot: QtBot) -> None:
    view.show_kind("readings")
    _read(view, qtbot)
    assert view.model.rowCount() == PAGE
    root = view.table.rootIndex()
    assert view.model.canFetchMore(root)
    view.model.fetchMore(root)
    assert view.model.rowCount() == PAGE + 50
    assert "250" in view.count.text()


def test_a_record_shows_its_history_below_without_its_persons(view: RecordsView) -> None:
    db = view._session.db
    with actions.act(db, "edit", "李工"):
        households.change(db, 1, {"holder": "周小红", "agree": "undecided"})
    view._open(view.model.index(0, 0))
    lines = [(line.what.zh, line.more.zh) for line in view.past.lines]
    assert ("意愿", "同意 → 未定") in lines
    assert all("周小红" not in more for _, more in lines)
    assert "9001号楼2单元101室" in view.chosen.text()


def test_another_change_of_the_file_is_seen(view: RecordsView, qtbot: QtBot) -> None:
    view._session.write("edit", lambda db: households.remove(db, 1))
    _read(view, qtbot)
    assert _texts(view, "room") == ["201", "1001"]


def test_the_list_speaks_english_too(view: RecordsView, qtbot: QtBot) -> None:
    speech.switch("en")
    view.show_kind("lifts")
    _read(view, qtbot)
    assert _texts(view, "step") == ["Lift installed"]
    assert _texts(view, "group") == ["Building"]
    speech.switch("zh")


def test_the_history_calls_every_stored_column_by_a_name(view: RecordsView) -> None:
    links = {"id", "uid", "remark", "site_id", "area_id"}
    for table in {**record_columns.STORED, **entry_columns.STORED}:
        for column in rows.columns(view._session.db, table):
            if column not in links and not column.endswith("_id"):
                said = form_fields.field_of(table, column).words.en
                assert said != column, f"{table}.{column}"
