// A map to give away: reads what stands in the page itself and asks for nothing.
(function () {
  'use strict';

  const WORLD = 2 ** 30;
  const POINT = 0, LINE = 1;
  const AREAS = 5; // levels of areas; above them the groups of sites
  const SOFT = 1.5;
  const SITES = [ // light, dark, width of a line, its dashes
    ['#CFE4C3', '#2B3C29', 2, []],
    ['#C9DFEC', '#22333F', 2, []],
    ['#E9E3D6', '#36332B', 2, []],
    ['#5E9B4B', '#7DBB68', 2.5, [7, 5]],
    ['#BFC6CD', '#59616A', 4, []],
    ['#7A5C99', '#B597D6', 2, [9, 3, 2, 3]],
    ['#4B5763', '#C3CCD5', SOFT, []],
  ];
  const told = JSON.parse(document.getElementById('told').textContent);
  const words = told.words;
  const map = window[told.map];
  const dark = window.matchMedia('(prefers-color-scheme: dark)');
  const chosen = new Set(); // places of classes; `late` for what is overdue
  const LATE = 'late';

  function bytes(id) {
    const text = atob(document.getElementById(id).textContent.trim());
    const out = new Uint8Array(text.length);
    for (let i = 0; i < text.length; i += 1) out[i] = text.charCodeAt(i);
    return out;
  }

  /** Read packed shapes: header, rings, vertices, anchors, flags. */
  function unpacked(id) {
    const raw = bytes(id).buffer;
    const [count, rings, vertices] = new Uint32Array(raw, 0, 4);
    let at = 16;
    const take = (Kind, length) => {
      const found = new Kind(raw, at, length);
      at += found.byteLength;
      return found;
    };
    const shapes = {
      count,
      ringFrom: take(Uint32Array, count + 1),
      vertexFrom: take(Uint32Array, rings + 1),
      xy: take(Int32Array, 2 * vertices),
      anchor: take(Int32Array, 2 * count),
    };
    shapes.flags = take(Uint8Array, count);
    shapes.boxes = new Int32Array(4 * count);
    for (let i = 0; i < count; i += 1) shapes.boxes.set(box(shapes, i), 4 * i);
    shapes.index = count ? indexed(shapes) : null;
    return shapes;
  }

  function box(shapes, i) {
    const from = shapes.vertexFrom[shapes.ringFrom[i]];
    const to = shapes.vertexFrom[shapes.ringFrom[i + 1]];
    let [west, north, east, south] = [WORLD, WORLD, 0, 0];
    for (let v = from; v < to; v += 1) {
      const x = shapes.xy[2 * v], y = shapes.xy[2 * v + 1];
      if (x < west) west = x;
      if (x > east) east = x;
      if (y < north) north = y;
      if (y > south) south = y;
    }
    return [west, north, east, south];
  }

  function indexed(shapes) {
    const index = new Flatbush(shapes.count, 16, Int32Array);
    for (let i = 0; i < shapes.count; i += 1) index.add(...shapes.boxes.subarray(4 * i, 4 * i + 4));
    index.finish();
    return index;
  }

  /** Read texts: how many, where each begins and the last ends, then all of them in UTF-8. */
  function texts(id) {
    const raw = bytes(id);
    const count = new Uint32Array(raw.buffer, 0, 1)[0];
    const ends = new Uint32Array(raw.buffer, 4, count + 1);
    const body = raw.subarray(8 + 4 * count);
    const decoder = new TextDecoder();
    return (i) => decoder.decode(body.subarray(ends[i], ends[i + 1]));
  }

  const shapes = unpacked('shapes');
  const looks = bytes('looks');
  const labels = texts('labels');
  const numbers = texts('numbers');
  const ground = unpacked('ground');
  const classOf = (i) => looks[i];
  const isLate = (i) => looks[shapes.count + i] === 1;
  const shown = (i) =>
    chosen.size === 0 || chosen.has(classOf(i)) || (chosen.has(LATE) && isLate(i));

  function colours() {
    const deep = dark.matches;
    return {
      fills: told.classes.map((each) => (deep ? each.dark : each.light)),
      edge: deep ? 'rgba(10,12,14,0.75)' : 'rgba(20,24,28,0.55)',
      dim: deep ? '#3A3F44' : '#D3D7DA',
      late: deep ? '#FF3B5C' : '#C4002F',
      text: deep ? '#F0F2F4' : '#1F2429',
      faint: deep ? '#8A939E' : '#7C8591',
      halo: deep ? 'rgba(26,28,31,0.92)' : 'rgba(251,251,249,0.92)',
      lines: deep ? ['#8A939E', '#69727D', '#454C54'] : ['#6F7883', '#9AA3AE', '#C3CAD2'],
      land: deep ? '#212427' : '#FBFBF9',
    };
  }

  /** Trace the rings of a shape; x0, y0 are where the drawing begins, f pixels of a unit. */
  function trace(ctx, from, i, x0, y0, f) {
    for (let r = from.ringFrom[i]; r < from.ringFrom[i + 1]; r += 1) {
      const end = from.vertexFrom[r + 1];
      for (let v = from.vertexFrom[r]; v < end; v += 1) {
        const x = from.xy[2 * v] * f - x0, y = from.xy[2 * v + 1] * f - y0;
        if (v === from.vertexFrom[r]) ctx.moveTo(x, y);
        else ctx.lineTo(x, y);
      }
      if ((from.flags[i] & 3) !== LINE) ctx.closePath();
    }
  }

  /** Paint parks, water, roads: what is no building and no area. */
  function paintSite(ctx, i, level, x0, y0, f) {
    const [light, deep, width, dash] = SITES[level - AREAS];
    const tone = dark.matches ? deep : light, kind = ground.flags[i] & 3;
    ctx.fillStyle = ctx.strokeStyle = tone;
    ctx.lineWidth = width;
    ctx.setLineDash(dash);
    ctx.beginPath();
    if (kind === POINT) {
      ctx.arc(ground.anchor[2 * i] * f - x0, ground.anchor[2 * i + 1] * f - y0, 3.5, 0, 7);
    } else trace(ctx, ground, i, x0, y0, f);
    if (kind === LINE) ctx.stroke();
    else {
      ctx.globalAlpha = width === SOFT && kind !== POINT ? 0.16 : 1; // the grounds of a school
      ctx.fill();
      ctx.globalAlpha = 1;
    }
    ctx.setLineDash([]);
  }

  function paintGround(ctx, found, x0, y0, f) {
    const { lines, land } = colours();
    const all = found.map((i) => [ground.flags[i] >> 2, i]).sort((a, b) => b[0] - a[0]);
    const levels = all.filter(([level]) => level < AREAS);
    for (const [level, i] of levels) {
      ctx.beginPath();
      trace(ctx, ground, i, x0, y0, f);
      ctx.fillStyle = land;
      if (level < 2 && (ground.flags[i] & 3) > LINE) ctx.fill();
    }
    for (const [level, i] of all) if (level >= AREAS) paintSite(ctx, i, level, x0, y0, f);
    for (const [level, i] of levels) {
      ctx.beginPath();
      trace(ctx, ground, i, x0, y0, f);
      ctx.strokeStyle = lines[Math.min(level, 2)];
      ctx.lineWidth = level < 2 ? 1.4 : 1;
      ctx.setLineDash(level < 2 ? [] : [5, 4]);
      ctx.stroke();
    }
    ctx.setLineDash([]);
  }

  function paintShape(ctx, i, x0, y0, f, tone) {
    const [west, north, east, south] = shapes.boxes.subarray(4 * i, 4 * i + 4);
    const wide = Math.max(east - west, south - north) * f;
    const fill = shown(i) ? tone.fills[classOf(i)] : tone.dim;
    const x = shapes.anchor[2 * i] * f - x0, y = shapes.anchor[2 * i + 1] * f - y0;
    const kind = shapes.flags[i] & 3;
    ctx.fillStyle = fill;
    ctx.strokeStyle = isLate(i) && shown(i) ? tone.late : kind === LINE ? fill : tone.edge;
    ctx.lineWidth = isLate(i) && shown(i) ? 2 : kind === LINE ? 3 : 0.8;
    ctx.beginPath();
    if (kind === POINT) {
      ctx.arc(x, y, Math.max(1.5, Math.min(6, (map.getZoom() - 10) * 0.8)), 0, 7);
    } else if (wide < 2.5) { // too small for its outline: a spot, so that none goes missing
      ctx.fillRect(x - 0.9, y - 0.9, 1.8, 1.8);
      return;
    } else {
      trace(ctx, shapes, i, x0, y0, f);
    }
    if (kind !== LINE) ctx.fill();
    if (wide > 5 || kind !== 2) ctx.stroke();
    const low = Math.min(east - west, south - north) * f;
    if (low > 11 && wide > 24 && shown(i)) {
      const roomy = low > 32;
      window.givenGlyph(ctx, told.classes[classOf(i)].glyph, x, roomy ? y - 5 : y, 4, ink(fill));
      if (!roomy) return;
      ctx.fillStyle = ink(fill);
      ctx.font = '10px sans-serif';
      ctx.textAlign = 'center';
      ctx.fillText(numbers(i).slice(0, 6), x, y + 10);
    }
  }

  function ink(hex) {
    const [r, g, b] = [1, 3, 5].map((at) => parseInt(hex.slice(at, at + 2), 16));
    return 0.299 * r + 0.587 * g + 0.114 * b > 150 ? '#15181B' : '#FFFFFF';
  }

  const Tiles = L.GridLayer.extend({
    createTile(at) {
      const canvas = document.createElement('canvas');
      const ratio = window.devicePixelRatio || 1, side = this.getTileSize().x;
      canvas.width = canvas.height = side * ratio;
      const ctx = canvas.getContext('2d');
      ctx.scale(ratio, ratio);
      const f = (256 * 2 ** at.z) / WORLD, x0 = at.x * side, y0 = at.y * side;
      const reach = [x0 - 8, y0 - 8, x0 + side + 8, y0 + side + 8].map((edge) => edge / f);
      if (ground.index) paintGround(ctx, ground.index.search(...reach), x0, y0, f);
      const tone = colours();
      const found = shapes.index ? shapes.index.search(...reach) : [];
      found.sort((a, b) => shown(a) - shown(b) || isLate(a) - isLate(b));
      for (const i of found) paintShape(ctx, i, x0, y0, f, tone);
      return canvas;
    },
  });

  function unprojected(x, y) {
    return map.unproject(L.point(x, y).multiplyBy(256 / WORLD), 0);
  }

  function showAll() {
    const all = shapes.count ? shapes : ground;
    if (!all.count) return;
    const edges = [WORLD, WORLD, 0, 0];
    for (let i = 0; i < all.count; i += 1) {
      for (let side = 0; side < 4; side += 1) {
        edges[side] = (side < 2 ? Math.min : Math.max)(edges[side], all.boxes[4 * i + side]);
      }
    }
    const corners = [unprojected(edges[0], edges[1]), unprojected(edges[2], edges[3])];
    map.fitBounds(L.latLngBounds(corners), {
      animate: false,
      maxZoom: 18,
      paddingTopLeft: [map.getSize().x > 700 ? 290 : 20, 30],
      paddingBottomRight: [30, 30],
    });
  }

  const tiles = new Tiles({ maxZoom: 21, minZoom: 3, keepBuffer: 3 });
  window.given = {
    told, words, map, dark, chosen, LATE, shapes, labels, colours, classOf, isLate, shown,
    unprojected, showAll, tiles,
    repaint: () => tiles.redraw(),
  };
  map.setMinZoom(3);
  tiles.addTo(map);
  showAll();
  dark.addEventListener('change', () => {
    tiles.redraw();
    map.fire('moveend');
  });
})();
