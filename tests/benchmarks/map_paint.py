"""How long the map takes with a whole city on it, beside what the machine cannot go below.

Run it by hand: ``python -m tests.benchmarks.map_paint [--quick]``; it prints, and judges nothing.
Floors of the same run: F_load is a raw fetch of the same bytes, one pass that sets a pixel per box,
and a frame; F_near is one fill and stroke of the visible polygons as ready-made paths. Every figure
is the least of three, every map has a process of its own. Real footprints are measured where
``../shared/data`` or ``RENEWTRACK_DATA`` is, FastMarkerCluster where ``RENEWTRACK_MARKERCLUSTER``
names the folder of npm's leaflet.markercluster.
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("QT_QUICK_BACKEND", "software")
os.environ.setdefault("QTWEBENGINE_CHROMIUM_FLAGS", "--disable-gpu")
if hasattr(os, "geteuid") and os.geteuid() == 0:
    os.environ.setdefault("QTWEBENGINE_DISABLE_SANDBOX", "1")

import shiboken6
from PySide6.QtCore import QElapsedTimer, QEventLoop
from PySide6.QtWebEngineCore import QWebEnginePage
from PySide6.QtWidgets import QApplication

from renewtrack.maps import drawing, looks, pack_cache, packing
from renewtrack.maps.theme import STAGE
from renewtrack.store import file, map_revision, on_map
from renewtrack.ui import map_scheme
from renewtrack.ui.map_view import MapView
from tests.benchmarks import big_district, map_scripts

ROUNDS = 3
FRAME_MS = 1000 / 60
NEAR = 15  # zoom: thousands of buildings in view, each with its shape and rim
CITY, TOWN = 500_000, 100_000
_GEOMS = "SELECT geom FROM building WHERE geom IS NOT NULL"
Figures = dict[str, float]


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the table: what was measured, and the most (or least) that it should be."""

    name: str
    goal: str = ""
    form: str = "{:.1f}"


CITY_LINES = (
    Line("features", form="{:,.0f}"),
    Line("pack, MB"),
    Line("reading the blobs, ms", form="{:.0f}"),
    Line("packing from the file, ms", form="{:.0f}"),
    Line("packing / reading", "<= 3"),
    Line("names of all, ms", form="{:.0f}"),
    Line("kept pack read back, ms", form="{:.0f}"),
    Line("F_load, ms", form="{:.0f}"),
    Line("page without features, ms", form="{:.0f}"),
    Line("first complete paint, ms", form="{:.0f}"),
    Line("first complete paint / F_load", "<= 4"),
    Line("(paint - page) / F_load"),
    Line("longest painting task, ms", "<= 50"),
    Line("pan far p95, frames", "<= 1.2"),
    Line("pan near p95, frames", "<= 1.2"),
    Line("zoom far p95, frames", "<= 3"),
    Line("zoom near p95, frames", "<= 3"),
    Line("F_near near, ms"),
    Line("F_near far, ms"),
    Line("recolour near / F_near", "<= 3"),
    Line("recolour far / F_near", "<= 4"),
    Line("one status to repaint near, ms", "<= 50"),
    Line("one status to repaint far, ms", "<= 50"),
    Line("click to Python, ms", "<= 20"),
    Line("hover, ms", "<= 5"),
    Line("renderer, MB", "<= 450", "{:.0f}"),
)
TOWN_LINES = (
    Line("preparing, ms", form="{:.0f}"),
    Line("paint, ms", form="{:.0f}"),
    Line("both / ours", "25 folium, 6 L.GeoJSON"),
    Line("pan median, frames"),
    Line("pan p95, frames"),
    Line("zoom p95, frames"),
    Line("renderer, MB", "ours <= 1/4 of folium", "{:.0f}"),
)


def wait_for(condition: Callable[[], object], seconds: float = 180) -> None:
    clock = QElapsedTimer()
    clock.start()
    while not condition():
        QApplication.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents, 20)
        if clock.elapsed() > 1000 * seconds:
            raise TimeoutError


def ask(page: QWebEnginePage | None, code: str) -> Any:
    """Run asynchronous code in a page and return what it resolves to."""
    assert page is not None
    page.runJavaScript(
        "window.__answer = undefined;"
        f"{code}.then((a) => (window.__answer = JSON.stringify(a ?? null)))"
    )
    answers: list[str] = []
    while not answers:
        heard: list[object] = []
        page.runJavaScript("window.__answer ?? ''", heard.append)
        wait_for(heard.__len__)
        answers = [str(each) for each in heard if each]
    return json.loads(answers[0])


def least(measure: Callable[[], float]) -> float:
    return min(measure() for _ in range(ROUNDS))


def milliseconds(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return 1000 * (time.perf_counter() - start)


def p95(frames: list[float]) -> float:
    return sorted(frames)[int(len(frames) * 0.95)] / FRAME_MS if frames else 0.0


def memory_mb(page: QWebEnginePage | None) -> float:
    """The renderer's resident memory; 0 where there is no /proc."""
    assert page is not None
    status = Path(f"/proc/{page.renderProcessPid()}/status")
    if not status.exists():
        return 0.0
    line = next(each for each in status.read_text().splitlines() if each.startswith("VmRSS"))
    return int(line.split()[1]) / 1024


def opened(made: drawing.Drawing | None) -> tuple[MapView, float]:
    """A fresh map of 1400 x 900, and the milliseconds from asking to all tiles painted."""
    view = MapView()
    view.resize(1400, 900)
    view.show_drawing(made)
    view.show()
    heard: list[float] = []
    view.painted.connect(heard.append)
    view.start()
    wait_for(lambda: heard)
    return view, heard[0]


def at_zoom(view: MapView, zoom: int | None) -> None:
    """Move near a building in the middle, or out to where all are seen."""
    if zoom is None:
        view.zoom_all()
    else:
        ask(
            view.page,
            f"""(async () => {{
                const {{ map, scene }} = renewtrack, f = scene.features, i = 2 * (f.count >> 1);
                map.setView(map.unproject([f.anchor[i], f.anchor[i + 1]], 22), {zoom},
                    {{animate: false}});
            }})()""",
        )
    ask(view.page, "new Promise((done) => setTimeout(done, 1200))")


def click(view: MapView) -> float:
    """Milliseconds from a click's event in the page to the signal in Python."""
    heard: list[float] = []
    view.picked.connect(lambda *_: heard.append(1000 * time.time()))
    let_go = float(ask(view.page, map_scripts.CLICK))
    wait_for(lambda: heard, 10)
    return heard[0] - let_go


def of_file(path: Path) -> tuple[Figures, drawing.Drawing]:
    """What reading and packing take, and the drawing that comes of the kept pack."""
    db = file.open_file(path, who="测试", readonly=True).db
    read = least(lambda: milliseconds(lambda: db.conn.execute(_GEOMS).fetchall()))
    found: Figures = {"reading the blobs, ms": read}
    placed = on_map.placed(db)
    found["packing from the file, ms"] = least(
        lambda: milliseconds(lambda: packing.pack(on_map.outlines(db)))
    )
    found["packing / reading"] = found["packing from the file, ms"] / read
    whole = least(lambda: milliseconds(lambda: drawing.pack(on_map.placed(db))))
    found["names of all, ms"] = whole - found["packing from the file, ms"]
    packed = drawing.pack(placed)
    pack_cache.save(path, map_revision.revision(db), packed)
    found["kept pack read back, ms"] = least(lambda: milliseconds(lambda: pack_cache.load(path)))
    kept = pack_cache.load(path)
    look = looks.of(db, STAGE, packed.pack.ids.tolist(), "2026-06-30")
    return found, drawing.Drawing(packed if kept is None else kept[1], look)


def city(path: Path) -> Figures:
    """Measure our map on a project file."""
    found, made = of_file(path)
    paints, view, empty = [], None, []
    for _ in range(ROUNDS):
        bare, took = opened(None)
        empty.append(took)
        shiboken6.delete(bare)
        if view is not None:
            shiboken6.delete(view)
        view, took = opened(made)
        paints.append(took)
    assert view is not None
    page = view.page
    load = least(lambda: float(ask(page, map_scripts.FLOOR_LOAD)))
    found |= {
        "features": len(made.pack.ids),
        "pack, MB": len(made.pack.body) / 1e6,
        "F_load, ms": load,
        "page without features, ms": min(empty),
        "first complete paint, ms": min(paints),
        "first complete paint / F_load": min(paints) / load,
        "(paint - page) / F_load": (min(paints) - min(empty)) / load,
    }
    ask(page, map_scripts.WATCH)
    for name, zoom in (("far", None), ("near", NEAR)):
        at_zoom(view, zoom)
        found[f"pan {name} p95, frames"] = least(lambda: p95(ask(page, map_scripts.PAN)))
        at_zoom(view, zoom)
        found[f"zoom {name} p95, frames"] = least(lambda: p95(ask(page, map_scripts.ZOOM)))
        at_zoom(view, zoom)
        found["renderer, MB"] = max(found.get("renderer, MB", 0.0), memory_mb(page))
        near = least(lambda: float(ask(page, map_scripts.FLOOR_NEAR)))
        recolour = least(lambda: float(ask(page, map_scripts.RECOLOUR)))
        found[f"F_near {name}, ms"] = near
        found[f"recolour {name} / F_near"] = recolour / near
        found[f"one status to repaint {name}, ms"] = least(
            lambda: float(ask(page, map_scripts.PATCH))
        )
    found["longest painting task, ms"] = float(ask(page, map_scripts.TASKS))
    found["click to Python, ms"] = least(lambda: click(view))
    found["hover, ms"] = least(lambda: float(ask(page, map_scripts.HOVER)))
    shiboken6.delete(view)
    return found


def town(path: Path, name: str) -> Figures:
    """Measure one way to put a town on a map, from the file to the picture."""
    db = file.open_file(path, who="测试", readonly=True).db
    start = time.perf_counter()
    if name == "ours":
        placed = on_map.placed(db)
        look = looks.of(db, STAGE, placed.ids, "2026-06-30")
        made = drawing.prepare(placed, look)
        preparing = 1000 * (time.perf_counter() - start)
        view, paint = opened(made)
        return {"preparing, ms": preparing, "paint, ms": paint} | moved(view.page)
    from tests.benchmarks import map_rivals

    blobs = [row[0] for row in db.conn.execute(_GEOMS).fetchall()]
    pages = map_rivals.RIVALS[name](blobs)
    preparing = 1000 * (time.perf_counter() - start)
    shown, kept = map_rivals.opened(pages)
    wait = {"preparing, ms": preparing, "paint, ms": float(ask(kept[0], map_scripts.PAINTED))}
    return wait | moved(shown.page())


def moved(page: QWebEnginePage | None) -> Figures:
    ask(page, "new Promise((done) => setTimeout(done, 1200))")
    frames = ask(page, map_scripts.PAN)
    found = {
        "pan median, frames": statistics.median(frames) / FRAME_MS,
        "pan p95, frames": p95(frames),
    }
    ask(page, "new Promise((done) => setTimeout(done, 1200))")
    return found | {
        "zoom p95, frames": p95(ask(page, map_scripts.ZOOM)),
        "renderer, MB": memory_mb(page),
    }


def _child(arguments: list[str], ratio: int = 1) -> Figures:
    run = subprocess.run(
        [sys.executable, "-m", "tests.benchmarks.map_paint", "--child", *arguments],
        env=os.environ | {"QT_SCALE_FACTOR": str(ratio)},
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        check=False,
        text=True,
    )
    lines = [line for line in run.stdout.splitlines() if line.startswith("{")]
    print(*arguments, f"{ratio}x:", *(lines[-1:] or ["nothing"]), file=sys.stderr)  # noqa: T201
    return dict(json.loads(lines[-1])) if lines else {}


def _table(lines: tuple[Line, ...], columns: dict[str, Figures]) -> None:
    print(f"\n{'':36}{'goal':>24}", *(f"{name:>20}" for name in columns))  # noqa: T201
    for line in lines:
        cells = [
            line.form.format(each[line.name]) if line.name in each else "-"
            for each in columns.values()
        ]
        print(f"{line.name:36}{line.goal:>24}", *(f"{cell:>20}" for cell in cells))  # noqa: T201


def main(quick: bool) -> None:
    """Print both tables; ``quick`` takes a tenth of the buildings."""
    city_size, town_size = (CITY // 10, TOWN // 10) if quick else (CITY, TOWN)
    kinds = [("invented", city_size, 1), ("invented, 2x", city_size, 2)]
    if big_district.data_folder() is not None:
        kinds += [("real", city_size, 1), ("real, 2x", city_size, 2), ("real, as it is", 3723, 1)]
    cities = {
        name: _child(["city", name.split(",")[0], str(size)], ratio) for name, size, ratio in kinds
    }
    _table(CITY_LINES, cities)
    from tests.benchmarks import map_rivals

    names = ["ours", *map_rivals.RIVALS]
    if map_rivals.cluster_folder() is None:
        names.remove("FastMarkerCluster")
    towns = {name: _best(name, town_size) for name in names}
    ours = towns["ours"]
    for each in towns.values():
        if each and ours:
            both = each["preparing, ms"] + each["paint, ms"]
            each["both / ours"] = both / (ours["preparing, ms"] + ours["paint, ms"])
    _table(TOWN_LINES, towns)


def _best(name: str, size: int) -> Figures:
    runs = [run for _ in range(ROUNDS) if (run := _child(["town", name, str(size)]))]
    return {key: min(run[key] for run in runs) for key in runs[0]} if runs else {}


def child(what: str, name: str, size: int) -> None:
    """Measure in this process and print the figures as JSON."""
    map_scheme.register()
    map_scheme.make_known()
    application = QApplication(sys.argv[:1])
    if what == "city":
        figures = city(big_district.project(size, real=name == "real"))
    else:
        figures = town(big_district.project(size), name)
    print(json.dumps(figures), flush=True)  # noqa: T201
    assert application is not None
    os._exit(0)  # what WebEngine still holds is nobody's concern here


if __name__ == "__main__":
    if sys.argv[1:2] == ["--child"]:
        child(sys.argv[2], sys.argv[3], int(sys.argv[4]))
    else:
        main("--quick" in sys.argv)
