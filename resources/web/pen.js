// The pen: draws a shape corner by corner, or corrects the corners of one that is there.

import { corner, LEAST, Sketch } from './sketch.js';
import { snap, square } from './snapping.js';

const GRIP = 9; // pixels about a corner that take hold of it
const SAME = 4; // pixels within which a second click is the same corner

export class Pen {
  /**
   * `on` = {shape, parts, correct}; `act` = {done(sketch), changed(sketch, live), given up()}.
   * `ways` = {map, latLng, layers() to snap to, without(features) the row not to snap to}.
   */
  constructor(on, ways, act) {
    this._ways = ways;
    this._act = act;
    this.correct = on.correct;
    this.sketch = new Sketch(on.shape, on.parts);
    this.live = null; // where the next corner would be
    this.caught = null; // 'corner' or 'wall' that the live place keeps to
    this.held = null; // {ring, place} of the corner held or chosen
    this.snapping = true;
    this.squared = false; // sides keep to the half right angles of the one before
    this._dragging = null;
    this._act.changed(this);
  }

  get shape() {
    return this.sketch.shape;
  }

  _pixels(a, b) {
    return Math.hypot(a.x - b.x, a.y - b.y) / 2 ** (22 - this._ways.map.getZoom());
  }

  /** Return where a corner would come: on what is near, or square to the side before. */
  _settle(at, event, ring, place) {
    const { map, latLng, layers, without } = this._ways;
    this.caught = null;
    let there = { x: at.x, y: at.y };
    if (this.snapping && !event?.altKey) {
      const others = this.sketch.rings.map((each) =>
        (each === ring ? each.filter((_, number) => number !== place) : each));
      const found = snap(at, map.getZoom(), layers(), others, without);
      if (found) {
        this.caught = found.kind;
        there = found;
      }
    }
    if ((this.squared || event?.shiftKey) && !this.caught && place > 0) {
      there = square(there, ring[place - 1], ring[place - 2]);
    }
    return corner(map, latLng, there);
  }

  // -- the mouse

  move(at, event) {
    if (this.correct) {
      this.near = this._grip(at);
      return;
    }
    this.live = this._settle(at, event, this.sketch.open, this.sketch.open.length);
    this._act.changed(this);
  }

  click(at, event) {
    if (this.correct) {
      if (this.shape === 'point') this._put({ ring: this.sketch.open, place: 0 }, at, event);
      else this.held = null;
      return;
    }
    this.add(at, event);
  }

  double() {
    if (!this.correct) this.finish();
  }

  menu(at) {
    if (!this.correct) {
      this.undo();
      return;
    }
    const grip = this._grip(at);
    if (grip && !grip.between) this._remove(grip);
  }

  press(at) {
    if (!this.correct) return false;
    const grip = this._grip(at);
    if (!grip) return false;
    this.sketch.mark();
    this._dragging = { ...grip, moved: false, from: at };
    if (grip.between) {
      grip.ring.splice(grip.place, 0, { ...grip.corner });
      this._dragging.moved = true;
    }
    this.held = grip.whole ? null : { ring: grip.ring, place: grip.place };
    return true;
  }

  drag(at, event) {
    const held = this._dragging;
    if (!held) return;
    held.moved = true;
    if (held.whole) this._shift(at.x - held.from.x, at.y - held.from.y);
    else held.ring[held.place] = this._settle(at, event, held.ring, held.place);
    held.from = at;
    this._act.changed(this);
  }

  release() {
    if (this._dragging && !this._dragging.moved) this.sketch.unmark();
    this._dragging = null;
    this.caught = null;
    this._act.changed(this);
  }

  /** Return what the pointer takes hold of: a corner, the middle of a side, or the whole. */
  _grip(at) {
    const near = (place) => this._pixels(at, place) <= GRIP;
    const corners = this.sketch.corners().filter((each) => near(each.corner));
    if (corners.length) return corners[0];
    const between = this.sketch.sides().map(({ ring, place, from, to }) => (
      { ring, place: place + 1, corner: this._middle(from, to), between: true }
    )).find((each) => near(each.corner));
    if (between) return between;
    const middle = this.middle();
    return middle && near(middle) ? { whole: true, ring: null, place: -1 } : null;
  }

  _middle(from, to) {
    const { map, latLng } = this._ways;
    return corner(map, latLng, { x: (from.x + to.x) / 2, y: (from.y + to.y) / 2 });
  }

  /** Return the place by which the whole shape is moved; null where corners would hide it. */
  middle() {
    const corners = this.sketch.corners();
    if (!this.correct || this.shape === 'point' || corners.length < 3) return null;
    const xs = corners.map(({ corner: { x } }) => x), ys = corners.map(({ corner: { y } }) => y);
    const x = (Math.min(...xs) + Math.max(...xs)) / 2, y = (Math.min(...ys) + Math.max(...ys)) / 2;
    const wide = this._pixels({ x: Math.min(...xs), y: Math.min(...ys) },
      { x: Math.max(...xs), y: Math.max(...ys) });
    return wide > 70 ? { x, y } : null;
  }

  _shift(dx, dy) {
    const { map, latLng } = this._ways;
    for (const ring of this.sketch.rings) {
      ring.forEach((each, place) => {
        ring[place] = corner(map, latLng, { x: each.x + dx, y: each.y + dy });
      });
    }
  }

  _put({ ring, place }, at, event) {
    this.sketch.mark();
    ring[place] = this._settle(at, event, ring, place);
    this._act.changed(this);
  }

  _remove({ ring, place }) {
    if (!this.sketch.remove(ring, place)) return;
    this.held = this.held ? { ring: this.sketch.open, place: 0 } : null;
    this._act.changed(this);
  }

  // -- what keys and commands do

  /** Add a corner; on the first one again the shape is done. */
  add(at, event) {
    const { open } = this.sketch;
    const there = this._settle(at, event, open, open.length);
    const last = open.at(-1);
    if (last && this._pixels(last, there) < SAME) return;
    const closes = this.shape === 'polygon' && open.length >= LEAST.polygon;
    if (closes && this._pixels(open[0], there) < GRIP) {
      this.finish();
      return;
    }
    this.sketch.mark();
    open.push(there);
    this._act.changed(this);
    if (this.shape === 'point') this.finish();
  }

  undo() {
    return this._walk(this.sketch.undo());
  }

  redo() {
    return this._walk(this.sketch.redo());
  }

  _walk(gone) {
    this.held = null;
    if (gone) this._act.changed(this);
    return gone;
  }

  finish() {
    this.live = null;
    this._act.done(this);
  }

  key(event, atCross) {
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 'z') {
      if (event.shiftKey) this.redo();
      else this.undo();
      return true;
    }
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 'y') return this.redo() || true;
    if (event.ctrlKey || event.metaKey || event.altKey) return false;
    if (event.key === 'Enter') this.finish();
    else if (event.key === 'Escape') this._act.givenUp(this);
    else if (this.correct) return this._correctByKey(event, atCross);
    else if (event.key === ' ') this.add(atCross(), event);
    else if (event.key === 'Backspace') this.undo();
    else return false;
    return true;
  }

  /** Tab goes from corner to corner, arrows move it, Insert adds one, Delete takes it away. */
  _correctByKey(event, atCross) {
    const corners = this.sketch.corners();
    const here = corners.findIndex(({ ring, place }) =>
      ring === this.held?.ring && place === this.held?.place);
    if (event.key === 'Tab') {
      const next = (here + (event.shiftKey ? -1 : 1) + corners.length) % corners.length;
      this.held = here < 0 && event.shiftKey ? corners.at(-1) : corners[next];
      return true;
    }
    if (this.shape === 'point' && event.key === ' ') {
      this._put({ ring: this.sketch.open, place: 0 }, atCross(), event);
      return true;
    }
    if (here < 0) return false;
    const { ring, place } = corners[here];
    const way = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[event.key];
    if (way) this._nudge(ring, place, way, event.shiftKey ? 10 : 1);
    else if (event.key === 'Delete' || event.key === 'Backspace') this._remove({ ring, place });
    else if (event.key === 'Insert') this._insert(ring, place);
    else return false;
    return true;
  }

  _nudge(ring, place, [dx, dy], pixels) {
    const { map, latLng } = this._ways;
    const unit = pixels * 2 ** (22 - map.getZoom());
    this.sketch.mark();
    ring[place] = corner(map, latLng, { x: ring[place].x + dx * unit, y: ring[place].y + dy * unit });
    this._act.changed(this);
  }

  _insert(ring, place) {
    const side = this.sketch.sides().find((each) => each.ring === ring && each.place === place);
    if (!side) return;
    this.sketch.mark();
    ring.splice(place + 1, 0, this._middle(side.from, side.to));
    this.held = { ring, place: place + 1 };
    this._act.changed(this);
  }
}
