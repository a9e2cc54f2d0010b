// A vector base map: tiles fetched from the program and painted on a canvas, no WebGL.

import {
  BOUNDARY, BUILDING, BUILT, GREEN, OTHER, RAIL, ROAD, WATER, colours, roadWidth, roleOf,
} from './base_style.js';
import { SlicedTiles, TILE } from './layer.js';
import { readTile } from './vector_tile.js';

const KEPT = 80; // tiles read and held
const BATCH = 200; // features a slice
const FILLED = [BUILT, GREEN, WATER, BUILDING, OTHER];

export const VectorBase = SlicedTiles.extend({
  initialize(about, scene) {
    this._about = about;
    this._scene = scene;
    this._read = new Map(); // tile's name -> roles, or the promise of them
    const [west, south, east, north] = about.bounds;
    SlicedTiles.prototype.initialize.call(this, (ctx, tile) => this._draw(ctx, tile), {
      pane: 'base', bounds: [[south, west], [north, east]], maxZoom: 21, className: 'base-vector',
    });
  },

  createTile(coords, done) {
    const canvas = document.createElement('canvas');
    const ratio = window.devicePixelRatio || 1;
    canvas.width = canvas.height = Math.round(TILE * ratio);
    const painted = () => this._map && this._enqueue({ canvas, coords, ratio, done });
    this._fetched(this._own(coords)).then(painted, painted);
    return canvas;
  },

  /** Return [{roles, left, top, side}] of what is in view: the names of tiles are made of it. */
  tilesInView() {
    return Object.values(this._tiles ?? {}).filter(({ current }) => current).map(({ coords }) => {
      const own = this._own(coords);
      return { roles: this._read.get(own.name), own };
    }).filter(({ roles }) => roles?.names);
  },

  /** Return the tile of the file that a tile of the view is cut from. */
  _own({ x, y, z }) {
    const deeper = Math.max(0, z - this._about.high);
    const own = { x: x >> deeper, y: y >> deeper, z: z - deeper };
    return { ...own, name: `${own.z}/${own.x}/${own.y}` };
  },

  async _fetched({ name, z }) {
    const known = this._read.get(name);
    if (known) return known;
    if (z < this._about.low) return null;
    const reading = fetch(`base/${this._about.number}/${name}`)
      .then((answer) => answer.arrayBuffer())
      .then((buffer) => sorted(readTile(buffer)))
      .catch(() => sorted([])) // a broken tile is an empty one
      .then((roles) => {
        if (this._read.has(name)) this._read.set(name, roles);
        return roles;
      });
    this._read.set(name, reading);
    for (const old of this._read.keys()) {
      if (this._read.size <= KEPT) break;
      this._read.delete(old);
    }
    return reading;
  },

  * _draw(ctx, tile) {
    ctx.clearRect(0, 0, TILE, TILE);
    const coords = { x: Math.round(tile.x / tile.units), y: Math.round(tile.y / tile.units), z: tile.zoom };
    const own = this._own(coords);
    const roles = this._read.get(own.name);
    if (!roles?.filled) return;
    const times = 2 ** (coords.z - own.z);
    const frame = {
      size: TILE * times, left: (coords.x - own.x * times) * TILE, top: (coords.y - own.y * times) * TILE,
      zoom: coords.z,
    };
    const paint = colours(this._scene.palette?.dark);
    if (roles.whole) {
      ctx.fillStyle = paint.land;
      ctx.fillRect(0, 0, TILE, TILE);
    }
    for (const role of FILLED) yield* fill(ctx, frame, roles.filled.get(role) ?? [], role, paint);
    yield* strokeLines(ctx, frame, roles.lines.get(WATER) ?? [], paint.water, 1.4);
    yield* strokeLines(ctx, frame, roles.lines.get(OTHER) ?? [], paint.other, 1);
    yield* strokeLines(ctx, frame, roles.lines.get(RAIL) ?? [], paint.rail, 1.2);
    yield* roads(ctx, frame, roles.roads, paint);
    ctx.setLineDash([5, 3]);
    yield* strokeLines(ctx, frame, roles.lines.get(BOUNDARY) ?? [], paint.boundary, 1.2);
    ctx.setLineDash([]);
  },
});

/** Sort a tile's features by what they are. */
function sorted(layers) {
  const roles = { filled: new Map(), lines: new Map(), roads: [], names: [], whole: false };
  for (const { name, features } of layers) {
    if (name !== 'lines') roles.whole = true; // the office's own lines lie upon other maps
    for (const feature of features) {
      const { role, rank } = roleOf(name, feature);
      if (feature.tags.size) roles.names.push({ ...feature, role, rank });
      if (feature.kind === 1) continue;
      if (role === ROAD && feature.kind === 2) roles.roads.push({ ...feature, rank });
      else if (feature.kind === 3 && role !== BOUNDARY) push(roles.filled, role, feature);
      else push(roles.lines, role, feature);
    }
  }
  roles.roads.sort((a, b) => b.rank - a.rank);
  return roles;
}

function push(map, role, feature) {
  const list = map.get(role);
  if (list) list.push(feature);
  else map.set(role, [feature]);
}

function trace(ctx, { xy, parts, kind }, { size, left, top }) {
  for (let part = 0; part < parts.length - 1; part++) {
    for (let i = parts[part]; i < parts[part + 1]; i += 2) {
      const x = xy[i] * size - left, y = xy[i + 1] * size - top;
      if (i === parts[part]) ctx.moveTo(x, y);
      else ctx.lineTo(x, y);
    }
    if (kind === 3) ctx.closePath();
  }
}

function* batches(ctx, frame, features, draw) {
  for (let from = 0; from < features.length; from += BATCH) {
    ctx.beginPath();
    for (const feature of features.slice(from, from + BATCH)) trace(ctx, feature, frame);
    draw();
    yield;
  }
}

function* fill(ctx, frame, features, role, paint) {
  if (role === BUILDING && frame.zoom < 14) return;
  ctx.fillStyle = paint[role];
  ctx.strokeStyle = role === OTHER ? paint.other : paint.building_edge;
  ctx.lineWidth = 0.8;
  const edged = role === OTHER || (role === BUILDING && frame.zoom >= 16);
  yield* batches(ctx, frame, features, () => {
    if (role !== OTHER) ctx.fill();
    if (edged) ctx.stroke();
  });
}

function* strokeLines(ctx, frame, features, colour, width) {
  ctx.strokeStyle = colour;
  ctx.lineWidth = width;
  ctx.lineJoin = ctx.lineCap = 'round';
  yield* batches(ctx, frame, features, () => ctx.stroke());
}

/** Paint roads from the least to the greatest, all edges beneath all beds. */
function* roads(ctx, frame, features, paint) {
  ctx.lineJoin = ctx.lineCap = 'round';
  for (const bed of [false, true]) {
    for (let rank = 6; rank >= 1; rank--) {
      const width = roadWidth(rank, frame.zoom);
      if (!width) continue;
      ctx.strokeStyle = bed && width > 1.5 ? paint.road : paint.road_edge;
      ctx.lineWidth = bed ? width : width + 1.4;
      if (bed && width <= 1.5) continue;
      yield* batches(ctx, frame, features.filter((each) => each.rank === rank), () => ctx.stroke());
    }
  }
}
