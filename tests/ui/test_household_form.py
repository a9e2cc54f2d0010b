"""The form of a household, its owners and consents, all that is held of it, and the purge."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from renewtrack.store import actions, exports, owners, privacy, reveals, rows
from renewtrack.ui import asking, putting_out
from renewtrack.ui.entry_form import EntryForm
from renewtrack.ui.erase_dialog import EraseDialog
from renewtrack.ui.erase_result import EraseResult
from renewtrack.ui.homes_screen import HomesScreen
from renewtrack.ui.homes_view import tip
from renewtrack.ui.household_form import KEYS, HouseholdForm
from renewtrack.ui.household_people import OwnerForm
from renewtrack.ui.main_window import MainWindow
from renewtrack.ui.person_data_dialog import PersonDataDialog
from renewtrack.ui.privacy_notices import NoticesDialog
from renewtrack.ui.retention_dialog import RetentionDialog
from renewtrack.ui.speaking import speech

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", extend=True)
NAME, PHONE = "欧阳探针", "13857294601"


@pytest.fixture
def homes(window: MainWindow, qtbot: QtBot) -> HomesScreen:
    window.commands.actions["homes"].trigger()
    screen = window.workspace.screens.made["homes"]
    assert isinstance(screen, HomesScreen)
    qtbot.waitUntil(lambda: bool(screen.homes))
    return screen


@pytest.fixture
def home(homes: HomesScreen) -> int:
    """The household in front, with a householder of a name that stands nowhere else."""
    current = homes.view.current
    assert current is not None
    with actions.act(homes.session.db, "edit", "测试员"):
        values = {"holder": NAME, "phone": PHONE, "remark": None}
        rows.change(homes.session.db, "household", current.id, values)
    return current.id


@pytest.fixture
def form(homes: HomesScreen, home: int) -> Iterator[HouseholdForm]:
    made = HouseholdForm(homes.session, home, homes)
    made.show()
    yield made
    made.close()
    made.deleteLater()


def _stored(form: HouseholdForm) -> dict[str, Any]:
    from renewtrack.store import homes_form

    return homes_form.one(form.session.db, form.household_id)


def _answered(monkeypatch: pytest.MonkeyPatch, **typed: str) -> None:
    """Let the next forms be filled in and accepted."""

    def fill(entry: EntryForm) -> int:
        for key, words in typed.items():
            if key in entry.fields:
                entry.fields[key].setText(words)  # type: ignore[union-attr]
        entry._accept()
        return entry.result()

    monkeypatch.setattr(EntryForm, "exec", fill)


def test_a_week_with_one_household(
    form: HouseholdForm, homes: HomesScreen, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One window for all: opening it costs a second."""
    _tab_goes_from_the_first_field_to_the_next(form, qtbot)
    _masked_until_a_reason_is_given(form, monkeypatch)
    _special_care_needs_consent(form, monkeypatch)
    _a_refused_notice_is_not_typed_again(form, monkeypatch)
    _owners_have_shares(form, monkeypatch)
    _a_telephone_tells_no_name_and_the_keys_begin_at_the_search(form, qtbot)
    _the_front_shows_signs(form, homes, qtbot)
    _all_that_is_held_is_shown_and_goes_out_for_a_reason(form, qtbot, monkeypatch)
    _what_is_typed_stays_while_other_windows_are_seen(form)
    _the_purge_takes_it(form, qtbot, monkeypatch)


def _tab_goes_from_the_first_field_to_the_next(form: HouseholdForm, qtbot: QtBot) -> None:
    form.activateWindow()
    qtbot.waitUntil(form.fields["floor"].hasFocus)
    for key in KEYS[1:]:
        if form.fields[key].isEnabled():
            focused = form.focusWidget()
            assert focused is not None
            QTest.keyClick(focused, Qt.Key.Key_Tab)
            assert form.fields[key].hasFocus()


def _masked_until_a_reason_is_given(form: HouseholdForm, monkeypatch: pytest.MonkeyPatch) -> None:
    shown = {key: form.fields[key] for key in ("holder", "phone")}
    assert [field.text() for field in shown.values()] == ["欧阳**", "138****4601"]  # type: ignore[union-attr]
    assert not any(field.isEnabled() for field in shown.values())
    form.fields["floor"].setText("3")  # type: ignore[union-attr]
    monkeypatch.setattr(asking, "line", lambda *_: "核对电话")
    form.reveal.click()
    assert form.fields["phone"].text() == PHONE  # type: ignore[union-attr]
    assert form.fields["floor"].text() == "3"  # type: ignore[union-attr]
    (look,) = reveals.of(form.session.db, reveals.of_household(_stored(form)["uid"]))
    assert look.reason == "核对电话"
    form.fields["access"].setText("先打电话")  # type: ignore[union-attr]
    form.save()
    assert (_stored(form)["floor"], _stored(form)["access"]) == (3, "先打电话")
    assert (_stored(form)["holder"], _stored(form)["phone"]) == (NAME, PHONE)


def _special_care_needs_consent(form: HouseholdForm, monkeypatch: pytest.MonkeyPatch) -> None:
    db = form.session.db
    form.show()
    form.refresh()
    form.care["alone"].setChecked(True)
    form.save()
    assert "敏感个人信息" in form.why.text()
    assert _stored(form)["vulnerable"] is None
    form.consents.add.click()
    assert "还没有个人信息告知书" in form.consents.trouble.text()
    with actions.act(db, "edit", "测试员"):
        privacy.add_text(db, "2025-1", "为改造使用", None)

    def tick(entry: EntryForm) -> int:
        entry.fields["sensitive"].setChecked(True)  # type: ignore[union-attr]
        entry._accept()
        return entry.result()

    monkeypatch.setattr(EntryForm, "exec", tick)
    form.consents.add.click()
    (consent,) = privacy.consents(db, form.household_id)
    assert (consent["version"], consent["sensitive"]) == ("2025-1", 1)
    form.save()
    assert _stored(form)["vulnerable"] == '["alone"]'


def _a_refused_notice_is_not_typed_again(
    form: HouseholdForm, monkeypatch: pytest.MonkeyPatch
) -> None:
    dialog, shown = NoticesDialog(form.session, form), []
    for version in ("2025-1", "2025-2"):
        _answered(monkeypatch, version=version)
        fill = EntryForm.exec

        def see(entry: EntryForm, fill: Any = fill) -> int:
            shown.append(entry.fields["text"].toPlainText())  # type: ignore[union-attr]
            if len(shown) == 1:
                entry.fields["text"].setPlainText("很长的内容")  # type: ignore[union-attr]
            return int(fill(entry))

        monkeypatch.setattr(EntryForm, "exec", see)
        dialog.ask()
    assert shown == ["", "很长的内容"]
    assert [row["version"] for row in privacy.texts(form.session.db)] == ["2025-2", "2025-1"]
    assert dialog.trouble.text() == ""
    dialog.deleteLater()


def _owners_have_shares(form: HouseholdForm, monkeypatch: pytest.MonkeyPatch) -> None:
    page, db = form.owners, form.session.db
    form.show()
    for name, share in (("欧阳甲", "0.5"), ("欧阳乙", "0.6")):
        _answered(monkeypatch, name=name, share=share)
        page.ask()
    assert "合计会超过 1" in page.trouble.text()
    assert [(each.name, each.share) for each in owners.of(db, form.household_id)] == [
        ("欧阳甲", 0.5)
    ]
    assert page.model.data(page.model.index(0, 0)) == "欧阳甲"  # revealed above
    _answered(monkeypatch, name="欧阳嘉")
    page.correct()
    page.show_now(False)
    _answered(monkeypatch, share="0.4")  # what is masked stays as it is
    page.correct()
    assert [(each.name, each.share) for each in owners.of(db, form.household_id)] == [
        ("欧阳嘉", 0.4)
    ]
    page.show_now(True)


def _a_telephone_tells_no_name_and_the_keys_begin_at_the_search(
    form: HouseholdForm, qtbot: QtBot
) -> None:
    db = form.session.db
    with actions.act(db, "edit", "测试员"):
        owners.put(db, form.household_id, {"name": "司马丙", "phone": "13857294677"}, None)
    asked = OwnerForm(form.session, form)
    shown = []
    for words in ("13857294677", "司马丙"):
        asked.search.setText(words)
        shown.append(asked.known.currentText())
    assert shown == ["司马* 138****4677（1 套）", "司马丙 138****4677（1 套）"]
    asked.search.clear()
    asked.show()
    asked.activateWindow()
    qtbot.waitUntil(asked.search.hasFocus)
    for field in (asked.known, asked.fields["name"], asked.fields["phone"]):
        focused = asked.focusWidget()
        assert focused is not None
        QTest.keyClick(focused, Qt.Key.Key_Tab)
        assert field.hasFocus()
    asked.close()
    asked.deleteLater()


def _the_front_shows_signs(form: HouseholdForm, homes: HomesScreen, qtbot: QtBot) -> None:
    homes.show_now()
    mine = form.household_id
    qtbot.waitUntil(lambda: any(each.id == mine and each.care for each in homes.homes))
    shown = next(each for each in homes.homes if each.id == mine)
    assert "独居老人" in tip(shown)
    assert "先打电话" in tip(shown)
    homes.home.put({"stairwell": "9", "room": "901", "added_why": "摸底时不在"})
    qtbot.waitUntil(lambda: any(each.added_why for each in homes.homes))
    added = next(each for each in homes.homes if each.added_why)
    assert (added.stairwell, added.room, added.floor) == ("9", "901", 9)
    assert "摸底时不在" in tip(added)


def _all_that_is_held_is_shown_and_goes_out_for_a_reason(
    form: HouseholdForm, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    dialog = PersonDataDialog(form.session, form.household_id, form)
    dialog.show()
    assert dialog.tree.topLevelItemCount() == 0
    assert not dialog.export.isEnabled()
    dialog.read("本人申请")
    qtbot.waitUntil(lambda: bool(dialog.parts))
    told = "".join(str(part) for part in dialog.parts)
    for words in (NAME, PHONE, "欧阳甲", "先打电话", "2025-1"):
        assert words in told
    folder = Path(form.session.path).parent
    for suffix in ("xlsx", "html"):
        dialog.write(folder / f"住户.{suffix}", "本人申请")
    assert NAME in (folder / "住户.html").read_text("utf-8")
    latest = exports.all(form.session.db, 2)
    assert {(each.what, each.masked, each.reason) for each in latest} == {
        ("person_data", False, "本人申请")
    }
    monkeypatch.setattr(putting_out, "ask_reason", lambda *_: None)
    dialog.ask_export()
    assert len(exports.all(form.session.db, 3)) == 2
    named = (str(folder / "住户 3.15"), "Excel 表 (*.xlsx)")
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: named)
    monkeypatch.setattr(putting_out, "reason_or_trouble", lambda *_: "本人申请")
    dialog.ask_export()
    assert (folder / "住户 3.15.xlsx").is_file()
    speech.switch("en")
    first = dialog.tree.topLevelItem(0)
    assert first is not None
    assert first.text(0) == "Household"
    speech.switch("zh")
    monkeypatch.setattr(EraseDialog, "exec", lambda _: 0)
    dialog.erase.click()
    assert dialog.tree.topLevelItemCount() == 0  # it may have gone
    assert not dialog.export.isEnabled()
    dialog.reject()
    dialog.deleteLater()


def _what_is_typed_stays_while_other_windows_are_seen(form: HouseholdForm) -> None:
    form.show()
    form.refresh()
    form.fields["floor"].setText("7")  # type: ignore[union-attr]
    form.refresh()
    assert form.fields["floor"].text() == "7"  # type: ignore[union-attr]


def _the_purge_takes_it(form: HouseholdForm, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[EraseResult] = []
    monkeypatch.setattr(EraseResult, "exec", lambda shown: told.append(shown))
    db = form.session.db

    def purge(dialog: RetentionDialog) -> None:
        dialog.show()
        assert [line.id for line in dialog.model.lines] == [form.household_id]
        assert not dialog.purge.isEnabled()
        dialog.reason.setText("撤回同意")
        assert dialog.purge.isEnabled()
        dialog.purge_now()
        qtbot.waitUntil(lambda: bool(told), timeout=20_000)
        assert dialog.model.lines == []
        dialog.reject()

    monkeypatch.setattr(RetentionDialog, "exec", purge)
    monkeypatch.setattr(asking, "confirmed", lambda *_: True)
    monkeypatch.setattr(asking, "date", lambda *_: "2026-10")
    form.consents.withdraw()
    assert "早于同意日期" in form.consents.trouble.text()
    assert not told
    monkeypatch.setattr(asking, "date", lambda *_: "2026-11-24")
    form.consents.withdraw()
    assert _stored(form)["holder"] is None
    assert form.fields["holder"].text() == ""  # type: ignore[union-attr]
    assert form.owners.model.lines == []
    dialog = RetentionDialog(form.session, form)
    dialog.day.setText("那天")
    dialog.refresh()
    assert "截至" in dialog.told.text()
    assert owners.of(db, form.household_id) == []
    path = Path(form.session.path).parent / "证明.html"
    dialog.certify(path)
    assert "撤回同意" in path.read_text("utf-8")
    assert NAME not in path.read_text("utf-8")
    assert exports.all(db, 1)[0].what == "purge_certificate"
    dialog.reject()
    dialog.deleteLater()


def test_f2_opens_the_form(homes: HomesScreen, monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[int] = []
    monkeypatch.setattr(HouseholdForm, "exec", lambda form: opened.append(form.household_id))
    QTest.keyClick(homes.view, Qt.Key.Key_F2)
    assert homes.view.current is not None
    assert opened == [homes.view.current.id]
