// A canvas over the whole view that moves with the map and is drawn anew when it stands.
//
// With `baked` it is not shown by itself: a sheet of tiles takes it in, as each canvas that moves
// costs without a GPU.
/* global L */

const BEYOND = 0.1; // share of the view painted beyond each edge

export const Overlay = L.Layer.extend({
  initialize(draw, options) {
    this._draw = draw;
    this._asked = false;
    L.setOptions(this, options);
  },

  onAdd() {
    const pane = this.options.baked ? undefined : this.getPane();
    this._canvas = L.DomUtil.create('canvas', 'overlay leaflet-zoom-animated', pane);
    this._reset();
  },

  onRemove() {
    this._canvas.remove();
  },

  getEvents() {
    return {
      viewreset: this._reset, moveend: this._reset, resize: this._reset, zoomanim: this._animate,
    };
  },

  /** Draw again in the next frame. */
  redraw() {
    this.fire('redraw');
    if (this._asked || !this._map) return;
    this._asked = true;
    requestAnimationFrame(() => {
      this._asked = false;
      if (this._map) this._paint();
    });
  },

  _reset() {
    const size = this._map.getSize();
    this._edge = size.multiplyBy(BEYOND).round();
    this._size = size.add(this._edge.multiplyBy(2));
    this._paint();
  },

  _paint() {
    const map = this._map, canvas = this._canvas;
    const ratio = window.devicePixelRatio || 1;
    const corner = map.containerPointToLayerPoint([0, 0]).subtract(this._edge);
    const wide = Math.round(this._size.x * ratio), high = Math.round(this._size.y * ratio);
    if (canvas.width !== wide || canvas.height !== high) {
      canvas.width = wide;
      canvas.height = high;
      canvas.style.width = `${this._size.x}px`;
      canvas.style.height = `${this._size.y}px`;
    }
    L.DomUtil.setPosition(canvas, corner);
    this._zoom = map.getZoom();
    this._bounds = new L.LatLngBounds(
      map.layerPointToLatLng(corner), map.layerPointToLatLng(corner.add(this._size)),
    );
    const ctx = canvas.getContext('2d');
    ctx.setTransform(1, 0, 0, 1, 0, 0);
    ctx.clearRect(0, 0, wide, high);
    ctx.setTransform(ratio, 0, 0, ratio, 0, 0);
    const drawn = this._draw(ctx, this._frame(corner));
    canvas.hidden = !drawn; // an empty canvas would still be blended in every frame
    this.fire('painted');
  },

  /** Draw what is painted onto a canvas whose corner is a place of the layer, within a box of its pixels. */
  bake(ctx, corner, zoom, [left, top, wide, high]) {
    if (!this._map || this._canvas.hidden || this._zoom !== zoom) return;
    const ratio = window.devicePixelRatio || 1;
    const by = L.DomUtil.getPosition(this._canvas).subtract(corner).multiplyBy(ratio).round();
    ctx.save();
    ctx.beginPath();
    ctx.rect(left, top, wide, high);
    ctx.clip();
    ctx.drawImage(this._canvas, by.x, by.y);
    ctx.restore();
  },

  /** Return the painted part of the world: its corner in world units, its size in pixels. */
  _frame(corner) {
    const scale = 2 ** (this._zoom + 8 - 30);
    const origin = this._map.getPixelOrigin().add(corner);
    return {
      x: origin.x / scale, y: origin.y / scale, scale, zoom: this._zoom,
      width: this._size.x, height: this._size.y,
    };
  },

  _animate(event) {
    const map = this._map;
    const offset = map._latLngBoundsToNewLayerBounds(this._bounds, event.zoom, event.center).min;
    L.DomUtil.setTransform(this._canvas, offset, map.getZoomScale(event.zoom, this._zoom));
  },
});
