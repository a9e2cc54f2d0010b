// Puts the sites onto the map and answers the pointer over them.

import { fetchNames, fetchPack } from './bridge.js';
import { Features } from './features.js';
import { Overlay } from './overlay.js';
import { unitsOf } from './picking.js';
import { Sites } from './sites.js';

const NEAR_ZOOM = 18;

/** Return the layer of sites and what it does when told. */
export function addSites(stage, hand) {
  const { map, scene, tiles } = stage;
  const layer = new Sites(() => Boolean(scene.palette?.dark));
  map.createPane('sites').style.zIndex = 440;
  const over = new Overlay(
    (ctx, frame) => layer.drawOver(ctx, frame, scene.palette), { pane: 'sites' },
  );
  stage.overSites = () => over.redraw();
  scene.beneath.push((ctx, tile) => layer.paint(ctx, tile));

  function rowUnder(latlng) {
    const { x, y } = unitsOf(map, latlng);
    return layer.at(x, y, map.getZoom());
  }

  map.on('click', ({ latlng, originalEvent }) => {
    if (hand.tool || originalEvent.ctrlKey) return;
    const row = scene.hovered >= 0 ? -1 : rowUnder(latlng);
    const ids = row < 0 ? [] : [layer.features.ids[row]];
    if (!ids.length && !layer.picked.size) return;
    pick(ids);
    stage.ask({ ask: 'site', id: ids[0] ?? 0 });
  });

  function pick(ids) {
    layer.picked = new Set(ids);
    over.redraw();
  }

  return {
    layer,
    deeds: {
      async sites({ revision }) {
        const [pack, names] = await Promise.all([
          fetchPack('sites.bin', revision), fetchNames('sites.json', revision),
        ]);
        layer.show(new Features(pack), names);
        if (!map.hasLayer(over) && layer.features.count) over.addTo(map);
        tiles.repaint();
        over.redraw();
      },

      site_kinds({ kinds }) {
        layer.kinds = kinds;
        tiles.repaint();
        over.redraw();
      },

      pick_site({ ids }) {
        pick(ids);
      },

      zoom_site({ id }) {
        const row = layer.features?.rowOf(id) ?? -1;
        if (row < 0) return;
        stage.view.handled = true;
        stage.zoomToBox(Array.from(layer.features.boxes.subarray(4 * row, 4 * row + 4)), NEAR_ZOOM);
        pick([id]);
      },
    },
  };
}
