// The hand on the map: while it holds a tool, the mouse and the keys are the tool's.

import { unitsOf } from './picking.js';

const MOVED = 4; // pixels from which a press is no click
const STEP = 10; // pixels that an arrow key moves the cross
const EDGE = 40; // pixels from the rim at which the map follows the cross
const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

export class Hand {
  /**
   * A tool may have: press(at, event) -> true to keep the map from moving, drag, release, move,
   * click, double, menu (each `at` = {x, y} in world units and `px` in the view) and
   * key(event) -> true when it was for the tool. `redraw` is called after each.
   */
  constructor(map, redraw) {
    this._map = map;
    this._redraw = redraw;
    this.tool = null;
    this.cross = null; // place of the keyboard's cross in the view; null: the mouse is used
    this._down = null;
    this._taken = false;
    const box = map.getContainer();
    for (const name of ['mousedown', 'mousemove', 'click', 'dblclick', 'contextmenu', 'keydown']) {
      box.addEventListener(name, (event) => this[`_${name}`](event), true);
    }
  }

  take(tool) {
    this.tool?.dropped?.();
    this.tool = tool;
    this.cross = null;
    this._map.getContainer().classList.toggle('tool-in-hand', tool !== null);
    this._redraw();
  }

  at(event) {
    return this._place(this._map.mouseEventToContainerPoint(event));
  }

  /** Where the cross stands, in the middle at first. */
  atCross() {
    this.cross ??= this._map.getSize().divideBy(2).round();
    return this._place(this.cross);
  }

  _place(px) {
    return { ...unitsOf(this._map, this._map.containerPointToLatLng(px)), px };
  }

  _ours(event) {
    return this.tool && !event.target.closest?.('.leaflet-control, .leaflet-bar');
  }

  _stop(event) {
    event.stopImmediatePropagation();
    event.preventDefault();
  }

  _mousedown(event) {
    if (!this._ours(event) || event.button !== 0) return;
    this.cross = null;
    this._down = { x: event.clientX, y: event.clientY };
    this._taken = this.tool.press?.(this.at(event), event) === true;
    this._map.getContainer().focus({ preventScroll: true });
    if (!this._taken) {
      if (event.shiftKey) this._stop(event); // no box while a tool is in hand
      return;
    }
    this._stop(event);
    const drag = (moved) => {
      this.tool?.drag?.(this.at(moved), moved);
      this._redraw();
    };
    const end = (released) => {
      document.removeEventListener('mousemove', drag, true);
      document.removeEventListener('mouseup', end, true);
      this.tool?.release?.(this.at(released), released);
      this._redraw();
    };
    document.addEventListener('mousemove', drag, true);
    document.addEventListener('mouseup', end, true);
  }

  _mousemove(event) {
    if (!this._ours(event) || event.buttons !== 0) return;
    this.cross = null;
    event.stopPropagation(); // what lies below is not pointed at
    this.tool.move?.(this.at(event), event);
    this._redraw();
  }

  _click(event) {
    if (!this._ours(event)) return;
    event.stopPropagation();
    const down = this._down;
    this._down = null;
    if (this._taken) return;
    if (down && Math.hypot(event.clientX - down.x, event.clientY - down.y) > MOVED) return;
    this.tool.click?.(this.at(event), event);
    this._redraw();
  }

  _dblclick(event) {
    if (!this._ours(event)) return;
    this._stop(event);
    this.tool.double?.(this.at(event), event);
    this._redraw();
  }

  _contextmenu(event) {
    if (!this._ours(event)) return;
    this._stop(event);
    this.tool.menu?.(this.at(event), event);
    this._redraw();
  }

  _keydown(event) {
    if (!this._ours(event)) return;
    if (!this.tool.key?.(event) && !this._moveCross(event)) return;
    this._stop(event);
    this._redraw();
  }

  /** Arrow keys move a cross over the map; with the shift key by single pixels. */
  _moveCross(event) {
    const way = ARROWS[event.key];
    if (!way || event.ctrlKey || event.altKey) return false;
    this.atCross();
    const far = event.shiftKey ? 1 : STEP;
    this.cross = this.cross.add([way[0] * far, way[1] * far]);
    const size = this._map.getSize();
    const over = ['x', 'y'].map((axis) =>
      Math.min(0, this.cross[axis] - EDGE) + Math.max(0, this.cross[axis] - size[axis] + EDGE));
    if (over[0] || over[1]) {
      this._map.panBy(over, { animate: false });
      this.cross = this.cross.subtract(over);
    }
    this.tool.move?.(this.atCross(), event);
    return true;
  }
}
