// What is done on the map by hand: measuring, choosing by an outline, drawing and correcting.

import { BoxChooser, idsInside } from './choosing.js';
import { addFacts } from './facts.js';
import { Hand } from './hand.js';
import { Overlay } from './overlay.js';
import { Pen } from './pen.js';
import { drawPen } from './pen_drawing.js';
import { addSeeing } from './seeing.js';
import { addSites } from './site_layer.js';
import { unitsOf } from './picking.js';

const NEAR_ZOOM = 20; // as near as one building is looked at to be drawn
const AT_ONCE = ['pen', 'pen_deed', 'pen_modes', 'measured', 'choose', 'facts'];
const MODES = ['snapping', 'squared'];

/** Add it to the map; return what it does when the program tells it something. */
export function addTools(stage) {
  const { map, scene } = stage;
  let said = '', purpose = '', skipped = null, asked = false;
  const modes = { snapping: true, squared: false };

  map.createPane('pen').style.zIndex = 470;
  const sheet = new Overlay(
    (ctx, frame) => drawPen(ctx, frame, pen(), cross(), said, scene.palette?.dark), { pane: 'pen' },
  );
  const hand = new Hand(map, () => {
    if (!map.hasLayer(sheet)) sheet.addTo(map);
    if (hand.tool) stage.view.handled = true; // whoever works here wants to stay here
    sheet.redraw();
    if (hand.tool && scene.hovered >= 0) stage.hover(-1);
  });
  const { layer: sites, deeds: siteDeeds } = addSites(stage, hand);

  const pen = () => (hand.tool instanceof Pen ? hand.tool : null);
  const cross = () => (hand.cross ? hand.atCross() : null);

  function drop() {
    said = '';
    purpose = '';
    hand.take(null);
  }

  /** Tell the program what is drawn now, once a frame: it measures. */
  function changed() {
    sheet.redraw();
    if (asked) return;
    asked = true;
    requestAnimationFrame(() => {
      asked = false;
      const held = pen();
      if (!held || purpose === 'choose') return;
      const live = held.live && held.sketch.open.length ? held.live : null;
      stage.ask({
        ask: 'sketch', purpose, shape: held.shape, parts: held.sketch.degrees(live),
        steps: held.sketch.steps, back: held.sketch.stepsBack,
      });
    });
  }

  function done(held) {
    if (purpose === 'choose') {
      if (held.sketch.whole) chosen(held.sketch.rings, false);
      return;
    }
    stage.ask({ ask: 'drawn', purpose, shape: held.shape, parts: held.sketch.degrees() });
  }

  function chosen(rings, extend) {
    stage.pick(Array.from(idsInside(scene.features, rings)), extend);
    if (purpose === 'choose' && pen()) takePen({ shape: 'polygon' });
  }

  function givenUp() {
    drop();
    stage.ask({ ask: 'pen_off' });
  }

  function takePen({ shape, parts = null, correct = false, skip = null, box = null }) {
    skipped = skip;
    if (box) lookAt(box);
    const ways = {
      map, latLng: stage.latLng,
      layers: () => [scene.features, sites.features].filter(Boolean),
      without: (features) => rowSkipped(features),
    };
    const rings = parts && parts.map((part) => part.map((ring) => ring.map(toCorner)));
    const held = new Pen({ shape, parts: rings, correct }, ways, { changed, done, givenUp });
    Object.assign(held, modes, { key: withCross(held) });
    hand.take(held);
    changed();
    map.getContainer().focus({ preventScroll: true });
  }

  function lookAt([west, south, east, north]) {
    const low = unitsOf(map, { lat: south, lng: west }), high = unitsOf(map, { lat: north, lng: east });
    stage.zoomToBox([low.x, high.y, high.x, low.y], NEAR_ZOOM);
  }

  function withCross(held) {
    return (event) => Pen.prototype.key.call(held, event, () => hand.atCross());
  }

  function toCorner([lon, lat]) {
    return { ...unitsOf(map, { lat, lng: lon }), lon, lat };
  }

  /** The shape that is being corrected is nothing to snap to. */
  function rowSkipped(features) {
    if (!skipped) return -1;
    const own = skipped.table === 'site' ? sites.features : scene.features;
    return features === own ? features.rowOf(skipped.id) : -1;
  }

  stage.pen = pen;
  stage.hand = hand;
  stage.atOnce = new Set(AT_ONCE);
  addFacts(stage, hand, sites);
  return {
    ...siteDeeds,
    ...addSeeing(stage, sites),

    /** Take up the pen for a purpose, or lay it down. */
    pen(message) {
      said = '';
      ({ purpose } = message);
      if (message.shape) takePen(message);
      else drop();
    },

    /** Do with the pen what a command says: its keys, from the window. */
    pen_deed({ deed }) {
      const held = pen();
      if (deed === 'drop') drop();
      else if (held) held[deed]();
      sheet.redraw();
    },

    pen_modes(message) {
      for (const mode of MODES) modes[mode] = message[mode];
      if (pen()) Object.assign(pen(), modes);
    },

    measured(message) {
      if (!pen()) return;
      ({ said } = message);
      sheet.redraw();
    },

    /** Choose by a box; an outline is drawn by the pen. */
    choose({ how }) {
      purpose = 'choose';
      if (how === 'outline') {
        takePen({ shape: 'polygon' });
        return;
      }
      const tool = new BoxChooser(map, { chosen, givenUp });
      const { key } = BoxChooser.prototype;
      tool.key = (event) => key.call(tool, event, () => hand.atCross());
      hand.take(tool);
      map.getContainer().focus({ preventScroll: true });
    },
  };
}
