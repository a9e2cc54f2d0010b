"""The fields of the report dialog: which report, of which period, from which template."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QComboBox,
    QFormLayout,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from renewtrack.ui import plain
from renewtrack.ui.print_words import EXEMPT, LANGUAGE_NAMES, Choice
from renewtrack.ui.speaking import say, speech, text
from renewtrack.words import Words

if TYPE_CHECKING:
    from collections.abc import Mapping

    from renewtrack.domain.periods import Period
    from renewtrack.ui.session import Session

MONTH, WEEK, SURVEY, PUBLIC = "month", "week", "survey", "public"
KINDS = {
    MONTH: Words("月报", "Monthly report"),
    WEEK: Words("周报", "Weekly report"),
    SURVEY: Words("统计调查表", "Survey forms"),
    PUBLIC: Words("公开网页", "Public page"),
}
FIELDS = {
    "kind": Words("种类(&K)", "&Kind"),
    "group": Words("表组(&G)", "&Group of forms"),
    "period": Words("期间(&D)", "Perio&d"),
    "office": Words("填报单位(&O)", "&Office"),
    "secrecy": Words("密级(&Y)", "Secrec&y"),
    "approval": Words("审图号(&N)", "Approval &no."),
    "language": Words("语言(&L)", "&Language"),
}
DISTRICT = Words("留空则用区名", "The district if left empty")
TEMPLATE = Words("模板", "Template")
BUILT_IN = Words("自带模板", "Built-in template")
OWN = Words("本单位模板：{name}", "Own template: {name}")
LOST = Words("本单位模板已不在原处：{name}", "The own template is gone: {name}")
CHOOSE = Words("选用(&H)…", "C&hoose…")
SAVE = Words("另存一份修改(&A)…", "S&ave a copy to edit…")
BACK = Words("改用自带模板(&U)", "&Use the built-in")
STATE = Words("锁定", "Frozen")
FROZEN = Words("已锁定：{when}，{who}", "Frozen {when} by {who}")
PAGE_HINT = Words(
    "网页写的是台账现在的进展：总览和每个小区一页，有地图，中英文各一套。右边的表不写进网页。",
    "The page tells how the ledger stands now: an overview and a page for every estate, with maps, "
    "in Chinese and English. The tables on the right are not on it.",
)
OPEN = Words("未锁定，数据随台账变化", "Open; the figures follow the ledger")
FREEZE = Words("锁定本期(&F)…", "&Freeze the period…")
UNFREEZE = Words("解除锁定(&F)…", "Un&freeze…")
LOCKED = Words("{period}　已锁定", "{period} · frozen")
MONTHS, WEEKS = 36, 60  # that are offered, back from today
LATE = 10  # until this day the month before is what is reported
NOT_LAID = "(&"


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the fields say."""

    kind: str
    group: str
    period: Period
    office: str
    secrecy: str
    approval: str
    language: str
    template: Path | None


class ReportFields(QWidget):
    """All fields; ``edited`` where other figures are wanted, the buttons by their own signals."""

    edited = Signal()
    freeze_asked = Signal()
    choose_asked = Signal()
    save_asked = Signal()

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._frozen: Mapping[str, Words] = {}
        self._make()
        self._lay_out()
        self._remember()
        self._show_kind()
        for field in (self.kind, self.group, self.period, self.secrecy, self.language):
            field.currentIndexChanged.connect(self._edited)
        for line in (self.office, self.approval):
            line.textChanged.connect(self._edited)
        self.kind.currentIndexChanged.connect(self._show_kind)
        speech.switched.connect(self._say_periods)

    def _make(self) -> None:
        from renewtrack.domain import secrecy
        from renewtrack.reports import survey

        self.kind, self.group = Choice(KINDS), Choice(survey.GROUPS)
        self.period = QComboBox()
        self.secrecy = Choice({preset.key: preset.words for preset in secrecy.presets()})
        self.language = Choice(LANGUAGE_NAMES)
        self.language.choose(speech.language)
        self.hint = plain.label()
        self.hint.setWordWrap(True)
        self.hint.setProperty("role", "dim")
        say(self.hint.setText, PAGE_HINT)
        self.office, self.approval = QLineEdit(), QLineEdit()
        say(self.office.setPlaceholderText, DISTRICT)
        say(self.approval.setPlaceholderText, EXEMPT)
        self.template, self.state = plain.label(), plain.label()
        for label in (self.template, self.state):
            label.setWordWrap(True)
        self.choose, self.save, self.back = QPushButton(), QPushButton(), QPushButton()
        self.freeze = QPushButton()
        for button, words, deed in (
            (self.choose, CHOOSE, self.choose_asked.emit),
            (self.save, SAVE, self.save_asked.emit),
            (self.back, BACK, lambda: self.use(None)),
            (self.freeze, FREEZE, self.freeze_asked.emit),
        ):
            say(button.setText, words)
            button.setAutoDefault(False)
            button.clicked.connect(deed)

    def _lay_out(self) -> None:
        form = QFormLayout()
        form.setVerticalSpacing(10)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        self._form = form
        for name, words in FIELDS.items():
            field = getattr(self, name)
            say(field.setAccessibleName, _bare(words))
            field.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
            label = plain.label()
            label.setBuddy(field)
            say(label.setText, words)
            form.addRow(label, field)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 6, 0)
        whole.setSpacing(14)
        whole.addLayout(form)
        whole.addWidget(self.hint)
        self._states = _titled(STATE, self.state, self.freeze)
        whole.addWidget(self._states)
        self._templates = _titled(TEMPLATE, self.template, self.choose, self.save, self.back)
        whole.addWidget(self._templates)
        whole.addStretch(1)

    # -- what is chosen

    def wanted(self) -> Wanted:
        """Return what the fields say; a public page is made by the public preset alone."""
        from renewtrack.domain import periods, secrecy

        kind = self.kind.key
        return Wanted(
            kind,
            self.group.key,
            periods.read(str(self.period.currentData())),
            self.office.text().strip(),
            secrecy.PUBLIC if kind == PUBLIC else self.secrecy.key,
            self.approval.text().strip(),
            self.language.key,
            self.own_template(),
        )

    def own_template(self) -> Path | None:
        """Return the office's own template of the chosen kind, None for the built-in one."""
        stored = self._session.preferences.print_facts.get(self._template_key(), "")
        return Path(stored) if stored else None

    def use(self, template: Path | None) -> None:
        """Use another template for the chosen kind from now on."""
        self._keep(self._template_key(), str(template) if template is not None else "")
        self._say_template()
        self._edited()

    def show_frozen(self, frozen: Mapping[str, Words]) -> None:
        """Mark the frozen periods; the words say when and by whom."""
        self._frozen = frozen
        self._offer_periods()
        self._say_state()

    @property
    def is_frozen(self) -> bool:
        """Tell whether the chosen period is frozen."""
        return str(self.period.currentData()) in self._frozen

    def keep(self) -> None:
        """Remember kind, secrecy and office for the next time."""
        self._keep("report_kind", self.kind.key)
        self._keep("report_secrecy", self.secrecy.key)
        self._keep("compiled_by", self.office.text().strip())

    # -- how it follows

    def _remember(self) -> None:
        facts = self._session.preferences.print_facts
        self.kind.choose(facts.get("report_kind", MONTH))
        self.secrecy.choose(facts.get("report_secrecy", ""))
        self.office.setText(facts.get("compiled_by", ""))
        self._offer_periods()

    def _keep(self, key: str, value: str) -> None:
        facts = {**self._session.preferences.print_facts, key: value}
        self._session.prefer(print_facts=facts)

    def _template_key(self) -> str:
        kind = self.kind.key
        return f"template_survey_{self.group.key}" if kind == SURVEY else f"template_{kind}"

    def _edited(self, _: object = None) -> None:
        self._say_state()
        self._say_template()
        self.edited.emit()

    def _show_kind(self, _: object = None) -> None:
        """Show the fields of the chosen kind, and its periods."""
        kind = self.kind.key
        self._form.setRowVisible(self.group, kind == SURVEY)
        self._form.setRowVisible(self.secrecy, kind != PUBLIC)
        self._form.setRowVisible(self.approval, kind == PUBLIC)
        self._form.setRowVisible(self.language, kind not in (SURVEY, PUBLIC))
        self._form.setRowVisible(self.period, kind != PUBLIC)  # the page tells how it stands now
        self.hint.setVisible(kind == PUBLIC)
        self._states.setVisible(kind in (MONTH, WEEK))
        self._templates.setVisible(kind != PUBLIC)
        self._offer_periods()
        self._say_state()
        self._say_template()

    def _offer_periods(self) -> None:
        from renewtrack.domain import periods

        kind = periods.WEEK if self.kind.key == WEEK else periods.MONTH
        chosen = str(self.period.currentData() or "")
        today = dt.date.fromisoformat(self._session.today)
        period = periods.of(kind, today)
        usual = period.before() if kind == periods.MONTH and today.day <= LATE else period
        keys = []
        for _ in range(WEEKS if kind == periods.WEEK else MONTHS):
            keys.append(period.key)
            period = period.before()
        keys += sorted((key for key in self._frozen if _kind(key) == kind), reverse=True)
        self.period.blockSignals(True)
        self.period.clear()
        for key in dict.fromkeys(keys):
            self.period.addItem("", key)
        self._say_periods()
        wanted = chosen if chosen in keys else usual.key
        self.period.setCurrentIndex(max(self.period.findData(wanted), 0))
        self.period.blockSignals(False)

    def _say_periods(self, _: str = "") -> None:
        from renewtrack.domain import periods

        for place in range(self.period.count()):
            key = str(self.period.itemData(place))
            words = periods.read(key).words
            told = LOCKED.filled(period=words) if key in self._frozen else words
            self.period.setItemText(place, text(told))

    def _say_state(self) -> None:
        key = str(self.period.currentData())
        say(self.state.setText, self._frozen.get(key, OPEN))
        say(self.freeze.setText, UNFREEZE if self.is_frozen else FREEZE)

    def _say_template(self) -> None:
        own = self.own_template()
        said = BUILT_IN
        if own is not None:
            said = (OWN if own.is_file() else LOST).filled(name=own.name)
        say(self.template.setText, said)
        self.template.setToolTip(plain.plain_tip(str(own)) if own is not None else "")
        self.back.setVisible(own is not None)


def _kind(key: str) -> str:
    return WEEK if "W" in key else MONTH


def _titled(words: Words, *parts: QWidget) -> QWidget:
    """Return parts below a small title; buttons stand beside each other, two in a row."""
    made = QWidget()
    box = QVBoxLayout(made)
    box.setContentsMargins(0, 0, 0, 0)
    box.setSpacing(6)
    head = plain.label()
    head.setProperty("role", "section")
    say(head.setText, words)
    box.addWidget(head)
    row: QHBoxLayout | None = None
    for part in parts:
        if not isinstance(part, QPushButton):
            box.addWidget(part)
            continue
        if row is None or row.count() == 2:
            row = QHBoxLayout()
            box.addLayout(row)
        row.addWidget(part)
    return made


def _bare(words: Words) -> Words:
    """Return a label's words without the mark of its key: 种类(&K) is 种类."""
    return Words(words.zh.partition(NOT_LAID)[0], words.en.replace("&", ""))
