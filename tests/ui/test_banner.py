"""What is out of the ordinary stands over the table, in plain text, with what can be done."""

from __future__ import annotations

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from renewtrack.ui.main_window import MainWindow
from renewtrack.ui.speaking import speech
from renewtrack.words import Words

LOOK = Words("只能查看", "Reading only")
COPY = Words("复制到本机", "Copy here")


def test_a_banner_takes_no_room_while_there_is_nothing_to_say(window: MainWindow) -> None:
    assert window.banners.isHidden()
    window.banners.tell("readonly", LOOK)
    assert window.banners.isVisible()
    window.banners.drop("readonly")
    assert window.banners.isHidden()


def test_a_banner_offers_what_can_be_done(window: MainWindow, qtbot: QtBot) -> None:
    banners, done = window.banners, []
    banners.tell("readonly", LOOK, (COPY, lambda: done.append("copied")))
    qtbot.mouseClick(banners.bars["readonly"].buttons[0], Qt.MouseButton.LeftButton)
    assert done == ["copied"]


def test_a_new_sentence_takes_the_place_of_the_old_one(window: MainWindow) -> None:
    banners = window.banners
    banners.tell("readonly", LOOK)
    banners.tell("readonly", COPY)
    banners.once("crash", LOOK)
    assert [bar.words.text() for bar in banners.bars.values()] == ["复制到本机", "只能查看"]
    banners.bars["crash"].buttons[0].click()
    assert list(banners.bars) == ["readonly"]


def test_a_banner_speaks_the_language_of_the_screen(window: MainWindow) -> None:
    banners = window.banners
    banners.tell("readonly", LOOK, (COPY, lambda: None))
    speech.switch("en")
    bar = banners.bars["readonly"]
    said = bar.words.text(), bar.buttons[0].text()
    speech.switch("zh")
    assert said == ("Reading only", "Copy here")


def test_a_banner_shows_a_name_sign_for_sign(window: MainWindow) -> None:
    banners = window.banners
    banners.tell("readonly", Words("<b>甲</b>", "<b>A</b>"))
    label = banners.bars["readonly"].words
    assert label.textFormat() == Qt.TextFormat.PlainText
