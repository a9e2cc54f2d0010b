"""How long paper takes, beside the browser's own print and what the machine cannot go below.

Run it by hand: ``python -m tests.benchmarks.paper [--quick]``; it prints, and judges nothing.
The browser opens the product's own map page of the same file and prints it, loading included. The
floor of a large sheet is one ``zlib.compress`` of the operators that stand in our own PDF. Every
figure is the least of its rounds, all in one run.
"""

from __future__ import annotations

import contextlib
import io
import os
import sys
import tempfile
import time
import zlib
from collections.abc import Callable
from pathlib import Path

import shiboken6
from pypdf import PdfReader
from PySide6.QtCore import QMarginsF
from PySide6.QtGui import QPageLayout, QPageSize
from PySide6.QtWebEngineCore import QWebEnginePage
from PySide6.QtWidgets import QApplication

from renewtrack.maps import drawing, looks
from renewtrack.maps.theme import STAGE
from renewtrack.printing import atlas, composing, make, pdf
from renewtrack.printing.folio import Folio
from renewtrack.printing.status_map import Paper
from renewtrack.store import file, on_map
from renewtrack.ui import map_scheme
from tests.benchmarks import big_district, map_paint, map_rivals

ROUNDS = 3
_GEOMS = "SELECT geom FROM building WHERE geom IS NOT NULL"
SHEET, CITY = 20_000, 450_000
TODAY = "2026-06-30"


def least(work: Callable[[], object], rounds: int = ROUNDS) -> float:
    """Return the least seconds of some rounds."""
    found = []
    for _ in range(rounds):
        start = time.perf_counter()
        work()
        found.append(time.perf_counter() - start)
    return min(found)


def composed(path: Path, paper: Paper) -> Folio:
    """Return the map of a file, read and composed."""
    with contextlib.closing(file.open_file(path)) as opened:
        return composing.compose(make.status_map(opened.db, make.Options(today=TODAY)), paper)


def by_browser(path: Path, out: Path) -> None:
    """Open the map page of a file, wait for all its tiles, print it on A3: pixels of the screen."""
    with contextlib.closing(file.open_file(path, readonly=True)) as opened:
        packed = drawing.pack(on_map.placed(opened.db))
        look = looks.of(opened.db, STAGE, packed.pack.ids.tolist(), TODAY)
    view, _painted = map_paint.opened(drawing.Drawing(packed, look))
    assert view.page is not None
    _printed(view.page, out)
    shiboken6.delete(view)


def by_browser_as_vectors(path: Path, out: Path) -> None:
    """Print the same buildings as shapes, the only form that a browser prints sharp."""
    with contextlib.closing(file.open_file(path, readonly=True)) as opened:
        blobs = [row[0] for row in opened.db.conn.execute(_GEOMS)]
    made = map_rivals.folium_geojson(blobs)
    made[""] = made[""].replace(b'"preferCanvas": true', b'"preferCanvas": false')
    view, kept = map_rivals.opened(made)
    map_paint.ask(kept[0], "new Promise((done) => setTimeout(done, 0))")
    _printed(kept[0], out)
    view.setPage(None)
    shiboken6.delete(view)


def _printed(page: QWebEnginePage, out: Path) -> None:
    layout = QPageLayout(
        QPageSize(QPageSize.PageSizeId.A3), QPageLayout.Orientation.Landscape, QMarginsF()
    )
    heard: list[bool] = []
    page.pdfPrintingFinished.connect(lambda _path, good: heard.append(good))
    page.printToPdf(str(out), layout)
    map_paint.wait_for(lambda: heard)
    if not heard[0]:
        raise RuntimeError("the browser printed nothing")


def floor(content: bytes) -> float:
    """Return the seconds that zlib takes for the operators of a PDF."""
    held = [page["/Contents"].get_object() for page in PdfReader(io.BytesIO(content)).pages]
    streams = [zlib.decompress(each._data) for each in held]  # pypdf's own way ends at 75 MB
    return least(lambda: [zlib.compress(stream) for stream in streams])


def sheet(room: Path) -> None:
    """Print the figures of an A3 sheet beside the browser's."""
    path, out = big_district.project(SHEET), room / "ours.pdf"
    ours = least(lambda: pdf.write_folio(out, composed(path, Paper("A3"))))
    pixels = least(lambda: by_browser(path, room / "pixels.pdf"))
    vectors = least(lambda: by_browser_as_vectors(path, room / "vectors.pdf"), 1)
    sizes = [(room / f"{name}.pdf").stat().st_size / 1e6 for name in ("ours", "pixels", "vectors")]
    _say(f"A3, {SHEET:,}: ours {ours:.2f} s, {sizes[0]:.2f} MB (<= 2)")
    _say(f"  browser, pixels of the screen: {pixels:.2f} s, {sizes[1]:.2f} MB,"
         f" ratio {ours / pixels:.2f} (<= 0.20)")  # fmt: skip
    _say(f"  browser, vectors: {vectors:.2f} s, {sizes[2]:.2f} MB,"
         f" ratio {ours / vectors:.2f} (<= 0.20)")  # fmt: skip


def city() -> None:
    """Print the figures of a whole city on A0 beside the floor."""
    folio = composed(big_district.project(CITY), Paper("A0"))
    content = pdf.rendered(folio)
    took, bare = least(lambda: pdf.rendered(folio)), floor(content)
    _say(f"A0, {CITY:,}: drawn and written {took:.2f} s, floor {bare:.2f} s, ratio "
          f"{took / bare:.2f} (<= 3), {len(content) / 1e6:.1f} MB")  # fmt: skip


def whole_atlas(room: Path) -> None:
    """Print the figures of an atlas by estate beside one sheet of the same file."""
    path = big_district.project(100 * big_district.EACH)
    one = least(lambda: pdf.write_folio(room / "one.pdf", composed(path, Paper("A4"))))

    def all_pages() -> int:
        with contextlib.closing(file.open_file(path)) as opened:
            options = make.Options(today=TODAY)
            made = atlas.compose(opened.db, options, Paper("A4"), "estate")
        pdf.write_folio(room / "atlas.pdf", made)
        return len(made.pages)

    took, pages = least(all_pages, 1), all_pages()
    _say(f"atlas, {pages} pages: {took:.2f} s, one sheet {one:.2f} s, ratio a page "
          f"{took / pages / one:.2f} (<= 1)")  # fmt: skip


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def main() -> None:
    """Measure all, or without the city."""
    map_scheme.register()
    map_scheme.make_known()
    application = QApplication(sys.argv[:1])
    with tempfile.TemporaryDirectory() as folder:
        sheet(Path(folder))
        whole_atlas(Path(folder))
    if "--quick" not in sys.argv:
        city()
    assert application is not None
    os._exit(0)  # what WebEngine still holds is nobody's concern here


if __name__ == "__main__":
    main()
