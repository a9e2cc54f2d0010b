"""How long the map takes to draw, as ratios to what the machine cannot go below.

Run it: ``python -m tests.benchmarks.map_paint [features ...]``. Floors of the same run:
F_load is a raw fetch of the same bytes, one pass that sets a pixel per box, and a frame;
F_near is one fill and stroke of the visible polygons as ready-made paths.
"""

from __future__ import annotations

import json
import os
import statistics
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("QT_QUICK_BACKEND", "software")
os.environ.setdefault("QTWEBENGINE_CHROMIUM_FLAGS", "--disable-gpu")
if hasattr(os, "geteuid") and os.geteuid() == 0:
    os.environ.setdefault("QTWEBENGINE_DISABLE_SANDBOX", "1")

import shiboken6
from PySide6.QtCore import QElapsedTimer, QEventLoop
from PySide6.QtWidgets import QApplication

from renewtrack.maps import drawing
from renewtrack.maps.theme import STAGE
from renewtrack.ui import map_scheme
from renewtrack.ui.map_view import MapView
from tests.maps.district import buildings

ROUNDS = 3
SIZES = (1_400, 100_000)
FRAME_MS = 1000 / 60
FLOOR_LOAD = """(async () => {
    const start = performance.now();
    const answer = await fetch('features.bin?floor' + start, {cache: 'no-store'});
    const bytes = await answer.arrayBuffer();
    const { scene } = renewtrack, boxes = scene.features.boxes;
    const image = new ImageData(1400, 900), pixels = new Uint32Array(image.data.buffer);
    const canvas = document.createElement('canvas');
    canvas.width = 1400; canvas.height = 900;
    const [x0, y0, x1, y1] = scene.features.mainBounds();
    const sx = 1399 / (x1 - x0 || 1), sy = 899 / (y1 - y0 || 1);
    for (let i = 0; i < boxes.length; i += 4) {
        const x = Math.round((boxes[i] - x0) * sx), y = Math.round((boxes[i + 1] - y0) * sy);
        pixels[y * 1400 + x] = 0xff0061fe;
    }
    canvas.getContext('2d').putImageData(image, 0, 0);
    document.body.append(canvas);
    await new Promise(requestAnimationFrame);
    canvas.remove();
    return performance.now() - start + 0 * bytes.byteLength;
})()"""
FLOOR_NEAR = """(async () => {
    const { map, scene } = renewtrack, { features, palette } = scene;
    const scale = 2 ** (map.getZoom() + 8 - 30), corner = map.getPixelBounds().min;
    const x = corner.x / scale, y = corner.y / scale, size = map.getSize();
    const rows = features.search(x, y, x + size.x / scale, y + size.y / scale);
    const paths = rows.map((row) => {
        const path = new Path2D();
        for (let r = features.ringFrom[row]; r < features.ringFrom[row + 1]; r++) {
            for (let v = features.vertexFrom[r]; v < features.vertexFrom[r + 1]; v++) {
                const px = (features.xy[2 * v] - x) * scale;
                const py = (features.xy[2 * v + 1] - y) * scale;
                if (v > features.vertexFrom[r]) path.lineTo(px, py); else path.moveTo(px, py);
            }
            path.closePath();
        }
        return path;
    });
    const canvas = document.createElement('canvas');
    canvas.width = size.x; canvas.height = size.y;
    document.body.append(canvas);
    const start = performance.now(), ctx = canvas.getContext('2d');
    rows.forEach((row, i) => {
        const look = palette.classes[features.classes[row]];
        ctx.fillStyle = look.fill; ctx.strokeStyle = look.edge;
        ctx.fill(paths[i]); ctx.stroke(paths[i]);
    });
    ctx.getImageData(0, 0, 1, 1);
    await new Promise(requestAnimationFrame);
    canvas.remove();
    return performance.now() - start;
})()"""
RECOLOUR = """(async () => {
    const start = performance.now(), { tiles } = renewtrack;
    tiles.repaint();
    await new Promise((done) => tiles.once('idle', done));
    await new Promise(requestAnimationFrame);
    return performance.now() - start;
})()"""
PATCH = """(async () => {
    const { map, scene, tiles, told } = renewtrack, { features } = scene;
    const middle = map.project(map.getCenter(), 22);
    const row = Math.max(0, features.at(middle.x, middle.y, 2 ** 20));
    const start = performance.now();
    told({do: 'patch', rows: [[features.ids[row], (features.classes[row] + 1) % 5, false]]});
    await new Promise((done) => tiles.once('idle', done));
    await new Promise(requestAnimationFrame);
    return performance.now() - start;
})()"""
PAN = """(async () => {
    const frames = [], { map } = renewtrack;
    for (const way of [1, -1]) {
        map.panBy([way * 700, way * 400], {animate: true, duration: 0.9, easeLinearity: 1});
        let last = await new Promise(requestAnimationFrame);
        while (map._panAnim._inProgress) {
            const now = await new Promise(requestAnimationFrame);
            frames.push(now - last);
            last = now;
        }
    }
    return frames;
})()"""


def wait_for(condition: Callable[[], object], seconds: float = 120) -> None:
    clock = QElapsedTimer()
    clock.start()
    while not condition():
        QApplication.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents, 20)
        if clock.elapsed() > 1000 * seconds:
            raise TimeoutError


def ask(view: MapView, code: str) -> Any:
    """Run asynchronous code in the page and return what it resolves to."""
    assert view.page is not None
    view.page.runJavaScript(
        "window.__answer = undefined;"
        f"{code}.then((a) => (window.__answer = JSON.stringify(a ?? null)))"
    )
    answers: list[str] = []
    while not answers:
        heard: list[object] = []
        view.page.runJavaScript("window.__answer ?? ''", heard.append)
        wait_for(heard.__len__)
        answers = [str(each) for each in heard if each]
    return json.loads(answers[0])


def opened(made: drawing.Drawing) -> tuple[MapView, float]:
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


def least(view: MapView, code: str) -> float:
    return min(float(ask(view, code)) for _ in range(ROUNDS))


def at_zoom(view: MapView, zoom: int | None) -> None:
    """Move near the first building, or out to where all are seen."""
    if zoom is None:
        view.zoom_all()
    else:
        place = "renewtrack.scene.features"
        ask(
            view,
            f"""(async () => {{
                const f = {place}, i = 2 * (f.count >> 1);
                renewtrack.map.setView(renewtrack.map.unproject([f.anchor[i], f.anchor[i + 1]], 22),
                    {zoom}, {{animate: false}});
            }})()""",
        )
    ask(view, "new Promise((done) => setTimeout(done, 800))")


def memory_mb(view: MapView) -> float:
    """The renderer's resident memory; 0 where there is no /proc."""
    assert view.page is not None
    status = Path(f"/proc/{view.page.renderProcessPid()}/status")
    if not status.exists():
        return 0.0
    line = next(each for each in status.read_text().splitlines() if each.startswith("VmRSS"))
    return int(line.split()[1]) / 1024


def pan(view: MapView) -> str:
    frames = sorted(ask(view, PAN))
    p95 = frames[int(len(frames) * 0.95)]
    return f"{statistics.median(frames) / FRAME_MS:.1f} / {p95 / FRAME_MS:.1f} frames"


def measure(count: int) -> list[tuple[str, str]]:
    features = buildings(estates=count // 50, each=50)
    start = time.perf_counter()
    made = drawing.prepare(features, STAGE)
    preparing = time.perf_counter() - start
    paints, view = [], None
    for _ in range(ROUNDS):
        if view is not None:
            shiboken6.delete(view)
        view, milliseconds = opened(replace(made))
        paints.append(milliseconds)
    assert view is not None
    bare, empty = opened(drawing.prepare([], STAGE))
    shiboken6.delete(bare)
    load = least(view, FLOOR_LOAD)
    lines = [
        ("features, pack in MB", f"{len(features)}, {len(made.body) / 1e6:.1f}"),
        ("preparing in Python, ms", f"{1000 * preparing:.0f}"),
        ("F_load, ms", f"{load:.0f}"),
        ("page with nothing on it, ms", f"{empty:.0f}"),
        ("first paint, ms", f"{min(paints):.0f}"),
        ("first paint / F_load", f"{min(paints) / load:.1f}"),
        ("(first paint - empty page) / F_load", f"{(min(paints) - empty) / load:.1f}"),
    ]
    for name, zoom in (("far", None), ("near", 17)):
        at_zoom(view, zoom)
        lines.append((f"pan {name}, median / p95", pan(view)))
        at_zoom(view, zoom)
        near = least(view, FLOOR_NEAR)
        lines += [
            (f"F_near {name}, ms", f"{near:.1f}"),
            (f"recolour all {name} / F_near", f"{least(view, RECOLOUR) / near:.1f}"),
            (f"one changed status {name}, ms", f"{least(view, PATCH):.0f}"),
        ]
    lines.append(("renderer, MB", f"{memory_mb(view):.0f}"))
    return lines


def main() -> None:
    map_scheme.register()
    application = QApplication(sys.argv[:1])
    sizes = [int(each) for each in sys.argv[1:]] or list(SIZES)
    tables = [measure(size) for size in sizes]
    for lines in zip(*tables, strict=True):
        print(f"{lines[0][0]:40}", *(f"{value:>22}" for _, value in lines))  # noqa: T201
    del application


if __name__ == "__main__":
    main()
