"""The versions of the privacy notice, of which none is ever changed."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QDialog, QPushButton, QVBoxLayout, QWidget

from renewtrack.errors import UserError
from renewtrack.ui import asking, icons, plain
from renewtrack.ui.entry_form import EntryForm
from renewtrack.ui.import_wizard_tables import Head, LinesModel, LinesTable
from renewtrack.ui.resident_columns import STORED
from renewtrack.ui.session import Session
from renewtrack.ui.speaking import say
from renewtrack.words import Words

NOTICES = Words("告知书版本", "Versions of the notice")
VERSION = Words("告知书版本", "Notice")
NOTICE_ADDED = Words("：个人信息告知书 {version}", "privacy notice {version}")
NEW_NOTICE = Words("新增告知书版本", "A new version of the notice")
NO_NOTICE = Words(
    "还没有告知书。请点“新增告知书版本”，写明版本、内容和启用日期。",
    "There is no notice yet: press “A new version of the notice” and give its version, text and "
    "the day from which it is valid.",
)
TEXT, USED = Words("内容", "Text"), Words("同意户数", "Consents")

Row = dict[str, Any]


class NoticesDialog(QDialog):
    """The versions of the privacy notice, the latest first; a new one leaves the old."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session = session
        self._refused: Row = {}  # what was typed and not written, to be mended
        self.model: LinesModel[Row] = LinesModel(
            (
                Head(VERSION, 90, lambda line: line["version"]),
                Head(STORED["privacy_text"][2].words, 100, lambda line: line["valid_from"] or ""),
                Head(USED, 80, lambda line: f"{line['consents']:,}", right=True),
                Head(TEXT, 320, lambda line: " ".join(line["text"].split())),
            )
        )
        say(self.setWindowTitle, NOTICES)
        self.table, self.add, self.trouble = LinesTable(NOTICES), QPushButton(), plain.label()
        self.table.take(self.model)
        self.trouble.setProperty("role", "bad")
        self.trouble.setWordWrap(True)
        say(self.add.setText, NEW_NOTICE)
        icons.give(self.add.setIcon, "add")
        self.add.setAutoDefault(False)
        self.add.setEnabled(session.may("editor"))
        self.add.clicked.connect(self.ask)
        foot = asking.foot(self)
        foot.insertWidget(0, self.add)
        box = QVBoxLayout(self)
        self.none = plain.label()
        self.none.setProperty("role", "dim")
        self.none.setWordWrap(True)
        say(self.none.setText, NO_NOTICE)
        box.addWidget(self.none)
        box.addWidget(self.table, 1)
        box.addWidget(self.trouble)
        box.addLayout(foot)
        self.resize(680, 360)
        self._show()

    def ask(self) -> None:
        """Ask for a further version and its text."""
        form = EntryForm(NEW_NOTICE, STORED["privacy_text"], self._refused, self)
        form.required = frozenset(("version", "text"))
        accepted = form.exec() == QDialog.DialogCode.Accepted
        values = {**self._refused, **form.values}
        form.deleteLater()
        if not accepted:
            return
        from renewtrack.store import privacy

        said = (values["version"], values["text"], values.get("valid_from"))
        try:
            self.session.write(
                "edit",
                lambda db: privacy.add_text(db, *said),
                NOTICE_ADDED.filled(version=said[0]),
            )
        except UserError as refused:
            self._refused = values
            say(self.trouble.setText, Words(refused.in_("zh"), refused.in_("en")))
        else:
            self._refused = {}
            say(self.trouble.setText, Words("", ""))
        self._show()

    def _show(self) -> None:
        from renewtrack.store import privacy

        found = privacy.texts(self.session.db)
        self.model.show_lines(found)
        self.none.setVisible(not found)
