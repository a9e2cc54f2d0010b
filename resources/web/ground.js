// Paints the ground where no base map is: areas, the plates that estates stand on, boundaries.

import { POINT } from './features.js';
import { TILE } from './layer.js';
import { trace, traceDiscs } from './painter.js';

export const LEVELS = ['district', 'street', 'community', 'grid', 'estate'];
const PLATE_FROM_ZOOM = 14; // below it an estate is smaller than the plate's rim
const PLATE_FROM_ZOOM_MANY = 16;
const MANY = 20000;
const PLATE_RIM = 25; // metres about each building
const METRES_AROUND = 40075016;
const LINES = {
  estate: { width: 1, dash: [6, 3], from: 14 },
  district: { width: 2.2, dash: [] },
  street: { width: 1.6, dash: [] },
  community: { width: 1, dash: [5, 4], from: 13 },
  grid: { width: 0.7, dash: [2, 3], from: 15 },
};

/**
 * Paint one tile of the ground; `features` may be null before they are there. Over a base map
 * (`seeThrough`) only the boundaries are drawn.
 */
export function* paintGround(ctx, tile, { areas, features, palette, seeThrough }) {
  const bare = seeThrough?.(tile);
  ctx.clearRect(0, 0, TILE, TILE);
  if (!bare) {
    ctx.fillStyle = palette.base;
    ctx.fillRect(0, 0, TILE, TILE);
  }
  const rows = areas ? areas.search(tile.x, tile.y, tile.x + tile.units, tile.y + tile.units) : [];
  rows.sort((a, b) => areas.classes[a] - areas.classes[b] || a - b);
  const polygons = (level) => rows.filter((row) => LEVELS[areas.classes[row]] === level);
  if (!bare) {
    paintStreets(ctx, tile, areas, polygons('street'), palette);
    yield;
    fillAll(ctx, tile, areas, polygons('estate'), palette.estate);
    if (features) yield* paintPlates(ctx, tile, features, palette);
  }
  for (const level of ['estate', 'grid', 'community', 'street', 'district']) {
    const colour = level === 'estate' ? palette.district : palette[level] ?? palette.community;
    paintLines(ctx, tile, areas, polygons(level), colour, LINES[level]);
    yield;
  }
}

function paintStreets(ctx, tile, areas, rows, palette) {
  for (const row of rows) {
    fillAll(ctx, tile, areas, [row], palette.fills[areas.ids[row] % palette.fills.length]);
  }
}

function fillAll(ctx, tile, areas, rows, colour) {
  if (!rows.length) return;
  ctx.fillStyle = colour;
  ctx.beginPath();
  for (const row of rows) trace(ctx, areas, row, tile.x, tile.y, tile.scale);
  ctx.fill();
}

function paintLines(ctx, tile, areas, rows, colour, { width, dash, from = 0 }) {
  if (!rows.length || tile.zoom < from) return;
  ctx.strokeStyle = colour;
  ctx.lineWidth = width;
  ctx.lineJoin = 'round';
  for (const row of rows) {
    ctx.setLineDash(dash);
    ctx.beginPath();
    trace(ctx, areas, row, tile.x, tile.y, tile.scale);
    ctx.stroke();
  }
  ctx.setLineDash([]);
}

function* paintPlates(ctx, tile, features, palette) {
  const from = features.count > MANY ? PLATE_FROM_ZOOM_MANY : PLATE_FROM_ZOOM;
  if (tile.zoom < from) return;
  const middle = (tile.y + tile.units / 2) / 2 ** 30;
  const stretch = Math.cosh(Math.PI * (1 - 2 * middle)); // Mercator's enlargement at this latitude
  const rim = (PLATE_RIM * stretch * 2 ** 30) / METRES_AROUND;
  const rows = features.search(
    tile.x - 2 * rim, tile.y - 2 * rim, tile.x + tile.units + 2 * rim, tile.y + tile.units + 2 * rim,
  );
  ctx.strokeStyle = ctx.fillStyle = palette.estate;
  ctx.lineWidth = 2 * rim * tile.scale;
  ctx.lineJoin = 'round';
  for (let i = 0; i < rows.length; i += 100) {
    ctx.beginPath();
    for (const row of rows.slice(i, i + 100)) {
      if (features.kind(row) === POINT) {
        traceDiscs(ctx, features, row, tile.x, tile.y, tile.scale, rim * tile.scale * 0.6);
      } else trace(ctx, features, row, tile.x, tile.y, tile.scale);
    }
    ctx.stroke();
    ctx.fill();
    yield;
  }
}
