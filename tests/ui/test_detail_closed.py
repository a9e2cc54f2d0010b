"""Whoever may only look finds nothing in the details that could be typed into or pressed."""

from __future__ import annotations

from PySide6.QtWidgets import QComboBox

from renewtrack.store import file
from renewtrack.ui.main_window import MainWindow
from renewtrack.words import Words

WHY = Words("只能查看", "Only to look at")


def _open(window: MainWindow) -> list[bool]:
    """Return of every field and button by which a record is changed whether it works."""
    window.resize(1400, 900)
    window.show()
    row = window.workspace.ledger.table.ledger.row(0)
    window.deeds.open_detail("estates", row.id)
    detail = window.detail
    fields = [field for form in detail.forms["estates"] for field in form.fields.values()]
    return [
        *(
            each.isEnabled() if isinstance(each, QComboBox) else not each.isReadOnly()
            for each in fields
        ),
        *(not each.isReadOnly() for each in detail.money.fields.values()),
        *(each.isEnabled() for each in (detail.works.add, detail.attachments.add)),
    ]


def test_the_details_are_closed_to_whoever_may_only_look(window: MainWindow) -> None:
    window.detail.closed = WHY
    assert not any(_open(window))
    assert not any(button.isEnabled() for button in window.detail.stepper.buttons)


def test_the_details_are_open_to_everybody_else(window: MainWindow) -> None:
    assert sum(_open(window)) > 20


def test_the_window_tells_the_details_why_nothing_may_be_changed(window: MainWindow) -> None:
    assert window.detail.closed is None
    path = window.session.path
    window.session.close()
    window.session.adopt(file.open_file(path, readonly=True))
    assert window.session.file is not None
    assert window.session.file.why is not None
    assert window.detail.closed == window.session.file.why.words
