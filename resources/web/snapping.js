// Corners and walls near the pointer, to which the pen keeps.

import { POLYGON } from './features.js';

const CORNER = 10; // pixels
const WALL = 7;
const FROM_ZOOM = 15; // farther out a pixel is wider than a wall
const MANY = 600; // features in reach; more cannot be told apart

/** Return {x, y, kind: 'corner' | 'wall'} near a place, or null; `layers` are Features. */
export function snap(place, zoom, layers, own, without = null) {
  if (zoom < FROM_ZOOM) return null;
  const unit = 2 ** (22 - zoom); // world units a pixel
  const reach = CORNER * unit;
  const best = { corner: null, far: reach, wall: null, wallFar: WALL * unit };
  for (const ring of own) for (const each of ring) toCorner(best, place, each.x, each.y);
  for (const features of layers) {
    const rows = features.search(place.x - reach, place.y - reach, place.x + reach, place.y + reach);
    if (rows.length > MANY) continue;
    for (const row of rows) if (row !== without?.(features)) toFeature(best, place, features, row);
  }
  if (best.corner) return { ...best.corner, kind: 'corner' };
  return best.wall ? { ...best.wall, kind: 'wall' } : null;
}

function toCorner(best, place, x, y) {
  const far = Math.hypot(x - place.x, y - place.y);
  if (far < best.far) {
    best.far = far;
    best.corner = { x, y };
  }
}

function toFeature(best, place, features, row) {
  const { xy, vertexFrom, ringFrom } = features;
  const closed = features.kind(row) === POLYGON;
  for (let ring = ringFrom[row]; ring < ringFrom[row + 1]; ring++) {
    const from = vertexFrom[ring], end = vertexFrom[ring + 1];
    for (let i = from, j = closed ? end - 1 : from; i < end; j = i++) {
      toCorner(best, place, xy[2 * i], xy[2 * i + 1]);
      if (i !== j) toWall(best, place, xy[2 * j], xy[2 * j + 1], xy[2 * i], xy[2 * i + 1]);
    }
  }
}

function toWall(best, place, x0, y0, x1, y1) {
  const dx = x1 - x0, dy = y1 - y0;
  const share = ((place.x - x0) * dx + (place.y - y0) * dy) / (dx * dx + dy * dy);
  if (!(share > 0 && share < 1)) return;
  const x = x0 + share * dx, y = y0 + share * dy;
  const far = Math.hypot(x - place.x, y - place.y);
  if (far < best.wallFar) {
    best.wallFar = far;
    best.wall = { x, y };
  }
}

/** Return a place turned about `from` to a multiple of 45 degrees to the side before it. */
export function square(place, from, before) {
  const base = before ? Math.atan2(from.y - before.y, from.x - before.x) : 0;
  const angle = Math.atan2(place.y - from.y, place.x - from.x) - base;
  const turned = base + Math.round(angle / (Math.PI / 4)) * (Math.PI / 4);
  const far = Math.hypot(place.x - from.x, place.y - from.y);
  const along = far * Math.cos(angle - (turned - base));
  return { x: from.x + along * Math.cos(turned), y: from.y + along * Math.sin(turned) };
}
