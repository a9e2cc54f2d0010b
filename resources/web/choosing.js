// Choosing buildings by a box, or by an outline that the pen draws.
/* global L */

const MOVED = 4; // pixels from which a press is a box

/** A tool that picks what lies in a box, by dragging or by two strokes of the space bar. */
export class BoxChooser {
  constructor(map, act) {
    this._map = map;
    this._act = act; // {chosen(rings, extend), givenUp()}
    this._from = null;
    this._box = L.DomUtil.create('div', 'pick-box', map.getContainer());
    this._box.hidden = true;
  }

  press(at) {
    this._from = at;
    return true;
  }

  drag(at) {
    const bounds = L.bounds(this._from.px, at.px), size = bounds.getSize();
    this._box.hidden = false;
    this._box.style.transform = `translate(${bounds.min.x}px,${bounds.min.y}px)`;
    this._box.style.width = `${size.x}px`;
    this._box.style.height = `${size.y}px`;
  }

  release(at, event) {
    const from = this._from;
    this._clear();
    if (!from || Math.max(Math.abs(at.px.x - from.px.x), Math.abs(at.px.y - from.px.y)) < MOVED) return;
    this._act.chosen([[
      { x: from.x, y: from.y }, { x: at.x, y: from.y }, { x: at.x, y: at.y }, { x: from.x, y: at.y },
    ]], event.ctrlKey || event.metaKey);
  }

  move(at) {
    if (this._from) this.drag(at); // begun by the space bar
  }

  key(event, atCross) {
    if (event.key === 'Escape') {
      if (this._from) this._clear();
      else this._act.givenUp();
    } else if (event.key !== ' ') return false;
    else if (this._from) this.release(atCross(), event);
    else this._from = atCross();
    return true;
  }

  dropped() {
    this._box.remove();
  }

  _clear() {
    this._from = null;
    this._box.hidden = true;
  }
}

/** Return the ids of the features whose anchors lie inside rings and that no filter hides. */
export function idsInside(features, rings) {
  if (!features) return [];
  const xs = rings.flat().map(({ x }) => x), ys = rings.flat().map(({ y }) => y);
  return features
    .search(Math.min(...xs), Math.min(...ys), Math.max(...xs), Math.max(...ys))
    .filter((row) => !features.dim[row]
      && inside(rings, features.anchor[2 * row], features.anchor[2 * row + 1]))
    .map((row) => features.ids[row]);
}

function inside(rings, x, y) {
  let within = false;
  for (const ring of rings) {
    ring.forEach((a, place) => {
      const b = ring[(place + ring.length - 1) % ring.length];
      if (a.y > y !== b.y > y && x < ((b.x - a.x) * (y - a.y)) / (b.y - a.y) + a.x) within = !within;
    });
  }
  return within;
}
