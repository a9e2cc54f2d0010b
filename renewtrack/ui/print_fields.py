"""The fields of the print dialog: what the sheet shows, says and is printed on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QDate, Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QDateEdit,
    QFormLayout,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QSizePolicy,
    QWidget,
)

from renewtrack.ui import plain, print_kinds, print_wish
from renewtrack.ui.print_kinds import Front, Range, Wish
from renewtrack.ui.print_words import (
    AUTOMATIC,
    CHOSEN,
    EDIT_TEXTS,
    EVERY_CREW,
    EXEMPT,
    FIELDS,
    FIRST_DAY,
    FITTED,
    IN_VIEW,
    LANGUAGE_NAMES,
    LIST_WORDS,
    NO_DAY,
    ON_PAPER,
    OWN_LAYOUTS,
    OWN_LAYOUTS_TIP,
    PARTS,
    PICKED,
    REMEMBERED,
    TURNED,
    UNCUT,
    WHOLE,
    Choice,
)
from renewtrack.ui.speaking import say, speech
from renewtrack.words import Words

if TYPE_CHECKING:
    from renewtrack.printing.make import Options
    from renewtrack.printing.status_map import Paper
    from renewtrack.ui.session import Session


class PrintFields(QWidget):
    """All fields; ``edited`` after every change of one of them."""

    edited = Signal()
    layouts_asked = Signal()
    texts_asked = Signal()

    def __init__(self, session: Session, listed: Range | None, front: Front | None = None) -> None:
        super().__init__()
        self.session, self._listed, self.front = session, listed, front
        self._rows: dict[str, QWidget] = {}
        self._make_texts()
        self._make_choices()
        self._lay_out()
        self._remember(session.preferences.print_facts)
        self.range.choose("listed")  # what is filtered is what is in sight; nothing where all is
        self._watch()

    def _make_texts(self) -> None:
        self.title, self.subtitle, self.reason = QLineEdit(), QLineEdit(), QLineEdit()
        self.compiled_by, self.checked_by, self.approval = QLineEdit(), QLineEdit(), QLineEdit()
        for field, words in (
            (self.title, AUTOMATIC),
            (self.subtitle, AUTOMATIC),
            (self.approval, EXEMPT),
        ):
            say(field.setPlaceholderText, words)
        self.black_and_white, self.base = QCheckBox(), QCheckBox()
        self.watermark = QCheckBox()
        self._offer_base()
        self.cutoff = _day(QDate.fromString(self._cutoff(), Qt.DateFormat.ISODate))
        self.before = _day(FIRST_DAY)
        today = QDate.fromString(self.session.today, Qt.DateFormat.ISODate)
        monday = today.addDays(1 - today.dayOfWeek())
        self.visit_from, self.visit_to = _day(monday), _day(monday.addDays(6))
        self.before.setMinimumDate(FIRST_DAY)
        say(self.before.setSpecialValueText, NO_DAY)
        self.texts = QPushButton()
        say(self.texts.setText, EDIT_TEXTS)
        self.texts.setAutoDefault(False)
        self.texts.clicked.connect(self.texts_asked)

    def _offer_base(self) -> None:
        """Let the base maps be left out, where there are any."""
        from renewtrack.store import base_maps

        shown = any(each.shown for each in base_maps.all(self.session.db))
        self.base.setChecked(shown)
        self.base.setEnabled(shown)

    def _make_choices(self) -> None:
        from renewtrack.domain import secrecy
        from renewtrack.maps import own_themes
        from renewtrack.maps.theme import THEMES
        from renewtrack.printing import atlas, list_tables, visit_papers
        from renewtrack.printing.scales import FIXED
        from renewtrack.printing.status_map import ORIENTATIONS, PAPERS

        fixed = {str(scale): Words(f"1:{scale}", f"1:{scale}") for scale in FIXED}
        self.kind = Choice(print_kinds.KINDS)
        self.layout_ = Choice({})
        self.offer_layouts()
        self.by = Choice(atlas.BY)
        self.listed = Choice({key: LIST_WORDS[key] for key in list_tables.COLUMNS})
        self.rows_of = Choice({key: LIST_WORDS[key] for key in ("projects", "works")})
        self.notice = Choice(_notices())
        self.parts = Choice({str(count): PARTS.filled(count=count) for count in (1, 2, 4)})
        self.visit_paper = Choice(visit_papers.PAPERS)
        crews = {str(key): Words(name, name) for key, name in self._crews().items()}
        self.visit_crew = Choice({"": EVERY_CREW, **crews})
        self.range = Choice(self._ranges())
        every = (*THEMES, *own_themes.all_themes(self.session.db))
        self.themes = {theme.key: theme for theme in every}
        self.theme = Choice({key: theme.words for key, theme in self.themes.items()})
        self.theme.choose(self.session.preferences.map_theme)
        sizes = {size: Words(size, size) for size in PAPERS}
        self.paper = Choice(sizes)
        self.paper.choose("A3")
        cut = {size: ON_PAPER.filled(size=size) for size in ("A4", "A3")}
        self.tile = Choice({"": UNCUT, **cut})
        self.orientation = Choice({key: TURNED[key] for key in ORIENTATIONS})
        self.scale = Choice({"": FITTED, **fixed})
        self.sheet_language = Choice(LANGUAGE_NAMES)
        self.sheet_language.choose(speech.language)
        self.secrecy = Choice({preset.key: preset.words for preset in secrecy.presets()})
        if self.front is not None:
            self.listed.choose(self.front.kind)
            self.rows_of.choose(self.front.kind)

    def offer_layouts(self, chosen: str = "") -> None:
        """Offer the layouts that there are now, and choose one of them."""
        from renewtrack.printing import layouts

        before = chosen or (self.layout_.key if self.layout_.count() else layouts.STANDARD)
        self.layout_.offer(layouts.names())
        self.layout_.choose(before)

    def _ranges(self) -> dict[str, Words]:
        from renewtrack.store import areas

        ranges = {"all": WHOLE}
        if self._listed is not None:
            ranges["listed"] = CHOSEN.filled(count=len(self._listed.ids))
        for street in areas.streets(self.session.db):
            ranges[f"street:{street.name}"] = Words(street.name, street.name)
        if self.front is not None and self.front.picked:
            ranges["picked"] = PICKED.filled(count=len(self.front.picked))
        if self.front is not None and self.front.bounds:
            ranges["view"] = IN_VIEW
        return ranges

    def _crews(self) -> dict[int, str]:
        from renewtrack.store import visit_lists

        return visit_lists.crew_names(self.session.db)

    def _cutoff(self) -> str:
        """Return the cut-off date of the last import that states a day, else today."""
        from renewtrack.printing import make

        stated = make.stated_cutoff(self.session.db)
        return stated if len(stated) == len("2025-05-31") else self.session.today

    def _lay_out(self) -> None:
        self._form = QFormLayout(self)
        self._form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.ExpandingFieldsGrow)
        for name, words in FIELDS.items():
            field = self.field(name)
            say(field.setAccessibleName, _plain(words))
            field.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
            if isinstance(field, QCheckBox):
                say(field.setText, words)
                self._form.addRow(field)
                self._rows[name] = field
                continue
            label = plain.label()
            label.setBuddy(field)
            say(label.setText, words)
            row = self._with_button(field) if name == "layout" else field
            self._form.addRow(label, row)
            self._rows[name] = row

    def _with_button(self, field: QWidget) -> QWidget:
        """Return the choice of layouts with the button that manages the office's own."""
        button = QPushButton()
        say(button.setText, OWN_LAYOUTS)
        say(button.setToolTip, OWN_LAYOUTS_TIP)
        say(button.setAccessibleName, OWN_LAYOUTS_TIP)
        button.setAutoDefault(False)
        button.setFixedWidth(46)
        button.clicked.connect(self.layouts_asked)
        both = QWidget()
        box = QHBoxLayout(both)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(field, 1)
        box.addWidget(button)
        return both

    def field(self, name: str) -> Any:
        """Return a field by its name."""
        return self.layout_ if name == "layout" else getattr(self, name)

    def _remember(self, facts: dict[str, str]) -> None:
        """Put in what this person wrote the last time."""
        for name in REMEMBERED:
            field, value = self.field(name), facts.get(name, "")
            if isinstance(field, QLineEdit):
                field.setText(value)
            elif value:
                field.choose(value)

    def _watch(self) -> None:
        for name in FIELDS:
            field = self.field(name)
            if isinstance(field, QLineEdit):
                field.textChanged.connect(self._edited)
            elif isinstance(field, Choice):
                field.currentIndexChanged.connect(self._edited)
            elif isinstance(field, QCheckBox):
                field.toggled.connect(self._edited)
            elif isinstance(field, QDateEdit):
                field.dateChanged.connect(self._edited)
        self.kind.currentIndexChanged.connect(self._turn)
        self._turn()

    def _turn(self) -> None:
        """Show the fields of the kind; a dossier begins with what is selected."""
        shown = {"kind", *print_kinds.SHOWN[self.kind.key]}
        for name, row in self._rows.items():
            self._form.setRowVisible(row, name in shown)
        if self.kind.key in (print_kinds.DOSSIER, print_kinds.NOTICES):
            self.range.choose("picked" if self.range.findData("picked") >= 0 else "listed")
        self._edited()

    def _edited(self) -> None:
        from renewtrack.domain import secrecy

        preset = secrecy.preset(self.secrecy.key)
        self.approval.setEnabled(preset.public)
        if preset.watermark:
            self.watermark.setChecked(True)
        self.watermark.setEnabled(not preset.watermark)
        self.edited.emit()

    def facts(self) -> dict[str, str]:
        """Return what is remembered for the next sheet."""
        fields = {name: self.field(name) for name in REMEMBERED}
        return {
            name: field.text() if isinstance(field, QLineEdit) else field.key
            for name, field in fields.items()
        }

    def chosen(self) -> Range | None:
        """Return the rows that the range names; None for a street or all."""
        front = self.front
        if self.range.key == "picked" and front is not None:
            return Range(front.kind, front.picked)
        return self._listed if self.range.key == "listed" else None

    def options(self) -> Options:
        """Return what the fields say of range and words."""
        return print_wish.options(self)

    def paper_chosen(self) -> Paper:
        """Return the chosen paper, orientation, scale and layout."""
        return print_wish.paper(self)

    def wish(self) -> Wish:
        """Return everything that the fields ask for."""
        return print_wish.of(self)


def _day(date: QDate) -> QDateEdit:
    made = QDateEdit(date)
    made.setDisplayFormat("yyyy-MM-dd")
    made.setCalendarPopup(True)
    return made


def _notices() -> dict[str, Words]:
    """Return the kinds of notices; a faulty copy of the office's is told when one is made."""
    from renewtrack.printing import notices

    try:
        return {each.key: each.words for each in notices.all()}
    except notices.NoticesBroken as broken:
        return {"works": Words(broken.in_("zh"), broken.in_("en"))}


def _plain(words: Words) -> Words:
    """Return a label's words without the mark of its key: 标题(&T) is 标题."""
    zh, en = words.zh, words.en.replace("&", "")
    at = zh.rfind("(&")
    return Words(zh[:at] if at >= 0 else zh, en)
