// A shape in the making: parts of rings of corners, with its own steps back and forth.

export const LEAST = { point: 1, line: 2, polygon: 3 };
const MOST_STEPS = 500;

/** One corner: world units for the hand, degrees for the file. */
export function corner(map, latLng, { x, y }) {
  const { lng, lat } = latLng(x, y);
  return { x, y, lon: lng, lat };
}

export class Sketch {
  /** `parts` are [[[corner, ...] of a ring, ...] of a part, ...]; none begins an empty one. */
  constructor(shape, parts = null) {
    this.shape = shape;
    this.parts = parts ?? [[[]]];
    this._past = [];
    this._future = [];
  }

  /** The ring that is being drawn: the last one. */
  get open() {
    return this.parts.at(-1).at(-1);
  }

  get rings() {
    return this.parts.flat();
  }

  get steps() {
    return this._past.length;
  }

  get stepsBack() {
    return this._future.length;
  }

  /** Remember how it is, before it changes. */
  mark() {
    this._past.push(this._copy());
    if (this._past.length > MOST_STEPS) this._past.shift();
    this._future = [];
  }

  /** Forget the last mark: nothing came of it. */
  unmark() {
    this._past.pop();
  }

  undo() {
    return this._go(this._past, this._future);
  }

  redo() {
    return this._go(this._future, this._past);
  }

  /** Tell whether every ring has enough corners. */
  get whole() {
    return this.rings.every((ring) => ring.length >= LEAST[this.shape]);
  }

  /** Return every corner as {ring, place, corner}. */
  corners() {
    return this.rings.flatMap((ring) => ring.map((each, place) => ({ ring, place, corner: each })));
  }

  /** Return the sides as {ring, place, from, to}; a side lies after the corner at `place`. */
  sides() {
    if (this.shape === 'point') return [];
    return this.rings.flatMap((ring) => ring
      .map((from, place) => ({ ring, place, from, to: ring[place + 1] ?? ring[0] }))
      .filter(({ place }) => this.shape === 'polygon' || place + 1 < ring.length));
  }

  remove(ring, place) {
    if (ring.length <= LEAST[this.shape]) return false;
    this.mark();
    ring.splice(place, 1);
    return true;
  }

  /** Return the parts in degrees, with one more corner at the end of the open ring. */
  degrees(extra = null) {
    const open = this.open;
    return this.parts.map((part) => part.map((ring) =>
      (ring === open && extra ? [...ring, extra] : ring).map(({ lon, lat }) => [lon, lat])));
  }

  _go(from, to) {
    if (!from.length) return false;
    to.push(this._copy());
    this.parts = from.pop();
    return true;
  }

  _copy() {
    return this.parts.map((part) => part.map((ring) => ring.map((each) => ({ ...each }))));
  }
}
