// The names of vector base maps, over all their tiles so that none is cut off or written twice.

import { NAME, ROAD, colours, nameOf } from './base_style.js';
import { Overlay } from './overlay.js';

const MOST = 120; // names in a view
const PLACES = /city|town|district|suburb|county|区|县|市/;
const FONT = "'Microsoft YaHei', 'Noto Sans CJK SC', 'WenQuanYi Micro Hei', sans-serif";

/** Return the overlay that bears the names of some layers. */
export function baseNames(scene, layers) {
  return new Overlay((ctx, frame) => drawNames(ctx, frame, scene, layers()), { pane: 'base-names' });
}

function drawNames(ctx, frame, scene, layers) {
  const chinese = document.documentElement.lang !== 'en';
  const paint = colours(scene.palette?.dark);
  const taken = [], written = new Set();
  ctx.textAlign = 'center';
  ctx.textBaseline = 'middle';
  ctx.lineJoin = 'round';
  for (const each of collected(layers, frame, chinese)) {
    if (written.size >= MOST) break;
    const size = each.large ? 13 : 11;
    ctx.font = `${size}px ${FONT}`;
    const wide = ctx.measureText(each.name).width;
    if (each.room && wide > each.room) continue;
    const box = boxOf(each, wide + 8, size + 8);
    const key = `${each.name} ${Math.round(each.x / 400)} ${Math.round(each.y / 400)}`;
    if (written.has(key) || taken.some((other) => overlap(box, other))) continue;
    written.add(key);
    taken.push(box);
    write(ctx, each, paint);
  }
  return written.size > 0;
}

function write(ctx, { name, x, y, turn }, paint) {
  ctx.save();
  ctx.translate(x, y);
  ctx.rotate(turn);
  ctx.strokeStyle = paint.halo;
  ctx.lineWidth = 3;
  ctx.strokeText(name, 0, 0);
  ctx.fillStyle = paint.name;
  ctx.fillText(name, 0, 0);
  ctx.restore();
}

/** Return the names in view, places before roads. */
function collected(layers, frame, chinese) {
  const found = [], seen = new Set();
  for (const layer of layers) {
    if (!layer.tilesInView) continue;
    for (const { roles, own } of layer.tilesInView()) {
      if (seen.has(roles)) continue;
      seen.add(roles);
      const side = 2 ** (30 - own.z);
      const place = (x, y) => ({
        x: ((own.x + x) * side - frame.x) * frame.scale, y: ((own.y + y) * side - frame.y) * frame.scale,
      });
      for (const feature of roles.names) {
        const name = nameOf(feature.tags, chinese);
        const put = name && placed(feature, place, frame);
        if (put) found.push({ name, ...put });
      }
    }
  }
  return found.sort((a, b) => b.large - a.large || (a.room ? 1 : 0) - (b.room ? 1 : 0));
}

function placed(feature, place, frame) {
  const { xy, parts, role } = feature;
  if (role === NAME && xy.length) {
    const told = String(feature.tags.get('class') ?? feature.tags.get('kind') ?? '');
    return { ...place(xy[0], xy[1]), turn: 0, large: PLACES.test(told) ? 1 : 0 };
  }
  if (role !== ROAD || frame.zoom < 14) return null;
  return alongLongest(xy, parts, place);
}

/** Return the middle of a line's longest straight piece, and how it is turned there. */
function alongLongest(xy, parts, place) {
  let best = null, room = 0;
  for (let part = 0; part < parts.length - 1; part++) {
    for (let i = parts[part] + 2; i < parts[part + 1]; i += 2) {
      const a = place(xy[i - 2], xy[i - 1]), b = place(xy[i], xy[i + 1]);
      const length = Math.hypot(b.x - a.x, b.y - a.y);
      if (length <= room) continue;
      room = length;
      let turn = Math.atan2(b.y - a.y, b.x - a.x);
      if (Math.abs(turn) > Math.PI / 2) turn -= Math.sign(turn) * Math.PI;
      best = { x: (a.x + b.x) / 2, y: (a.y + b.y) / 2, turn };
    }
  }
  return best && { ...best, room, large: 0 };
}

function boxOf({ x, y, turn }, wide, high) {
  const w = Math.abs(Math.cos(turn)) * wide + Math.abs(Math.sin(turn)) * high;
  const h = Math.abs(Math.sin(turn)) * wide + Math.abs(Math.cos(turn)) * high;
  return { x0: x - w / 2, y0: y - h / 2, x1: x + w / 2, y1: y + h / 2 };
}

function overlap(a, b) {
  return a.x0 < b.x1 && b.x0 < a.x1 && a.y0 < b.y1 && b.y0 < a.y1;
}
