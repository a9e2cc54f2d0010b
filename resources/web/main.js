// The map: what it shows, and what it does when the program tells it something.

import { addBase } from './base.js';
import { connect } from './bridge.js';
import { Card } from './card.js';
import { palette } from './colours.js';
import { addControls, whenHandled } from './controls.js';
import { filtering } from './filtering.js';
import { paintGround } from './ground.js';
import { drawLabels } from './labels.js';
import { SlicedTiles } from './layer.js';
import { Legend } from './legend.js';
import { loading } from './loading.js';
import { drawMarks } from './marks.js';
import { Overlay } from './overlay.js';
import { paintFeatures, pointRadius } from './painter.js';
import { listen } from './picking.js';
import { addTime } from './time.js';
import { addTools } from './tools.js';
import { latLng, View } from './view.js';

const FLASH_MS = 900;

const map = window[document.querySelector('.folium-map').id]; // folium's own variable
const scene = {
  features: null, names: null, areas: null, areaNames: null, palette: null, words: {},
  classes: [], title: '', theme: '', chosen: new Set(), only: null, hovered: -1,
  flashing: { rows: new Set(), strength: 0 }, pointReach: pointRadius,
  seeThrough: null, // tells whether a base map lies beneath a tile
  beneath: [], // painters of what lies between the ground and the features
};
let ask = () => {};

map.createPane('marks').style.zIndex = 450;
const marks = new Overlay((ctx, frame) => drawMarks(ctx, frame, scene), { pane: 'marks' });
const labels = new Overlay((ctx, frame) => drawLabels(ctx, frame, scene), { baked: true });
const tiles = new SlicedTiles(paintTile, { maxZoom: 21, over: labels });
const controls = addControls(map, () => { view.handled = false; view.toAll(); }, () => { view.handled = true; });
const legend = new Legend((key) => ask({ ask: 'legend', key })).addTo(map);
const card = new Card(map.getContainer());
const view = new View(map, scene, () => legend.size());
const applyFilter = filtering(scene, legend, controls);

function* paintTile(ctx, tile) {
  yield* paintGround(ctx, tile, scene);
  for (const paint of scene.beneath) yield* paint(ctx, tile);
  if (!scene.features) return false;
  return (yield* paintFeatures(ctx, tile, scene.features, scene.palette)) > 0;
}

function rowsOf(ids) {
  return ids.map((id) => scene.features?.rowOf(id) ?? -1).filter((row) => row >= 0);
}

function repaintAll() {
  tiles.repaint();
  marks.redraw();
  labels.redraw();
}

function hover(row, point) {
  if (row !== scene.hovered) {
    scene.hovered = row;
    marks.redraw();
    map.getContainer().classList.toggle('pointing', row >= 0);
  }
  if (row < 0) {
    card.hide();
    return;
  }
  const { features, names } = scene;
  card.show(point, map.getSize(), {
    label: names?.label(row) ?? '',
    klass: scene.palette.classes[features.classes[row]],
    overdue: features.overdue(row),
    overdueWord: scene.words.overdue,
  });
}

function pick(ids, extend) {
  const { features } = scene;
  const hit = rowsOf(ids);
  const again = extend && hit.length === 1 && features.picked[hit[0]];
  if (!extend) features?.picked.fill(0);
  for (const row of hit) features.picked[row] = again ? 0 : 1;
  marks.redraw();
  labels.redraw();
  if (!again) ask({ ask: 'pick', ids, extend });
  else ask({ ask: 'pick', ids: features.pickedRows().map((row) => features.ids[row]), extend: false });
}

function flash(rows) {
  scene.flashing.rows = new Set(rows);
  const start = performance.now();
  const step = () => {
    const gone = (performance.now() - start) / FLASH_MS;
    scene.flashing.strength = gone < 1 ? Math.abs(Math.cos(gone * Math.PI * 1.5)) * (1 - gone) : 0;
    marks.redraw();
    if (gone < 1) requestAnimationFrame(step);
  };
  step();
}

function patch({ rows }) {
  const changed = [];
  for (const [id, klass, overdue] of rows) {
    const row = scene.features?.rowOf(id) ?? -1;
    if (row < 0) continue;
    scene.features.restyle(row, klass, overdue);
    changed.push(row);
  }
  if (!changed.length) return;
  applyFilter();
  tiles.repaint(scene.features.boundsOf(changed));
  labels.redraw();
}

/** Take on the light, the words and the theme's classes; the look of the features may differ. */
function wear({ dark, language, words, classes, title, theme, rims }) {
  Object.assign(scene, { words, classes, title, theme, rims, palette: palette(classes, dark) });
  document.documentElement.lang = language === 'en' ? 'en' : 'zh-CN';
  document.documentElement.dataset.light = dark ? 'dark' : 'light';
  document.title = words.map;
  map.getContainer().setAttribute('aria-label', words.map);
  controls.say(words);
}

// What the parts of the map share; each part returns what it does when told.
const stage = {
  map, scene, tiles, marks, labels, controls, legend, view, card, ask: (message) => ask(message),
  rowsOf, latLng, zoomToBox: (box, maxZoom) => view.toBox(box, maxZoom), repaintAll, applyFilter,
  flash, pick, wear, hover,
};
const { ground, ...fetching } = loading(stage);
const DEEDS = {
  ...fetching,
  patch,
  look(message) {
    wear(message);
    if (scene.features) applyFilter();
    else legend.hide(true);
    repaintAll();
  },
  zoom({ ids }) {
    if (ids === null) {
      view.toAll();
      return;
    }
    const rows = rowsOf(ids);
    if (!rows.length) return;
    view.handled = true;
    view.toBox(scene.features.boundsOf(rows));
    flash(rows);
  },
  flash({ ids }) {
    flash(rowsOf(ids));
  },
  ...addBase(stage),
  ...addTime(stage),
  ...addTools(stage),
};

let last = Promise.resolve();
function told(message) {
  if (message.do === 'ground') {
    ground(message).catch(window.reportError); // nothing else waits for it
    return;
  }
  if (stage.atOnce.has(message.do)) {
    DEEDS[message.do](message); // the hand does not wait for what is fetched
    return;
  }
  // In order, even where one has to fetch; what fails does not keep the next from being done.
  last = last.then(() => DEEDS[message.do](message)).catch(window.reportError);
}

tiles.on('idle', () => controls.showSimplified(tiles.isSimplified()));
listen(map, scene, { hover, pick });
whenHandled(map, () => { view.handled = true; });
window.renewtrack = { map, scene, tiles, told, stage }; // for tests and measurements
connect(told).then((asking) => {
  ask = asking;
  ask({ ask: 'ready' });
});
