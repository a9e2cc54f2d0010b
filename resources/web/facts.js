// More on the card beside the pointer: facts that the program knows, asked for once it rests.

import { unitsOf } from './picking.js';

const REST = 90; // milliseconds that the pointer stays on one thing

/** Add the facts of buildings and the card of sites. */
export function addFacts(stage, hand, sites) {
  const { map, scene } = stage;
  let waiting = 0, about = '';
  const known = new Map(); // facts asked for since the last change

  // Once the card shows what it shows of a building, or is hidden.
  map.on('mousemove', (event) => queueMicrotask(() => look(event)));

  function look({ latlng, containerPoint, originalEvent }) {
    if (hand.tool || originalEvent.buttons) return;
    const over = originalEvent.target.closest?.('.leaflet-control, .leaflet-bar') === null;
    pointAtSite(scene.hovered < 0 && over, latlng, containerPoint);
    const now = subject();
    if (now === about) {
      if (known.has(now)) stage.card.add(known.get(now));
      return;
    }
    about = now;
    clearTimeout(waiting);
    if (!now) return;
    if (known.has(now)) stage.card.add(known.get(now));
    else waiting = setTimeout(ask, REST, now);
  }

  function pointAtSite(free, latlng, point) {
    const { x, y } = unitsOf(map, latlng);
    const row = free ? sites.at(x, y, map.getZoom()) : -1;
    if (row !== sites.hovered) {
      sites.hovered = row;
      stage.overSites();
      map.getContainer().classList.toggle('pointing', row >= 0 || scene.hovered >= 0);
    }
    if (row < 0) return;
    const look = sites.look(row), word = sites.kindOf(row)?.word ?? '';
    stage.card.show(point, map.getSize(), {
      label: sites.names[row] || word,
      klass: { fill: look.fill, edge: look.edge, ink: look.ink, glyph: '', word },
      overdue: false,
      overdueWord: '',
    });
  }

  function subject() {
    if (scene.hovered >= 0) return `building ${scene.features.ids[scene.hovered]}`;
    return sites.hovered >= 0 ? `site ${sites.features.ids[sites.hovered]}` : '';
  }

  function ask(now) {
    const [table, id] = now.split(' ');
    stage.ask({ ask: 'facts', table, id: Number(id) });
  }

  stage.factsAre = ({ table, id, lines }) => {
    const key = `${table} ${id}`;
    known.set(key, lines);
    if (key === about && key === subject()) stage.card.add(lines);
  };
  stage.forgetFacts = () => known.clear();
}
