// Two days beside each other: one map with a divider to drag, or two maps that move together.
/* global L */

import { paintGround } from './ground.js';
import { drawLabels } from './labels.js';
import { SlicedTiles } from './layer.js';
import { drawMarks } from './marks.js';
import { Overlay } from './overlay.js';
import { paintFeatures } from './painter.js';
import { listen } from './picking.js';

const STEP = 0.02; // of the width, that an arrow key moves the divider
const LEAST = 0.04; // of the width, that the divider keeps from the rim

export class Compare {
  constructor(stage) {
    this.stage = stage;
    this.how = 'one';
    this.share = 0.5; // where the divider stands
    this.layer = null;
    this.twin = null;
    this.caption = document.createElement('div');
    this.caption.className = 'day-caption second';
    this._moved = () => this._clip();
    const redraw = () => this.twin?.overlays.forEach((each) => each.redraw());
    stage.tiles.on('repaint', ({ box }) => this.layer?.repaint(box));
    stage.marks.on('redraw', redraw);
    stage.labels.on('redraw', redraw);
  }

  /** Compare in another way: 'one', 'swipe' or 'beside'. */
  stand(how) {
    if (how === this.how) return;
    if (this.how === 'swipe') this._endSwipe();
    if (this.how === 'beside') this._endBeside();
    this.how = how;
    this.caption.hidden = how === 'one';
    if (how === 'swipe') this._swipe();
    if (how === 'beside') this._beside();
  }

  say(text) {
    this.caption.textContent = text;
  }

  *_paint(ctx, tile) {
    const { scene } = this.stage;
    yield* paintGround(ctx, tile, scene);
    for (const paint of scene.beneath) yield* paint(ctx, tile);
    if (!scene.second) return false;
    return (yield* paintFeatures(ctx, tile, scene.second, scene.palette)) > 0;
  }

  _tiles(options) {
    return new SlicedTiles((ctx, tile) => this._paint(ctx, tile), { maxZoom: 21, ...options });
  }

  // -- one map, a divider

  _swipe() {
    const { map, scene } = this.stage;
    if (!map.getPane('second')) map.createPane('second').style.zIndex = 205;
    this.layer = this._tiles({ pane: 'second', over: this.stage.labels }).addTo(map);
    this.divider = L.DomUtil.create('div', 'divider', map.getContainer());
    this.divider.tabIndex = 0;
    this.divider.setAttribute('role', 'slider');
    this.divider.setAttribute('aria-label', scene.words.divider);
    this.divider.title = scene.words.divider;
    L.DomEvent.disableClickPropagation(this.divider);
    this.divider.addEventListener('pointerdown', (event) => this._drag(event));
    this.divider.addEventListener('keydown', (event) => this._key(event));
    map.getContainer().append(this.caption);
    map.getContainer().classList.add('swiping');
    map.on('move zoomend resize viewreset', this._moved);
    this._clip();
  }

  _drag(event) {
    const { map } = this.stage;
    event.stopPropagation();
    event.preventDefault();
    this.divider.focus({ preventScroll: true });
    const draw = (moved) => this._to(map.mouseEventToContainerPoint(moved).x / map.getSize().x);
    const end = () => {
      document.removeEventListener('pointermove', draw);
      document.removeEventListener('pointerup', end);
    };
    document.addEventListener('pointermove', draw);
    document.addEventListener('pointerup', end);
  }

  _key(event) {
    const step = { ArrowLeft: -STEP, ArrowRight: STEP }[event.key];
    if (!step) return;
    event.preventDefault();
    event.stopPropagation();
    this._to(this.share + step);
  }

  _to(share) {
    this.share = Math.max(LEAST, Math.min(1 - LEAST, share));
    this._clip();
  }

  /** Show the second day right of the divider only. */
  _clip() {
    const { map } = this.stage;
    const size = map.getSize();
    const at = Math.round(size.x * this.share);
    const from = map.containerPointToLayerPoint([at, 0]), to = map.containerPointToLayerPoint(size);
    this.layer.getContainer().style.clip = `rect(${from.y}px ${to.x}px ${to.y}px ${from.x}px)`;
    this.divider.style.transform = `translateX(${at}px)`;
    this.divider.setAttribute('aria-valuenow', String(Math.round(this.share * 100)));
  }

  _endSwipe() {
    const { map } = this.stage;
    map.off('move zoomend resize viewreset', this._moved);
    this.layer.remove();
    this.divider.remove();
    this.caption.remove();
    this.layer = null;
    map.getContainer().classList.remove('swiping');
  }

  // -- two maps

  _beside() {
    const { map, scene, pick } = this.stage;
    const box = L.DomUtil.create('div', 'twin', document.body);
    document.body.classList.add('beside');
    map.invalidateSize(); // what was in the middle stays there
    const { center, zoom, ...options } = map.options;
    const made = L.map(box, { ...options, layers: [], keyboard: false });
    made.setView(map.getCenter(), map.getZoom(), { animate: false });
    made.createPane('marks').style.zIndex = 450;
    const own = Object.create(scene, { features: { get: () => scene.second } });
    const overlays = [
      new Overlay((ctx, frame) => drawMarks(ctx, frame, own), { pane: 'marks' }),
      new Overlay((ctx, frame) => drawLabels(ctx, frame, own), { baked: true }),
    ];
    this.layer = this._tiles({ over: overlays[1] }).addTo(made);
    overlays.forEach((each) => each.addTo(made));
    listen(made, own, { hover() {}, pick });
    this._tie(map, made);
    box.append(this.caption);
    this.stage.legend.stand(made); // where it stood in the whole view; half of it has no room
    this.twin = { map: made, box, overlays };
  }

  /** Let two maps move together: whichever the person moves, the other follows. */
  _tie(one, other) {
    let led = null; // the one that moves just now
    const follow = (leader, follower) => () => {
      if (led && led !== leader) return;
      led = leader;
      follower.setView(leader.getCenter(), leader.getZoom(), { animate: false });
      led = null;
    };
    this._ties = [[one, follow(one, other)], [other, follow(other, one)]];
    for (const [leader, deed] of this._ties) leader.on('move zoomend', deed);
  }

  _endBeside() {
    const { map } = this.stage;
    for (const [leader, deed] of this._ties) leader.off('move zoomend', deed);
    this.caption.remove();
    this.stage.legend.stand(map);
    this.twin.map.remove();
    this.twin.box.remove();
    this.twin = this.layer = null;
    document.body.classList.remove('beside');
    map.invalidateSize(); // what was in the middle stays there
  }
}
