// The state of the features on another day, and two days beside each other.

import { fetchPack } from './bridge.js';
import { Compare } from './compare.js';
import { Timeline } from './timeline.js';

const LATE_ONES = ['not_started', 'preliminary', 'building']; // what can be late
const THEME = 'day'; // the theme that has a class for what is not known

/** Add it to the map; return what it does when the program tells it something. */
export function addTime(stage) {
  const { map, scene } = stage;
  const caption = document.createElement('div');
  caption.className = 'day-caption';
  caption.hidden = true;
  map.getContainer().append(caption);
  const compare = new Compare(stage);
  let timeline = null, shown = null, asked = false;

  /** Put the chosen day's classes in the place of today's; before anything counts them. */
  scene.restate = () => {
    const { features, theme, classes } = scene;
    const on = shown && timeline && features?.count && theme === THEME;
    caption.hidden = !on;
    compare.stand(on ? shown.how : 'one');
    if (!on) {
      scene.second = null;
      return;
    }
    const flagged = new Set(LATE_ONES.map((key) => classes.findIndex((each) => each.key === key)));
    const state = (day) => timeline.on(day, features, classes.length - 1, flagged);
    Object.assign(features, state(shown.days[0]));
    scene.second = shown.how === 'one' ? null : secondOf(scene, state(shown.days[1]));
    caption.textContent = shown.captions[0];
    compare.say(shown.captions[1]);
  };

  function again() {
    asked = false;
    stage.applyFilter();
    stage.repaintAll();
  }

  return {
    async timeline({ revision }) {
      timeline = new Timeline(await fetchPack('timeline.bin', revision));
      again();
    },

    /** Show a day, or two; the last of many in a frame is enough. */
    day(message) {
      shown = message.on ? message : null;
      if (asked) return;
      asked = true;
      requestAnimationFrame(again);
    },
  };
}

/** Return the same features in the state of another day; only classes and lateness are its own. */
function secondOf({ features, second }, state) {
  const made = second && Object.getPrototypeOf(second) === features ? second : Object.create(features);
  return Object.assign(made, state, { dim: made.dim === features.dim ? new Uint8Array(features.count) : made.dim });
}
