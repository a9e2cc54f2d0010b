"""The dialog in which a person makes a theme of any figure or code of the ledger."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import QColor
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QFormLayout,
    QHBoxLayout,
    QHeaderView,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QSizePolicy,
    QSpinBox,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from renewtrack.errors import UserError
from renewtrack.ui import class_signs, plain, trouble
from renewtrack.ui.look import light
from renewtrack.ui.map_themes import MapThemes
from renewtrack.ui.session import Session
from renewtrack.ui.speaking import say, text
from renewtrack.ui.theme_wish import Sample, Wanted, read_limits, sampled
from renewtrack.words import Words

if TYPE_CHECKING:
    from renewtrack.store.map_styles import MapStyle

TITLE = Words("自定义专题", "Themes of your own")
ABOUT = Words(
    "按台账里任何一项数字或代码给地图上色。数字分级，代码按取值分类；保存后随台账一起走。",
    "Colour the map by any figure or code of the ledger. Figures go into classes, codes by value; "
    "a saved theme stays in the ledger.",
)
SAVED = Words("已有的专题", "Saved themes")
NEW, REMOVE = Words("新建(&N)", "&New"), Words("删除(&D)", "&Delete")
COLUMN, NAME = Words("按什么(&C)", "&Colour by"), Words("名称(&M)", "Na&me")
METHOD, COUNT = Words("分级方法(&T)", "Me&thod"), Words("级数(&U)", "N&umber of classes")
LIMITS = Words("界限(&L)", "&Limits")
LIMITS_HINT = Words("如 20, 40, 60", "such as 20, 40, 60")
OWN_LIMITS = Words("自己定界限", "Limits of one's own")
PREVIEW = Words("图例预览", "Preview of the legend")
SAVE, CLOSE = Words("保存并使用(&S)", "&Save and use"), Words("关闭", "Close")
NO_FIGURES = Words(
    "台账里还没有这一项数据，先录入或导入再分级",
    "The ledger has no such figures yet; enter or import some first",
)
READING = Words("正在统计…", "Counting…")
PAUSE = 200  # milliseconds without a key before the preview follows


class ThemeDialog(QDialog):
    """Saved themes on the left, the one being made in the middle, its legend on the right."""

    shown = Signal()  # the preview shows what the fields say

    def __init__(self, session: Session, themes: MapThemes, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session, self._themes = session, themes
        self._styles: dict[int, MapStyle] = {}
        self._sample: Sample | None = None
        self._asked = 0
        self.saved, self.preview = QListWidget(), QTreeWidget()
        self.column, self.method, self.count = QComboBox(), QComboBox(), QSpinBox()
        self.name, self.limits = QLineEdit(), QLineEdit()
        self.why = plain.label()
        self.new, self.remove = QPushButton(), QPushButton()
        self.save, self.shut = QPushButton(), QPushButton()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(PAUSE)
        self._timer.timeout.connect(self._look)
        say(self.setWindowTitle, TITLE)
        self._fill()
        self._lay()
        self._connect()
        self._list()
        self._start_new()

    # -- making

    def _fill(self) -> None:
        from renewtrack.maps import breaks
        from renewtrack.store import map_columns

        group = ""
        for each in map_columns.offered():
            if each.of != group:
                group = each.of
                _add_heading(self.column, text(map_columns.GROUPS[group]))
            self.column.addItem(f"  {text(each.words)}", each.key)
        self.column.setMaxVisibleItems(24)
        for method in breaks.METHODS:
            self.method.addItem(text(method.words), method.key)
        self.method.addItem(text(OWN_LIMITS), breaks.OWN)
        self.method.setCurrentIndex(2)
        self.count.setRange(2, 6)
        self.count.setValue(5)
        say(self.limits.setPlaceholderText, LIMITS_HINT)
        self.why.setWordWrap(True)
        self.why.setProperty("role", "bad")

    def _lay(self) -> None:
        about = plain.label()
        about.setWordWrap(True)
        say(about.setText, ABOUT)
        middle = QHBoxLayout()
        middle.setSpacing(16)
        middle.addLayout(_left(self), 2)
        middle.addLayout(_form(self), 3)
        middle.addLayout(_right(self), 3)
        foot = QHBoxLayout()
        foot.addStretch(1)
        for button, words in ((self.save, SAVE), (self.shut, CLOSE)):
            say(button.setText, words)
            foot.addWidget(button)
        self.save.setDefault(True)
        box = QVBoxLayout(self)
        box.setContentsMargins(20, 18, 20, 14)
        box.setSpacing(12)
        box.addWidget(about)
        box.addLayout(middle, 1)
        box.addLayout(foot)
        self.resize(880, 470)

    def _connect(self) -> None:
        self.saved.currentItemChanged.connect(lambda item, _: self._open(item))
        self.new.clicked.connect(self._start_new)
        self.remove.clicked.connect(lambda: self._guarded(self._remove))
        self.column.currentIndexChanged.connect(self._other_column)
        self.method.currentIndexChanged.connect(self._ask)
        self.count.valueChanged.connect(self._ask)
        self.limits.textEdited.connect(self._typed)
        self.save.clicked.connect(lambda: self._guarded(self._save))
        self.shut.clicked.connect(self.reject)
        light.switched.connect(self._show)

    # -- saved themes

    def _list(self, chosen: int | None = None) -> None:
        from renewtrack.store import map_styles

        self._styles = {each.id: each for each in map_styles.all(self._session.db)}
        self.saved.blockSignals(True)
        self.saved.clear()
        for style in self._styles.values():
            item = QListWidgetItem(style.name)
            item.setData(Qt.ItemDataRole.UserRole, style.id)
            self.saved.addItem(item)
            if style.id == chosen:
                self.saved.setCurrentItem(item)
        self.saved.blockSignals(False)
        self._permit()

    @property
    def style_id(self) -> int | None:
        """Return the id of the saved theme that is being changed; None for a new one."""
        item = self.saved.currentItem()
        return None if item is None else int(item.data(Qt.ItemDataRole.UserRole))

    def _start_new(self) -> None:
        self.saved.setCurrentRow(-1)
        self.name.clear()
        first = self.column.findData("floor_area")
        self.column.setCurrentIndex(first)
        self._other_column()

    def _open(self, item: QListWidgetItem | None) -> None:
        self._permit()
        if item is None:
            return
        from renewtrack.maps import own_themes

        style = self._styles[int(item.data(Qt.ItemDataRole.UserRole))]
        wish = own_themes.read(style.settings)
        self.name.setText(style.name)
        if wish is None:
            return
        for field in (self.column, self.method, self.count):
            field.blockSignals(True)
        self.column.setCurrentIndex(max(0, self.column.findData(wish.column)))
        self.method.setCurrentIndex(max(0, self.method.findData(wish.method)))
        self.count.setValue(len(wish.limits) + 1)
        for field in (self.column, self.method, self.count):
            field.blockSignals(False)
        self.limits.setText(", ".join(f"{each:.15g}" for each in wish.limits))
        self._look(keep=True)

    def _permit(self) -> None:
        may = self._session.may("editor")
        self.remove.setEnabled(may and self.style_id is not None)
        self.save.setEnabled(may and self._sample is not None)

    def _remove(self) -> None:
        from renewtrack.store import map_styles

        one = self.style_id
        if one is not None:
            name = self._styles[one].name
            self._session.write("delete", lambda db: map_styles.remove(db, one), name)
            self._list()
            self._start_new()

    def _save(self) -> None:
        from renewtrack.store import map_styles

        sample = self._sample
        if sample is None:
            return
        name = self.name.text().strip() or self._usual_name()
        settings, one = sample.wish.settings(), self.style_id
        saved = self._session.write(
            "map_style", lambda db: map_styles.save(db, name, settings, one), name
        )
        self._list(saved)
        uid = self._styles[saved].uid
        self._themes.choose(f"own:{uid}")
        self.accept()

    def _guarded(self, deed: Callable[[], object]) -> None:
        try:
            deed()
        except UserError as error:
            trouble.show(error, self)

    # -- the preview

    def _other_column(self) -> None:
        say(self.name.setPlaceholderText, Words(self._usual_name(), self._usual_name()))
        self._ask()

    def _usual_name(self) -> str:
        return self.column.currentText().strip()

    def _typed(self) -> None:
        self.method.blockSignals(True)
        self.method.setCurrentIndex(self.method.count() - 1)
        self.method.blockSignals(False)
        self._ask()

    def _ask(self) -> None:
        self._timer.start()

    def _look(self, keep: bool = False) -> None:
        """Reckon the classes in a thread; ``keep`` those limits that stand in the field."""
        from renewtrack.maps import breaks

        method = str(self.method.currentData())
        typed = read_limits(self.limits.text()) if keep or method == breaks.OWN else ()
        if isinstance(typed, Words):
            self._asked += 1  # what is still being reckoned is not wanted any more
            self._sample = None
            self._tell(typed)
            self._show()
            self._permit()
            return
        key = str(self.column.currentData() or "")
        wanted = Wanted(key, method, self.count.value(), typed, keep or method == breaks.OWN)
        self._asked += 1
        asked, today = self._asked, self._session.today
        self._session.run_read(
            lambda db, _: sampled(db, wanted, today),
            lambda found: self._take(asked, found),
            words=READING,
        )

    def _take(self, asked: int, found: Sample) -> None:
        if asked != self._asked:
            return  # the person has asked for something else meanwhile
        self._sample = found
        for field in (self.method, self.count, self.limits):
            field.setEnabled(found.figures)
        if not self.limits.hasFocus():
            self.limits.setText(", ".join(f"{each:.15g}" for each in found.wish.limits))
        self._tell(None if found.known else NO_FIGURES)
        self._show()
        self._permit()
        self.shown.emit()

    def _show(self, *_: object) -> None:
        self.preview.clear()
        if self._sample is None:
            return
        theme = self._sample.theme
        for kind, count in zip(theme.classes, self._sample.counts, strict=True):
            item = QTreeWidgetItem(self.preview, [text(kind.words), f"{count:,}"])
            item.setIcon(0, class_signs.icon(kind, light.dark))
            item.setTextAlignment(1, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            item.setForeground(1, QColor(light.tones.dim))

    def _tell(self, why: Words | None) -> None:
        self.why.setVisible(why is not None)
        if why is not None:
            say(self.why.setText, why)


def _add_heading(column: QComboBox, words: str) -> None:
    column.addItem(words, "")
    model = column.model()
    model.setData(
        model.index(column.count() - 1, 0), 0, Qt.ItemDataRole.UserRole - 1
    )  # no flags: it cannot be chosen


def _left(dialog: ThemeDialog) -> QVBoxLayout:
    column = QVBoxLayout()
    column.addWidget(_head(SAVED, dialog.saved))
    column.addWidget(dialog.saved, 1)
    row = QHBoxLayout()
    for button, words in ((dialog.new, NEW), (dialog.remove, REMOVE)):
        say(button.setText, words)
        button.setAutoDefault(False)
        row.addWidget(button)
    column.addLayout(row)
    return column


def _form(dialog: ThemeDialog) -> QVBoxLayout:
    form = QFormLayout()
    form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.ExpandingFieldsGrow)
    form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapAllRows)
    form.setVerticalSpacing(8)
    for words, field in (
        (COLUMN, dialog.column),
        (NAME, dialog.name),
        (METHOD, dialog.method),
        (COUNT, dialog.count),
        (LIMITS, dialog.limits),
    ):
        field.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        form.addRow(_head(words, field), field)
    box = QVBoxLayout()
    box.addLayout(form)
    box.addWidget(dialog.why)
    box.addStretch(1)
    return box


def _right(dialog: ThemeDialog) -> QVBoxLayout:
    tree = dialog.preview
    tree.setColumnCount(2)
    tree.setHeaderHidden(True)
    tree.setRootIsDecorated(False)
    tree.setIconSize(QSize(18, 18))
    tree.header().setStretchLastSection(False)
    tree.header().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
    tree.header().setSectionResizeMode(1, QHeaderView.ResizeMode.ResizeToContents)
    column = QVBoxLayout()
    column.addWidget(_head(PREVIEW, tree))
    column.addWidget(tree, 1)
    return column


def _head(words: Words, field: QWidget) -> QWidget:
    label = plain.label()
    say(label.setText, words)
    label.setBuddy(field)
    say(field.setAccessibleName, _bare(words))
    return label


def _bare(words: Words) -> Words:
    zh, en = words.zh, words.en.replace("&", "")
    at = zh.rfind("(&")
    return Words(zh[:at] if at >= 0 else zh, en)
