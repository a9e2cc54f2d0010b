// Tells the program what is in view, for the list that is the keyboard's and the screen reader's map.

const MOST = 2000; // listed at once, those nearest to the middle
const REST = 160; // milliseconds after the last move

/** Return the deeds that start and end telling. */
export function addSeeing(stage, sites) {
  const { map, scene } = stage;
  let watched = false, waiting = 0;

  function later() {
    if (!watched) return;
    clearTimeout(waiting);
    waiting = setTimeout(tell, REST);
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

  function nearest(features, rows, [x0, y0, x1, y1]) {
    if (rows.length > MOST) {
      const x = (x0 + x1) / 2, y = (y0 + y1) / 2, { anchor } = features;
      const far = (row) => Math.hypot(anchor[2 * row] - x, anchor[2 * row + 1] - y);
      const by = new Map(rows.map((row) => [row, far(row)]));
      rows.sort((a, b) => by.get(a) - by.get(b)).splice(MOST);
    }
    return rows.map((row) => features.ids[row]);
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
