"""What the window does with layers of GIS programs: writes them, and checks the shapes."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFileDialog

from renewtrack.ui import putting_out
from renewtrack.ui.speaking import text
from renewtrack.words import Words

if TYPE_CHECKING:
    from sqlite_utils import Database

    from renewtrack.ui.main_window import MainWindow
    from renewtrack.ui.shape_check import ShapeCheck
    from renewtrack.ui.tasks import Task

TITLE = Words("导出图层到", "Export layers to")
NAME = Words("图层", "layers")
KINDS = ("areas", "estates", "buildings", "sites")  # in the order they are best taken in
BUILDINGS = ("buildings",)
FORMS: tuple[tuple[Words, str, str, tuple[str, ...]], ...] = (
    (
        Words("GeoPackage，含样式（*.gpkg）", "GeoPackage with styles (*.gpkg)"),
        ".gpkg",
        "utf-8",
        KINDS,
    ),
    (
        Words("楼栋 Shapefile，GBK 编码（*.shp）", "Buildings, Shapefile in GBK (*.shp)"),
        ".shp",
        "gb18030",
        BUILDINGS,
    ),
    (
        Words("楼栋 Shapefile，UTF-8 编码（*.shp）", "Buildings, Shapefile in UTF-8 (*.shp)"),
        ".shp",
        "utf-8",
        BUILDINGS,
    ),
    (Words("KML（*.kml）", "KML (*.kml)"), ".kml", "utf-8", KINDS),
)


class LayerDeeds:
    """Writes layers out, and shows what is wrong with the shapes of the file."""

    def __init__(self, window: MainWindow) -> None:
        self._window = window
        self._checking: ShapeCheck | None = None

    def table(self) -> dict[str, Callable[[], object]]:
        """Return what each command of layers does."""
        return {"export_layers": self.ask_export, "check_shapes": self.check}

    def ask_export(self) -> None:
        """Ask where to and in which form, and write the layers."""
        window = self._window
        session = window.session
        district = session.file.district if session.file is not None else ""
        start = window.files.folder() / f"{district}{text(NAME)}_{session.today}.gpkg"
        kinds = [_qt_kind(words) for words, *_ in FORMS]
        found, chosen = QFileDialog.getSaveFileName(
            window, text(TITLE), str(start), ";;".join(kinds), kinds[0]
        )
        if found:
            place = kinds.index(chosen) if chosen in kinds else 0
            suffix = FORMS[place][1]
            path = Path(found)
            if path.suffix.lower() not in {each[1] for each in FORMS}:
                path = path.with_name(f"{path.name}{suffix}")
            self.export(path, place if path.suffix.lower() == suffix else None)

    def export(self, path: Path, place: int | None = None) -> Task:
        """Write layers in a thread, by the form at a place of FORMS or by the file's end."""
        end = path.suffix.lower()
        form = FORMS[place] if place is not None else next(f for f in FORMS if f[1] == end)
        _, _, encoding, kinds = form

        def write(db: Database, path: Path, seen: putting_out.Seen) -> int:
            from renewtrack.gis import putting
            from renewtrack.intake import shape_lines

            layers = shape_lines.layers(db, kinds)
            putting.put(path, layers, seen, encoding)
            return sum(len(each.rows) for each in layers)

        what = "layers" if len(kinds) > 1 else "shapes"
        return putting_out.run(self._window.session, write, (what, path, ""), self._window.tell)

    def check(self) -> None:
        """Show what is wrong with the shapes of the file."""
        from renewtrack.ui.shape_check import ShapeCheck

        if self._checking is not None:
            self._checking.close()
        self._checking = ShapeCheck(self._window)
        self._checking.show()


def _qt_kind(words: Words) -> str:
    """Return the words of a file kind with the brackets that Qt looks for."""
    return text(words).replace("（", " (").replace("）", ")")
