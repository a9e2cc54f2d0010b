"""Asks what goes into a map to give away: a page for any browser, or a picture."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QDialog, QFileDialog, QFormLayout, QLineEdit, QVBoxLayout, QWidget

from renewtrack.ui import asking, plain, putting_out
from renewtrack.ui.print_kinds import Range
from renewtrack.ui.print_words import (
    AUTOMATIC,
    CHOSEN,
    EXEMPT,
    FIELDS,
    LANGUAGE_NAMES,
    WHOLE,
    Choice,
)
from renewtrack.ui.session import Session
from renewtrack.ui.speaking import say, speech, text
from renewtrack.words import Words

if TYPE_CHECKING:
    from sqlite_utils import Database

    from renewtrack.printing.make import Options
    from renewtrack.ui.putting_out import Seen
    from renewtrack.ui.tasks import Task

TITLE = Words("给别人的地图", "A map to give away")
ABOUT = Words(
    "网页：一个文件，任何电脑用浏览器打开就能看、能缩放、能按图例筛选，不用联网，不用装程序。"
    "图片：带图名、图例和统计表的一张图。两种都只含楼栋的轮廓、名称和分类，不含任何个人信息。",
    "The page: one file that any computer opens in its browser, to zoom and to filter by the "
    "legend, with no network and nothing to install. The picture: one sheet with title, legend "
    "and tables. Both hold outlines, names and classes of buildings and nothing about persons.",
)
KIND = Words("做成(&W)", "&Make")
KINDS = {
    ".html": Words("网页（一个 HTML 文件）", "Page (one HTML file)"),
    ".png": Words("图片（PNG）", "Picture (PNG)"),
}
SAVE = Words("选择保存位置(&S)…", "&Save as…")
PAGES = Words("网页（*.html）", "Pages (*.html)")
PICTURES = Words("图片（*.png）", "Pictures (*.png)")
NEEDS_APPROVAL = Words(
    "公开的地图必须有审图号，或免审的说明。", "A public map needs its approval number, or why not."
)
_FORBIDDEN = re.compile(r'[\\/:*?"<>|\x00-\x1f]')
_WHAT = {".html": "given_map", ".png": "map_picture"}


class GiveDialog(QDialog):
    """The few things that are asked before a map goes out."""

    def __init__(
        self, session: Session, parent: QWidget | None = None, listed: Range | None = None
    ) -> None:
        super().__init__(parent)
        self._session, self._listed = session, listed
        say(self.setWindowTitle, TITLE)
        self.kind = Choice(KINDS)
        self.title, self.compiled_by, self.approval = QLineEdit(), QLineEdit(), QLineEdit()
        self._make_choices()
        self.told = plain.label()
        self.buttons = asking.buttons(SAVE)
        self._lay_out()
        self.compiled_by.setText(session.preferences.print_facts.get("compiled_by", ""))
        self.secrecy.currentIndexChanged.connect(self._look)
        self.approval.textChanged.connect(self._look)
        self._look()

    def options(self) -> Options:
        """Return what the fields say."""
        from renewtrack.printing.make import Options

        chosen = self.range.key
        listed = self._listed if chosen == "listed" else None
        return Options(
            title=self.title.text().strip(),
            language=self.language.key,
            street=chosen.removeprefix("street:") if chosen.startswith("street:") else "",
            kind=listed.kind if listed else "buildings",
            only=frozenset(listed.ids) if listed else None,
            compiled_by=self.compiled_by.text().strip(),
            secrecy=self.secrecy.key,
            approval=self.approval.text().strip(),
            today=self._session.today,
            theme=self._themes[self.theme.key],
        )

    def ask(self, tell: Callable[[Words], object]) -> None:
        """Ask, then where to, and write."""
        if self.exec() == QDialog.DialogCode.Accepted and (path := self._where()) is not None:
            self.run(path, tell)
        self.deleteLater()

    def run(self, path: Path, tell: Callable[[Words], object]) -> Task:
        """Write the map in a thread, record it, and say what went out."""
        options, suffix = self.options(), path.suffix.lower()
        ledger, allowed = self._session.path, self._session.preferences.online_maps

        def write(db: Database, target: Path, seen: Seen) -> int:
            from renewtrack.maps.base_paper import PaperBase
            from renewtrack.printing import giving, make, picture

            drawn = make.status_map(db, options)
            if suffix == ".png":
                drawn = replace(drawn, backdrop=PaperBase(db, ledger, allowed))
                return sum(picture.write(target, drawn, seen=seen).counts.values())
            return sum(giving.write(db, target, drawn, seen).counts.values())

        facts = {**self._session.preferences.print_facts, "compiled_by": options.compiled_by}
        self._session.prefer(print_facts=facts)
        return putting_out.run(self._session, write, (_WHAT[suffix], path, ""), tell)

    def _where(self) -> Path | None:
        suffix = self.kind.key
        name = self.title.text().strip() or self._session.path.stem
        start = self._session.path.parent / f"{_FORBIDDEN.sub('_', name)}{suffix}"
        kind = text(PAGES if suffix == ".html" else PICTURES)
        kind = kind.replace("（", " (").replace("）", ")")
        chosen, _ = QFileDialog.getSaveFileName(
            self.parentWidget() or self, text(TITLE), str(start), kind
        )
        if not chosen:
            return None
        path = Path(chosen)
        return path if path.suffix.lower() == suffix else path.with_name(path.name + suffix)

    def _make_choices(self) -> None:
        from renewtrack.domain import secrecy
        from renewtrack.maps import own_themes
        from renewtrack.maps.theme import THEMES
        from renewtrack.store import areas

        ranges = {"all": WHOLE}
        if self._listed is not None:
            ranges["listed"] = CHOSEN.filled(count=len(self._listed.ids))
        for street in areas.streets(self._session.db):
            ranges[f"street:{street.name}"] = Words(street.name, street.name)
        self.range = Choice(ranges)
        every = (*THEMES, *own_themes.all_themes(self._session.db))
        self._themes = {theme.key: theme for theme in every}
        self.theme = Choice({key: theme.words for key, theme in self._themes.items()})
        self.theme.choose(self._session.preferences.map_theme)
        self.language = Choice(LANGUAGE_NAMES)
        self.language.choose(speech.language)
        self.secrecy = Choice({preset.key: preset.words for preset in secrecy.presets()})

    def _lay_out(self) -> None:
        about = plain.label()
        about.setWordWrap(True)
        say(about.setText, ABOUT)
        self.told.setWordWrap(True)
        self.told.setProperty("role", "refusal")
        say(self.title.setPlaceholderText, AUTOMATIC)
        say(self.approval.setPlaceholderText, EXEMPT)
        form = QFormLayout()
        form.setVerticalSpacing(10)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        for words, field in (
            (KIND, self.kind),
            (FIELDS["title"], self.title),
            (FIELDS["range"], self.range),
            (FIELDS["theme"], self.theme),
            (FIELDS["sheet_language"], self.language),
            (FIELDS["compiled_by"], self.compiled_by),
            (FIELDS["secrecy"], self.secrecy),
            (FIELDS["approval"], self.approval),
        ):
            name = plain.label()
            say(name.setText, words)
            name.setBuddy(field)
            form.addRow(name, field)
        self.buttons.accepted.connect(self.accept)
        self.buttons.rejected.connect(self.reject)
        box = QVBoxLayout(self)
        box.setContentsMargins(20, 18, 20, 14)
        box.setSpacing(12)
        for part in (about, form, self.told, self.buttons):
            box.addLayout(part) if isinstance(part, QFormLayout) else box.addWidget(part)
        self.setMinimumWidth(560)

    def _look(self, _: object = None) -> None:
        public = self.secrecy.key == "public"
        missing = public and not self.approval.text().strip()
        self.approval.setEnabled(public)
        self.told.setText(text(NEEDS_APPROVAL) if missing else "")
        self.told.setVisible(missing)
        self.buttons.button(self.buttons.StandardButton.Ok).setEnabled(not missing)
