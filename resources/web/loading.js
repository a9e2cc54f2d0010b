// Takes in what the program has packed: features, how they look, the ground, some of them marked.

import { fetchFeatures, fetchNames, fetchPack } from './bridge.js';
import { Features } from './features.js';
import { Names } from './names.js';

/** Return the deeds that fetch; `stage` is what the parts of the map share. */
export function loading(stage) {
  const { map, scene, tiles, marks, labels, view } = stage;

  async function features({ revision, mark, look }) {
    const [pack, worn] = await Promise.all([
      fetchFeatures(revision, mark), fetchPack('look.bin', revision),
    ]);
    const before = scene.features, made = new Features(pack, worn);
    if (look) stage.wear(look);
    Object.assign(scene, { features: made, names: null, hovered: -1, only: null });
    if (before) keepPicked(before, made);
    stage.applyFilter();
    if (made.count && !(view.fitted && before?.count)) {
      view.fitted = true;
      view.fitAtOnce();
    }
    tiles.hurry = !before?.count;
    addLayers();
    stage.repaintAll();
    tellWhenPainted(made, revision);
  }

  async function recolour({ revision, look }) {
    const worn = await fetchPack('look.bin', revision);
    scene.features?.wear(worn);
    if (look) stage.wear(look);
    stage.applyFilter();
    stage.repaintAll();
  }

  async function ground({ revision }) {
    const [pack, names] = await Promise.all([
      fetchPack('ground.bin', revision), fetchNames('ground.json', revision),
    ]);
    scene.areas = new Features(pack);
    scene.areaNames = names;
    if (!view.fitted && !scene.features?.count && scene.areas.count) view.toAll();
    addLayers();
    tiles.repaint();
    labels.redraw();
  }

  async function filter({ ids, revision, chosen }) {
    scene.only = ids === null ? null : await marked(ids, 'only.bin', revision);
    scene.chosen = new Set(chosen);
    if (!stage.applyFilter()) return;
    tiles.repaint();
    labels.redraw();
  }

  async function select({ ids, revision }) {
    const picked = await marked(ids, 'picked.bin', revision);
    if (scene.features) scene.features.picked = picked;
    marks.redraw();
    labels.redraw();
  }

  /** Return a byte a feature, 1 for those of some ids, or as the program has marked them. */
  async function marked(ids, name, revision) {
    const bytes = new Uint8Array(scene.features?.count ?? 0);
    if (ids) for (const row of stage.rowsOf(ids)) bytes[row] = 1;
    else {
      const fetched = new Uint8Array(await fetchPack(name, revision));
      if (fetched.length === bytes.length) bytes.set(fetched);
    }
    return bytes;
  }

  function addLayers() {
    if (!map.hasLayer(tiles)) [tiles, marks, labels].forEach((layer) => layer.addTo(map));
  }

  /** Wait for the tiles, then fetch the names, and tell how long the tiles took. */
  async function tellWhenPainted(painted, revision) {
    await new Promise((resolve) => (tiles.isIdle() ? resolve() : tiles.once('idle', resolve)));
    await nextFrame();
    const milliseconds = performance.now();
    const [labelled, estates] = await Promise.all([
      fetchPack('names.bin', revision), fetchNames('estates.json', revision),
    ]);
    if (scene.features !== painted) return;
    scene.names = new Names(labelled, estates);
    labels.redraw();
    await nextFrame();
    await nextFrame();
    stage.ask({ ask: 'painted', milliseconds });
  }

  return { features, recolour, ground, filter, select };
}

function keepPicked(before, after) {
  for (const row of before.pickedRows()) {
    const now = after.rowOf(before.ids[row]);
    if (now >= 0) after.picked[now] = 1;
  }
}

function nextFrame() {
  return new Promise((resolve) => requestAnimationFrame(resolve));
}
