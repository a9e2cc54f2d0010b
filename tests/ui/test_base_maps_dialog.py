"""The dialog of base maps: what is added shows at once and is written by OK as one step."""

from __future__ import annotations

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from renewtrack.store import base_maps
from renewtrack.store.base_maps import ONLINE, PICTURE, BaseMap
from renewtrack.ui import asking, base_maps_dialog
from renewtrack.ui.base_map_adding import CornersDialog, OnlineDialog
from renewtrack.ui.base_maps_dialog import BaseMapsDialog
from renewtrack.ui.session import Session
from tests.maps import made_tiles

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", extend=True)
LONG = 20_000  # milliseconds
WEB = "https://t0.example/{z}/{x}/{y}"


@pytest.fixture
def dialog(session: Session, ledger_file: Path, qtbot: QtBot) -> BaseMapsDialog:
    session.open(ledger_file)
    made = BaseMapsDialog(session, None)
    qtbot.addWidget(made)
    made.show()
    return made


def _added(dialog: BaseMapsDialog, qtbot: QtBot, path: Path, count: int = 1) -> None:
    dialog.add_file(path)
    qtbot.waitUntil(lambda: len(dialog.bases()) == count, timeout=LONG)


def test_without_a_base_map_it_says_what_the_ground_is(dialog: BaseMapsDialog) -> None:
    assert dialog.empty.isVisible()
    assert not dialog.fields.isVisible()


def test_a_file_is_written_with_what_the_office_says_of_it(
    dialog: BaseMapsDialog, session: Session, tmp_path: Path, qtbot: QtBot
) -> None:
    _added(dialog, qtbot, made_tiles.raster_mbtiles(tmp_path / "街道图.mbtiles"))
    dialog.fields.approval.insert("京S(2025)001号")
    dialog.fields.approval.textEdited.emit("京S(2025)001号")
    dialog.fields.strength.setValue(60)
    dialog.buttons.accepted.emit()
    (kept,) = base_maps.all(session.db)
    assert (kept.name, kept.approval_number, kept.opacity) == ("街道图", "京S(2025)001号", 0.6)
    session.undo()
    assert base_maps.all(session.db) == ()


def test_cancelling_writes_nothing(
    dialog: BaseMapsDialog, session: Session, tmp_path: Path, qtbot: QtBot
) -> None:
    _added(dialog, qtbot, made_tiles.raster_mbtiles(tmp_path / "a.mbtiles"))
    dialog.reject()
    assert base_maps.all(session.db) == ()


def test_the_order_in_the_list_is_the_order_on_the_map(
    dialog: BaseMapsDialog, tmp_path: Path, qtbot: QtBot
) -> None:
    for count, name in enumerate(("下", "上"), 1):
        _added(dialog, qtbot, made_tiles.raster_mbtiles(tmp_path / f"{name}.mbtiles"), count)
    assert [each.name for each in dialog.bases()] == ["下", "上"]
    dialog.deeds["down"].click()
    assert [each.name for each in dialog.bases()] == ["上", "下"]
    dialog.deeds["remove"].click()
    assert [each.name for each in dialog.bases()] == ["下"]


def test_a_broken_file_is_told_in_one_sentence_and_not_added(
    dialog: BaseMapsDialog, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[str] = []
    monkeypatch.setattr(asking, "tell", lambda _, title, words: told.append(words.zh))
    (tmp_path / "坏.pmtiles").write_bytes(b"PMTiles")
    dialog.add_file(tmp_path / "坏.pmtiles")
    qtbot.waitUntil(lambda: bool(told), timeout=LONG)
    assert "坏.pmtiles" in told[0]
    assert dialog.bases() == []


def test_the_open_ledger_is_no_base_map_of_itself(
    dialog: BaseMapsDialog, session: Session, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[str] = []
    monkeypatch.setattr(asking, "tell", lambda _, title, words: told.append(words.zh))
    dialog.add_file(session.path)
    qtbot.waitUntil(lambda: bool(told), timeout=LONG)
    assert "打开着的台账" in told[0]


def test_a_picture_without_a_place_is_asked_for_its_corners(
    dialog: BaseMapsDialog, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    def answer(asked: CornersDialog) -> int:
        asked.fields[0].setText("116.29 40.04 116.31 40.04 116.31 40.03 116.29 40.03")
        asked.check()
        return int(CornersDialog.DialogCode.Accepted)

    monkeypatch.setattr(CornersDialog, "exec", answer)
    made_tiles.drawn().save(tmp_path / "航片.png")
    _added(dialog, qtbot, tmp_path / "航片.png")
    (base,) = dialog.bases()
    assert base.kind == PICTURE
    assert base.settings["corners"] == [
        [116.29, 40.04],
        [116.31, 40.04],
        [116.31, 40.03],
        [116.29, 40.03],
    ]


def test_an_online_source_stays_off_until_this_person_switches_it_on(
    dialog: BaseMapsDialog, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    dialog.add(BaseMap(name="天地图", kind=ONLINE, path=WEB))
    assert dialog.fields.online.isVisible()
    assert not dialog.fields.online.isChecked()
    monkeypatch.setattr(base_maps_dialog.asking, "confirmed", lambda *said: False)
    dialog.fields.online.click()
    assert session.preferences.online_maps == ()
    monkeypatch.setattr(base_maps_dialog.asking, "confirmed", lambda *said: True)
    dialog.fields.online.click()
    assert session.preferences.online_maps == (WEB,)
    dialog.fields.online.click()
    assert session.preferences.online_maps == ()


def test_an_address_that_is_not_secure_is_not_taken(qtbot: QtBot) -> None:
    from renewtrack.maps import online_base

    asked = OnlineDialog(online_base.check)
    qtbot.addWidget(asked)
    asked.show()
    asked.address.setText("http://t0.example/{z}/{x}/{y}")
    asked.buttons.accepted.emit()
    assert asked.isVisible()
    assert "https" in asked.why.text()
