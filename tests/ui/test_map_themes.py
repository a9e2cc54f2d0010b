"""Themes, days and comparisons on the map of the real window."""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QDate, QEvent, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from renewtrack import app, demo
from renewtrack.maps import looks
from renewtrack.maps.theme import THEMES
from renewtrack.preferences import Preferences
from renewtrack.store import map_styles
from renewtrack.ui.main_window import MainWindow
from renewtrack.ui.map_pane import MapPane
from renewtrack.ui.session import Session
from renewtrack.ui.speaking import speech
from renewtrack.ui.theme_dialog import ThemeDialog
from renewtrack.ui.time_slider import date_of
from tests.ui.map_driving import Hand, pause, spin

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", extend=True)
LEGEND = "Array.from(document.querySelectorAll('.legend-line'), (line) => [line.dataset.key, \
line.querySelector('.legend-count').textContent, line.getAttribute('aria-pressed')])"


@pytest.fixture(scope="module")
def shared(
    qapp: object, invented: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Hand]:
    """One window at the map for all of this module: a page takes a second to open."""
    session = Session(Preferences(who="测试员"), keep=False)
    session.day = demo.TODAY
    window = app.make_window(session)
    window.resize(1500, 860)
    window.show()
    path = tmp_path_factory.mktemp("themes") / "示范区.gpkg"
    session.open(Path(shutil.copy(invented, path)))
    shown: list[object] = []
    window.workspace.map.shown.connect(lambda: shown.append(1))
    spin(lambda: window.workspace.map.view is not None)
    assert window.workspace.map.view is not None
    window.workspace.map.view.painted.connect(shown.append)
    spin(lambda: len(shown) > 1)
    window.workspace.ledger.show_kind("buildings")
    yield Hand(window)
    speech.switch("zh")
    window.close()
    window.deleteLater()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@pytest.fixture
def hand(shared: Hand, qtbot: object) -> Iterator[Hand]:
    """The map under the theme of stages, unfiltered, today."""
    window, pane = shared.window, shared.window.workspace.map
    window.workspace.choice.clear()
    pane.time.close()
    pane.time.bar.compare("one")
    wear(shared, "stage")
    yield shared
    assert shared.js("window.__errors") == []


def pane_of(hand: Hand) -> MapPane:
    return hand.window.workspace.map


def quiet(hand: Hand) -> None:
    pause(30)
    spin(lambda: not hand.window.session.tasks.running)
    hand.js("new Promise((done) => requestAnimationFrame(done)) && 1")
    hand.still()


def wear(hand: Hand, key: str) -> None:
    pane_of(hand).themes.choose(key)
    quiet(hand)
    hand.until_js(f"renewtrack.scene.theme === '{key}'")


def legend(hand: Hand) -> dict[str, tuple[str, bool]]:
    """Count and pressed state of each line of the legend."""
    return {key: (count.replace(",", ""), on == "true") for key, count, on in hand.js(LEGEND)}


def go_to(hand: Hand, iso: str) -> None:
    bar = pane_of(hand).time.bar
    bar.day.setDate(QDate.fromString(iso, "yyyy-MM-dd"))
    quiet(hand)


def open_days(hand: Hand, how: str = "") -> None:
    pane_of(hand).time.open(how)
    quiet(hand)
    hand.until_js("renewtrack.scene.theme === 'day'")


def listed(window: MainWindow) -> list[int]:
    ids: list[int] = window.workspace.ledger.table.ledger.ids
    return ids


def test_every_theme_counts_in_its_legend_what_the_file_says(hand: Hand) -> None:
    session = hand.window.session
    view = pane_of(hand).view
    assert view is not None
    for theme in THEMES:
        wear(hand, theme.key)
        look = looks.of(session.db, theme, view._showing.ids.tolist(), session.today)
        counts = Counter(look.classes.tolist())
        told = legend(hand)
        assert {key: int(count) for key, (count, _) in told.items() if key != "overdue"} == {
            each.key: counts[place] for place, each in enumerate(theme.classes)
        }, theme.key
        assert ("overdue" in told) == theme.rims


def test_a_click_in_any_legend_filters_table_and_map_and_stands_on_a_chip(hand: Hand) -> None:
    window = hand.window
    for key, line in (("quality", "few"), ("year", "c2"), ("danger", "C"), ("work", "")):
        wear(hand, key)
        wanted = int(legend(hand)[line][0])
        hand.js(f"document.querySelector('.legend-line[data-key=\"{line}\"]').click()")
        spin(lambda: not window.workspace.choice.empty)
        quiet(hand)
        on_map = hand.js("renewtrack.scene.features.dim.reduce((sum, dim) => sum + 1 - dim, 0)")
        assert on_map == wanted
        assert len(listed(window)) >= wanted  # some have no place on the map
        assert legend(hand)[line][1]
        assert len(legend(hand)) == len(hand.js(LEGEND))
        chips = window.workspace.ledger.chips
        assert not chips.isHidden()
        window.workspace.choice.clear()
        quiet(hand)
        assert not legend(hand)[line][1]


def test_other_lines_of_the_legend_keep_their_counts_while_one_filters(hand: Hand) -> None:
    wear(hand, "structure")
    before = {key: count for key, (count, _) in legend(hand).items()}
    hand.view.legend_clicked.emit("frame")
    quiet(hand)
    assert {key: count for key, (count, _) in legend(hand).items()} == before


def test_a_theme_is_chosen_with_the_keys_and_found_in_the_palette(hand: Hand) -> None:
    window, bar = hand.window, pane_of(hand).theme_bar
    bar.chooser.setFocus()
    QTest.keyClick(bar.chooser, Qt.Key.Key_Down)
    quiet(hand)
    assert pane_of(hand).themes.theme.key == THEMES[1].key
    entries = {words.zh: act for act, words in window.commands.entries()}
    entries["地图专题：居民同意率"].trigger()
    quiet(hand)
    assert pane_of(hand).themes.theme.key == "consent"
    assert bar.chooser.currentData() == "consent"
    assert window.session.preferences.map_theme == "consent"


def test_the_slider_shows_each_day_as_the_records_tell_it(hand: Hand) -> None:
    open_days(hand)
    made = pane_of(hand).time._timeline
    assert made is not None
    for iso in ("2023-06-15", "2025-01-01", "2026-11-23", "2027-08-01"):
        go_to(hand, iso)
        day = pane_of(hand).time.bar.days[0]
        assert date_of(day).toString("yyyy-MM-dd") == iso
        told = legend(hand)
        assert told.pop("overdue")[0] == str(len(made.late_on(day)))
        counts = {key: int(count) for key, (count, _) in told.items()}
        assert counts == {key: len(made.ids_on(day, key)) for key in counts}, iso
        caption = hand.js("document.querySelector('.day-caption').textContent")
        assert caption.startswith(iso)
        assert ("计划" in caption) == (day > made.today)


def test_a_class_of_a_day_filters_the_table_and_moves_with_the_slider(hand: Hand) -> None:
    open_days(hand)
    time = pane_of(hand).time
    go_to(hand, "2025-01-01")
    hand.view.legend_clicked.emit("done")
    quiet(hand)
    assert time._timeline is not None
    assert set(listed(hand.window)) == set(time._timeline.ids_on(time.bar.days[0], "done"))
    go_to(hand, "2023-06-15")
    pause(300)
    quiet(hand)
    assert set(listed(hand.window)) == set(time._timeline.ids_on(time.bar.days[0], "done"))
    assert list(hand.window.workspace.choice.chosen) == ["day:2023-06-15"]


def test_two_days_are_compared_on_both_sides_of_a_divider(hand: Hand) -> None:
    open_days(hand, "swipe")
    bar = pane_of(hand).time.bar
    go_to(hand, "2024-01-01")
    bar.other.setDate(QDate(2026, 11, 20))
    quiet(hand)
    then, now = legend(hand)["done"][0].split(" → ")
    made = pane_of(hand).time._timeline
    assert made is not None
    assert [int(then), int(now)] == [len(made.ids_on(day, "done")) for day in bar.days]
    before = hand.js("document.querySelector('.divider').getAttribute('aria-valuenow')")
    hand.js(
        "document.querySelector('.divider').dispatchEvent(new KeyboardEvent("
        "'keydown', {key: 'ArrowRight', bubbles: true})) && 1"
    )
    after = hand.js("document.querySelector('.divider').getAttribute('aria-valuenow')")
    assert int(after) > int(before)
    bar.compare("one")
    quiet(hand)
    assert hand.js("document.querySelector('.divider')") is None
    assert "→" not in legend(hand)["done"][0]


def test_two_maps_side_by_side_move_together(hand: Hand) -> None:
    open_days(hand, "beside")
    hand.until_js("document.querySelector('.twin .leaflet-tile')")
    assert hand.js("renewtrack.map.getSize().x * 2 <= window.innerWidth + 2")
    hand.js("renewtrack.map.setZoom(16, {animate: false}) && 1")
    captions = hand.js("Array.from(document.querySelectorAll('.day-caption')).length")
    assert captions == 2
    pane_of(hand).time.close()
    quiet(hand)
    hand.until_js("document.querySelector('.twin') === null")
    hand.until_js("renewtrack.scene.theme === 'stage'")


def test_choosing_a_theme_closes_the_time_line(hand: Hand) -> None:
    open_days(hand)
    wear(hand, "percent")
    assert pane_of(hand).time.bar.isHidden()
    assert not hand.window.commands.actions["time_line"].isChecked()


def test_an_edit_shows_on_the_theme_that_is_on_the_map(hand: Hand) -> None:
    wear(hand, "structure")
    before = int(legend(hand)["steel"][0])
    one = hand.view._showing.ids.tolist()[0]
    session = hand.window.session
    from renewtrack.store import buildings

    session.write("edit", lambda db: buildings.change(db, one, {"structure": "steel"}))
    quiet(hand)
    hand.until_js(
        "document.querySelector('.legend-line[data-key=steel] .legend-count').textContent"
        f" === '{before + 1}'"
    )


def test_a_theme_of_ones_own_is_made_used_and_undone(hand: Hand) -> None:
    window, themes = hand.window, pane_of(hand).themes
    dialog = ThemeDialog(window.session, themes, window)
    shown: list[object] = []
    dialog.shown.connect(lambda: shown.append(1))
    spin(lambda: shown)
    dialog.column.setCurrentIndex(dialog.column.findData("storeys"))
    dialog.limits.setText("4，7; x")
    dialog.limits.textEdited.emit("")
    spin(lambda: not dialog.why.isHidden())
    assert not dialog.save.isEnabled()
    shown.clear()
    dialog.limits.setText("4，7")
    dialog.limits.textEdited.emit("")
    spin(lambda: shown)
    words = [dialog.preview.topLevelItem(row).text(0) for row in range(4)]
    assert words == ["不到4层", "4–6层", "7层及以上", "未填"]
    dialog.name.setText("<b>楼层</b>")
    dialog.save.click()
    quiet(hand)
    (style,) = map_styles.all(window.session.db)
    assert themes.theme.key == f"own:{style.uid}"
    assert hand.js("document.querySelector('.legend-head').textContent") == "<b>楼层</b>"
    assert hand.js("document.querySelector('.legend-head b')") is None
    window.session.undo()
    quiet(hand)
    assert themes.theme.key == "stage"
    assert "楼层" not in " ".join(words.zh for _, words in window.commands.entries())
