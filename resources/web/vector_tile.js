// Reads vector tiles (Mapbox Vector Tile 2.1), with limits on what a tile may ask for.

const MOST_FEATURES = 60000;
const MOST_VERTICES = 1000000;
const MOVE = 1, LINE = 2, CLOSE = 7;
const text = new TextDecoder('utf-8');

class Message {
  constructor(bytes, from = 0, to = bytes.length) {
    this.bytes = bytes;
    this.at = from;
    this.end = to;
  }

  varint() {
    let value = 0, factor = 1;
    for (let i = 0; i < 10; i++) {
      if (this.at >= this.end) break;
      const byte = this.bytes[this.at++];
      value += (byte & 0x7f) * factor;
      if (byte < 0x80) return value;
      factor *= 128;
    }
    throw new Error('a number without an end');
  }

  /** Call `take(number, value)` for every field; what is packed comes as a message. */
  each(take) {
    while (this.at < this.end) {
      const key = this.varint(), kind = key % 8, number = Math.floor(key / 8);
      if (kind === 0) {
        take(number, this.varint());
        continue;
      }
      const length = kind === 2 ? this.varint() : kind === 1 ? 8 : kind === 5 ? 4 : NaN;
      const to = this.at + length;
      if (!(to <= this.end)) throw new Error('a tile that breaks off');
      take(number, new Message(this.bytes, this.at, to));
      this.at = to;
    }
  }

  text() {
    return text.decode(this.bytes.subarray(this.at, this.end));
  }
}

/** Return [{name, features: [{kind, tags, xy, parts}]}]; places run from 0 to 1 across the tile. */
export function readTile(buffer) {
  const layers = [];
  const budget = { features: MOST_FEATURES, vertices: MOST_VERTICES };
  new Message(new Uint8Array(buffer)).each((number, value) => {
    if (number === 3) layers.push(readLayer(value, budget));
  });
  return layers;
}

function readLayer(message, budget) {
  const keys = [], values = [], raw = [];
  let name = '', extent = 4096;
  message.each((number, value) => {
    if (number === 1) name = value.text();
    else if (number === 2) raw.push(value);
    else if (number === 3) keys.push(value.text());
    else if (number === 4) values.push(readValue(value));
    else if (number === 5) extent = value;
  });
  budget.features -= raw.length;
  if (budget.features < 0 || !(extent > 0)) throw new Error('more than a tile may hold');
  return { name, features: raw.map((each) => readFeature(each, keys, values, extent, budget)) };
}

function readValue(message) {
  let found = null;
  message.each((number, value) => {
    if (number === 1) found = value.text();
    else if (typeof value === 'number') found = number === 6 ? signed(value) : value;
  });
  return found;
}

function readFeature(message, keys, values, extent, budget) {
  const tags = new Map();
  let kind = 0, geometry = null;
  message.each((number, value) => {
    if (number === 3) kind = value;
    else if (number === 4) geometry = value;
    else if (number === 2) {
      while (value.at < value.end) {
        const key = keys[value.varint()], told = values[value.varint()];
        if (key !== undefined && told !== undefined) tags.set(key, told);
      }
    }
  });
  return { kind, tags, ...readGeometry(geometry, extent, budget) };
}

/** Follow the pen; every step costs bytes of its own, so none runs further than the tile. */
function readGeometry(message, extent, budget) {
  const xy = [], parts = [0];
  let x = 0, y = 0;
  while (message && message.at < message.end) {
    const command = message.varint(), deed = command % 8, times = Math.floor(command / 8);
    if (deed === CLOSE) continue; // polygons are closed when they are painted
    if (deed !== MOVE && deed !== LINE) throw new Error('a pen that runs away');
    budget.vertices -= times;
    if (budget.vertices < 0) throw new Error('more than a tile may hold');
    for (let i = 0; i < times; i++) {
      if (deed === MOVE && xy.length) parts.push(xy.length);
      x += signed(message.varint());
      y += signed(message.varint());
      xy.push(x / extent, y / extent);
    }
  }
  parts.push(xy.length);
  return { xy, parts };
}

function signed(value) {
  return value % 2 ? -(value + 1) / 2 : value / 2;
}
