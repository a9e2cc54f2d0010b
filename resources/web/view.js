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
  /** Look through a map at a scene; `covered()` is how wide and high the legend is, in pixels. */
  constructor(map, scene, covered) {
    Object.assign(this, { map, scene, covered });
    this.fitted = false;
    this.handled = false; // the person has moved the map: its view is theirs from then on
    map.on('resize', () => { if (this.fitted && !this.handled) this.fitAtOnce(); });
  }

  /** Move to a box of world units. */
  toBox([x0, y0, x1, y1], maxZoom = NEAR_ZOOM) {
    const bounds = L.latLngBounds([latLng(x0, y1), latLng(x1, y0)]);
    this.map.fitBounds(bounds, { ...this._margins(bounds), maxZoom });
  }

  /** Keep free what the legend covers: its side, or in a narrow view the part above it. */
  _margins(bounds) {
    const { map } = this, { wide, high } = this.covered();
    if (map.getSize().x > 640) {
      return { paddingTopLeft: [48, 28], paddingBottomRight: [wide + 12, 28] };
    }
    const side = map.getSize().x < 260 ? 4 : 16;
    const zoom = (bottom) => map.getBoundsZoom(bounds, false, L.point(2 * side, 40 + bottom));
    const above = high + 20; // not at the price of a smaller picture
    return {
      paddingTopLeft: [side, 40],
      paddingBottomRight: [side, zoom(above) === zoom(24) ? above : 24],
    };
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
