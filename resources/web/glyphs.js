// The glyph of each class as a drawn shape: the same on every machine, whatever its fonts.

const TURN = 2 * Math.PI;

function polygon(ctx, corners) {
  corners.forEach(([x, y], i) => (i ? ctx.lineTo(x, y) : ctx.moveTo(x, y)));
  ctx.closePath();
}

function diamond(x, y, r) {
  return [[x, y - r], [x + r, y], [x, y + r], [x - r, y]];
}

function triangle(x, y, r) {
  return [[x, y - r * 1.1], [x + r * 1.15, y + r * 0.85], [x - r * 1.15, y + r * 0.85]];
}

function star(x, y, r) {
  return Array.from({ length: 10 }, (_, i) => {
    const far = i % 2 ? r * 0.42 : r, angle = (i / 10) * TURN - TURN / 4;
    return [x + far * Math.cos(angle), y + far * Math.sin(angle)];
  });
}

/** A ring of which a share is filled, from above to the right. */
function pie(share) {
  return {
    stroke: (ctx, x, y, r) => ctx.arc(x, y, r * 0.9, 0, TURN),
    within: (ctx, x, y, r) => {
      ctx.moveTo(x, y);
      ctx.arc(x, y, r * 0.9, -TURN / 4, (share - 0.25) * TURN);
      ctx.closePath();
    },
    bold: 0.6,
  };
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
  '■': { fill: (ctx, x, y, r) => ctx.rect(x - r * 0.9, y - r * 0.9, r * 1.8, r * 1.8) },
  '□': { stroke: (ctx, x, y, r) => ctx.rect(x - r * 0.85, y - r * 0.85, r * 1.7, r * 1.7) },
  '◆': { fill: (ctx, x, y, r) => polygon(ctx, diamond(x, y, r * 1.15)) },
  '△': { stroke: (ctx, x, y, r) => polygon(ctx, triangle(x, y, r)) },
  '▼': { fill: (ctx, x, y, r) => polygon(ctx, triangle(x, y, -r)) },
  '✚': {
    fill: (ctx, x, y, r) => {
      ctx.rect(x - r, y - r * 0.36, r * 2, r * 0.72);
      ctx.rect(x - r * 0.36, y - r, r * 0.72, r * 2);
    },
  },
  '★': { fill: (ctx, x, y, r) => polygon(ctx, star(x, y, r * 1.2)) },
  '◔': pie(0.25),
  '◑': pie(0.5),
  '◕': pie(0.75),
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
    if (!shape.within) return;
    ctx.beginPath();
    shape.within(ctx, x, y, r);
    ctx.fill();
  }
}
