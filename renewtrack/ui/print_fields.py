"""The fields of the print dialog: what the sheet shows, says and is printed on."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QDate, Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDateEdit,
    QFormLayout,
    QLineEdit,
    QSizePolicy,
    QWidget,
)

from renewtrack.ui import plain
from renewtrack.ui.speaking import say, speech
from renewtrack.words import Words

if TYPE_CHECKING:
    from renewtrack.printing.make import Options
    from renewtrack.printing.status_map import Paper
    from renewtrack.ui.session import Session

# What is written once and stands on every sheet of this person.
REMEMBERED = ("compiled_by", "checked_by", "paper", "orientation", "sheet_language")

FIELDS = {
    "title": Words("标题(&T)", "&Title"),
    "subtitle": Words("副标题(&U)", "S&ubtitle"),
    "range": Words("范围(&R)", "&Range"),
    "theme": Words("专题(&H)", "T&heme"),
    "paper": Words("纸张(&A)", "P&aper"),
    "orientation": Words("方向(&O)", "&Orientation"),
    "scale": Words("比例尺(&S)", "&Scale"),
    "sheet_language": Words("图面语言(&L)", "&Language of the sheet"),
    "base": Words("垫上底图(&G)", "&With the base map"),
    "black_and_white": Words("黑白图案（复印仍可分辨）(&B)", "&Black and white hatches"),
    "compiled_by": Words("编制(&M)", "Co&mpiled by"),
    "checked_by": Words("审核(&K)", "Chec&ked by"),
    "cutoff": Words("数据截止(&D)", "&Data as of"),
    "secrecy": Words("密级(&Y)", "Secrec&y"),
    "approval": Words("审图号(&N)", "Approval &no."),
}
WHOLE = Words("全区", "Whole district")
CHOSEN = Words("当前筛选结果（{count} 条）", "The rows now listed ({count})")
FITTED = Words("自动（适合纸张）", "Fit the paper")
TURNED = {"landscape": Words("横向", "Landscape"), "portrait": Words("纵向", "Portrait")}
LANGUAGE_NAMES = {"zh": Words("中文", "中文 (Chinese)"), "en": Words("English", "English")}
AUTOMATIC = Words("留空则自动填写", "Filled in by itself if left empty")
EXEMPT = Words("审图号，或依法免审的说明", "Approval number, or why it is exempt")


@dataclass(frozen=True, slots=True)
class Range:
    """What the dialog was opened on: rows of a list that the window shows now."""

    kind: str
    ids: frozenset[int]


class Choice(QComboBox):
    """A list of words that follow the language; ``key`` is what is chosen."""

    def __init__(self, words: dict[str, Words]) -> None:
        super().__init__()
        self._words = words
        for key in words:
            self.addItem("", key)
        say(self._speak, Words("zh", "en"))

    @property
    def key(self) -> str:
        """Return the key of the chosen words."""
        return str(self.currentData())

    def choose(self, key: str) -> None:
        """Choose by key; an unknown key changes nothing."""
        place = self.findData(key)
        if place >= 0:
            self.setCurrentIndex(place)

    def _speak(self, language: str) -> None:
        for place, words in enumerate(self._words.values()):
            self.setItemText(place, words.in_(language))


class PrintFields(QWidget):
    """All fields; ``edited`` after every change of one of them."""

    edited = Signal()

    def __init__(self, session: Session, listed: Range | None) -> None:
        super().__init__()
        self._session, self._listed = session, listed
        self._make_texts()
        self._make_choices()
        self._lay_out()
        self._remember(session.preferences.print_facts)
        self._watch()

    def _make_texts(self) -> None:
        self.title, self.subtitle = QLineEdit(), QLineEdit()
        self.compiled_by, self.checked_by, self.approval = QLineEdit(), QLineEdit(), QLineEdit()
        for field, words in (
            (self.title, AUTOMATIC),
            (self.subtitle, AUTOMATIC),
            (self.approval, EXEMPT),
        ):
            say(field.setPlaceholderText, words)
        self.black_and_white, self.base = QCheckBox(), QCheckBox()
        self._offer_base()
        self.cutoff = QDateEdit(QDate.fromString(self._cutoff(), Qt.DateFormat.ISODate))
        self.cutoff.setDisplayFormat("yyyy-MM-dd")
        self.cutoff.setCalendarPopup(True)

    def _offer_base(self) -> None:
        """Let the base maps be left out, where there are any."""
        from renewtrack.store import base_maps

        shown = any(each.shown for each in base_maps.all(self._session.db))
        self.base.setChecked(shown)
        self.base.setEnabled(shown)

    def _make_choices(self) -> None:
        from renewtrack.domain import secrecy
        from renewtrack.maps import own_themes
        from renewtrack.maps.theme import THEMES
        from renewtrack.printing.scales import FIXED
        from renewtrack.printing.status_map import ORIENTATIONS, PAPERS

        fixed = {str(scale): Words(f"1:{scale}", f"1:{scale}") for scale in FIXED}
        self.range = Choice(self._ranges())
        every = (*THEMES, *own_themes.all_themes(self._session.db))
        self._themes = {theme.key: theme for theme in every}
        self.theme = Choice({key: theme.words for key, theme in self._themes.items()})
        self.theme.choose(self._session.preferences.map_theme)
        self.paper = Choice({size: Words(size, size) for size in PAPERS})
        self.paper.choose("A3")
        self.orientation = Choice({key: TURNED[key] for key in ORIENTATIONS})
        self.scale = Choice({"": FITTED, **fixed})
        self.sheet_language = Choice(LANGUAGE_NAMES)
        self.sheet_language.choose(speech.language)
        self.secrecy = Choice({preset.key: preset.words for preset in secrecy.presets()})

    def _ranges(self) -> dict[str, Words]:
        from renewtrack.store import areas

        ranges = {"all": WHOLE}
        if self._listed is not None:
            ranges["listed"] = CHOSEN.filled(count=len(self._listed.ids))
        for street in areas.streets(self._session.db):
            ranges[f"street:{street.name}"] = Words(street.name, street.name)
        return ranges

    def _cutoff(self) -> str:
        """Return the cut-off date of the last import that states a day, else today."""
        from renewtrack.printing import make

        stated = make.stated_cutoff(self._session.db)
        return stated if len(stated) == len("2025-05-31") else self._session.today

    def _lay_out(self) -> None:
        form = QFormLayout(self)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.ExpandingFieldsGrow)
        for name, words in FIELDS.items():
            field = getattr(self, name)
            say(field.setAccessibleName, _plain(words))
            field.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
            if isinstance(field, QCheckBox):
                say(field.setText, words)
                form.addRow(field)
                continue
            label = plain.label()
            label.setBuddy(field)
            say(label.setText, words)
            form.addRow(label, field)

    def _remember(self, facts: dict[str, str]) -> None:
        """Put in what this person wrote the last time."""
        for name in REMEMBERED:
            field, value = getattr(self, name), facts.get(name, "")
            if isinstance(field, QLineEdit):
                field.setText(value)
            elif value:
                field.choose(value)

    def _watch(self) -> None:
        for name in FIELDS:
            field = getattr(self, name)
            if isinstance(field, QLineEdit):
                field.textChanged.connect(self._edited)
            elif isinstance(field, Choice):
                field.currentIndexChanged.connect(self._edited)
            elif isinstance(field, QCheckBox):
                field.toggled.connect(self._edited)
            else:
                field.dateChanged.connect(self._edited)
        self._edited()

    def _edited(self) -> None:
        self.approval.setEnabled(self.secrecy.key == "public")
        self.edited.emit()

    def facts(self) -> dict[str, str]:
        """Return what is remembered for the next sheet."""
        fields = {name: getattr(self, name) for name in REMEMBERED}
        return {
            name: field.text() if isinstance(field, QLineEdit) else field.key
            for name, field in fields.items()
        }

    def options(self) -> Options:
        """Return what the fields say of range and words."""
        from renewtrack.printing.make import Options

        chosen = self.range.key
        listed = self._listed if chosen == "listed" else None
        return Options(
            title=self.title.text().strip(),
            subtitle=self.subtitle.text().strip(),
            language=self.sheet_language.key,
            black_and_white=self.black_and_white.isChecked(),
            street=chosen.removeprefix("street:") if chosen.startswith("street:") else "",
            kind=listed.kind if listed else "buildings",
            only=listed.ids if listed else None,
            compiled_by=self.compiled_by.text().strip(),
            checked_by=self.checked_by.text().strip(),
            cutoff=self.cutoff.date().toString(Qt.DateFormat.ISODate),
            secrecy=self.secrecy.key,
            approval=self.approval.text().strip(),
            made_on=dt.date.today().isoformat(),
            today=self._session.today,
            theme=self._themes[self.theme.key],
        )

    def paper_chosen(self) -> Paper:
        """Return the chosen paper, orientation and scale."""
        from renewtrack.printing.status_map import Paper

        scale = int(self.scale.key) if self.scale.key else None
        return Paper(self.paper.key, self.orientation.key, scale)


def _plain(words: Words) -> Words:
    """Return a label's words without the mark of its key: 标题(&T) is 标题."""
    zh, en = words.zh, words.en.replace("&", "")
    at = zh.rfind("(&")
    return Words(zh[:at] if at >= 0 else zh, en)
