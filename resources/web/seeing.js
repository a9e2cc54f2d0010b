// Tells the program what is in view, for the list that is the keyboard's and the screen reader's map.

const MOST = 2000; // listed at once, those nearest to the middle
const RINGS = 1024; // about the middle, to tell what is near from what is far
const REST = 160; // milliseconds after the last move

/** Return the rows nearest to the middle of a view: half a million are not sorted for 2,000. */
function inTheMiddle({ anchor }, rows, [x0, y0, x1, y1]) {
  const x = (x0 + x1) / 2, y = (y0 + y1) / 2, whole = Math.hypot(x1 - x0, y1 - y0) / 2;
  const far = (row) => Math.hypot(anchor[2 * row] - x, anchor[2 * row + 1] - y);
  const rings = new Uint32Array(RINGS + 1);
  const ring = (row) => Math.min(RINGS, Math.floor((far(row) / whole) * RINGS));
  for (const row of rows) rings[ring(row)]++;
  let last = 0;
  for (let count = rings[0]; count < MOST && last < RINGS; count += rings[last]) last++;
  return rows.filter((row) => ring(row) <= last).sort((a, b) => far(a) - far(b)).slice(0, MOST);
}

/** Return the deeds that start and end telling. */
export function addSeeing(stage, sites) {
  const { map, scene } = stage;
  let watched = false, waiting = 0;

  function later() {
    clearTimeout(waiting);
    waiting = setTimeout(() => { tellGround(); tell(); }, REST);
  }

  /** Tell which ground is in view: a print of the view shows just that. */
  function tellGround() {
    const seen = map.getBounds();
    const bounds = [seen.getWest(), seen.getSouth(), seen.getEast(), seen.getNorth()];
    stage.ask({ ask: 'ground', bounds });
  }

  function box() {
    const unit = 2 ** (22 - map.getZoom());
    const { min, max } = map.getPixelBounds();
    return [min.x * unit, min.y * unit, max.x * unit, max.y * unit];
  }

  function inView(features, [x0, y0, x1, y1]) {
    if (!features?.count) return [];
    const inside = (row) => {
      const x = features.anchor[2 * row], y = features.anchor[2 * row + 1];
      return !features.dim[row] && x >= x0 && x <= x1 && y >= y0 && y <= y1;
    };
    return Array.from(features.search(x0, y0, x1, y1)).filter(inside);
  }

  function tell() {
    if (!watched) return;
    const view = box();
    const rows = inView(scene.features, view);
    const count = rows.length;
    stage.ask({
      ask: 'seen', ids: nearest(scene.features, rows, view), count,
      sites: nearest(sites.features, inView(sites.features, view), view),
    });
  }

  function nearest(features, rows, view) {
    const listed = rows.length > MOST ? inTheMiddle(features, rows, view) : rows;
    return listed.map((row) => features.ids[row]);
  }

  map.on('moveend resize', later);
  return {
    watch({ on }) {
      watched = on;
      if (on) tell();
    },

    facts(message) {
      stage.factsAre(message);
    },

    forget_facts() {
      stage.forgetFacts();
      later();
    },
  };
}
