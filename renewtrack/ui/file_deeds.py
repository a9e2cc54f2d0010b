"""What the file menu does: new, open, demo, import, export, print, close."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QDialog, QFileDialog, QWidget

from renewtrack import paths
from renewtrack.domain import vector_files
from renewtrack.errors import Cancelled, UserError
from renewtrack.store.refusing import DamagedFile, OlderFile
from renewtrack.ui import doorbell, putting_out, trouble
from renewtrack.ui.new_ledger import NewLedger
from renewtrack.ui.session import Session
from renewtrack.ui.speaking import text
from renewtrack.ui.tasks import Task
from renewtrack.words import Words

if TYPE_CHECKING:
    from sqlite_utils import Database

LEDGERS = (".gpkg",)
LAYERS = vector_files.SUFFIXES - {".gpkg"}
SHEETS = (".xlsx", ".xls", ".xlsm", ".xlsb", ".et", ".ods", ".csv", ".tsv", ".txt")
OPEN_TITLE = Words("打开台账", "Open a ledger")
LEDGER_KIND = Words("更新台账（*.gpkg）", "Renewal ledger (*.gpkg)")
SHEETS_TITLE = Words("选择要导入的表", "Choose the sheets to import")
SHEETS_KIND = Words(
    "表格和图形文件（*.xlsx *.xls *.et *.ods *.csv *.tsv *.gpkg *.shp *.zip *.geojson *.kml "
    "*.kmz *.dxf *.pbf）",
    "Sheets and GIS layers (*.xlsx *.xls *.et *.ods *.csv *.tsv *.gpkg *.shp *.zip *.geojson "
    "*.kml *.kmz *.dxf *.pbf)",
)
FOLDER_TITLE = Words("台账放在哪个文件夹", "Folder for ledgers")
EXPORT_TITLE = Words("导出到", "Export to")
RAISED = Words("已切换到打开着它的窗口", "The window that has it open was brought forward")
OPENING = Words("正在打开…", "Opening…")
MAKING = Words("正在生成示范区…", "Making the demo district…")
UNMASKED = Words("（含个人信息）", " (unmasked)")
DEMO_NAME = Words("示范区", "示范区")
# The kind of list, what it is called, the file's end, and what the record of exports calls it.
EXPORTS: dict[str, tuple[str, Words, str, str]] = {
    "export_ledger": ("ledger", Words("台账", "Ledger"), ".xlsx", "ledger"),
    "export_xlsx": ("buildings", Words("楼栋表", "Buildings"), ".xlsx", "buildings"),
    "export_csv": ("buildings", Words("楼栋表", "Buildings"), ".csv", "buildings"),
    "export_estates": ("estates", Words("小区", "Estates"), ".xlsx", "estates"),
    "export_bookings": ("bookings", Words("入户登记", "Visits"), ".xlsx", "bookings"),
    "export_lifts": ("lifts", Words("加装电梯", "Lifts"), ".xlsx", "lifts"),
    "export_payments": ("payments", Words("资金拨付", "Payments"), ".xlsx", "payments"),
    "export_readings": ("readings", Words("监测读数", "Readings"), ".xlsx", "readings"),
    "export_geojson": ("buildings", Words("楼栋", "Buildings"), ".geojson", "shapes"),
}


class FileDeeds(QObject):
    """Opens, makes, fills and gives out project files."""

    older = Signal(object, object)  # Path, and why it cannot be opened where it lies

    def __init__(self, session: Session, window: QWidget, tell: Callable[[Words], object]) -> None:
        super().__init__(window)
        self._session, self._window, self._tell = session, window, tell

    def table(self) -> dict[str, Callable[[], object]]:
        """Return what each command of files does."""
        return {
            "new": self.new,
            "open": self.ask_open,
            "demo": self.demo,
            "import": self.ask_import,
            "export_unmasked": self.ask_export_unmasked,
            "fill_workbook": self.ask_fill,
            "surveyor_form": self.ask_form,
            **{key: partial(self.ask_export, key) for key in EXPORTS},
        }

    # -- into the window

    def open_path(self, path: Path, then: Callable[[], object] | None = None) -> None:
        """Open a file, or raise the window that has it open.

        The slow imports run in a thread, so the window stays awake.
        """
        present = self._session.file
        own = present is not None and Path(present.path).resolve() == path.resolve()

        def ready(_: object) -> bool:
            import_module("sqlite_utils")
            return not own and path.is_file() and doorbell.ring(path)

        def imported(raised: bool) -> None:
            if raised:
                self._tell(RAISED)
            elif self._opened(path, then) and then is not None:
                then()

        self._session.tasks.run(ready, imported, words=OPENING)

    def _opened(self, path: Path, then: Callable[[], object] | None) -> bool:
        """Open a file now; False where the person was told why it is not open."""
        try:
            self._session.open(path)
        except Cancelled:  # nobody signed in; the present file stays
            return False
        except DamagedFile:
            self._show_damage(path, then)
        except OlderFile as older:
            self.older.emit(path, older)
        except UserError as error:
            trouble.show(error, self._window)
        else:
            return True
        return False

    def open_damaged(self, path: Path) -> None:
        """Open a damaged file to look at what is left of it; nothing of it can be changed."""
        from renewtrack.store import file as project_file

        try:
            self._session.adopt(project_file.open_file(path, damaged=True))
        except Cancelled:
            return
        except UserError as error:
            trouble.show(error, self._window)

    def _show_damage(self, path: Path, then: Callable[[], object] | None) -> None:
        from renewtrack.ui.damage_dialog import DamageDialog

        dialog = DamageDialog(self._session, path, self._window)
        dialog.open_asked.connect(lambda sound: self.open_path(sound, then))
        dialog.look_asked.connect(self.open_damaged)
        dialog.other_asked.connect(self.ask_open)
        dialog.exec()
        dialog.deleteLater()

    def ask_open(self) -> None:
        """Ask for a ledger and open it."""
        kind = _qt_kind(LEDGER_KIND)
        found, _ = QFileDialog.getOpenFileName(
            self._window, text(OPEN_TITLE), str(self.folder()), kind
        )
        if found:
            self.open_path(Path(found))

    def demo(self) -> None:
        """Open the demo district, making it first where there is none."""
        path = self.folder() / f"{DEMO_NAME.zh}.gpkg"
        if path.exists():
            self.open_path(path)
            return

        def make(task: Task) -> Path:
            from renewtrack import demo

            made = demo.make(path, progress=task)
            made.close()
            return path

        self._session.tasks.run(make, self.open_path, words=MAKING)

    def new(self, then: Callable[[], object] | None = None) -> None:
        """Ask for a district and a file, and open the empty ledger; then go on."""
        dialog = NewLedger(self.folder(), self._window)
        if dialog.exec() == QDialog.DialogCode.Accepted:
            self.create(dialog.path(), dialog.district(), then)

    def create(self, path: Path, district: str, then: Callable[[], object] | None = None) -> None:
        """Make an empty ledger and open it; then go on."""

        def make(_: Task) -> Path:
            from renewtrack.store import file as project_file

            project_file.create(path, district).close()
            return path

        self._session.tasks.run(make, lambda made: self.open_path(made, then), words=OPENING)

    def ask_folder(self) -> None:
        """Ask where new ledgers go."""
        found = QFileDialog.getExistingDirectory(
            self._window, text(FOLDER_TITLE), str(self.folder())
        )
        if found:
            self._session.prefer(folder=found)

    def folder(self) -> Path:
        """Return the folder of new ledgers."""
        liked = self._session.preferences.folder
        return Path(liked) if liked and Path(liked).is_dir() else paths.data_folder()

    # -- sheets in and out

    def ask_import(self) -> None:
        """Ask for sheets and take them in; without a file a new ledger comes first."""
        if self._session.file is None:
            self.new(self.ask_import)
            return
        found, _ = QFileDialog.getOpenFileNames(
            self._window, text(SHEETS_TITLE), str(self.folder()), _qt_kind(SHEETS_KIND)
        )
        if found:
            self.take_in([Path(each) for each in found])

    def take_in(self, sheets: Sequence[Path]) -> None:
        """Show the import wizard for some sheets."""
        from renewtrack.ui.import_wizard import ImportWizard

        ImportWizard(self._session, list(sheets), self._window).exec()

    def dropped(self, files: Sequence[Path]) -> None:
        """Open a dropped ledger, or take dropped sheets in."""
        ledgers = [each for each in files if each.suffix.lower() in LEDGERS]
        sheets = [each for each in files if each.suffix.lower() in (*SHEETS, *LAYERS)]
        if ledgers:
            self.open_path(ledgers[0])
        elif sheets and self._session.file is not None:
            self.take_in(sheets)
        elif sheets:
            self.new(lambda: self.take_in(sheets))

    def ask_export(self, key: str, reason: str = "") -> None:
        """Ask where to, and export; with a reason persons go out unmasked."""
        _, words, suffix, _ = EXPORTS[key]
        district = self._session.file.district if self._session.file is not None else ""
        end = text(UNMASKED) if reason else ""
        start = self.folder() / f"{district}{text(words)}{end}_{self._session.today}{suffix}"
        found, _ = QFileDialog.getSaveFileName(
            self._window, text(EXPORT_TITLE), str(start), f"*{suffix}"
        )
        if found:
            path = Path(found)
            self.export(key, path if path.suffix else path.with_suffix(suffix), reason)

    def ask_export_unmasked(self) -> None:
        """Ask why persons go out unmasked, then where to, and export the ledger."""
        reason = putting_out.reason_or_trouble(self._session, self._window)
        if reason is not None:
            self.ask_export("export_ledger", reason)

    def export(self, key: str, path: Path, reason: str = "") -> Task:
        """Export in a thread, record it, and say how many rows went out."""
        kind, _, _, what = EXPORTS[key]

        def write(db: Database, path: Path, seen: putting_out.Seen) -> int:
            from renewtrack.intake import plain_sheets, writing

            if path.suffix.lower() == ".geojson":
                return writing.geojson(db, path, kind, seen=seen)
            if kind == "ledger":
                said = writing.LedgerWords(reveal=bool(reason))
                return writing.ledger(db, path, said=said, seen=seen)
            return plain_sheets.write(db, path, kind, plain_sheets.Plainly(), seen)

        return putting_out.run(self._session, write, (what, path, reason), self._tell)

    def ask_fill(self) -> None:
        """Ask which sender's workbook to fill, and fill it."""
        from renewtrack.ui.fill_dialog import FillDialog

        FillDialog(self._session, self.folder(), self._window).ask(self._tell)

    def ask_form(self) -> None:
        """Ask which surveyor's form to write, and write it."""
        from renewtrack.ui.form_dialog import FormDialog

        FormDialog(self._session, self.folder(), self._window).ask(self._tell)


def _qt_kind(words: Words) -> str:
    """Return the words of a file kind with the brackets that Qt looks for."""
    return text(words).replace("（", " (").replace("）", ")")
