// Writes names on the map so that none covers another: streets far, estates between, numbers near.

import { LINE, POINT, POLYGON } from './features.js';
import { LEVELS } from './ground.js';
import { glyphRadius, pointRadius } from './painter.js';

const FAMILY =
  '"Microsoft YaHei","PingFang SC","Noto Sans CJK SC","Source Han Sans SC","WenQuanYi Micro Hei",sans-serif';
const MOST = 700; // texts tried a view
const LEGIBLE = 20; // pixels: a smaller estate is not named yet
const FEW = 80; // estates in view: so few are named however small they are
const RIMS_FROM = 14; // from this zoom on every overdue building has its own rim
const WORD = /[A-Za-z\u00C0-\u024F]/;
const CELL = 64;
const LATE_SQUARE = 28; // pixels: of more dots in a square one is enough
const LARGEST = 4e6; // square pixels: an estate that fills the view keeps no room free
const AROUND = 500; // world units from the outermost anchors to the rim of the estate's plate

const widths = new Map();

function widthOf(ctx, text) {
  const key = `${ctx.font}|${text}`;
  let width = widths.get(key);
  if (width === undefined) {
    if (widths.size > 20000) widths.clear();
    width = ctx.measureText(text).width;
    widths.set(key, width);
  }
  return width;
}

/** Remembers which pixels are taken. */
class Taken {
  constructor() {
    this._cells = new Map();
  }

  any() {
    return this._cells.size > 0;
  }

  /** Take a box if it is free, and tell whether it was. */
  take(x0, y0, x1, y1) {
    if ((x1 - x0) * (y1 - y0) > LARGEST) return true;
    const cells = [];
    for (let cx = Math.floor(x0 / CELL); cx <= Math.floor(x1 / CELL); cx++) {
      for (let cy = Math.floor(y0 / CELL); cy <= Math.floor(y1 / CELL); cy++) {
        const key = cx * 100003 + cy;
        const boxes = this._cells.get(key) ?? [];
        if (boxes.some((b) => b[0] < x1 && b[2] > x0 && b[1] < y1 && b[3] > y0)) return false;
        cells.push([key, boxes]);
      }
    }
    for (const [key, boxes] of cells) this._cells.set(key, [...boxes, [x0, y0, x1, y1]]);
    return true;
  }
}

/** Write every name that has room; `scene` is what the map shows; tell whether there is any. */
export function drawLabels(ctx, frame, scene) {
  const taken = new Taken();
  ctx.textBaseline = 'middle';
  ctx.lineJoin = 'round';
  if (scene.features && scene.names) {
    const estates = drawEstates(ctx, frame, scene, taken);
    drawNumbers(ctx, frame, scene, taken);
    for (const box of estates) taken.take(...box); // no area's name among an estate's buildings
  }
  if (scene.areas && scene.areaNames) drawAreas(ctx, frame, scene, taken);
  return taken.any();
}

function write(ctx, text, x, y, ink, halo) {
  if (halo) {
    ctx.strokeStyle = halo;
    ctx.lineWidth = 3.5;
    ctx.strokeText(text, x, y);
  }
  ctx.fillStyle = ink;
  ctx.fillText(text, x, y);
}

/** Break a long name into two lines of about equal length. */
function lines(text, longest) {
  const signs = Array.from(text);
  if (signs.length <= longest) return [text];
  const shown = signs.length > 2 * longest ? [...signs.slice(0, 2 * longest - 1), '…'] : signs;
  const space = shown.lastIndexOf(' ', longest);
  const half = space > 2 ? space : seam(shown, Math.ceil(shown.length / 2));
  return [shown.slice(0, half).join('').trim(), shown.slice(half).join('').trim()];
}

/** Return the place nearest to the middle that parts no word of letters, or else the middle. */
function seam(signs, middle) {
  const inWord = (at) => WORD.test(signs[at - 1]) && WORD.test(signs[at]);
  for (let off = 0; off <= middle / 2; off++) {
    const free = [middle + off, middle - off].find((at) => !inWord(at));
    if (free) return free;
  }
  return middle;
}

function drawEstates(ctx, frame, { features, names, palette, rims }, taken) {
  const size = frame.zoom >= 16 ? 14 : frame.zoom >= 14 ? 13 : 12;
  ctx.font = `600 ${size}px ${FAMILY}`;
  ctx.textAlign = 'center';
  const shown = names.estates.filter(([, , , x, y, wide, high]) => touches(frame, x, y, wide, high));
  // Of estates of one size those that are tried first lie all over the view, not in one corner.
  shown.sort((a, b) => b[2] - a[2] || scattered(a[0]) - scattered(b[0]));
  if (frame.zoom < RIMS_FROM && rims !== false) drawLate(ctx, frame, shown, features, palette);
  const look = { size, palette, few: shown.length <= FEW };
  return shown.slice(0, MOST).map((each) => drawEstate(ctx, frame, each, look, taken));
}

function scattered(id) {
  return Math.imul(id + 1, 0x9e3779b1) >>> 0;
}

/** Put a red dot at the corner of an estate that has something overdue, at most one a square. */
function drawLate(ctx, frame, estates, { lateGroups }, palette) {
  const squares = new Set();
  ctx.beginPath();
  for (const [id, , , x, y, wide, high] of estates) {
    if (!lateGroups?.has(id)) continue;
    const px = (x + wide / 2 - frame.x) * frame.scale + 4, py = (y - high / 2 - frame.y) * frame.scale - 3;
    const square = Math.floor(px / LATE_SQUARE) * 100003 + Math.floor(py / LATE_SQUARE);
    if (squares.has(square)) continue;
    squares.add(square);
    ctx.moveTo(px + 3.5, py);
    ctx.arc(px, py, 3.5, 0, 2 * Math.PI);
  }
  ctx.fillStyle = palette.overdue;
  ctx.strokeStyle = palette.overdueCasing;
  ctx.lineWidth = 1.5;
  ctx.fill();
  ctx.stroke();
}

/** Write an estate's name above, below or, where there is no room, on it; return its box. */
function drawEstate(ctx, frame, [, name, , x, y, wide, high], { size, palette, few }, taken) {
  const parts = lines(name, 12);
  const half = Math.max(...parts.map((part) => widthOf(ctx, part))) / 2 + 3;
  const tall = (parts.length * size * 1.25) / 2 + 1;
  const px = (x - frame.x) * frame.scale, py = (y - frame.y) * frame.scale;
  const reach = (high * frame.scale) / 2 + Math.min(26, 2 + AROUND * frame.scale) + tall;
  const legible = Math.max(wide, high) * frame.scale >= LEGIBLE || frame.zoom >= 15 || few;
  for (const middle of legible ? [py - reach, py + reach, py] : []) {
    if (!taken.take(px - half, middle - tall, px + half, middle + tall)) continue;
    parts.forEach((part, i) => {
      const row = middle + (i - (parts.length - 1) / 2) * size * 1.25;
      write(ctx, part, px, row, palette.estateName, palette.halo);
    });
    break;
  }
  const side = (wide * frame.scale) / 2;
  return [px - side, py - (high * frame.scale) / 2, px + side, py + (high * frame.scale) / 2];
}

function touches(frame, x, y, wide, high) {
  const reach = 160 / frame.scale;
  return (
    x + wide / 2 + reach > frame.x && x - wide / 2 - reach < frame.x + frame.width / frame.scale &&
    y + high / 2 + reach > frame.y && y - high / 2 - reach < frame.y + frame.height / frame.scale
  );
}

function drawNumbers(ctx, frame, scene, taken) {
  if (frame.zoom < 17) return;
  const { features, names, palette } = scene;
  const size = frame.zoom >= 19 ? 14 : frame.zoom >= 18 ? 13 : 11;
  ctx.font = `500 ${size}px ${FAMILY}`;
  const rows = features.search(
    frame.x, frame.y, frame.x + frame.width / frame.scale, frame.y + frame.height / frame.scale,
  );
  rows.sort((a, b) => features.picked[b] - features.picked[a] || a - b);
  for (const row of rows.slice(0, MOST)) {
    const number = names.number(row); // null: it has none, and its estate is named already
    const text = number === null ? '' : number || (frame.zoom >= 18 ? names.label(row) : '');
    if (!text || features.dim[row] || features.kind(row) === LINE) continue;
    drawNumber(ctx, frame, { features, palette, row, text: lines(text, 14)[0], size }, taken);
  }
}

function drawNumber(ctx, frame, { features, palette, row, text, size }, taken) {
  const x = (features.anchor[2 * row] - frame.x) * frame.scale;
  const y = (features.anchor[2 * row + 1] - frame.y) * frame.scale;
  const width = widthOf(ctx, text);
  const glyph = glyphRadius(features, row, frame.zoom, frame.scale);
  const left = x + glyph + 3;
  if (glyph && fitsInside(features, row, frame, [left, y - size / 2, left + width + 2, y + size / 2])) {
    if (!taken.take(left, y - size / 2, left + width, y + size / 2)) return;
    ctx.textAlign = 'left';
    write(ctx, text, left, y + 0.5, palette.classes[features.classes[row]].ink, null);
    return;
  }
  const below = features.kind(row) === POINT
    ? pointRadius(frame.zoom)
    : (features.thickness(row) * frame.scale) / 2;
  const top = y + below + 2;
  if (!taken.take(x - width / 2 - 1, top, x + width / 2 + 1, top + size + 1)) return;
  ctx.textAlign = 'center';
  write(ctx, text, x, top + size / 2 + 1, palette.number, palette.halo);
}

function fitsInside(features, row, frame, [x0, y0, x1, y1]) {
  if (features.kind(row) !== POLYGON) return false;
  return [[x0, y0], [x1, y0], [x0, y1], [x1, y1]].every(([x, y]) =>
    features.contains(row, frame.x + x / frame.scale, frame.y + y / frame.scale),
  );
}

function drawAreas(ctx, frame, { areas, areaNames, palette }, taken) {
  const styles = {
    street: { ink: palette.streetName, size: 15, least: 110, to: 15, spacing: '3px', weight: 600 },
    estate: { ink: palette.estateName, size: 13, least: 60, to: 21, spacing: '0px', weight: 600 },
    community: { ink: palette.communityName, size: 12, least: 130, to: 17, spacing: '1px', weight: 400 },
  };
  const rows = areas.search(
    frame.x, frame.y, frame.x + frame.width / frame.scale, frame.y + frame.height / frame.scale,
  );
  rows.sort((a, b) => areas.classes[a] - areas.classes[b] || a - b);
  for (const row of rows) {
    const style = styles[LEVELS[areas.classes[row]]];
    const wide = (areas.boxes[4 * row + 2] - areas.boxes[4 * row]) * frame.scale;
    if (!style || wide < style.least || frame.zoom > style.to) continue;
    drawArea(ctx, frame, { areas, row, text: areaNames.names[row], style, palette }, taken);
  }
  ctx.letterSpacing = '0px';
}

function drawArea(ctx, frame, { areas, row, text, style, palette }, taken) {
  ctx.letterSpacing = style.spacing;
  ctx.font = `${style.weight} ${style.size}px ${FAMILY}`;
  ctx.textAlign = 'center';
  const [shown] = lines(text, 20);
  const half = widthOf(ctx, shown) / 2 + 4, tall = style.size * 0.7;
  const x = (areas.anchor[2 * row] - frame.x) * frame.scale;
  const middle = (areas.anchor[2 * row + 1] - frame.y) * frame.scale;
  for (const y of [0, -28, 28, -56, 56, -90, 90, -130, 130].map((off) => middle + off)) {
    if (!taken.take(x - half, y - tall, x + half, y + tall)) continue;
    write(ctx, shown, x, y, style.ink, palette.halo);
    return;
  }
}
