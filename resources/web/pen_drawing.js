// Draws what the pen holds: the shape, its corners, what they keep to, and its measure.

const CORNER = 4.5; // pixels
const TONES = {
  light: { line: '#1F6FA8', fill: 'rgba(31,111,168,0.16)', paper: '#FFFFFF', ink: '#1F2429' },
  dark: { line: '#6CB6F0', fill: 'rgba(108,182,240,0.20)', paper: '#1D1F22', ink: '#E7E9EC' },
};

/** Draw a pen and the keyboard's cross; tell whether there was anything. */
export function drawPen(ctx, frame, pen, cross, said, dark) {
  const tones = TONES[dark ? 'dark' : 'light'];
  const place = ({ x, y }) => [(x - frame.x) * frame.scale, (y - frame.y) * frame.scale];
  if (pen) {
    drawShape(ctx, pen, place, tones);
    drawCorners(ctx, pen, place, tones);
    drawMiddle(ctx, pen, place, tones);
    drawCaught(ctx, pen, place, tones);
    if (said) drawSaid(ctx, pen, place, said, tones);
  }
  if (cross) drawCross(ctx, place(cross), tones);
  return pen !== null || cross !== null;
}

function drawShape(ctx, pen, place, tones) {
  const { shape, open } = pen.sketch;
  if (shape === 'point') return;
  ctx.lineJoin = ctx.lineCap = 'round';
  ctx.beginPath();
  for (const ring of pen.sketch.rings) {
    const all = ring === open && pen.live && !pen.correct ? [...ring, pen.live] : ring;
    all.forEach((each, number) => ctx[number ? 'lineTo' : 'moveTo'](...place(each)));
    if (shape === 'polygon' && (pen.correct || all.length > 2)) ctx.closePath();
  }
  if (shape === 'polygon') {
    ctx.fillStyle = tones.fill;
    ctx.fill('evenodd');
  }
  for (const [colour, width] of [[tones.paper, 4.5], [tones.line, 2.2]]) {
    ctx.strokeStyle = colour;
    ctx.lineWidth = width;
    ctx.stroke();
  }
}

function drawCorners(ctx, pen, place, tones) {
  const held = pen.held;
  ctx.lineWidth = 1.8;
  if (pen.correct) {
    for (const { from, to } of pen.sketch.sides()) {
      const [x0, y0] = place(from), [x1, y1] = place(to);
      if (Math.hypot(x1 - x0, y1 - y0) < 26) continue;
      ctx.globalAlpha = 0.75;
      dot(ctx, [(x0 + x1) / 2, (y0 + y1) / 2], 2.8, tones.paper, tones.line);
      ctx.globalAlpha = 1;
    }
  }
  for (const each of pen.sketch.corners()) {
    const chosen = held && held.ring === each.ring && held.place === each.place;
    const size = pen.shape === 'point' ? 7 : CORNER;
    dot(ctx, place(each.corner), chosen ? size + 2 : size, chosen ? tones.line : tones.paper, tones.line);
  }
}

function dot(ctx, [x, y], radius, fill, line) {
  ctx.beginPath();
  ctx.arc(x, y, radius, 0, 2 * Math.PI);
  ctx.fillStyle = fill;
  ctx.fill();
  ctx.strokeStyle = line;
  ctx.stroke();
}

/** Four arrows by which the whole shape is moved. */
function drawMiddle(ctx, pen, place, tones) {
  const middle = pen.middle();
  if (!middle) return;
  const [x, y] = place(middle);
  dot(ctx, [x, y], 9, tones.paper, tones.line);
  ctx.beginPath();
  for (const [dx, dy] of [[1, 0], [-1, 0], [0, 1], [0, -1]]) {
    ctx.moveTo(x, y);
    ctx.lineTo(x + 6 * dx, y + 6 * dy);
    ctx.moveTo(x + 3.6 * dx - 2 * dy, y + 3.6 * dy - 2 * dx);
    ctx.lineTo(x + 6 * dx, y + 6 * dy);
    ctx.lineTo(x + 3.6 * dx + 2 * dy, y + 3.6 * dy + 2 * dx);
  }
  ctx.lineWidth = 1.3;
  ctx.strokeStyle = tones.ink;
  ctx.stroke();
}

function drawCaught(ctx, pen, place, tones) {
  const at = pen.correct ? pen.held && pen.held.ring?.[pen.held.place] : pen.live;
  if (!at) return;
  const [x, y] = place(at);
  if (!pen.caught) {
    if (!pen.correct) dot(ctx, [x, y], 3, tones.line, tones.paper);
    return;
  }
  ctx.strokeStyle = '#D1007A';
  ctx.lineWidth = 2;
  ctx.beginPath();
  if (pen.caught === 'corner') ctx.rect(x - 7, y - 7, 14, 14);
  else ctx.arc(x, y, 7, 0, 2 * Math.PI);
  ctx.stroke();
}

/** The measure, beside the last corner. */
function drawSaid(ctx, pen, place, said, tones) {
  const at = pen.live ?? pen.held?.ring?.[pen.held.place] ?? pen.sketch.open.at(-1);
  if (!at) return;
  const [x, y] = place(at);
  ctx.font = '600 12px "Microsoft YaHei", "Noto Sans CJK SC", "WenQuanYi Micro Hei", sans-serif';
  const wide = ctx.measureText(said).width + 14;
  const room = Number.parseFloat(ctx.canvas.style.width) || Infinity;
  const left = x + 14 + wide > room ? x - 14 - wide : x + 14; // else its end would be cut off
  ctx.fillStyle = tones.paper;
  ctx.globalAlpha = 0.94;
  ctx.beginPath();
  ctx.roundRect(left, y + 12, wide, 22, 5);
  ctx.fill();
  ctx.globalAlpha = 1;
  ctx.strokeStyle = tones.line;
  ctx.lineWidth = 1;
  ctx.stroke();
  ctx.fillStyle = tones.ink;
  ctx.textAlign = 'left';
  ctx.textBaseline = 'middle';
  ctx.fillText(said, left + 7, y + 23.5);
}

function drawCross(ctx, [x, y], tones) {
  for (const [colour, width] of [[tones.paper, 4], [tones.ink, 1.6]]) {
    ctx.beginPath();
    for (const [dx, dy] of [[1, 0], [-1, 0], [0, 1], [0, -1]]) {
      ctx.moveTo(x + 4 * dx, y + 4 * dy);
      ctx.lineTo(x + 14 * dx, y + 14 * dy);
    }
    ctx.strokeStyle = colour;
    ctx.lineWidth = width;
    ctx.stroke();
  }
}
