"""The print dialog: fields, live preview, PDF and what it says when something is missing."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pypdf
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QComboBox, QLabel, QLineEdit
from pytestqt.qtbot import QtBot

from renewtrack import demo
from renewtrack.preferences import Preferences
from renewtrack.store import listing
from renewtrack.store.listing import Filter
from renewtrack.ui.print_dialog import PrintDialog, Range
from renewtrack.ui.session import Session
from renewtrack.ui.speaking import speech

# The off-screen platform says so of every window with a layout; it has no window manager.
pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", extend=True)


@pytest.fixture(scope="module")
def district(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("district") / "demo.gpkg"
    demo.make(path).close()
    return path


@pytest.fixture
def session(qapp: object, district: Path) -> Iterator[Session]:
    opened = Session(Preferences(), keep=False)
    opened.open(district)
    yield opened
    opened.tasks.wait()
    opened.close()
    speech.switch("zh")


@pytest.fixture
def dialog(qtbot: QtBot, session: Session) -> PrintDialog:
    return shown(qtbot, PrintDialog(session))


def shown(qtbot: QtBot, made: PrintDialog) -> PrintDialog:
    qtbot.addWidget(made)
    with qtbot.waitSignal(made.made, timeout=10_000):
        made.show()
    return made


def pdf_text(path: Path) -> str:
    pages = pypdf.PdfReader(path).pages
    return re.sub(r"\s", "", "".join(page.extract_text() for page in pages))


def ink(image: QImage) -> int:
    """Count the pixels that are not white, by a grid."""
    return sum(
        image.pixelColor(x, y).lightness() < 250
        for x in range(0, image.width(), 3)
        for y in range(0, image.height(), 3)
    )


def test_the_sheet_is_in_sight_at_once(dialog: PrintDialog) -> None:
    assert dialog.preview.image is not None
    assert ink(dialog.preview.image) > 1000
    assert dialog.export.isEnabled()


def test_the_pdf_says_what_the_fields_say(
    qtbot: QtBot, dialog: PrintDialog, tmp_path: Path
) -> None:
    with qtbot.waitSignal(dialog.made, timeout=10_000):
        dialog.fields.title.setText("二〇二五年进度")
        dialog.fields.compiled_by.setText("更新科")
    dialog.save(tmp_path / "map.pdf")
    text = pdf_text(tmp_path / "map.pdf")
    assert "二〇二五年进度" in text
    assert "更新科" in text
    assert "已导出 map.pdf" in dialog.message.text()


def test_every_legend_count_is_what_the_ledger_lists(
    dialog: PrintDialog, session: Session, tmp_path: Path
) -> None:
    from renewtrack.domain import stages

    dialog.save(tmp_path / "map.pdf")
    text = pdf_text(tmp_path / "map.pdf")
    counted = dict.fromkeys([*stages.BUCKETS, stages.NO_PROJECT], 0)
    rows = session.db.execute("SELECT id FROM building WHERE geom IS NOT NULL").fetchall()
    for row in listing.rows(session.db, "buildings", [row[0] for row in rows], session.today):
        counted[stages.bucket_of(row.stage)] += 1
    for bucket, count in counted.items():
        assert f"{bucket.words.zh}{count}栋" in text
    missing = session.db.execute("SELECT count(*) FROM building WHERE geom IS NULL").fetchone()[0]
    assert f"无坐标（未上图）{missing}栋" in text


def test_a_street_alone_is_counted_alone(
    qtbot: QtBot, dialog: PrintDialog, session: Session, tmp_path: Path
) -> None:
    with qtbot.waitSignal(dialog.made, timeout=10_000):
        dialog.fields.range.setCurrentIndex(1)
    street = dialog.fields.range.currentText()
    dialog.save(tmp_path / "street.pdf")
    wanted = Filter(chosen={"street": frozenset({street})})
    ids = listing.ids(session.db, "buildings", wanted)
    marks = ",".join(str(one) for one in ids)
    placed = session.db.execute(
        f"SELECT count(*) FROM building WHERE geom IS NOT NULL AND id IN ({marks})"
    ).fetchone()[0]
    assert f"上图合计{placed}栋" in pdf_text(tmp_path / "street.pdf")


@pytest.mark.parametrize("kind", listing.KINDS)
def test_the_listed_rows_are_a_range(
    qtbot: QtBot, session: Session, tmp_path: Path, kind: str
) -> None:
    ids = frozenset(listing.ids(session.db, kind)[:3])
    dialog = shown(qtbot, PrintDialog(session, listed=Range(kind, ids)))
    assert dialog.fields.range.key == "listed"
    dialog.save(tmp_path / "listed.pdf")
    text = pdf_text(tmp_path / "listed.pdf")
    on_map = int(re.search(r"上图合计(\d+)栋", text).group(1))  # type: ignore[union-attr]
    absent = int(re.search(r"未上图）(\d+)栋", text).group(1))  # type: ignore[union-attr]
    assert on_map + absent == buildings_of(session, kind, ids)


def buildings_of(session: Session, kind: str, ids: frozenset[int]) -> int:
    marks = ",".join(str(one) for one in ids)
    estates = {
        "buildings": None,
        "estates": marks,
        "projects": f"SELECT estate_id FROM project_estate WHERE project_id IN ({marks})",
        "works": "SELECT COALESCE(work.estate_id, building.estate_id) FROM work LEFT JOIN building"
        f" ON building.id = work.building_id WHERE work.id IN ({marks})",
    }[kind]
    if estates is None:
        return len(ids)
    query = f"SELECT count(*) FROM building WHERE estate_id IN ({estates})"
    return int(session.db.execute(query).fetchone()[0])


def test_a_public_sheet_waits_for_its_approval_number(qtbot: QtBot, dialog: PrintDialog) -> None:
    with qtbot.waitSignal(dialog.made, timeout=10_000):
        dialog.fields.secrecy.choose("public")
    assert "审图号" in dialog.message.text()
    assert not dialog.export.isEnabled()
    with qtbot.waitSignal(dialog.made, timeout=10_000):
        dialog.fields.approval.setText("审图号：京S（2025）012号")
    assert dialog.message.text() == ""
    assert dialog.export.isEnabled()


def test_an_unwritable_target_is_told_and_nothing_is_left(
    dialog: PrintDialog, tmp_path: Path
) -> None:
    (tmp_path / "map.pdf").mkdir()
    dialog.save(tmp_path / "map.pdf")
    assert "无法写入" in dialog.message.text()
    assert [path.name for path in tmp_path.iterdir()] == ["map.pdf"]


def test_the_page_is_zoomed_from_the_keyboard(dialog: PrintDialog) -> None:
    preview = dialog.preview
    width = preview.image.width()  # type: ignore[union-attr]
    preview.area.setFocus()
    QTest.keyClick(preview.area, Qt.Key.Key_Equal, Qt.KeyboardModifier.ControlModifier)
    assert preview.image.width() > width  # type: ignore[union-attr]
    QTest.keyClick(preview.area, Qt.Key.Key_0, Qt.KeyboardModifier.ControlModifier)
    assert preview.image.width() == width  # type: ignore[union-attr]


def test_pages_turn_as_far_as_there_are_any(qtbot: QtBot, dialog: PrintDialog) -> None:
    with qtbot.waitSignal(dialog.made, timeout=10_000):
        dialog.fields.paper.choose("A4")
        dialog.fields.orientation.choose("portrait")
        dialog.fields.sheet_language.choose("en")
    preview = dialog.preview
    first = preview.image
    assert preview.forward.isEnabled() == (" 1 / 1 " not in preview.state.text())
    preview.turn(1)
    preview.turn(5)
    preview.turn(-9)
    assert preview.page == 1
    assert preview.image == first


def test_the_dialog_speaks_both_languages_live(dialog: PrintDialog) -> None:
    speech.switch("en")
    seen = [dialog.windowTitle(), dialog.message.text()]
    seen += [label.text() for label in dialog.findChildren(QLabel)]
    seen += [button.text() for button in dialog.findChildren(QAbstractButton)]
    seen += [field.placeholderText() for field in dialog.findChildren(QLineEdit)]
    for box in (dialog.fields.theme, dialog.fields.orientation, dialog.fields.scale,
                dialog.fields.secrecy):  # fmt: skip
        seen += [box.itemText(place) for place in range(box.count())]
    assert [text for text in seen if re.search(r"[\u3400-\u9fff]", text)] == []
    speech.switch("zh")
    assert dialog.windowTitle() == "打印"


def test_every_field_has_a_name_and_a_key_of_its_own(dialog: PrintDialog) -> None:
    for language in ("zh", "en"):
        speech.switch(language)
        texts = [label.text() for label in dialog.fields.findChildren(QLabel)]
        texts += [button.text() for button in dialog.findChildren(QAbstractButton)]
        keys = [key.upper() for text in texts for key in re.findall(r"&(\w)", text)]
        assert len(keys) == len(set(keys)) >= 16
        for field in (*dialog.fields.findChildren(QComboBox), dialog.fields.cutoff):
            assert field.accessibleName()


def test_what_was_written_stands_there_the_next_time(
    qtbot: QtBot, dialog: PrintDialog, session: Session
) -> None:
    with qtbot.waitSignal(dialog.made, timeout=10_000):
        dialog.fields.compiled_by.setText("更新科")
        dialog.fields.paper.choose("A4")
    dialog.close()
    again = shown(qtbot, PrintDialog(session))
    assert again.fields.compiled_by.text() == "更新科"
    assert again.fields.paper.key == "A4"
