// One canvas on which a layer's tiles are put together: a moving map moves it, not each of them.
/* global L */

import { Overlay } from './overlay.js';

const EDGE = 256; // pixels beyond the view, as far as tiles are kept

export const Sheet = Overlay.extend({
  /** Show the tiles of a layer; `stand` = {pane, className, over: an overlay to be taken in}. */
  initialize(tiles, stand) {
    Overlay.prototype.initialize.call(this, (ctx, frame) => this._putAll(ctx, frame), stand);
    this._tiles = tiles;
    this._anew = () => this.redraw();
  },

  onAdd(map) {
    this.box = L.DomUtil.create('div', `leaflet-layer ${this.options.className ?? ''}`, this.getPane());
    Overlay.prototype.onAdd.call(this, map);
    this.box.append(this._canvas);
    this.options.over?.on('painted', this._anew);
  },

  onRemove() {
    this.options.over?.off('painted', this._anew);
    this.box.remove();
  },

  getEvents() {
    return { ...Overlay.prototype.getEvents.call(this), move: this._follow, zoom: this._follow };
  },

  /** Show a tile that has just been painted. */
  put(coords, canvas) {
    if (!this._map || this._map._animatingZoom || this._map.getZoom() !== this._zoom) return;
    const ctx = this._canvas.getContext('2d');
    ctx.setTransform(1, 0, 0, 1, 0, 0);
    const box = this._place(ctx, this._shown, coords, canvas);
    if (box) this.options.over?.bake(ctx, this._corner, this._zoom, box);
    this._canvas.hidden = false;
  },

  _reset() {
    this._edge = L.point(EDGE, EDGE);
    this._size = this._map.getSize().add([2 * EDGE, 2 * EDGE]);
    this._paint();
  },

  /** Paint anew where the view has left what is painted. */
  _follow() {
    const map = this._map;
    if (map._animatingZoom) return;
    const inside = L.bounds(this._corner, this._corner.add(this._size)).contains(
      L.bounds(map.containerPointToLayerPoint([0, 0]), map.containerPointToLayerPoint(map.getSize())),
    );
    if (!inside || map.getZoom() !== this._zoom) this._reset();
  },

  /** Put every painted tile, those of other zooms beneath; tell whether there is any. */
  _putAll(ctx, frame) {
    this._shown = frame;
    this._corner = L.DomUtil.getPosition(this._canvas);
    ctx.setTransform(1, 0, 0, 1, 0, 0);
    const away = ({ coords }) => Math.abs(coords.z - frame.zoom);
    const painted = Object.values(this._tiles._tiles ?? {}).filter((tile) => tile.loaded);
    painted.sort((a, b) => away(b) - away(a));
    for (const { coords, el } of painted) this._place(ctx, frame, coords, el);
    const { width, height } = this._canvas;
    this.options.over?.bake(ctx, this._corner, frame.zoom, [0, 0, width, height]);
    return painted.length > 0;
  },

  /** Draw a tile where it belongs; return its box of pixels, null beyond the sheet. */
  _place(ctx, { x, y, scale }, coords, canvas) {
    const units = 2 ** (30 - coords.z), pixels = scale * (window.devicePixelRatio || 1);
    const left = Math.round((coords.x * units - x) * pixels), top = Math.round((coords.y * units - y) * pixels);
    const right = Math.round(((coords.x + 1) * units - x) * pixels);
    const bottom = Math.round(((coords.y + 1) * units - y) * pixels);
    if (right <= 0 || bottom <= 0 || left >= ctx.canvas.width || top >= ctx.canvas.height) return null;
    ctx.clearRect(left, top, right - left, bottom - top); // a tile may be seen through
    ctx.drawImage(canvas, left, top, right - left, bottom - top);
    return [left, top, right - left, bottom - top];
  },
});
