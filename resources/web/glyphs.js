// The glyph of each class as a drawn shape: the same on every machine, whatever its fonts.

const TURN = 2 * Math.PI;

function polygon(ctx, corners) {
  corners.forEach(([x, y], i) => (i ? ctx.lineTo(x, y) : ctx.moveTo(x, y)));
  ctx.closePath();
}

const SHAPES = {
  '○': { stroke: (ctx, x, y, r) => ctx.arc(x, y, r * 0.85, 0, TURN) },
  '●': { fill: (ctx, x, y, r) => ctx.arc(x, y, r, 0, TURN) },
  '◇': {
    stroke: (ctx, x, y, r) =>
      polygon(ctx, [[x, y - r * 1.1], [x + r * 1.1, y], [x, y + r * 1.1], [x - r * 1.1, y]]),
  },
  '▲': {
    fill: (ctx, x, y, r) =>
      polygon(ctx, [[x, y - r * 1.1], [x + r * 1.15, y + r * 0.85], [x - r * 1.15, y + r * 0.85]]),
  },
  '✖': {
    stroke: (ctx, x, y, r) => {
      const a = r * 0.85;
      ctx.moveTo(x - a, y - a);
      ctx.lineTo(x + a, y + a);
      ctx.moveTo(x - a, y + a);
      ctx.lineTo(x + a, y - a);
    },
    bold: 1.5,
  },
  '–': {
    stroke: (ctx, x, y, r) => {
      ctx.moveTo(x - r * 0.9, y);
      ctx.lineTo(x + r * 0.9, y);
    },
  },
};

/** Draw a glyph about (x, y) within radius r; one we have no shape for is drawn as text. */
export function drawGlyph(ctx, glyph, x, y, r, ink) {
  const shape = SHAPES[glyph];
  ctx.fillStyle = ctx.strokeStyle = ink;
  if (!shape) {
    ctx.font = `${Math.round(2.2 * r)}px sans-serif`;
    ctx.textAlign = 'center';
    ctx.textBaseline = 'middle';
    ctx.fillText(glyph, x, y);
    return;
  }
  ctx.beginPath();
  if (shape.fill) {
    shape.fill(ctx, x, y, r);
    ctx.fill();
  } else {
    ctx.lineWidth = Math.max(1.2, r * 0.38) * (shape.bold ?? 1);
    shape.stroke(ctx, x, y, r);
    ctx.stroke();
  }
}
