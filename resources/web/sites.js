// Sites, which are no buildings: parks, lines and points, drawn below the buildings.

import { LINE, POINT, POLYGON } from './features.js';
import { trace, traceDiscs } from './painter.js';

const GROUPS = {
  light: {
    green: { fill: '#CFE4C3', edge: '#8DB67A', ink: '#3C6B2C' },
    water: { fill: '#C9DFEC', edge: '#86B0CB', ink: '#2B5E7E' },
    paved: { fill: '#E9E3D6', edge: '#C5B99F', ink: '#6B5F45' },
    green_line: { fill: '#5E9B4B', edge: '#5E9B4B', ink: '#3C6B2C', width: 2.5, dash: [7, 5] },
    line: { fill: '#FFFFFF', edge: '#BFC6CD', ink: '#59626D', width: 4 },
    pipe: { fill: '#7A5C99', edge: '#7A5C99', ink: '#5D4379', width: 2, dash: [9, 3, 2, 3] },
    point: { fill: '#4B5763', edge: '#FFFFFF', ink: '#3B444D' },
  },
  dark: {
    green: { fill: '#2B3C29', edge: '#557A4A', ink: '#A9D298' },
    water: { fill: '#22333F', edge: '#47708A', ink: '#9CC7E2' },
    paved: { fill: '#36332B', edge: '#665D48', ink: '#CDC2A6' },
    green_line: { fill: '#7DBB68', edge: '#7DBB68', ink: '#A9D298', width: 2.5, dash: [7, 5] },
    line: { fill: '#3D434A', edge: '#59616A', ink: '#A9B1BA', width: 4 },
    pipe: { fill: '#B597D6', edge: '#B597D6', ink: '#CDB6E6', width: 2, dash: [9, 3, 2, 3] },
    point: { fill: '#C3CCD5', edge: '#1A1C1F', ink: '#D5DCE3' },
  },
};
const LINES = new Set(['green_line', 'line', 'pipe']);
const NAMES_FROM_ZOOM = 16;
const REACH = 7; // pixels that a click may miss a line or a point by
const FONT = '12px "Microsoft YaHei", "Noto Sans CJK SC", "WenQuanYi Micro Hei", sans-serif';

export class Sites {
  constructor(dark) {
    this.features = null;
    this.names = [];
    this.kinds = [];
    this.picked = new Set();
    this.hovered = -1;
    this._dark = dark;
  }

  show(features, names) {
    this.features = features;
    this.names = names;
    this.hovered = -1;
  }

  look(row) {
    const kind = this.kinds[this.features.classes[row]];
    const groups = GROUPS[this._dark() ? 'dark' : 'light'];
    const shape = this.features.kind(row), found = groups[kind?.group] ?? groups.point;
    if (shape === LINE && !LINES.has(kind?.group)) return groups.line;
    // The strong colour of a point would hide all that lies on an area.
    return shape === POLYGON && found === groups.point ? groups.paved : found;
  }

  kindOf(row) {
    return this.kinds[this.features.classes[row]];
  }

  /** Paint one tile: areas, then lines, then points. */
  *paint(ctx, tile) {
    const { features } = this;
    if (!features?.count || !this.kinds.length) return;
    const edge = 12 / tile.scale;
    const rows = features.search(
      tile.x - edge, tile.y - edge, tile.x + tile.units + edge, tile.y + tile.units + edge,
    ).sort((a, b) => features.kind(b) - features.kind(a) || a - b);
    for (const row of rows) this._paintOne(ctx, tile, row);
    if (rows.length) yield;
  }

  _paintOne(ctx, tile, row) {
    const { features } = this, look = this.look(row);
    ctx.beginPath();
    if (features.kind(row) === POINT) {
      const size = Math.max(2, Math.min(6, tile.zoom - 11));
      traceDiscs(ctx, features, row, tile.x, tile.y, tile.scale, size);
      ctx.fillStyle = look.fill;
      ctx.fill();
      stroke(ctx, look.edge, 1.5);
      return;
    }
    trace(ctx, features, row, tile.x, tile.y, tile.scale);
    if (features.kind(row) === POLYGON) {
      ctx.fillStyle = look.fill;
      ctx.fill();
      stroke(ctx, look.edge, 1.2);
      return;
    }
    const width = (look.width ?? 2.5) * Math.max(0.5, Math.min(1.6, (tile.zoom - 11) / 5));
    if (!look.dash) stroke(ctx, look.edge, width + 2);
    ctx.setLineDash(look.dash ?? []);
    stroke(ctx, look.fill, width);
    ctx.setLineDash([]);
  }

  /** Draw names and what is picked or pointed at; tell whether there was anything. */
  drawOver(ctx, frame, palette) {
    const { features } = this;
    if (!features?.count || !palette) return false;
    const rows = features.search(
      frame.x, frame.y, frame.x + frame.width / frame.scale, frame.y + frame.height / frame.scale,
    );
    for (const row of rows) {
      if (this.picked.has(features.ids[row])) {
        this._outline(ctx, frame, row, [[palette.pickCasing, 5], [palette.pick, 1.8]]);
      } else if (row === this.hovered) this._outline(ctx, frame, row, [[palette.hover, 1.8]]);
    }
    if (frame.zoom >= NAMES_FROM_ZOOM) this._drawNames(ctx, frame, rows, palette);
    return rows.length > 0;
  }

  _outline(ctx, frame, row, strokes) {
    const { features } = this;
    ctx.beginPath();
    if (features.kind(row) === POINT) {
      traceDiscs(ctx, features, row, frame.x, frame.y, frame.scale, 9);
    } else trace(ctx, features, row, frame.x, frame.y, frame.scale);
    for (const [colour, width] of strokes) stroke(ctx, colour, width);
  }

  _drawNames(ctx, frame, rows, palette) {
    const taken = [];
    ctx.font = FONT;
    ctx.textAlign = 'center';
    ctx.textBaseline = 'middle';
    ctx.lineJoin = 'round';
    for (const row of rows) {
      const { features } = this;
      const name = this.names[row] || this.kindOf(row)?.word || '';
      const said = name.length > 16 ? `${name.slice(0, 15)}…` : name;
      const wide = ctx.measureText(said).width;
      const x = (features.anchor[2 * row] - frame.x) * frame.scale;
      const y = (features.anchor[2 * row + 1] - frame.y) * frame.scale
        + (features.kind(row) === POLYGON ? 0 : 14);
      const box = [x - wide / 2, y - 8, x + wide / 2, y + 8];
      if (!this._fits(row, frame, wide) || taken.some((other) => touch(box, other))) continue;
      taken.push(box);
      ctx.strokeStyle = palette.halo;
      ctx.lineWidth = 3;
      ctx.strokeText(said, x, y);
      ctx.fillStyle = this.look(row).ink;
      ctx.fillText(said, x, y);
    }
  }

  /** An area bears its name where it is about as wide as it. */
  _fits(row, frame, wide) {
    if (this.features.kind(row) !== POLYGON) return frame.zoom >= NAMES_FROM_ZOOM + 1;
    const [x0, , x1] = this.features.boxes.subarray(4 * row, 4 * row + 4);
    return (x1 - x0) * frame.scale > wide * 0.8;
  }

  /** Return the row under a place, or -1; what is smaller goes before what it lies in. */
  at(x, y, zoom) {
    const { features } = this;
    if (!features?.count) return -1;
    const reach = REACH * 2 ** (22 - zoom);
    let best = -1, bestKind = POLYGON + 1, bestSize = Infinity;
    for (const row of features.search(x - reach, y - reach, x + reach, y + reach)) {
      const kind = features.kind(row);
      const hit = kind === POLYGON ? features.contains(row, x, y) : this._near(row, x, y, reach);
      const [x0, y0, x1, y1] = features.boxes.subarray(4 * row, 4 * row + 4);
      const size = (x1 - x0) * (y1 - y0);
      if (hit && (kind < bestKind || (kind === bestKind && size < bestSize))) {
        best = row;
        bestKind = kind;
        bestSize = size;
      }
    }
    return best;
  }

  _near(row, x, y, reach) {
    const { xy, vertexFrom, ringFrom } = this.features;
    for (let ring = ringFrom[row]; ring < ringFrom[row + 1]; ring++) {
      for (let i = vertexFrom[ring]; i < vertexFrom[ring + 1]; i++) {
        const j = Math.max(vertexFrom[ring], i - 1);
        if (toSide(x, y, xy[2 * j], xy[2 * j + 1], xy[2 * i], xy[2 * i + 1]) <= reach) return true;
      }
    }
    return false;
  }
}

function stroke(ctx, colour, width) {
  ctx.strokeStyle = colour;
  ctx.lineWidth = width;
  ctx.stroke();
}

function touch(a, b) {
  return a[0] < b[2] && b[0] < a[2] && a[1] < b[3] && b[1] < a[3];
}

function toSide(x, y, x0, y0, x1, y1) {
  const dx = x1 - x0, dy = y1 - y0, long = dx * dx + dy * dy;
  const share = long ? Math.max(0, Math.min(1, ((x - x0) * dx + (y - y0) * dy) / long)) : 0;
  return Math.hypot(x0 + share * dx - x, y0 + share * dy - y);
}
