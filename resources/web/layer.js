// Canvas tiles painted in slices, so that the map never stops moving while it paints.
/* global L */

import { Sheet } from './sheet.js';

const SLICE_MS = 8;
const HURRIED_SLICE_MS = 40; // nothing moves yet while the first view is painted
const RESTING_SLICE_MS = 22; // nothing moves, and what is shown is true but for its look
export const TILE = 256;

/**
 * Tiles whose painter is a generator: `paint(ctx, tile)` yields when it may be interrupted, and
 * returns whether it had no room for some shapes. The tiles are shown on one sheet: without a GPU
 * each canvas that moves by itself costs.
 */
export const SlicedTiles = L.GridLayer.extend({
  options: { tileSize: TILE, updateWhenZooming: false, updateWhenIdle: false, keepBuffer: 1 },

  initialize(paint, options) {
    this._paint = paint;
    this._jobs = [];
    this._stale = new Set(); // keys of tiles out of view that are to be painted anew
    this._waiting = false;
    this.hurry = false;
    L.setOptions(this, options);
  },

  onAdd(map) {
    L.GridLayer.prototype.onAdd.call(this, map);
    this._container.style.display = 'none';
    const { pane, className, opacity, zIndex, over } = this.options;
    this._sheet = new Sheet(this, { pane, className, over }).addTo(map);
    this._sheet.box.style.opacity = opacity;
    this._sheet.box.style.zIndex = zIndex ?? '';
  },

  /** Return what shows the tiles, in the layer's coordinates. */
  getContainer() {
    return this._sheet.box;
  },

  setOpacity(opacity) {
    L.GridLayer.prototype.setOpacity.call(this, opacity);
    if (this._sheet?.box) this._sheet.box.style.opacity = opacity;
    return this;
  },

  setZIndex(zIndex) {
    L.GridLayer.prototype.setZIndex.call(this, zIndex);
    if (this._sheet?.box) this._sheet.box.style.zIndex = zIndex;
    return this;
  },

  onRemove(map) {
    this._jobs = [];
    this._sheet.remove();
    L.GridLayer.prototype.onRemove.call(this, map);
  },

  createTile(coords, done) {
    const canvas = document.createElement('canvas');
    const ratio = window.devicePixelRatio || 1;
    canvas.width = canvas.height = Math.round(TILE * ratio);
    this._enqueue({ canvas, coords, ratio, done });
    return canvas;
  },

  /**
   * Paint again, without a blank moment, the tiles that a box of world units touches: those in
   * view first, the others when these are done.
   */
  repaint(box) {
    this.fire('repaint', { box });
    const view = this._map && this._inView();
    for (const key of Object.keys(this._tiles ?? {})) {
      const { el, coords } = this._tiles[key];
      const tile = place(coords);
      if (!el.width || (box && !touches(tile, box))) continue;
      if (view && !touches(tile, view)) this._stale.add(key);
      else this._again(key);
    }
  },

  _again(key) {
    this._stale.delete(key);
    const tile = this._tiles[key];
    if (!tile) return; // it went out of reach
    const begun = this._jobs.find((job) => job.canvas === tile.el);
    if (begun) begun.running = null; // start over: what it has painted is out of date
    else this._enqueue({ key, canvas: tile.el, coords: tile.coords, ratio: tile.el.width / TILE, done: null });
  },

  /** Return the box of world units that is in view. */
  _inView() {
    const { min, max } = this._map.getPixelBounds(), units = 2 ** (22 - this._map.getZoom());
    return [min.x * units, min.y * units, max.x * units, max.y * units];
  },

  /** Tell whether a tile in view holds features for whose shapes it has no room. */
  isSimplified() {
    return Object.values(this._tiles ?? {}).some(({ el, current }) => current && el.simplified);
  },

  /** Tell whether everything asked for is painted. */
  isIdle() {
    return this._jobs.length === 0;
  },

  _enqueue(job) {
    const scratch = job.done ? job.canvas : job.canvas.cloneNode();
    const ctx = scratch.getContext('2d');
    const tile = { ...place(job.coords), ratio: job.ratio };
    const steps = () => {
      ctx.setTransform(job.ratio, 0, 0, job.ratio, 0, 0);
      return this._paint(ctx, tile);
    };
    this._jobs.push({ ...job, scratch, steps, running: null });
    if (!this._waiting) {
      this._waiting = true;
      this._later();
    }
  },

  /** Go on in the next frame; while nothing is there to be moved, as soon as possible. */
  _later() {
    if (!this.hurry) requestAnimationFrame(() => this._work());
    else {
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = () => this._work();
      port2.postMessage(0);
    }
  },

  _work() {
    const end = performance.now() + this._slice();
    while (this._jobs.length && performance.now() < end) {
      const job = this._jobs[0];
      if (job.done && !job.canvas.parentNode) {
        this._jobs.shift(); // the tile went out of view before it was painted
        continue;
      }
      job.running ??= job.steps();
      const { done, value } = job.running.next();
      if (done) {
        this._jobs.shift();
        job.scratch.simplified = Boolean(value);
        this._finish(job);
      }
    }
    this._waiting = this._jobs.length > 0;
    if (this._waiting) this._later();
    else {
      this.hurry = false;
      this.fire('idle');
      for (const key of [...this._stale]) this._again(key);
    }
  },

  /** Return for how many milliseconds to paint before a frame is shown. */
  _slice() {
    if (this.hurry) return HURRIED_SLICE_MS;
    const map = this._map;
    const moving = map?._animatingZoom || map?._panAnim?._inProgress || map?.dragging?.moving();
    return moving || this._jobs.some((job) => job.done) ? SLICE_MS : RESTING_SLICE_MS;
  },

  _finish(job) {
    if (job.done) job.done(null, job.canvas);
    else if (this._tiles[job.key]?.el === job.canvas) {
      job.canvas.replaceWith(job.scratch);
      this._tiles[job.key].el = job.scratch;
    }
    this._sheet.put(job.coords, job.scratch);
  },
});

/** Return a tile's corner and scale: world units, pixels a unit. */
function place({ x, y, z }) {
  const units = 2 ** (30 - z);
  return { x: x * units, y: y * units, units, scale: TILE / units, zoom: z };
}

function touches(tile, [x0, y0, x1, y1]) {
  const edge = 20 / tile.scale;
  return (
    x1 >= tile.x - edge && x0 <= tile.x + tile.units + edge &&
    y1 >= tile.y - edge && y0 <= tile.y + tile.units + edge
  );
}
