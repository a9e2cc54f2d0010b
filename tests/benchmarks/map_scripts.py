"""What the measurement of the map runs in a page: each is a promise of milliseconds."""

from __future__ import annotations

FLOOR_LOAD = """(async () => {
    const start = performance.now();
    const answer = await fetch('features.bin?floor' + start, {cache: 'no-store'});
    const bytes = await answer.arrayBuffer();
    const { scene } = renewtrack, boxes = scene.features.boxes;
    const wide = innerWidth * devicePixelRatio, high = innerHeight * devicePixelRatio;
    const image = new ImageData(wide, high), pixels = new Uint32Array(image.data.buffer);
    const canvas = document.createElement('canvas');
    canvas.width = wide; canvas.height = high;
    const [x0, y0, x1, y1] = scene.features.mainBounds();
    const sx = (wide - 1) / (x1 - x0 || 1), sy = (high - 1) / (y1 - y0 || 1);
    for (let i = 0; i < boxes.length; i += 4) {
        const x = Math.round((boxes[i] - x0) * sx), y = Math.round((boxes[i + 1] - y0) * sy);
        pixels[y * wide + x] = 0xff0061fe;
    }
    canvas.getContext('2d').putImageData(image, 0, 0);
    document.body.append(canvas);
    await new Promise(requestAnimationFrame);
    canvas.remove();
    return performance.now() - start + 0 * bytes.byteLength;
})()"""

# The paths are made in turns, as half a million at once would be measured with their collection.
FLOOR_NEAR = """(async () => {
    const { map, scene } = renewtrack, { features, palette } = scene;
    const scale = 2 ** (map.getZoom() + 8 - 30), corner = map.getPixelBounds().min;
    const x = corner.x / scale, y = corner.y / scale, size = map.getSize();
    const rows = features.search(x, y, x + size.x / scale, y + size.y / scale);
    const path = (row) => {
        const made = new Path2D();
        for (let r = features.ringFrom[row]; r < features.ringFrom[row + 1]; r++) {
            for (let v = features.vertexFrom[r]; v < features.vertexFrom[r + 1]; v++) {
                const px = (features.xy[2 * v] - x) * scale;
                const py = (features.xy[2 * v + 1] - y) * scale;
                if (v > features.vertexFrom[r]) made.lineTo(px, py); else made.moveTo(px, py);
            }
            made.closePath();
        }
        return made;
    };
    const canvas = document.createElement('canvas'), ratio = devicePixelRatio;
    canvas.width = size.x * ratio; canvas.height = size.y * ratio;
    document.body.append(canvas);
    const ctx = canvas.getContext('2d');
    ctx.scale(ratio, ratio);
    let took = 0;
    for (let from = 0; from < rows.length; from += 20000) {
        const some = rows.slice(from, from + 20000), paths = some.map(path);
        const start = performance.now();
        some.forEach((row, i) => {
            const look = palette.classes[features.classes[row]];
            ctx.fillStyle = look.fill; ctx.strokeStyle = look.edge;
            ctx.fill(paths[i]); ctx.stroke(paths[i]);
        });
        ctx.getImageData(0, 0, 1, 1);
        took += performance.now() - start;
    }
    const start = performance.now();
    await new Promise(requestAnimationFrame);
    canvas.remove();
    return took + performance.now() - start;
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

# The pointer comes over a building: from the event to the card and the outline, work only.
HOVER = """(async () => {
    const { map, scene } = renewtrack, { features } = scene;
    const times = [], centre = map.project(map.getCenter(), 22);
    const near = features.search(centre.x - 2e4, centre.y - 2e4, centre.x + 2e4, centre.y + 2e4);
    const target = document.querySelector('.leaflet-map-pane');
    for (const row of near.slice(0, 40)) {
        const anchor = L.point(features.anchor[2 * row], features.anchor[2 * row + 1]);
        const at = map.latLngToContainerPoint(map.unproject(anchor, 22));
        const event = new MouseEvent('mousemove', {bubbles: true, clientX: at.x, clientY: at.y});
        const start = performance.now();
        target.dispatchEvent(event);
        let took = performance.now() - start;
        await new Promise((done) => requestAnimationFrame(() => {
            const begun = performance.now();
            queueMicrotask(() => { took += performance.now() - begun; done(); });
        }));
        times.push(took);
    }
    times.sort((a, b) => a - b);
    return times.length ? times[Math.floor(times.length * 0.95)] : 0;
})()"""

# Returns the wall clock at which a click on a building was let go.
CLICK = """(async () => {
    const { map, scene } = renewtrack, { features } = scene;
    const centre = map.project(map.getCenter(), 22);
    const row = features.at(centre.x, centre.y, 2 ** 20);
    const anchor = L.point(features.anchor[2 * row], features.anchor[2 * row + 1]);
    const at = map.latLngToContainerPoint(map.unproject(anchor, 22));
    const target = document.querySelector('.leaflet-map-pane');
    const where = {bubbles: true, clientX: at.x, clientY: at.y};
    await new Promise((done) => setTimeout(done, 350));
    window.__clicked = performance.timeOrigin + performance.now();
    for (const kind of ['mousedown', 'mouseup', 'click']) {
        target.dispatchEvent(new MouseEvent(kind, where));
    }
    return window.__clicked;
})()"""

PAN = """(async () => {
    const frames = [], id = document.querySelector('.folium-map').id;
    const map = window.renewtrack?.map ?? window[id];
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

ZOOM = """(async () => {
    const frames = [], id = document.querySelector('.folium-map').id;
    const map = window.renewtrack?.map ?? window[id];
    for (const step of [1, -1]) {
        map.setZoom(map.getZoom() + step, {animate: true});
        let last = await new Promise(requestAnimationFrame);
        const end = last + 900;
        while (last < end) {
            const now = await new Promise(requestAnimationFrame);
            if (map._animatingZoom) frames.push(now - last);
            last = now;
        }
    }
    return frames;
})()"""

# From now on keeps how long each slice of painting and each drawing of names took.
WATCH = """(async () => {
    const { tiles } = renewtrack;
    if (window.__tasks) return;
    window.__tasks = [];
    const work = tiles._work.bind(tiles);
    tiles._work = () => {
        const start = performance.now();
        work();
        window.__tasks.push(performance.now() - start);
    };
})()"""
TASKS = "(async () => Math.max(0, ...(window.__tasks ?? [])))()"

PAINTED = """(async () => {
    while (!window.__drawn) await new Promise((done) => setTimeout(done, 20));
    return window.__drawn;
})()"""
