"""Every kind that the print dialog makes: its fields, its pages, progress, own layouts."""

from __future__ import annotations

import contextlib
import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QDate
from PySide6.QtWidgets import QMessageBox
from pytestqt.qtbot import QtBot

from renewtrack import demo, paths
from renewtrack.preferences import Preferences
from renewtrack.printing import layout_files
from renewtrack.printing.list_tables import COLUMNS
from renewtrack.store import actions, exports, listing, photo_list, photo_pairs, photos, rows
from renewtrack.ui import print_kinds
from renewtrack.ui.print_dialog import PrintDialog
from renewtrack.ui.print_kinds import Front, Range
from renewtrack.ui.print_layouts import LayoutsDialog
from renewtrack.ui.session import Session
from renewtrack.ui.speaking import speech
from tests.photo_making import jpeg
from tests.printing import reading_back

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", extend=True)
Shown = Callable[..., PrintDialog]


@pytest.fixture(scope="module")
def district(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("district") / "demo.gpkg"
    with contextlib.closing(demo.make(path)) as made:
        for seed, phase in enumerate(("前", "后")):
            picture = path.with_name(f"上地东里小区1号楼改造{phase}.jpg")
            picture.write_bytes(jpeg(64, 48, seed=seed))
            photos.index(made.db, path, [picture], photos.Wish("测试员"))
        with actions.act(made.db, "edit", "测试员"):
            photo_pairs.pair_up(made.db, photo_list.all(made.db))
    return path


@pytest.fixture
def session(
    qapp: object, district: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Session]:
    monkeypatch.setattr(paths, "print_folder", lambda: tmp_path)
    opened = Session(Preferences(who="测试员"), keep=False)
    opened.day = demo.TODAY
    opened.open(Path(shutil.copy(district, tmp_path / "demo.gpkg")))
    yield opened
    opened.tasks.wait()
    opened.close()
    speech.switch("zh")


@pytest.fixture
def shown(qtbot: QtBot, session: Session) -> Shown:
    def opened(kind: str, front: Front | None = None, listed: Range | None = None) -> PrintDialog:
        made = PrintDialog(session, None, listed, front)
        qtbot.addWidget(made)
        made.fields.kind.choose(kind)
        made.fields.paper.choose("A4")
        made.fields.reason.setText("测试" if kind == print_kinds.VISITS else "")
        with qtbot.waitSignal(made.made, timeout=20_000):
            made.show()
        qtbot.waitUntil(lambda: made.export.isEnabled(), timeout=20_000)
        return made

    return opened


@pytest.mark.parametrize("kind", print_kinds.KINDS)
def test_a_kind_shows_its_own_fields_only(shown: Shown, kind: str) -> None:
    dialog = shown(kind, Front("buildings", (1, 2), (), (1, 2)))
    wanted = {"kind", *print_kinds.SHOWN[kind]}
    seen = {name for name, row in dialog.fields._rows.items() if not row.isHidden()}
    assert seen == wanted


def test_an_atlas_lists_its_pages_to_jump_to(
    qtbot: QtBot, shown: Shown, session: Session, tmp_path: Path
) -> None:
    dialog = shown(print_kinds.ATLAS)
    preview = dialog.preview
    assert preview.contents.count() == 6
    preview.contents.setCurrentIndex(3)
    preview.contents.activated.emit(3)
    assert preview.page == 4
    preview.turn(1)
    assert preview.contents.currentIndex() == 4
    with qtbot.waitSignal(dialog.made, timeout=20_000):
        dialog.fields.by.choose("community")
    qtbot.waitUntil(lambda: dialog.export.isEnabled(), timeout=20_000)
    with qtbot.waitSignal(dialog.made, timeout=20_000):
        dialog.save(tmp_path / "图集.pdf")
    assert len(reading_back.pages_of(tmp_path / "图集.pdf")) == 17
    assert exports.all(session.db)[0].what == "atlas"


def test_a_dossier_is_of_what_is_selected(shown: Shown) -> None:
    dialog = shown(print_kinds.DOSSIER, Front("buildings", (3, 1, 2), (), (2, 3)))
    assert [mark.title[-3:] for mark in dialog._folio.bookmarks] == ["3号楼", "2号楼"]  # type: ignore[union-attr]


def test_a_ledger_prints_the_listed_rows_in_the_columns_on_the_screen(
    shown: Shown, session: Session
) -> None:
    ids = tuple(listing.ids(session.db, "estates", sort=("household_count", True))[:7])
    columns = (COLUMNS["estates"][6], COLUMNS["estates"][0])
    front = Front("estates", ids, columns)
    dialog = shown(print_kinds.LEDGER, front, Range("estates", frozenset(ids)))
    dialog.fields.range.choose("listed")
    wish = dialog.fields.wish()
    folio = print_kinds.made(session.db, session.path, wish, lambda share: None, lambda db: None)  # type: ignore[arg-type, return-value]
    texts = [text.text for text in folio.pages[0].texts("ledger")]
    assert texts[:3] == ["序号", "户数", "小区"]
    homes = [row.household_count for row in listing.rows(session.db, "estates", ids)]
    assert texts[3 : 3 + 21 : 3] == [str(at + 1) for at in range(7)]
    assert [int(text) for text in texts[4 : 4 + 21 : 3]] == homes
    lived_in = rows.column(
        session.db,
        """
        SELECT DISTINCT estate_id FROM building
        JOIN household ON household.building_id = building.id
        WHERE household.id IN (SELECT household_id FROM item_choice)
        """,
    )
    of_one = Range("estates", frozenset(lived_in[:1]))
    wish = replace(wish, listed="item_rates", rows=of_one, front=None)
    folio = print_kinds.made(session.db, session.path, wish, lambda share: None, lambda db: None)  # type: ignore[arg-type, return-value]
    name = rows.value(session.db, "SELECT name FROM estate WHERE id = ?", (lived_in[0],))
    texts = [text.text for text in folio.pages[0].texts("ledger")]
    assert "按面积%" in texts
    assert name in texts


def test_rooms_wait_for_a_reason(qtbot: QtBot, session: Session, shown: Shown) -> None:
    dialog = shown(print_kinds.NOTICES, Front("buildings", (1, 2), (), (1,)))
    with qtbot.waitSignal(dialog.made, timeout=20_000):
        dialog.fields.notice.choose("booked")
    assert "理由" in dialog.message.text()
    assert not dialog.export.isEnabled()


def test_a_watermark_comes_with_its_preset(shown: Shown) -> None:
    dialog = shown(print_kinds.MAP)
    assert not dialog.fields.watermark.isChecked()
    dialog.fields.secrecy.choose("restricted")
    assert dialog.fields.watermark.isChecked()
    assert not dialog.fields.watermark.isEnabled()
    assert "测试员" in dialog.fields.options().watermark[0]


def test_a_day_to_compare_with_takes_the_layout_for_two(qtbot: QtBot, shown: Shown) -> None:
    dialog = shown(print_kinds.MAP)
    with qtbot.waitSignal(dialog.made, timeout=20_000):
        dialog.fields.before.setDate(QDate(2025, 6, 1))
    assert dialog.fields.paper_chosen().layout == "before-after"
    assert dialog._folio.pages[0].texts("caption")  # type: ignore[union-attr]


def test_the_view_of_the_map_is_a_range(qtbot: QtBot, session: Session, shown: Shown) -> None:
    lon, lat = session.db.execute(
        "SELECT minx, miny FROM rtree_building_geom ORDER BY id LIMIT 1"
    ).fetchone()
    bounds = (lon - 0.001, lat - 0.001, lon + 0.002, lat + 0.002)
    dialog = shown(print_kinds.MAP, Front("estates", bounds=bounds))
    with qtbot.waitSignal(dialog.made, timeout=20_000):
        dialog.fields.range.choose("view")
    assert dialog._folio.outside > 1000  # type: ignore[union-attr]


def test_what_takes_long_can_be_stopped(qtbot: QtBot, shown: Shown) -> None:
    dialog = shown(print_kinds.ATLAS)
    dialog.fields.by.choose("project")
    qtbot.waitUntil(lambda: not dialog.halt.isHidden(), timeout=20_000)
    dialog.halt.click()
    assert "已停止" in dialog.message.text()
    assert dialog.export.isEnabled()  # the pages before are still there


def test_an_own_layout_is_made_handed_on_and_forgotten(
    qtbot: QtBot, session: Session, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QMessageBox, "exec", lambda *_: 0)
    dialog = LayoutsDialog(session, "with-chart")
    qtbot.addWidget(dialog)
    assert dialog.panels["chart"].isChecked()
    dialog.name.setText("科里用的")
    dialog.panels["signature"].setChecked(False)
    dialog._save()
    assert dialog.saved == "own:科里用的"
    again = LayoutsDialog(session, dialog.saved)
    qtbot.addWidget(again)
    assert again.name.text() == "科里用的"
    assert not again.panels["signature"].isChecked()
    again.write(tmp_path / "给别的科.layout", "科里用的")
    again.listed.setCurrentRow(0)
    again._remove()
    assert layout_files.all() == []
    again.read(tmp_path / "给别的科.layout")
    assert [own.name for own in layout_files.all()] == ["科里用的"]


def test_the_dialog_is_english_throughout(shown: Shown) -> None:
    import re

    from PySide6.QtWidgets import QAbstractButton, QLabel

    dialog = shown(print_kinds.NOTICES, Front("buildings", (1, 2), (), (1,)))
    speech.switch("en")
    seen = [label.text() for label in dialog.findChildren(QLabel)]
    seen += [button.text() for button in dialog.findChildren(QAbstractButton)]
    for name in ("kind", "layout", "by", "listed", "notice", "tile", "secrecy", "orientation"):
        box = dialog.fields.field(name)
        seen += [box.itemText(place) for place in range(box.count())]
    assert [text for text in seen if re.search(r"[\u3400-\u9fff]", text)] == []


def test_a_printer_with_smaller_paper_is_told_of_the_wall_map(
    shown: Shown, session: Session, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from PySide6.QtGui import QPageSize
    from PySide6.QtPrintSupport import QPrintDialog, QPrinter

    def choose_a5(self: QPrintDialog) -> int:
        printer = self.printer()
        printer.setOutputFileName(str(tmp_path / "out.pdf"))
        printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
        printer.setPageSize(QPageSize(QPageSize.PageSizeId.A5))
        return int(QPrintDialog.DialogCode.Accepted)

    monkeypatch.setattr(QPrintDialog, "exec", choose_a5)
    dialog = shown(print_kinds.MAP)
    dialog._ask_printer()
    assert "拼接打印" in dialog.message.text()
    assert not [each for each in exports.all(session.db) if each.file == exports.PRINTER]
