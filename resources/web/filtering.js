// Which features the filter and the legend leave, how many of each class, and what the legend says.

export const OVERDUE_KEY = 'overdue';

/** Return a function that works it out for a scene and tells whether anything has changed. */
export function filtering(scene, legend, controls) {
  return () => {
    const { features, chosen, classes, words } = scene;
    if (!features) return false;
    scene.restate?.(); // a chosen day's classes, in place of today's
    const wanted = classes.map((each) => chosen.has(each.key));
    const counted = leave(features, scene.only, wanted, chosen);
    const then = scene.second ? leave(scene.second, scene.only, wanted, chosen) : null;
    showLegend(scene, legend, counted, then);
    legend.hide(!features.count);
    if (!features.count) controls.showEmpty(words.empty, words.empty_hint);
    else controls.showEmpty(counted.left ? null : words.none_left, null);
    return counted.changed || Boolean(then?.changed);
  };
}

/** Mark each feature as dim or not, and note the estates with something overdue; `only` holds a byte a feature, or is null for all. */
function leave(features, only, wanted, chosen) {
  const { classes, late, dim, groups } = features;
  const lateGroups = new Set();
  let lastLate = -1; // rows of an estate mostly stand together
  const counts = new Array(wanted.length).fill(0);
  const anyClass = wanted.includes(true), onlyLate = chosen.has(OVERDUE_KEY);
  let overdue = 0, left = 0, changed = false;
  for (let row = 0; row < features.count; row++) {
    let shown = !only || only[row] === 1;
    if (shown) {
      counts[classes[row]]++;
      overdue += late[row];
      shown = (!anyClass || wanted[classes[row]]) && (!onlyLate || late[row] === 1);
    }
    if (dim[row] === Number(shown)) {
      dim[row] = shown ? 0 : 1;
      changed = true;
    }
    if (!shown) continue;
    left++;
    if (late[row] && groups[row] !== lastLate) lateGroups.add((lastLate = groups[row]));
  }
  features.lateGroups = lateGroups;
  return { counts, overdue, left, changed };
}

function showLegend({ classes, chosen, words, palette, title, rims }, legend, { counts, overdue }, then) {
  const lines = palette.classes.map((klass, i) => ({
    key: klass.key, klass, word: classes[i].word, count: counts[i], then: then?.counts[i],
  }));
  const late = { word: words.overdue, count: overdue, then: then?.overdue, outline: palette.overdue };
  if (rims !== false) lines.push({ key: OVERDUE_KEY, klass: null, ...late });
  legend.show({ title, lines, chosen, words });
}
