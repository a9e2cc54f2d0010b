// Features too small to have a shape: each is a dot, and where dots meet the pixel tells the truth.
//
// Of all features on a pixel every one has the same chance to give it its class, so that the
// colours of an area are as its classes are; the more there are, the stronger the colour. What a
// filter has dimmed never hides what it has left.

import { TILE } from './layer.js';

const LEAST = 2; // pixels of a dot's side
const EVEN = 2 ** 20;
const CHUNK = 20000; // dots between two pauses
const canvas = document.createElement('canvas');
let shared = null;

/** Paint some features of a tile as dots; yields between chunks. */
export function* paintDots(ctx, tile, rows, features, palette) {
  if (!rows.length) return;
  const width = ctx.canvas.width;
  const own = lend(width, rows.length <= CHUNK);
  for (let from = 0; from < rows.length; from += CHUNK) {
    count(own, rows, from, Math.min(rows.length, from + CHUNK), tile, features);
    if (from + CHUNK < rows.length) yield;
  }
  const image = new ImageData(width, width);
  colour(own, new Uint32Array(image.data.buffer), palette);
  canvas.width = canvas.height = width;
  canvas.getContext('2d').putImageData(image, 0, 0);
  ctx.drawImage(canvas, 0, 0, TILE, TILE);
}

/** Return cleared cells for a tile: those that all share, or its own where it has to pause. */
function lend(width, atOnce) {
  if (atOnce && shared?.width === width) {
    shared.counts.fill(0);
    shared.dims.fill(0);
    return shared;
  }
  const cells = width * width;
  const made = {
    width, counts: new Uint16Array(cells), owners: new Uint8Array(cells), dims: new Uint8Array(cells),
  };
  if (atOnce) shared = made;
  return made;
}

function count({ width, counts: many, owners: classes, dims: dimmed }, rows, from, to, tile, features) {
  const scale = tile.scale * tile.ratio, least = Math.round(LEAST * tile.ratio);
  const { boxes, dim } = features, looks = features.classes;
  for (let i = from; i < to; i++) {
    const row = rows[i], at = 4 * row;
    const left = Math.round((boxes[at] - tile.x) * scale), top = Math.round((boxes[at + 1] - tile.y) * scale);
    const wide = Math.max(least, Math.round((boxes[at + 2] - boxes[at]) * scale));
    const high = Math.max(least, Math.round((boxes[at + 3] - boxes[at + 1]) * scale));
    const x0 = Math.max(0, left), x1 = Math.min(width, left + wide), y1 = Math.min(width, top + high);
    const chance = Math.imul(row + 1, 0x9e3779b1) >>> 12; // of 2 ** 20, the same in every pixel
    for (let y = Math.max(0, top); y < y1; y++) {
      for (let cell = y * width + x0, end = y * width + x1; cell < end; cell++) {
        if (dim[row]) dimmed[cell] = 1;
        else {
          const before = many[cell];
          if (before < 65535) many[cell] = before + 1;
          if (chance * (before + 1) < EVEN) classes[cell] = looks[row];
        }
      }
    }
  }
}

function colour({ counts: many, owners: classes, dims: dimmed }, pixels, palette) {
  const shades = palette.classes.map((each) => each.shades);
  for (let cell = 0; cell < pixels.length; cell++) {
    const here = many[cell];
    if (here) {
      const shade = shades[classes[cell]] ?? shades.at(-1);
      pixels[cell] = shade[here < 2 ? 0 : here < 4 ? 1 : here < 8 ? 2 : here < 16 ? 3 : 4];
    } else if (dimmed[cell]) pixels[cell] = palette.dimPixel;
  }
}
