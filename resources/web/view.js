// Where the map looks: all of it, a box of it, and what the person has chosen to look at.
/* global L */

import { WORLD } from './features.js';

const NEAR_ZOOM = 18; // as far as "zoom to" goes in by itself

/** Return a place in world units as degrees. */
export function latLng(x, y) {
  return L.latLng(
    (Math.atan(Math.sinh(Math.PI * (1 - (2 * y) / WORLD))) * 180) / Math.PI, (x / WORLD) * 360 - 180,
  );
}

export class View {
  /** Look through a map at a scene; `covered()` is how many pixels the legend takes at the right. */
  constructor(map, scene, covered) {
    Object.assign(this, { map, scene, covered });
    this.fitted = false;
    this.handled = false; // the person has moved the map: its view is theirs from then on
    map.on('resize', () => { if (this.fitted && !this.handled) this.fitAtOnce(); });
  }

  /** Move to a box of world units. */
  toBox([x0, y0, x1, y1], maxZoom = NEAR_ZOOM) {
    const { x: wide } = this.map.getSize();
    const roomy = wide > 640; // else the view is too narrow to keep the legend's side free
    this.map.fitBounds([latLng(x0, y1), latLng(x1, y0)], {
      paddingTopLeft: roomy ? [48, 28] : [16, 24],
      paddingBottomRight: roomy ? [this.covered() + 12, 28] : [16, 24],
      maxZoom,
    });
  }

  /** Move to where everything can be seen. */
  toAll() {
    const { features, areas } = this.scene;
    if (features?.count) this.toBox(features.mainBounds());
    else if (areas?.count) this.toBox(areas.whole);
  }

  /** Look at everything without a journey, as the first view does. */
  fitAtOnce() {
    const animated = this.map.options.zoomAnimation;
    this.map.options.zoomAnimation = false;
    this.toAll();
    this.map.options.zoomAnimation = animated;
  }
}
