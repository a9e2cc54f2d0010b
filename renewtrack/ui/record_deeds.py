"""What the data menu does: new estates, buildings and projects, and deleting records."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QFormLayout,
    QLineEdit,
    QWidget,
)

from renewtrack.domain import codes
from renewtrack.ui import added_rows, asking, big_edits, cells, draft_wiring, ledger, plain
from renewtrack.ui.added_rows import NewRow
from renewtrack.ui.columns import KIND_WORDS, Column
from renewtrack.ui.draft_places import NEW, Place
from renewtrack.ui.ledger import Ledger
from renewtrack.ui.session import Session
from renewtrack.ui.speaking import say, text
from renewtrack.words import Words

if TYPE_CHECKING:
    from sqlite_utils import Database

TITLES = {
    "estates": Words("新增小区", "New estate"),
    "buildings": Words("新增楼栋", "New building"),
    "projects": Words("新增项目", "New project"),
    "works": Words("新增改造内容", "New work"),
}
NAMES = {
    "estates": Words("小区名称", "Estate's name"),
    "buildings": Words("楼号", "Building's number"),
    "projects": Words("项目名称", "Project's name"),
    "works": Words("楼号（整个小区的留空）", "Building's number (empty for the whole estate)"),
}
WORK = Words("改造内容", "Kind of work")
NO_BUILDING = Words("“{estate}”没有 {number} 号楼", "“{estate}” has no building {number}")
STREET = Words("街道", "Street")
COMMUNITY = Words("社区", "Community")
ESTATE = Words("所属小区", "Estate")
YEAR = Words("计划年度", "Plan year")
NEEDED = Words("请填写“{what}”", "Please fill in “{what}”")
TWICE = Words("已经有“{name}”了", "“{name}” is there already")
DELETE = Words("删除记录", "Delete records")
DELETE_YES = Words("删除", "Delete")
DELETE_NOTHING = Words(
    "先在表里选中要删除的记录", "Select the records to delete in the table first"
)
DELETE_ONE = Words(
    "删除“{name}”？连同其工程和资金一起删除，可以撤销。",
    "Delete “{name}” with its works and money? Undo brings it back.",
)
DELETE_FEW = Words(
    "删除所选 {count} 条记录？连同其工程和资金一起删除，可以撤销。",
    "Delete the {count} selected records with their works and money? This can be undone.",
)
DELETE_MANY = Words(
    "将删除 {count} 条记录（共 {total} 条），连同其工程和资金。之前会自动备份，可以撤销。\n"
    "确认请输入要删除的条数 {count}：",
    "This deletes {count} of {total} records with their works and money. A backup is made before, "
    "and it can be undone.\n"
    "To confirm, type the number {count}:",
)
PASTED = Words(" {count} 条（粘贴）", "{count} records (pasted)")
DELETED = Words(" {count} 条{kind}", "{count} records ({kind})")
DELETING = Words("正在备份并删除…", "Backing up and deleting…")


class NewRecord(QDialog):
    """Asks for what a new record cannot be without."""

    def __init__(self, kind: str, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.kind = kind
        self.name, self.street, self.community = QLineEdit(), QComboBox(), QComboBox()
        self.estate, self.year = QComboBox(), QLineEdit(session.today[:4])
        self.work = QComboBox()
        for code in codes.table("work_types"):
            self.work.addItem(f"{code.key} {text(code.words)}", code.key)
        self.why = plain.label()
        say(self.setWindowTitle, TITLES[kind])
        form = QFormLayout()
        form.setVerticalSpacing(10)
        form.setLabelAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self._fill(session.db)
        for words, field in self._rows():
            label = plain.label()
            say(label.setText, words)
            say(field.setAccessibleName, words)
            label.setBuddy(field)
            form.addRow(label, field)
        asking.framed(self, (form,), self.why, self._accept)
        self.setMinimumWidth(420)

    @property
    def fields(self) -> dict[str, QLineEdit | QComboBox]:
        """Return what is filled in, by name; a list that means rows of the file is one too."""
        if self.kind == "estates":
            return {"name": self.name, "street": self.street, "community": self.community}
        found: dict[str, QLineEdit | QComboBox] = {"name": self.name, "estate": self.estate}
        if self.kind == "works":
            return {"work": self.work, **found}
        return found | ({"year": self.year} if self.kind == "projects" else {})

    def _rows(self) -> list[tuple[Words, QWidget]]:
        if self.kind == "works":
            return [(WORK, self.work), (ESTATE, self.estate), (NAMES["works"], self.name)]
        rows: list[tuple[Words, QWidget]] = [(NAMES[self.kind], self.name)]
        if self.kind == "estates":
            rows += [(STREET, self.street), (COMMUNITY, self.community)]
        else:
            rows.append((ESTATE, self.estate))
        return [*rows, (YEAR, self.year)] if self.kind == "projects" else rows

    def _fill(self, db: Database) -> None:
        from renewtrack.store import areas, estates

        for box, places in (
            (self.street, areas.streets(db)),
            (self.community, areas.communities(db)),
        ):
            box.setEditable(True)
            box.addItem("")
            box.addItems([area.name for area in places])
        for each in estates.all(db):
            where = " · ".join(part for part in (each.street, each.community) if part)
            self.estate.addItem(f"{each.name}（{where}）" if where else each.name, each.id)

    def _accept(self) -> None:
        needs_name = self.kind != "works" and not self.name.text().strip()
        wanted = [NAMES[self.kind]] if needs_name else []
        if self.kind != "estates" and self.estate.currentData() is None:
            wanted.append(ESTATE)
        if wanted:
            self.why.setText(text(NEEDED.filled(what=wanted[0])))
        else:
            self.accept()


class RecordDeeds:
    """Adds and deletes records as named actions."""

    def __init__(self, session: Session, tables: Ledger, window: QWidget) -> None:
        self._session, self._tables, self._window = session, tables, window

    def ask_new(self, kind: str) -> None:
        """Ask for a new record and add it."""
        self.take_up(kind, {})

    def take_up(self, kind: str, given: Mapping[str, str]) -> None:
        """Ask for a new record that was begun before, and add it; ``given`` is by field."""
        dialog = NewRecord(kind, self._session, self._window)
        if kind == "buildings":
            self._suggest_estate(dialog)
        for key, typed in given.items():
            if key in dialog.fields:
                draft_wiring.put(dialog.fields[key], typed)
        draft_wiring.connect_new(self._session.drafts, dialog)
        if dialog.exec() == QDialog.DialogCode.Accepted:
            self._add(kind, dialog)
        self._session.drafts.drop_group(Place(NEW, kind))

    def _add(self, kind: str, dialog: NewRecord) -> None:
        name = dialog.name.text().strip()
        if kind == "estates":
            places = dialog.street.currentText().strip(), dialog.community.currentText().strip()
            self.add_estate(name, *places)
        elif kind == "buildings":
            self.add_building(int(dialog.estate.currentData()), name)
        elif kind == "works":
            self.add_work(int(dialog.estate.currentData()), str(dialog.work.currentData()), name)
        else:
            year = cells.typed(Column("plan_year", YEAR, 0, "year"), dialog.year.text())
            estate_id = int(dialog.estate.currentData())
            self.add_project(estate_id, name, year if isinstance(year, int) else None)

    def add_estate(self, name: str, street: str = "", community: str = "") -> int:
        """Add an estate, with its street and community where they are new."""
        from renewtrack.store import areas, estates

        def add(db: Database) -> int:
            return estates.add(db, name=name, area_id=areas.place(db, street, community))

        row_id = self._session.write("add_estate", add, f"“{name}”")
        self._tables.go_to("estates", row_id)
        return row_id

    def add_building(
        self, estate_id: int, number: str, placed: Mapping[str, object] | None = None
    ) -> int | None:
        """Add a building to an estate, ``placed`` on the map; a number it has is refused."""
        from renewtrack.domain import addresses
        from renewtrack.store import buildings

        plain = addresses.building_number(number) or number
        if any(each.number == plain for each in buildings.of_estate(self._session.db, estate_id)):
            asking.tell(self._window, TITLES["buildings"], TWICE.filled(name=number))
            return None
        row_id = self._session.write(
            "add_building",
            lambda db: buildings.add(db, estate_id=estate_id, number=plain, **(placed or {})),
            f"“{number}”",
        )
        self._tables.go_to("buildings", row_id)
        return row_id

    def add_project(self, estate_id: int, name: str, year: int | None) -> int:
        """Add a project for an estate, at the first stage."""
        from renewtrack.domain import stages
        from renewtrack.store import projects

        first = stages.STEPS[0].stage
        row_id = self._session.write(
            "add_project",
            lambda db: projects.add(db, [estate_id], name=name, plan_year=year, stage=first),
            f"“{name}”",
        )
        self._tables.go_to("projects", row_id)
        return row_id

    def add_work(self, estate_id: int, kind: str, number: str = "") -> int | None:
        """Add a work to an estate, or to one of its buildings, under its latest project."""
        from renewtrack.domain import addresses
        from renewtrack.store import buildings, estates, projects, works

        db, plain = self._session.db, addresses.building_number(number) or number
        values: dict[str, object] = {"kind": kind, "estate_id": estate_id}
        if number:
            found = [each for each in buildings.of_estate(db, estate_id) if each.number == plain]
            if not found:
                estate = estates.get(db, estate_id)
                name = estate.name if estate is not None else ""
                told = NO_BUILDING.filled(estate=name, number=number)
                asking.tell(self._window, TITLES["works"], told)
                return None
            values = {"kind": kind, "building_id": found[0].id}
        project = next(iter(projects.of_estate(db, estate_id)), None)
        values["project_id"] = project.id if project is not None else None
        words = cells.code_words("work_types", kind)
        detail = Words(f"“{words.zh}”", f"“{words.en}”")
        row_id = self._session.write("add_work", lambda db: works.add(db, **values), detail)
        self._tables.go_to("works", row_id)
        return row_id

    def add_rows(self, kind: str, rows: list[NewRow]) -> None:
        """Add pasted rows as new records, as one action."""
        if not rows:
            return
        detail = PASTED.filled(count=len(rows), kind=KIND_WORDS[kind])
        added = self._session.write(
            f"add_{kind[:-1]}", lambda db: [added_rows.add(db, kind, row) for row in rows], detail
        )
        self._tables.go_to(kind, added[0])

    def ask_delete(self) -> None:
        """Delete the marked rows after asking; by number where they are many."""
        from renewtrack.store import listing, sizing

        kind, table = self._tables.kind, self._tables.table
        current = table.current_id() if table.isVisibleTo(self._window) else None
        ids = table.marked() or ([current] if current is not None else [])
        if not ids:
            asking.tell(self._window, DELETE, DELETE_NOTHING)
            return
        total = listing.total(self._session.db, kind)
        numbers = {"count": len(ids), "total": total}
        big = sizing.is_big(len(ids), total)
        if big:
            question = DELETE_MANY.filled(**numbers)
            agreed = asking.number(self._window, DELETE, question, len(ids))
        else:
            name = self._name(kind, ids[0]) if len(ids) == 1 else ""
            question = (DELETE_ONE if name else DELETE_FEW).filled(name=name, **numbers)
            agreed = asking.confirmed(self._window, DELETE, question, DELETE_YES)
        if agreed:
            self.delete(kind, ids, backed_up=big)

    def delete(self, kind: str, ids: list[int], *, backed_up: bool = False) -> None:
        """Delete records as one action; many in a thread, after a backup."""
        from renewtrack.store import buildings, estates, projects, works

        modules = {
            "estates": estates,
            "buildings": buildings,
            "projects": projects,
            "works": works,
        }

        def remove(db: Database) -> None:
            for row_id in ids:
                modules[kind].remove(db, row_id)

        detail = DELETED.filled(count=len(ids), kind=KIND_WORDS[kind])
        if len(ids) == 1:
            name = self._name(kind, ids[0])
            detail = Words(f"“{name}”", f"“{name}”")
        if backed_up:
            big_edits.write(self._session, "delete", remove, detail, DELETING)
        else:
            self._session.write("delete", remove, detail)

    def _name(self, kind: str, row_id: int) -> str:
        """Return what a row of a table is called; "" where it is not among its rows."""
        model = self._tables.tables[kind].ledger
        place = model.place(row_id)
        return ledger.row_name(model.row(place)) if place is not None else ""

    def _suggest_estate(self, dialog: NewRecord) -> None:
        table = self._tables.table
        place = table.currentIndex().row()
        row = table.ledger.row(place) if place >= 0 else None
        estate_id = getattr(row, "estate_id", None)
        if self._tables.kind == "estates":
            estate_id = getattr(row, "id", None)
        found = dialog.estate.findData(estate_id)
        if found >= 0:
            dialog.estate.setCurrentIndex(found)
