// The stages of all features over time: packed steps, and what each was or is to be on a day.

const MAGIC = 0x4c545452; // "RTTL"
const VERSION = 1;
const HEADER_BYTES = 32;

export class Timeline {
  constructor(buffer) {
    const header = new Int32Array(buffer, 0, 8);
    if (header[0] !== MAGIC || header[1] !== VERSION) throw new Error('not a timeline of this version');
    const [, , count, paths, steps, , today] = header;
    let at = HEADER_BYTES;
    const take = (Kind, length) => {
      const view = new Kind(buffer, at, length);
      at += length * Kind.BYTES_PER_ELEMENT;
      return view;
    };
    this.today = today;
    this.stepFrom = take(Uint32Array, paths + 1);
    this.days = take(Int32Array, steps);
    this.lateFrom = take(Int32Array, paths);
    this.ids = take(Int32Array, count);
    this.path = take(Uint32Array, count);
    this.classes = take(Uint8Array, steps);
    this._features = null;
  }

  /** Return {classes, late}, a byte each of the features; those it does not know are `other`. */
  on(day, features, other, flagged) {
    const klass = this._classes(day);
    const late = klass.map((each, path) => Number(
      day <= this.today && day >= this.lateFrom[path] && flagged.has(each),
    ));
    const rows = this._pathsOf(features);
    const made = { classes: new Uint8Array(features.count), late: new Uint8Array(features.count) };
    for (let row = 0; row < features.count; row++) {
      const path = rows[row];
      made.classes[row] = path < 0 ? other : klass[path];
      made.late[row] = path < 0 ? 0 : late[path];
    }
    return made;
  }

  /** Return the class of each path on a day. */
  _classes(day) {
    const { stepFrom, days } = this;
    const found = new Uint8Array(this.lateFrom.length);
    for (let path = 0; path < found.length; path++) {
      let step = stepFrom[path];
      while (step + 1 < stepFrom[path + 1] && days[step + 1] <= day) step++;
      found[path] = this.classes[step];
    }
    return found;
  }

  /** Return the path of each feature, -1 where there is none; once for the same features. */
  _pathsOf(features) {
    if (this._features !== features) {
      this._rows = new Int32Array(features.count).fill(-1);
      this.ids.forEach((id, at) => {
        const row = features.rowOf(id);
        if (row >= 0) this._rows[row] = this.path[at];
      });
      this._features = features;
    }
    return this._rows;
  }
}
