// The map: what it shows, and what it does when the program tells it something.
/* global L */

import { connect, fetchNames, fetchPack } from './bridge.js';
import { Card } from './card.js';
import { palette } from './colours.js';
import { addControls, whenHandled } from './controls.js';
import { Features, WORLD } from './features.js';
import { paintGround } from './ground.js';
import { drawLabels } from './labels.js';
import { SlicedTiles } from './layer.js';
import { Legend } from './legend.js';
import { drawMarks } from './marks.js';
import { Overlay } from './overlay.js';
import { paintFeatures, pointRadius } from './painter.js';
import { listen } from './picking.js';
import { addTools } from './tools.js';
import { addBase } from './base.js';
import { addTime } from './time.js';

const NEAR_ZOOM = 18; // as far as "zoom to" goes in by itself
const FLASH_MS = 900;
const OVERDUE_KEY = 'overdue';

const map = window[document.querySelector('.folium-map').id]; // folium's own variable
const scene = {
  features: null, names: null, areas: null, areaNames: null, palette: null, words: {},
  classes: [], title: '', chosen: new Set(), only: null, hovered: -1,
  flashing: { rows: new Set(), strength: 0 }, pointReach: pointRadius,
};
let ask = () => {};
let fitted = false;
let handled = false; // the person has moved the map: its view is theirs from then on

const tiles = new SlicedTiles(paintTile, { maxZoom: 21 });
map.createPane('marks').style.zIndex = 450;
map.createPane('labels').style.zIndex = 460;
const marks = new Overlay((ctx, frame) => drawMarks(ctx, frame, scene), { pane: 'marks' });
const labels = new Overlay((ctx, frame) => drawLabels(ctx, frame, scene), { pane: 'labels' });
const controls = addControls(map, () => { handled = false; zoomAll(); }, () => { handled = true; });
const legend = new Legend((key) => ask({ ask: 'legend', key })).addTo(map);
const card = new Card(map.getContainer());

function* paintTile(ctx, tile) {
  yield* paintGround(ctx, tile, scene.areas, scene.features, scene.palette);
  if (scene.features) yield* paintFeatures(ctx, tile, scene.features, scene.palette);
}

function latLng(x, y) {
  return L.latLng(
    (Math.atan(Math.sinh(Math.PI * (1 - (2 * y) / WORLD))) * 180) / Math.PI, (x / WORLD) * 360 - 180,
  );
}

function zoomToBox([x0, y0, x1, y1], maxZoom) {
  const { x: wide } = map.getSize();
  const roomy = wide > 640; // else the view is too narrow to keep the legend's side free
  map.fitBounds([latLng(x0, y1), latLng(x1, y0)], {
    paddingTopLeft: roomy ? [48, 28] : [16, 24],
    paddingBottomRight: roomy ? [legend.width() + 12, 28] : [16, 24],
    maxZoom,
  });
}

function zoomAll() {
  if (scene.features?.count) zoomToBox(scene.features.mainBounds(), NEAR_ZOOM);
  else if (scene.areas?.count) zoomToBox(scene.areas.whole, NEAR_ZOOM);
}

function fitAtOnce() {
  const animated = map.options.zoomAnimation;
  map.options.zoomAnimation = false; // the first view is not a journey
  zoomAll();
  map.options.zoomAnimation = animated;
}

function rowsOf(ids) {
  return ids.map((id) => scene.features?.rowOf(id) ?? -1).filter((row) => row >= 0);
}

/** Work out which features the filter and the legend leave; tell whether that changed. */
function applyFilter() {
  const { features, only, chosen, classes } = scene;
  if (!features) return false;
  const counts = new Array(classes.length).fill(0);
  let late = 0, left = 0, changed = false;
  const wanted = classes.map((each) => chosen.has(each.key));
  const anyClass = wanted.includes(true), onlyLate = chosen.has(OVERDUE_KEY);
  for (let row = 0; row < features.count; row++) {
    const passes = !only || only.has(features.ids[row]);
    const klass = features.classes[row], overdue = features.overdue(row);
    if (passes) counts[klass]++;
    if (passes && overdue) late++;
    const shown = passes && (!anyClass || wanted[klass]) && (!onlyLate || overdue);
    if (features.dim[row] === Number(shown)) changed = true;
    features.dim[row] = shown ? 0 : 1;
    if (shown) left++;
  }
  showLegend(counts, late);
  legend.hide(!features.count);
  const { words } = scene;
  if (!features.count) controls.showEmpty(words.empty, words.empty_hint);
  else controls.showEmpty(left ? null : words.none_left, null);
  return changed;
}

function showLegend(counts, late) {
  const { classes, chosen, words } = scene;
  const lines = scene.palette.classes.map((klass, i) => ({
    key: klass.key, klass, word: classes[i].word, count: counts[i],
  }));
  const outline = scene.palette.overdue;
  lines.push({ key: OVERDUE_KEY, klass: null, word: words.overdue, count: late, outline });
  legend.show({ title: scene.title, lines, chosen, words });
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
    label: names?.labels[row] ?? '',
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
  else ask({ ask: 'pick', ids: [...features.ids].filter((_, row) => features.picked[row]), extend: false });
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

async function loadFeatures({ revision }) {
  const fetched = await fetchPack('features.bin', revision);
  const before = scene.features;
  scene.features = new Features(fetched);
  scene.names = null;
  scene.hovered = -1;
  if (before) keepPicked(before, scene.features);
  applyFilter();
  if (scene.features.count && !(fitted && before?.count)) {
    fitted = true;
    fitAtOnce();
  }
  tiles.hurry = !before?.count;
  addLayers();
  repaintAll();
  tellWhenPainted(scene.features, revision);
}

function addLayers() {
  if (!map.hasLayer(tiles)) [tiles, marks, labels].forEach((layer) => layer.addTo(map));
}

function keepPicked(before, after) {
  for (let row = 0; row < before.count; row++) {
    if (!before.picked[row]) continue;
    const now = after.rowOf(before.ids[row]);
    if (now >= 0) after.picked[now] = 1;
  }
}

/** Wait for the tiles, then fetch the names, and tell how long the tiles took. */
async function tellWhenPainted(features, revision) {
  await new Promise((resolve) => (tiles.isIdle() ? resolve() : tiles.once('idle', resolve)));
  await nextFrame();
  const milliseconds = performance.now();
  const fetched = await fetchNames('features.json', revision);
  if (scene.features !== features) return;
  scene.names = fetched;
  labels.redraw();
  await nextFrame();
  await nextFrame();
  ask({ ask: 'painted', milliseconds });
}

function nextFrame() {
  return new Promise((resolve) => requestAnimationFrame(resolve));
}

async function loadGround({ revision }) {
  const [pack, names] = await Promise.all([
    fetchPack('ground.bin', revision), fetchNames('ground.json', revision),
  ]);
  scene.areas = new Features(pack);
  scene.areaNames = names;
  if (!fitted && !scene.features?.count && scene.areas.count) zoomAll();
  addLayers();
  tiles.repaint();
  labels.redraw();
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

const DEEDS = {
  look({ dark, language, words, classes, title }) {
    Object.assign(scene, { words, classes, title, palette: palette(classes, dark) });
    document.documentElement.lang = language === 'en' ? 'en' : 'zh-CN';
    document.documentElement.dataset.light = dark ? 'dark' : 'light';
    document.title = words.map;
    map.getContainer().setAttribute('aria-label', words.map);
    controls.say(words);
    if (scene.features) applyFilter();
    else legend.hide(true);
    repaintAll();
  },
  features: loadFeatures,
  patch,
  select({ ids }) {
    scene.features?.picked.fill(0);
    for (const row of rowsOf(ids)) scene.features.picked[row] = 1;
    marks.redraw();
    labels.redraw();
  },
  filter({ ids, chosen }) {
    scene.only = ids === null ? null : new Set(ids);
    scene.chosen = new Set(chosen);
    if (!applyFilter()) return;
    tiles.repaint();
    labels.redraw();
  },
  zoom({ ids }) {
    if (ids === null) {
      zoomAll();
      return;
    }
    const rows = rowsOf(ids);
    if (!rows.length) return;
    handled = true;
    zoomToBox(scene.features.boundsOf(rows), NEAR_ZOOM);
    flash(rows);
  },
  flash({ ids }) {
    flash(rowsOf(ids));
  },
};

// What the parts of the map beyond the features share; each returns what it does when told.
const stage = {
  map, scene, tiles, marks, labels, controls, legend, ask: (message) => ask(message),
  rowsOf, latLng, zoomToBox, repaintAll, applyFilter, flash, pick,
};
Object.assign(DEEDS, addBase(stage), addTime(stage), addTools(stage));

let last = Promise.resolve();
function told(message) {
  if (message.do === 'ground') {
    loadGround(message); // nothing else waits for it
    return;
  }
  // In order, even where one has to fetch; what fails does not keep the next from being done.
  last = last.then(() => DEEDS[message.do](message)).catch(window.reportError);
}

listen(map, scene, { hover, pick });
whenHandled(map, () => { handled = true; });
map.on('resize', () => { if (fitted && !handled) fitAtOnce(); });
window.renewtrack = { map, scene, tiles, told }; // for tests and measurements
connect(told).then((asking) => {
  ask = asking;
  ask({ ask: 'ready' });
});
