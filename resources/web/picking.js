// Pointer and keyboard: hover, click, ctrl-click, and a box drawn with the shift key.
/* global L */

const REACH = 6; // pixels that the pointer may miss by
const MOVED = 4; // pixels from which a press is a box

/** Listen to the map; `scene` is what it shows, `act` = {hover(row, point), pick(ids, extend)}. */
export function listen(map, scene, act) {
  const container = map.getContainer();
  map.on('mousemove', ({ originalEvent, containerPoint, latlng }) => {
    const overMap = originalEvent.target.closest?.('.leaflet-control, .leaflet-bar') === null;
    act.hover(overMap && !map.dragging.moving() ? rowAt(map, scene, latlng) : -1, containerPoint);
  });
  map.on('mouseout movestart zoomstart', () => act.hover(-1, null));
  map.on('click', ({ latlng, originalEvent }) => {
    const row = rowAt(map, scene, latlng);
    const extend = originalEvent.ctrlKey || originalEvent.metaKey;
    if (row >= 0) act.pick([scene.features.ids[row]], extend);
    else if (!extend) act.pick([], false);
  });
  container.addEventListener('mousedown', (event) => {
    if (event.shiftKey && event.button === 0) drawBox(map, scene, act, event);
  }, true);
}

/** Return a place in world units. */
export function unitsOf(map, latlng) {
  const scale = 2 ** (30 - 8);
  const point = map.project(latlng, 0);
  return { x: point.x * scale, y: point.y * scale };
}

function rowAt(map, scene, latlng) {
  if (!scene.features) return -1;
  const { x, y } = unitsOf(map, latlng);
  const reach = Math.max(REACH, scene.pointReach(map.getZoom())) * 2 ** (22 - map.getZoom());
  return scene.features.at(x, y, reach);
}

function drawBox(map, scene, act, event) {
  event.stopPropagation(); // the map itself would begin to move
  event.preventDefault();
  const from = map.mouseEventToContainerPoint(event);
  const box = L.DomUtil.create('div', 'pick-box', map.getContainer());
  const draw = (moved) => {
    const bounds = L.bounds(from, map.mouseEventToContainerPoint(moved));
    const size = bounds.getSize();
    box.style.transform = `translate(${bounds.min.x}px,${bounds.min.y}px)`;
    box.style.width = `${size.x}px`;
    box.style.height = `${size.y}px`;
  };
  const end = (released) => {
    document.removeEventListener('mousemove', draw);
    document.removeEventListener('mouseup', end);
    box.remove();
    ignoreNextClick(map.getContainer());
    const bounds = L.bounds(from, map.mouseEventToContainerPoint(released));
    const size = bounds.getSize();
    if (Math.max(size.x, size.y) < MOVED) return;
    act.pick(idsIn(map, scene, bounds), released.ctrlKey || released.metaKey);
  };
  document.addEventListener('mousemove', draw);
  document.addEventListener('mouseup', end);
}

/** Letting go of a box is no click on what lies under the pointer. */
function ignoreNextClick(container) {
  const stop = (event) => event.stopPropagation();
  container.addEventListener('click', stop, { capture: true, once: true });
  setTimeout(() => container.removeEventListener('click', stop, { capture: true }), 0);
}

/** Return the ids whose anchors lie in a box of the view and that no filter hides. */
function idsIn(map, { features }, bounds) {
  if (!features) return [];
  const a = unitsOf(map, map.containerPointToLatLng(bounds.min));
  const b = unitsOf(map, map.containerPointToLatLng(bounds.max));
  return features
    .search(a.x, a.y, b.x, b.y)
    .filter((row) => {
      const x = features.anchor[2 * row], y = features.anchor[2 * row + 1];
      return !features.dim[row] && x >= a.x && x <= b.x && y >= a.y && y <= b.y;
    })
    .map((row) => features.ids[row]);
}
