// Draws what is picked, pointed at or called to notice, above the tiles.

import { POINT } from './features.js';
import { pointRadius, trace, traceDiscs } from './painter.js';

const SMALL = 8; // pixels: smaller features are marked by a square about them
const MANY = 4000;

/** Draw outlines of what is picked, pointed at or flashing; tell whether there is any. */
export function drawMarks(ctx, frame, { features, palette, hovered, flashing }) {
  if (!features) return false;
  const picked = inFrame(features, features.pickedRows(), frame);
  outline(ctx, frame, features, picked, [[palette.pickCasing, 4.5], [palette.pick, 1.6]]);
  if (flashing.strength > 0) {
    const rows = inFrame(features, [...flashing.rows], frame);
    ctx.globalAlpha = flashing.strength;
    outline(ctx, frame, features, rows, [[palette.pickCasing, 4 + 14 * flashing.strength]]);
    ctx.globalAlpha = 1;
  }
  if (hovered >= 0) outline(ctx, frame, features, [hovered], [[palette.hover, 1.8]]);
  return picked.length > 0 || hovered >= 0 || flashing.strength > 0;
}

function inFrame({ boxes }, rows, frame) {
  const x1 = frame.x + frame.width / frame.scale, y1 = frame.y + frame.height / frame.scale;
  return rows.filter((row) => {
    const at = 4 * row;
    return boxes[at] <= x1 && boxes[at + 2] >= frame.x && boxes[at + 1] <= y1 && boxes[at + 3] >= frame.y;
  });
}

function outline(ctx, frame, features, rows, strokes) {
  if (!rows.length) return;
  const radius = pointRadius(frame.zoom) + 1;
  ctx.lineJoin = 'round';
  const path = new Path2D();
  for (const row of rows) {
    const side = boxSide(features, row) * frame.scale;
    if (features.kind(row) === POINT && rows.length < MANY) {
      traceDiscs(path, features, row, frame.x, frame.y, frame.scale, Math.max(4, radius));
    } else if (side < SMALL || rows.length >= MANY) {
      const x = (features.anchor[2 * row] - frame.x) * frame.scale;
      const y = (features.anchor[2 * row + 1] - frame.y) * frame.scale;
      path.rect(Math.round(x) - 4, Math.round(y) - 4, 8, 8);
    } else trace(path, features, row, frame.x, frame.y, frame.scale);
  }
  for (const [colour, width] of strokes) {
    ctx.strokeStyle = colour;
    ctx.lineWidth = width;
    ctx.stroke(path);
  }
}

function boxSide(features, row) {
  const { boxes } = features;
  return Math.max(boxes[4 * row + 2] - boxes[4 * row], boxes[4 * row + 3] - boxes[4 * row + 1]);
}
