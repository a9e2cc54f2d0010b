// The glyph of each class as a drawn shape: the same on every machine, whatever its fonts.
(function () {
  'use strict';

  const TURN = 2 * Math.PI;
  const path = (ctx, corners) => {
    corners.forEach(([x, y], i) => (i ? ctx.lineTo(x, y) : ctx.moveTo(x, y)));
    ctx.closePath();
  };
  const around = (x, y, r) => [[x, y - r * 1.1], [x + r * 1.1, y], [x, y + r * 1.1], [x - r * 1.1, y]];
  const SHAPES = {
    '○': ['stroke', (ctx, x, y, r) => ctx.arc(x, y, r * 0.85, 0, TURN)],
    '●': ['fill', (ctx, x, y, r) => ctx.arc(x, y, r, 0, TURN)],
    '◇': ['stroke', (ctx, x, y, r) => path(ctx, around(x, y, r))],
    '◆': ['fill', (ctx, x, y, r) => path(ctx, around(x, y, r))],
    '▲': ['fill', (ctx, x, y, r) =>
      path(ctx, [[x, y - r * 1.1], [x + r * 1.15, y + r * 0.85], [x - r * 1.15, y + r * 0.85]])],
    '✖': ['stroke', (ctx, x, y, r) => {
      const a = r * 0.85;
      ctx.moveTo(x - a, y - a);
      ctx.lineTo(x + a, y + a);
      ctx.moveTo(x - a, y + a);
      ctx.lineTo(x + a, y - a);
    }],
    '–': ['stroke', (ctx, x, y, r) => {
      ctx.moveTo(x - r * 0.9, y);
      ctx.lineTo(x + r * 0.9, y);
    }],
  };

  /** Draw a glyph about (x, y) within radius r; one we have no shape for is drawn as text. */
  window.givenGlyph = (ctx, glyph, x, y, r, ink) => {
    ctx.fillStyle = ctx.strokeStyle = ink;
    if (!SHAPES[glyph]) {
      ctx.font = `${Math.round(2.2 * r)}px sans-serif`;
      ctx.textAlign = 'center';
      ctx.textBaseline = 'middle';
      ctx.fillText(glyph, x, y);
      ctx.textBaseline = 'alphabetic';
      return;
    }
    const [how, draw] = SHAPES[glyph];
    ctx.lineWidth = Math.max(1.2, r * 0.38);
    ctx.beginPath();
    draw(ctx, x, y, r);
    ctx[how]();
  };
})();
