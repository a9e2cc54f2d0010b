// Base maps beneath the features: pictures and vector tiles that the program serves by number.
/* global L */

import { baseNames } from './base_names.js';
import { TILE } from './layer.js';
import { WORLD } from './features.js';
import { VectorBase } from './vector_base.js';

const FARTHER = 2; // zooms that a picture is still shown below its own lowest
const NEARER = 4; // zooms that it is enlarged beyond its highest: more shows no place any more
const MAX_ZOOM = 21;

/** Add it to the map; return what it does when the program tells it something. */
export function addBase(stage) {
  const { map, scene, tiles, controls } = stage;
  map.createPane('base').style.zIndex = 150; // beneath the features' tiles
  map.createPane('base-names').style.zIndex = 160;
  const layers = new Map(); // number -> layer
  const names = baseNames(scene, () => [...layers.values()]);
  let maps = [];
  scene.base = { layers, names }; // for tests as well
  scene.seeThrough = (tile) => maps.some((each) => covers(each, tile));

  whenDressed(() => {
    for (const layer of layers.values()) layer.repaint?.();
    names.redraw();
  });

  return {
    base(message) {
      maps = message.maps;
      const wanted = new Set(maps.map((each) => each.number));
      for (const [number, layer] of layers) {
        if (wanted.has(number)) continue;
        layer.remove();
        layers.delete(number);
      }
      maps.forEach((each, place) => {
        let layer = layers.get(each.number);
        if (!layer) {
          layer = each.kind === 'vector' ? new VectorBase(each, scene) : picture(each);
          layers.set(each.number, layer);
          layer.on('load idle', () => names.redraw());
          layer.addTo(map);
        }
        layer.setOpacity(each.opacity);
        layer.setZIndex(place + 1);
      });
      if (maps.some((each) => each.kind === 'vector')) names.addTo(map);
      else names.remove();
      names.redraw();
      controls.showMaps(maps, message.missing);
      tiles.repaint();
    },
  };
}

function picture(each) {
  const [west, south, east, north] = each.bounds;
  return new Pictures(`base/${each.number}/{z}/{x}/{y}`, {
    pane: 'base',
    bounds: [[south, west], [north, east]],
    minZoom: Math.max(0, each.low - FARTHER),
    minNativeZoom: each.low,
    maxNativeZoom: each.high,
    maxZoom: Math.min(MAX_ZOOM, each.high + NEARER),
    keepBuffer: 1,
    updateWhenZooming: false,
    className: 'base-picture',
  });
}

/** Leaflet stops a picture that is on its way by a data: URL, which our page may not load. */
const Pictures = L.TileLayer.extend({
  _abortLoading() {
    for (const [key, { el, coords }] of Object.entries(this._tiles)) {
      if (coords.z === this._tileZoom || el.complete) continue;
      this._removeTile(key);
    }
  },

  _removeTile(key) {
    const el = this._tiles[key]?.el;
    if (!el) return;
    el.onload = el.onerror = null;
    el.removeAttribute('src');
    L.GridLayer.prototype._removeTile.call(this, key);
  },
});

/** Tell whether a base map lies beneath a tile of the features. */
function covers({ bounds: [west, south, east, north], kind, low, high }, tile) {
  const reached = tile.zoom >= low - FARTHER && tile.zoom <= high + NEARER;
  if (kind !== 'vector' && !reached) return false;
  const [x0, y0] = units(west, north), [x1, y1] = units(east, south);
  const side = TILE / tile.scale;
  return x0 < tile.x + side && x1 > tile.x && y0 < tile.y + side && y1 > tile.y;
}

function units(lon, lat) {
  const sine = Math.sin((lat * Math.PI) / 180);
  const y = 0.5 - Math.log((1 + sine) / (1 - sine)) / (4 * Math.PI);
  return [(lon / 360 + 0.5) * WORLD, y * WORLD];
}

/** Call back when the page has changed between light and dark. */
function whenDressed(changed) {
  new MutationObserver(changed).observe(document.documentElement, { attributeFilter: ['data-light'] });
}
