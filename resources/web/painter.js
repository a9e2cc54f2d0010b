// Paints features on a tile: pixels when tiny, polygons by class, discs for points, glyphs near.

import { paintDots } from './density.js';
import { drawGlyph } from './glyphs.js';
import { LINE, POINT, POLYGON } from './features.js';
import { TILE } from './layer.js';

const CHUNK = 20000; // features looked at between two pauses
const DOT = 2; // pixels of radius: smaller points are dots
const BATCH = 100; // polygons a path: one giant path is slow
const TINY = 3.2; // pixels: smaller features are plain pixels
const RIMMED_FROM = 14; // zoom from which features have rims, signs and glyphs
const FAR_MARGIN = 4; // pixels that features reach beyond their box farther out
const MARGIN = 16; // pixels that outlines and glyphs reach out of their feature
const GLYPH_ROOM = 6.5; // pixels of thickness that a glyph needs

/** Return the radius in pixels of a point at a zoom. */
export function pointRadius(zoom) {
  return Math.max(1.5, Math.min(11, 1.4 ** (zoom - 11)));
}

/** Add a feature's rings to the path; true coordinates less the tile's corner, scaled. */
export function trace(ctx, features, row, x0, y0, scale) {
  const { xy, vertexFrom } = features;
  for (let ring = features.ringFrom[row]; ring < features.ringFrom[row + 1]; ring++) {
    const end = 2 * vertexFrom[ring + 1];
    let i = 2 * vertexFrom[ring];
    ctx.moveTo((xy[i] - x0) * scale, (xy[i + 1] - y0) * scale);
    for (i += 2; i < end; i += 2) ctx.lineTo((xy[i] - x0) * scale, (xy[i + 1] - y0) * scale);
    if (features.kind(row) === POLYGON) ctx.closePath();
  }
}

/** Add the discs of a point feature to the path. */
export function traceDiscs(ctx, features, row, x0, y0, scale, radius) {
  const { xy, vertexFrom, ringFrom } = features;
  for (let i = vertexFrom[ringFrom[row]]; i < vertexFrom[ringFrom[row + 1]]; i++) {
    const x = (xy[2 * i] - x0) * scale, y = (xy[2 * i + 1] - y0) * scale;
    ctx.moveTo(x + radius, y);
    ctx.arc(x, y, radius, 0, 2 * Math.PI);
  }
}

/** Paint one tile; yields between batches. Returns how many features had no room for a shape. */
export function* paintFeatures(ctx, tile, features, palette) {
  const reach = (tile.zoom < RIMMED_FROM ? FAR_MARGIN : MARGIN) / tile.scale;
  const rows = features.collect(
    tile.x - reach, tile.y - reach, tile.x + tile.units + reach, tile.y + tile.units + reach,
  ).slice();
  if (!rows.length) return 0;
  yield;
  const sorted = yield* sortRows(rows, tile, features, palette);
  yield* paintDots(ctx, tile, sorted.dots, features, palette);
  yield;
  for (const style of sorted.styles) {
    if (style.polygons.length) yield* paintPolygons(ctx, tile, features, style);
    if (style.lines.length) yield* paintLines(ctx, tile, features, style);
    if (style.points.length) yield* paintPoints(ctx, tile, features, style);
  }
  yield* paintOverdue(ctx, tile, features, palette, sorted.late);
  yield* paintGlyphs(ctx, tile, features, palette, sorted.styles);
  return sorted.dots.length;
}

function* sortRows(rows, tile, features, palette) {
  const dim = newStyle({ fill: palette.dim, edge: palette.dimEdge, glyph: null });
  const styles = [dim, ...palette.classes.map(newStyle)];
  const dots = new Uint32Array(rows.length), late = [];
  let dotted = 0;
  const { boxes, classes } = features, tiny = TINY / tile.scale, rimmed = 7 / tile.scale;
  const tinyPoints = pointRadius(tile.zoom) < DOT;
  for (let i = 0; i < rows.length; i++) {
    if (i % CHUNK === CHUNK - 1) yield;
    const row = rows[i], at = 4 * row, kind = features.kind(row);
    const side = Math.max(boxes[at + 2] - boxes[at], boxes[at + 3] - boxes[at + 1]);
    if (kind === POINT ? tinyPoints : side < tiny) {
      dots[dotted++] = row;
      continue;
    }
    const style = features.dim[row] ? dim : styles[1 + classes[row]] ?? styles.at(-1);
    if (kind === POINT) style.points.push(row);
    else if (kind === LINE) style.lines.push(row);
    else style.polygons.push(row);
    if (features.late[row] && style !== dim && (side >= rimmed || kind === POINT)) late.push(row);
  }
  return { styles, dots: dots.subarray(0, dotted), late };
}

function newStyle(look) {
  return { look, polygons: [], lines: [], points: [] };
}

function* paintPolygons(ctx, tile, features, { look, polygons }) {
  const outlined = tile.zoom >= 15;
  ctx.fillStyle = look.fill;
  ctx.strokeStyle = look.edge;
  ctx.lineWidth = 1;
  ctx.lineJoin = 'miter';
  for (let from = 0; from < polygons.length; from += BATCH) {
    ctx.beginPath();
    for (const row of polygons.slice(from, from + BATCH)) {
      trace(ctx, features, row, tile.x, tile.y, tile.scale);
    }
    ctx.fill();
    if (outlined) ctx.stroke();
    yield;
  }
}

function* paintLines(ctx, tile, features, { look, lines }) {
  ctx.strokeStyle = look.fill;
  ctx.lineWidth = Math.max(1.5, Math.min(5, (tile.zoom - 12) * 0.8));
  ctx.lineJoin = ctx.lineCap = 'round';
  for (let from = 0; from < lines.length; from += BATCH) {
    ctx.beginPath();
    for (const row of lines.slice(from, from + BATCH)) {
      trace(ctx, features, row, tile.x, tile.y, tile.scale);
    }
    ctx.stroke();
    yield;
  }
}

function* paintPoints(ctx, tile, features, { look, points }) {
  const radius = pointRadius(tile.zoom);
  ctx.fillStyle = look.fill;
  ctx.strokeStyle = look.edge;
  ctx.lineWidth = 1;
  for (let from = 0; from < points.length; from += BATCH) {
    ctx.beginPath();
    for (const row of points.slice(from, from + BATCH)) {
      if (radius >= 2.5) traceDiscs(ctx, features, row, tile.x, tile.y, tile.scale, radius);
      else square(ctx, tile, features, row);
    }
    ctx.fill();
    if (radius >= 4) ctx.stroke();
    yield;
  }
}

function square(ctx, tile, features, row) {
  const x = (features.anchor[2 * row] - tile.x) * tile.scale;
  const y = (features.anchor[2 * row + 1] - tile.y) * tile.scale;
  ctx.rect(Math.round(x - 1.5), Math.round(y - 1.5), 3, 3); // far cheaper than discs
}

function* paintOverdue(ctx, tile, features, palette, rows) {
  const radius = pointRadius(tile.zoom) + 1;
  if (tile.zoom < RIMMED_FROM) return; // farther out the labels bear one sign an estate
  for (let from = 0; from < rows.length; from += BATCH) {
    ctx.beginPath();
    for (const row of rows.slice(from, from + BATCH)) {
      if (features.kind(row) === POINT) {
        traceDiscs(ctx, features, row, tile.x, tile.y, tile.scale, radius);
      } else trace(ctx, features, row, tile.x, tile.y, tile.scale);
    }
    ctx.lineJoin = 'round';
    if (tile.zoom >= 16) {
      ctx.strokeStyle = palette.overdueCasing;
      ctx.lineWidth = 4.5;
      ctx.stroke();
    }
    ctx.strokeStyle = palette.overdue;
    ctx.lineWidth = tile.zoom >= 16 ? 2.2 : 1.3;
    ctx.stroke();
    yield;
  }
}

/** Return a glyph's radius on a feature at a scale; 0 where there is no room for it. */
export function glyphRadius(features, row, zoom, scale) {
  if (features.kind(row) === LINE) return 0;
  const room = features.kind(row) === POINT
    ? 1.5 * pointRadius(zoom)
    : features.thickness(row) * scale;
  return room < GLYPH_ROOM ? 0 : Math.max(2.6, Math.min(7.5, room * 0.3));
}

function* paintGlyphs(ctx, tile, features, palette, styles) {
  if (tile.zoom < 15) return;
  ctx.lineJoin = 'miter';
  ctx.lineCap = 'butt';
  let drawn = 0;
  for (const { look, polygons, points } of styles) {
    if (!look.glyph) continue;
    for (const row of [...polygons, ...points]) {
      const radius = glyphRadius(features, row, tile.zoom, tile.scale);
      if (!radius) continue;
      const x = (features.anchor[2 * row] - tile.x) * tile.scale;
      const y = (features.anchor[2 * row + 1] - tile.y) * tile.scale;
      drawGlyph(ctx, look.glyph, x, y, radius, look.ink);
      if (++drawn % BATCH === 0) yield;
    }
  }
}
