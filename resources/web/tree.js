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
    this._visit(this.levels.length - 1, 0, this._top(), [x0, y0, x1, y1], found);
    return found;
  }

  /** Return the same as typed numbers, which the next call overwrites: half a million are cheap. */
  collect(x0, y0, x1, y1) {
    this._room ??= new Uint32Array(this.levels[0].length / 4);
    const count = this._gather(this.levels.length - 1, 0, this._top(), x0, y0, x1, y1, 0);
    return this._room.subarray(0, count);
  }

  _top() {
    return this.levels.at(-1).length / 4;
  }

  _visit(level, from, to, box, found) {
    const boxes = this.levels[level];
    for (let i = from; i < to; i++) {
      const at = 4 * i;
      if (boxes[at] > box[2] || boxes[at + 2] < box[0]) continue;
      if (boxes[at + 1] > box[3] || boxes[at + 3] < box[1]) continue;
      if (level === 0) found.push(i);
      else this._visit(level - 1, i * NODE, Math.min((i + 1) * NODE, this._size(level - 1)), box, found);
    }
  }

  _gather(level, from, to, x0, y0, x1, y1, count) {
    const boxes = this.levels[level], below = level ? this._size(level - 1) : 0;
    let found = count;
    for (let i = from; i < to; i++) {
      const at = 4 * i;
      if (boxes[at] > x1 || boxes[at + 2] < x0 || boxes[at + 1] > y1 || boxes[at + 3] < y0) continue;
      if (level === 0) this._room[found++] = i;
      else if (boxes[at] >= x0 && boxes[at + 2] <= x1 && boxes[at + 1] >= y0 && boxes[at + 3] <= y1) {
        const first = i * NODE ** level, end = Math.min(first + NODE ** level, this._room.length);
        for (let row = first; row < end; row++) this._room[found++] = row; // all of it lies inside
      } else {
        found = this._gather(level - 1, i * NODE, Math.min((i + 1) * NODE, below), x0, y0, x1, y1, found);
      }
    }
    return found;
  }

  _size(level) {
    return this.levels[level].length / 4;
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
