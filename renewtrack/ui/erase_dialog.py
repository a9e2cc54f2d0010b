"""Takes a person out of the file: who, where they stand, why, and a number typed to confirm."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import (
    QDialog,
    QFormLayout,
    QHeaderView,
    QLineEdit,
    QPushButton,
    QSizePolicy,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from renewtrack.domain.persons import Person, TooLittle
from renewtrack.errors import UserError
from renewtrack.ui import asking, form_fields, plain, trouble
from renewtrack.ui.erase_result import EraseResult
from renewtrack.ui.session import Session
from renewtrack.ui.speaking import say, text
from renewtrack.ui.tasks import Task
from renewtrack.words import Words

if TYPE_CHECKING:
    from sqlite_utils import Database

    from renewtrack.store.erasing import Erased, Sample, Trace

TITLE = Words("清除个人信息", "Erase a person")
LEAD = Words(
    "从记录、历史、导入来源、草稿和各种登记里清除一个人的姓名、电话和身份证号，并整理文件，"
    "使文件的字节里也不再有。清除不能撤销，也不做事前备份（备份会留住此人）。",
    "Takes name, telephone and ID number of a person out of records, history, imported cells, "
    "drafts and books, and packs the file so that its bytes hold them no more. It cannot be "
    "undone, and no backup is made before, since that would keep the person.",
)
NAME = Words("姓名", "Name")
PHONE = Words("电话", "Telephone")
ID = Words("身份证号", "ID number")
SPARE = Words("同名的其他词", "Spare these words")
SPARE_TIP = Words(
    "含有这个姓名、但说的不是此人的词，用顿号隔开，例如“张三丰”。这些词不清除。",
    "Words that hold the name and mean somebody else, parted by commas. They stay.",
)
FIND = Words("查找(&F)", "&Find")
HEADS = (Words("位置", "Where"), Words("处数或前后文", "Rows, or the words around"))
LIST = Words("出现的位置", "Where the person stands")
ASK_FIND = Words("先填写，再点“查找”。", "Fill in what you know, then press “Find”.")
NOTHING = Words(
    "文件里没有找到。仍可清除：会重新整理文件，去掉空白处的旧内容。",
    "Not found in the file. Erasing still packs it, which clears old content from free space.",
)
FOUND = Words("共 {rows} 行，分布在 {tables} 处。", "{rows} rows in {tables} places.")
REASON = Words("理由（记入审计）", "Reason (kept in the audit log)")
CONFIRM = Words("确认请输入行数", "To confirm, type the rows")
PROMISE = Words(
    "做不到的：已经交出去的导出文件和打印件、拷走的副本、附件的内容、硬盘上尚未被覆盖的旧块。"
    "旧备份在清除后列出，由您决定是否换掉。",
    "What cannot be promised: exports and prints handed over, copies taken away, the contents of "
    "attachments, old blocks of the disk. Old backups are listed afterwards for you to replace.",
)
ERASE = Words("清除", "Erase")
LOOKING = Words("正在查找…", "Searching…")
ERASING = Words("正在清除…", "Erasing…")
FIELDS = ("name", "phone", "id_number")
RECORDS = ("estate", "building", "project", "work")  # shown with what stands there
BOOKS = {  # columns of the books, which no form has
    "old": Words("原值", "Old value"),
    "new": Words("新值", "New value"),
    "raw": Words("来表原文", "Words of the sheet"),
    "label_zh": Words("操作说明", "Action"),
    "label_en": Words("操作说明（英文）", "Action (English)"),
    "who": Words("操作人", "Who"),
    "file": Words("文件名", "File name"),
    "reason": Words("理由", "Reason"),
    "what": Words("内容", "What"),
    "detail": Words("详情", "Detail"),
    "text": Words("草稿内容", "Draft"),
    "name": Words("名称", "Name"),
    "aliases": Words("别名", "Other names"),
}


def open_over(session: Session, parent: QWidget) -> None:
    """Show the dialog; whoever is no manager is told so."""
    from renewtrack.store import people

    try:
        people.permit(session.db, people.MANAGER)
    except UserError as refused:
        trouble.show(refused, parent)
        return
    EraseDialog(session, parent).exec()


class EraseDialog(QDialog):
    """Nothing is erased before it was found, a reason given, and the number of rows typed."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._found: Person | None = None
        self._rows = 0
        self._task: Task | None = None
        self.fields = {name: QLineEdit() for name in FIELDS}
        self.spare, self.reason, self.confirm = QLineEdit(), QLineEdit(), QLineEdit()
        self.finder = QPushButton()
        self.list = QTreeWidget()
        self.told = plain.label()
        self.buttons = asking.buttons(ERASE)
        say(self.setWindowTitle, TITLE)
        self._lay()
        self._connect()
        self.resize(QSize(720, 620))
        self._enable()

    def _lay(self) -> None:
        lead, promise = plain.label(), plain.label()
        for label, words in ((lead, LEAD), (promise, PROMISE)):
            label.setWordWrap(True)
            label.setProperty("role", "dim")
            say(label.setText, words)
        who = self._form(
            *zip((NAME, PHONE, ID), self.fields.values(), strict=True), (SPARE, self.spare)
        )
        plain.say_tip(self.spare, SPARE_TIP)
        say(self.spare.setPlaceholderText, SPARE_TIP)
        say(self.finder.setText, FIND)
        self.finder.setAutoDefault(False)
        self.finder.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        who.addRow("", self.finder)
        self.told.setWordWrap(True)
        say(self.told.setText, ASK_FIND)
        self._box = box = QVBoxLayout(self)
        box.setContentsMargins(20, 16, 20, 14)
        box.setSpacing(12)
        box.addWidget(lead)
        box.addLayout(who)
        box.addWidget(self.told)
        box.addWidget(self._tree(), 1)
        box.addLayout(self._form((REASON, self.reason), (CONFIRM, self.confirm)))
        box.addWidget(promise)
        box.addWidget(self.buttons)

    def _form(self, *rows: tuple[Words, QLineEdit]) -> QFormLayout:
        form = QFormLayout()
        form.setVerticalSpacing(8)
        form.setLabelAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.ExpandingFieldsGrow)
        for words, field in rows:
            name = plain.label()
            say(name.setText, words)
            say(field.setAccessibleName, words)
            name.setBuddy(field)
            name.setMinimumWidth(150)
            form.addRow(name, field)
        return form

    def _tree(self) -> QTreeWidget:
        tree = self.list
        tree.setColumnCount(len(HEADS))
        tree.setHeaderLabels([text(words) for words in HEADS])
        tree.setUniformRowHeights(True)
        tree.header().setSectionResizeMode(0, QHeaderView.ResizeMode.ResizeToContents)
        tree.header().setStretchLastSection(True)
        say(tree.setAccessibleName, LIST)
        return tree

    def _connect(self) -> None:
        self.finder.clicked.connect(self.look)
        for field in (*self.fields.values(), self.spare):
            field.textChanged.connect(lambda _: self._forget())
            field.returnPressed.connect(self.look)
        for field in (self.reason, self.confirm):
            field.textChanged.connect(lambda _: self._enable())
        self.buttons.accepted.connect(self.erase)
        self.buttons.rejected.connect(self.reject)

    def person(self) -> Person:
        """Return who is meant, as far as it is typed."""
        given = {name: field.text().strip() for name, field in self.fields.items()}
        words = self.spare.text().replace("，", "、").replace(",", "、").split("、")
        return Person(**given, spare=tuple(word.strip() for word in words if word.strip()))

    def look(self) -> None:
        """Search the file in a thread and list where the person stands."""
        person = self.person()
        try:
            person.require()
        except TooLittle as refused:
            self._complain(refused)
            return

        def job(db: Database, _: Task) -> tuple[Sequence[Trace], Sequence[Sample]]:
            from renewtrack.store import erasing

            return erasing.find(db, person), erasing.samples(db, person)

        self._busy(
            self._session.run_read(
                job, lambda found: self._show(person, *found), self._failed, words=LOOKING
            )
        )

    def _show(self, person: Person, found: Sequence[Trace], samples: Sequence[Sample]) -> None:
        from renewtrack.store import table_words

        self._task = None
        if person != self.person():
            self._enable()
            return
        self._found, self._rows = person, sum(trace.count for trace in found)
        self.list.clear()
        for trace in found:
            item = QTreeWidgetItem([text(table_words.label(trace.table)), f"{trace.count:,}"])
            self.list.addTopLevelItem(item)
            for sample in (each for each in samples if each.table == trace.table):
                shown = QTreeWidgetItem(item, [_field(sample), sample.words])
                shown.setToolTip(1, plain.plain_tip(sample.words))
            item.setExpanded(trace.table in RECORDS)
        said = FOUND.filled(rows=f"{self._rows:,}", tables=len(found)) if found else NOTHING
        self._tell(said)
        self._enable()

    def _forget(self) -> None:
        """What was found is that of another person."""
        if self._found is not None:
            self._found = None
            self.list.clear()
            self._tell(ASK_FIND)
        self._enable()

    def _enable(self) -> None:
        ok = self.buttons.button(self.buttons.StandardButton.Ok)
        typed = self.confirm.text().strip().replace(",", "")
        idle = self._task is None
        ready = self._found is not None and bool(self.reason.text().strip())
        ok.setEnabled(idle and ready and typed == str(self._rows))
        self.finder.setEnabled(idle)

    def erase(self) -> None:
        """Erase the person that was found, in a thread, and show what is left elsewhere."""
        person, reason, who = self._found, self.reason.text().strip(), self._session.who
        if person is None:
            return

        def job(db: Database, _: Task) -> Erased:
            from renewtrack.store import erasing

            return erasing.erase(db, person, who, reason)

        self._busy(
            self._session.run_write(
                job, lambda erased: self._erased(person, erased), self._failed, words=ERASING
            )
        )

    def _erased(self, person: Person, erased: Erased) -> None:
        self._task = None
        self._forget_facts(person)
        result = EraseResult(self._session, erased, self.parentWidget())
        self.accept()
        result.exec()

    def _forget_facts(self, person: Person) -> None:
        """Take the person out of what this machine remembers for prints."""
        facts = self._session.preferences.print_facts
        clean = {key: person.redacted(value) for key, value in facts.items()}
        if clean != facts:
            self._session.prefer(print_facts=clean)

    def _busy(self, task: Task) -> None:
        self._task = task
        self._tell(task.words)
        self._enable()

    def _failed(self, error: Exception) -> None:
        self._task = None
        self._enable()
        if not isinstance(error, UserError):
            trouble.show(error, self)
            return
        self._complain(error)

    def _complain(self, error: UserError) -> None:
        self._tell(Words(error.in_("zh"), error.in_("en")), "refusal")

    def _tell(self, words: Words, role: str = "") -> None:
        say(self.told.setText, words)
        self.told.setProperty("role", role)
        self.told.style().unpolish(self.told)
        self.told.style().polish(self.told)

    def reject(self) -> None:
        """Close; what is being written is finished first."""
        if self._task is None:
            super().reject()


def _field(sample: Sample) -> str:
    """Return what people call the column of a sample."""
    known = form_fields.field_of(sample.table, sample.column).words
    return text(BOOKS.get(sample.column, known) if known.zh == sample.column else known)
