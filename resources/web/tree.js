// A spatial index over boxes that already stand in spatial order: nothing is sorted, only merged.

const NODE = 16;

export class Tree {
  /** Index boxes [x0, y0, x1, y1, ...] whose neighbours in the array lie near each other. */
  constructor(boxes) {
    this.levels = [boxes];
    while (this.levels.at(-1).length > 4) this.levels.push(merged(this.levels.at(-1)));
  }

  /** Return the places of the boxes that touch a box, in ascending order. */
  search(x0, y0, x1, y1) {
    const found = [];
    const visit = (level, from, to) => {
      const boxes = this.levels[level];
      for (let i = from; i < to; i++) {
        const at = 4 * i;
        if (boxes[at] > x1 || boxes[at + 2] < x0 || boxes[at + 1] > y1 || boxes[at + 3] < y0) continue;
        if (level === 0) found.push(i);
        else visit(level - 1, i * NODE, Math.min((i + 1) * NODE, this.levels[level - 1].length / 4));
      }
    };
    const top = this.levels.length - 1;
    visit(top, 0, this.levels[top].length / 4);
    return found;
  }
}

/** Return the boxes about each NODE boxes. */
function merged(boxes) {
  const above = new Int32Array(4 * Math.ceil(boxes.length / 4 / NODE));
  for (let at = 0; at < above.length; at += 4) {
    const from = at * NODE, end = Math.min(from + 4 * NODE, boxes.length);
    let x0 = boxes[from], y0 = boxes[from + 1], x1 = boxes[from + 2], y1 = boxes[from + 3];
    for (let i = from + 4; i < end; i += 4) {
      if (boxes[i] < x0) x0 = boxes[i];
      if (boxes[i + 1] < y0) y0 = boxes[i + 1];
      if (boxes[i + 2] > x1) x1 = boxes[i + 2];
      if (boxes[i + 3] > y1) y1 = boxes[i + 3];
    }
    above[at] = x0;
    above[at + 1] = y0;
    above[at + 2] = x1;
    above[at + 3] = y1;
  }
  return above;
}
