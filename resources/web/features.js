// Packed features: typed arrays over one fetched buffer, a spatial index, and what lies where.

import { Tree } from './tree.js';

export const WORLD = 2 ** 30; // units along the Mercator square
export const POINT = 0;
export const LINE = 1;
export const POLYGON = 2;
const HEADER_BYTES = 32;
const VERSION = 2;
const SPARSE = 8; // numbers for each id from which a table of all is too long
const KEY = 2 ** 21; // an id and its row in one number
const SAMPLE = 5000; // features looked at to tell where most lie
const MAGIC = 0x504d5452; // "RTMP"

export class Features {
  /** Read a pack; each shape has the class it brings with it where no look of its own is given. */
  constructor(buffer, look = null) {
    const header = new Uint32Array(buffer, 0, 8);
    if (header[0] !== MAGIC || header[1] !== VERSION) throw new Error('not a pack of this version');
    [, , this.count, this.rings, this.vertices, this.unplaced] = header;
    let at = HEADER_BYTES;
    const take = (Kind, length) => {
      const view = new Kind(buffer, at, length);
      at += length * Kind.BYTES_PER_ELEMENT;
      return view;
    };
    this.ringFrom = take(Uint32Array, this.count + 1);
    this.vertexFrom = take(Uint32Array, this.rings + 1);
    this.xy = take(Int32Array, 2 * this.vertices);
    this.anchor = take(Int32Array, 2 * this.count);
    this.ids = take(Int32Array, this.count);
    this.groups = take(Int32Array, this.count);
    this.flags = take(Uint8Array, this.count);
    this.classes = null;
    this.late = null; // 1: overdue
    this.wear(look ?? new ArrayBuffer(0));
    this.dim = new Uint8Array(this.count); // 1: filtered out
    this.picked = new Uint8Array(this.count);
    this.boxes = this._measure();
    this.tree = new Tree(this.boxes);
    this._rows = null;
    this._thickness = new Float32Array(this.count);
  }

  /** Take classes and lateness from a look of the same features, a byte each. */
  wear(buffer) {
    if (buffer.byteLength !== 2 * this.count) {
      // none, or that of other features while theirs is on its way
      this.classes ??= Uint8Array.from(this.flags, (flags) => flags >> 2);
      this.late ??= new Uint8Array(this.count);
      return;
    }
    this.classes = new Uint8Array(buffer, 0, this.count);
    this.late = new Uint8Array(buffer, this.count, this.count);
  }

  _measure() {
    const { xy, ringFrom, vertexFrom } = this;
    const boxes = new Int32Array(4 * this.count);
    const whole = [WORLD, WORLD, 0, 0];
    for (let row = 0; row < this.count; row++) {
      let x0 = WORLD, y0 = WORLD, x1 = 0, y1 = 0;
      const end = 2 * vertexFrom[ringFrom[row + 1]];
      for (let i = 2 * vertexFrom[ringFrom[row]]; i < end; i += 2) {
        const x = xy[i], y = xy[i + 1];
        if (x < x0) x0 = x;
        if (x > x1) x1 = x;
        if (y < y0) y0 = y;
        if (y > y1) y1 = y;
      }
      const at = 4 * row;
      boxes[at] = x0;
      boxes[at + 1] = y0;
      boxes[at + 2] = x1;
      boxes[at + 3] = y1;
      if (x0 < whole[0]) whole[0] = x0;
      if (y0 < whole[1]) whole[1] = y0;
      if (x1 > whole[2]) whole[2] = x1;
      if (y1 > whole[3]) whole[3] = y1;
    }
    this.whole = whole;
    return boxes;
  }

  kind(row) {
    return this.flags[row] & 3;
  }

  overdue(row) {
    return this.late[row] !== 0;
  }

  /** Give a feature another class and lateness. */
  restyle(row, klass, overdue) {
    this.classes[row] = klass;
    this.late[row] = overdue ? 1 : 0;
  }

  /** Return the row of an id, or -1. */
  rowOf(id) {
    this._rows ??= rowsById(this.ids);
    if (this._rows instanceof Int32Array) return this._rows[id] ?? -1;
    let low = 0, high = this._rows.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this._rows[middle] < id * KEY) low = middle + 1;
      else high = middle;
    }
    const row = low < this._rows.length ? this._rows[low] - id * KEY : KEY;
    return row < KEY ? row : -1;
  }

  /** Return the rows whose boxes touch a box of world units, in ascending order. */
  search(x0, y0, x1, y1) {
    return this.tree.search(x0, y0, x1, y1);
  }

  /** Return the same as typed numbers, good until the next call. */
  collect(x0, y0, x1, y1) {
    return this.tree.collect(x0, y0, x1, y1);
  }

  /** Return the rows that are picked, in ascending order. */
  pickedRows() {
    const rows = [];
    for (let row = this.picked.indexOf(1); row >= 0; row = this.picked.indexOf(1, row + 1)) {
      rows.push(row);
    }
    return rows;
  }

  /** Return [x0, y0, x1, y1] of some rows. */
  boundsOf(rows) {
    const box = [WORLD, WORLD, 0, 0];
    for (const row of rows) {
      const [x0, y0, x1, y1] = this.boxes.subarray(4 * row, 4 * row + 4);
      box[0] = Math.min(box[0], x0);
      box[1] = Math.min(box[1], y0);
      box[2] = Math.max(box[2], x1);
      box[3] = Math.max(box[3], y1);
    }
    return box;
  }

  /** Return the bounds of nearly all, when a few strays would make the whole unreadable. */
  mainBounds() {
    const step = Math.max(1, Math.floor(this.count / SAMPLE));
    const sample = (from) => {
      const values = new Int32Array(Math.ceil(this.count / step));
      for (let i = 0; i < values.length; i++) values[i] = this.anchor[2 * i * step + from];
      return values.sort();
    };
    const [xs, ys] = [sample(0), sample(1)];
    const at = (share) => Math.round((xs.length - 1) * share);
    const main = [xs[at(0.02)], ys[at(0.02)], xs[at(0.98)], ys[at(0.98)]];
    const wide = (box) => Math.max(box[2] - box[0], box[3] - box[1]);
    return wide(this.whole) > 6 * wide(main) + 40000 ? main : this.whole;
  }

  /** Tell whether a place lies inside a polygon (even-odd over all its rings). */
  contains(row, x, y) {
    const { xy, vertexFrom } = this;
    let inside = false;
    for (let ring = this.ringFrom[row]; ring < this.ringFrom[row + 1]; ring++) {
      const from = vertexFrom[ring], end = vertexFrom[ring + 1];
      for (let i = from, j = end - 1; i < end; j = i++) {
        const yi = xy[2 * i + 1], yj = xy[2 * j + 1];
        if (yi > y === yj > y) continue;
        if (x < ((xy[2 * j] - xy[2 * i]) * (y - yi)) / (yj - yi) + xy[2 * i]) inside = !inside;
      }
    }
    return inside;
  }

  /** Return the row under a place, or -1; `reach` is how far a point or line may lie. */
  at(x, y, reach) {
    let best = -1, bestScore = Infinity;
    for (const row of this.search(x - reach, y - reach, x + reach, y + reach)) {
      const score = this._distance(row, x, y, reach) + (this.dim[row] ? 4 * reach : 0);
      if (score < bestScore) {
        best = row;
        bestScore = score;
      }
    }
    return best;
  }

  _distance(row, x, y, reach) {
    if (this.kind(row) === POLYGON && this.contains(row, x, y)) return 0;
    const [x0, y0, x1, y1] = this.boxes.subarray(4 * row, 4 * row + 4);
    const small = Math.max(x1 - x0, y1 - y0) < 2 * reach;
    if (this.kind(row) === POLYGON && !small) return Infinity;
    return Math.hypot(this.anchor[2 * row] - x, this.anchor[2 * row + 1] - y);
  }

  /** Return about how thick a polygon's outer ring is, as if it were a rectangle. */
  thickness(row) {
    if (this._thickness[row]) return this._thickness[row];
    const { xy, vertexFrom } = this;
    const from = vertexFrom[this.ringFrom[row]], end = vertexFrom[this.ringFrom[row] + 1];
    let area = 0, around = 0;
    for (let i = from, j = end - 1; i < end; j = i++) {
      const dx = xy[2 * i] - xy[2 * j], dy = xy[2 * i + 1] - xy[2 * j + 1];
      area += (xy[2 * j] - xy[2 * from]) * dy - (xy[2 * j + 1] - xy[2 * from + 1]) * dx;
      around += Math.hypot(dx, dy);
    }
    const half = around / 2;
    const root = Math.sqrt(Math.max(0, half * half - 2 * Math.abs(area)));
    return (this._thickness[row] = Math.max(1, (half - root) / 2));
  }
}

/** Return the row of each id where ids are dense, else ids and rows as sorted numbers. */
function rowsById(ids) {
  const most = ids.reduce((a, b) => Math.max(a, b), 0);
  if (most < SPARSE * ids.length) {
    const rows = new Int32Array(most + 1).fill(-1);
    for (let row = 0; row < ids.length; row++) rows[ids[row]] = row;
    return rows;
  }
  const keys = new Float64Array(ids.length);
  for (let row = 0; row < ids.length; row++) keys[row] = ids[row] * KEY + row;
  return keys.sort();
}
