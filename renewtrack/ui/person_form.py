"""Small forms about one person: name and role, a new password, the own password."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)

from renewtrack.store.passwords import LONGEST, SHORTEST
from renewtrack.store.people import EDITOR, MANAGER, ROLE_WORDS, ROLES, Person
from renewtrack.ui import asking, plain
from renewtrack.ui.speaking import say, text
from renewtrack.words import Words

NAME, ROLE = Words("姓名", "Name"), Words("角色", "Role")
OLD = Words("现在的密码", "Present password")
NEW, AGAIN = Words("新密码", "New password"), Words("再输一遍", "Once more")
ADD_TITLE = Words("新增人员", "Add a person")
FIRST_TITLE = Words("第一位管理员", "The first manager")
ROLE_TITLE = Words("{name}的角色", "Role of {name}")
RESET_TITLE = Words("{name}的新密码", "New password of {name}")
OWN_TITLE = Words("修改我的密码", "Change my password")
SAVE = Words("保存", "Save")
NAMELESS = Words("请填写姓名", "Please give the name")
SHORT = Words("密码至少 {least} 个字符", "A password has at least {least} signs")
UNLIKE = Words("两次输入的密码不一样", "The two passwords are not the same")
HINT = Words(
    "至少 {least} 个字符。管理员必须有密码；其他人可以留空，但那样任何人都能用这个姓名登录。",
    "At least {least} signs. Managers need one; others may leave it empty, but then anybody can "
    "sign in under that name.",
)
LONG_ENOUGH = Words(
    "至少 {least} 个字符；几个不相关的词连在一起，好记又难猜。",
    "At least {least} signs; some words that have nothing to do with each other are easy to keep "
    "and hard to guess.",
)
KEEP = Words(
    "请妥善保管：密码找不回来，只能由另一位管理员重设。建议设两位管理员。",
    "Keep it well: it cannot be recovered, only another manager can set a new one. Two managers "
    "are a good idea.",
)


class PersonForm(QDialog):
    """Fields one above the other, and a sentence where what was typed will not do."""

    def __init__(self, title: Words, hint: Words, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        say(self.setWindowTitle, title)
        self.fields = QFormLayout()
        self.fields.setVerticalSpacing(10)
        self.fields.setLabelAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self.fields.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        self.hint, self.why = plain.label(), plain.label()
        self.hint.setProperty("role", "dim")
        self.why.setProperty("role", "bad")
        for label in (self.hint, self.why):
            label.setWordWrap(True)
        say(self.hint.setText, hint.filled(least=SHORTEST))
        self.buttons = asking.buttons(SAVE)
        kinds = QDialogButtonBox.StandardButton
        self._save, self._cancel = (self.buttons.button(kind) for kind in (kinds.Ok, kinds.Cancel))
        self.buttons.accepted.connect(self._accept)
        self.buttons.rejected.connect(self.reject)
        box = QVBoxLayout(self)
        box.setContentsMargins(20, 18, 20, 14)
        box.setSpacing(12)
        box.addLayout(self.fields)
        for widget in (self.hint, self.why, self.buttons):
            box.addWidget(widget)
        self._save.setDefault(True)  # counts only within the dialog
        self.why.hide()
        self.setMinimumWidth(430)

    def put(self, words: Words, field: QWidget) -> None:
        """Add a field under a name."""
        label = plain.label()
        label.setBuddy(field)
        say(label.setText, words)
        say(field.setAccessibleName, words)
        self.fields.addRow(label, field)
        self.setTabOrder(field, self._save)
        self.setTabOrder(self._save, self._cancel)
        if self.focusWidget() is None:
            field.setFocus()

    def put_passwords(self) -> None:
        """Add the two fields of a new password."""
        self.new, self.again = secret(), secret()
        self.put(NEW, self.new)
        self.put(AGAIN, self.again)

    def password(self) -> str | None:
        """Return the new password; None where none was typed."""
        return self.new.text() or None

    def trouble(self) -> Words | None:
        """Return why what was typed will not do."""
        return unfit(self.new.text(), self.again.text())

    def _accept(self) -> None:
        why = self.trouble()
        if why is None:
            self.accept()
            return
        self.why.setText(text(why))
        self.why.show()


class NewPerson(PersonForm):
    """Asks for somebody who shall work in the file."""

    def __init__(self, first: bool, parent: QWidget | None = None) -> None:
        super().__init__(FIRST_TITLE if first else ADD_TITLE, KEEP if first else HINT, parent)
        self.line, self.roles = QLineEdit(), role_box(MANAGER if first else EDITOR)
        self.roles.setEnabled(not first)
        self.put(NAME, self.line)
        self.put(ROLE, self.roles)
        self.put_passwords()

    def name(self) -> str:
        """Return the name as it was typed."""
        return self.line.text().strip()

    def role(self) -> str:
        """Return the key of the role."""
        return str(self.roles.currentData())

    def trouble(self) -> Words | None:
        if not self.name():
            return NAMELESS
        if self.role() != MANAGER and not self.new.text() and not self.again.text():
            return None
        return super().trouble()


class RoleChoice(PersonForm):
    """Asks for another role; whoever becomes a manager without a password is given one."""

    def __init__(self, person: Person, parent: QWidget | None = None) -> None:
        super().__init__(ROLE_TITLE.filled(name=person.name), HINT, parent)
        self._protected = person.protected
        self.roles = role_box(person.role)
        self.put(ROLE, self.roles)
        self.put_passwords()
        self.roles.currentIndexChanged.connect(self._show_passwords)
        self._show_passwords()

    def role(self) -> str:
        """Return the key of the role."""
        return str(self.roles.currentData())

    def trouble(self) -> Words | None:
        return super().trouble() if self._asks() else None

    def _asks(self) -> bool:
        return self.role() == MANAGER and not self._protected

    def _show_passwords(self) -> None:
        for field in (self.new, self.again):
            self.fields.setRowVisible(field, self._asks())
            field.clear()
        self.hint.setVisible(self._asks())


class NewPassword(PersonForm):
    """Asks for another person's new password."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(RESET_TITLE.filled(name=name), LONG_ENOUGH, parent)
        self.put_passwords()


class OwnPassword(PersonForm):
    """Asks for the own old and new password."""

    def __init__(self, protected: bool, parent: QWidget | None = None) -> None:
        super().__init__(OWN_TITLE, LONG_ENOUGH, parent)
        self.old = secret()
        if protected:
            self.put(OLD, self.old)
        self.put_passwords()


def secret() -> QLineEdit:
    """Return a field that does not show what is typed."""
    made = QLineEdit()
    made.setEchoMode(QLineEdit.EchoMode.Password)
    made.setMaxLength(LONGEST)
    return made


def role_box(role: str) -> QComboBox:
    """Return a list of the roles with one chosen."""
    made = QComboBox()
    for key in ROLES:
        made.addItem(text(ROLE_WORDS[key]), key)
    made.setCurrentIndex(ROLES.index(role))
    return made


def unfit(new: str, again: str) -> Words | None:
    """Return why a new password, typed twice, will not do."""
    if len(new) < SHORTEST:
        return SHORT.filled(least=SHORTEST)
    return None if new == again else UNLIKE
