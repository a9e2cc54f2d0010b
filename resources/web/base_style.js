// How a vector base map looks: quiet, so that the features stand out, whatever its scheme of names.

export const WATER = 'water', GREEN = 'green', BUILT = 'built', BUILDING = 'building';
export const ROAD = 'road', RAIL = 'rail', BOUNDARY = 'boundary', OTHER = 'other', NAME = 'name';

const COLOURS = {
  light: {
    land: '#F4F4F1', water: '#D3E1EA', green: '#E3ECDD', built: '#EDEDE9', building: '#E2E1DC',
    building_edge: '#D5D4CE', road: '#FFFFFF', road_edge: '#DAD9D3', rail: '#C9CBCE',
    boundary: '#A9A4B4', other: '#D0D3D6', name: '#7A828B', halo: 'rgba(250,250,248,0.9)',
  },
  dark: {
    land: '#1E2023', water: '#1C2A35', green: '#222A24', built: '#232529', building: '#2A2D31',
    building_edge: '#34383D', road: '#383C41', road_edge: '#1A1C1E', rail: '#3D4146',
    boundary: '#6A6577', other: '#3A3E43', name: '#8B939C', halo: 'rgba(26,28,31,0.9)',
  },
};

// Layer names of OpenMapTiles, Protomaps, Shortbread and of files made by hand.
const LAYERS = [
  [WATER, /^(water|waterway|ocean|river|lake|hydro)|^(physical_|water_)|水系|水面|河|湖/],
  [GREEN, /^(park|landcover|natural|wood|forest|green)|绿地|公园/],
  [BUILT, /^(landuse|land$|sites|aeroway|pedestrian|dam_|pier_|street_polygons)|用地/],
  [BUILDING, /^build|建筑|房屋/],
  [ROAD, /^(transport|road|street|highway|bridge|ferr|aerialway)|道路|路网/],
  [BOUNDARY, /^(bound|admin|lines$)|边界|区划|界线/],
  [NAME, /^(place|poi|label|.*_label)|注记|地名/],
];
const GREENS = /grass|wood|forest|park|garden|meadow|scrub|cemetery|pitch|golf|farmland|orchard|nature/;
const RANKS = [ // how important a road is, 1 to 6
  [1, /motorway|trunk|^highway$|高速|快速/],
  [2, /primary|major_road|主干/],
  [3, /secondary|medium_road|次干/],
  [4, /tertiary|支路/],
  [6, /path|track|foot|cycle|steps|pedestrian|service|小路|步行/],
];
const WIDTHS = [0, 9, 7, 5.5, 4.5, 3.5, 1.6]; // pixels at zoom 16
const FROM = [0, 5, 8, 10, 12, 13, 15]; // zoom from which a road of that rank is drawn

export function colours(dark) {
  return COLOURS[dark ? 'dark' : 'light'];
}

/** Return what a feature is, and the rank of a road. */
export function roleOf(layer, { kind, tags }) {
  if (kind === 1) return { role: NAME, rank: 0 };
  const told = String(tags.get('class') ?? tags.get('kind') ?? tags.get('pmap:kind') ?? tags.get('type') ?? '');
  const name = layer.toLowerCase();
  const role = LAYERS.find(([, like]) => like.test(name))?.[0] ?? OTHER;
  if (name === 'lines') return kind === 3 ? { role: BOUNDARY, rank: 0 } : roadOr(told);
  if (role === BUILT && GREENS.test(told)) return { role: GREEN, rank: 0 };
  if (role === ROAD) return kind === 3 ? { role: BUILT, rank: 0 } : roadOr(told);
  if (role === NAME) return { role: kind === 2 ? ROAD : OTHER, rank: 5 };
  return { role, rank: 0 };
}

function roadOr(told) {
  if (/rail|tram|subway|铁路/.test(told)) return { role: RAIL, rank: 0 };
  if (/admin|bound|界/.test(told)) return { role: BOUNDARY, rank: 0 };
  return { role: ROAD, rank: RANKS.find(([, like]) => like.test(told))?.[0] ?? 5 };
}

/** Return a road's width in pixels at a zoom; 0 where it is not drawn yet. */
export function roadWidth(rank, zoom) {
  if (zoom < FROM[rank]) return 0;
  return Math.max(0.8, Math.min(3 * WIDTHS[rank], WIDTHS[rank] * 2 ** ((zoom - 16) * 0.65)));
}

/** Return the name to write, Chinese first where the page speaks Chinese. */
export function nameOf(tags, chinese) {
  const keys = chinese
    ? ['name:zh-Hans', 'name:zh', 'name', 'name:en']
    : ['name:en', 'name_en', 'name', 'name:latin'];
  for (const key of keys) {
    const told = tags.get(key);
    if (typeof told === 'string' && told.trim()) return told.trim().slice(0, 40);
  }
  return '';
}
