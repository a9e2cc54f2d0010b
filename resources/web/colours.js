// Colours of the ground and of the classes in both lights.

const STRENGTHS = [0, 0.1, 0.2, 0.3, 0.4]; // of a dot's colour, by how many share its pixel

const GROUNDS = {
  light: {
    base: '#F1F2F0',
    estate: '#E9EBE6', street: '#9AA3AE', community: '#C3CAD2', district: '#6F7883',
    fills: ['#FBFBF9', '#F6F7F4'], estateName: '#1F2429', streetName: '#7C8591',
    communityName: '#98A1AB', halo: 'rgba(251,251,249,0.92)', number: '#2B3138',
    dim: '#D3D7DA', dimEdge: '#C4C9CD', overdue: '#C4002F', overdueCasing: '#FFFFFF',
    pick: '#111418', pickCasing: '#FFD60A', hover: '#111418', edge: 0.72, strong: [20, 22, 25],
  },
  dark: {
    base: '#1A1C1F',
    estate: '#2A2E32', street: '#69727D', community: '#454C54', district: '#8A939E',
    fills: ['#212427', '#24272B'], estateName: '#F0F2F4', streetName: '#8A939E',
    communityName: '#6C757F', halo: 'rgba(26,28,31,0.92)', number: '#E3E6E9',
    dim: '#3A3F44', dimEdge: '#474D53', overdue: '#FF3B5C', overdueCasing: '#16181A',
    pick: '#16181A', pickCasing: '#FFE14D', hover: '#FFFFFF', edge: 0.62, strong: [255, 255, 255],
  },
};

function channels(hex) {
  return [1, 3, 5].map((at) => parseInt(hex.slice(at, at + 2), 16));
}

function luminance(hex) {
  const [r, g, b] = channels(hex).map((value) => {
    const share = value / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function darker(hex, share) {
  return `rgb(${channels(hex).map((value) => Math.round(value * share)).join(',')})`;
}

function blend(from, to, share) {
  return from.map((value, i) => Math.round(value + (to[i] - value) * share));
}

/** Return a colour as one little-endian RGBA pixel. */
function pixelOf([r, g, b]) {
  return ((255 << 24) | (b << 16) | (g << 8) | r) >>> 0;
}

/** Return the palette of a light: the ground's colours and one entry a class. */
export function palette(classes, dark) {
  const ground = GROUNDS[dark ? 'dark' : 'light'];
  return {
    ...ground,
    dark,
    classes: classes.map((each) => {
      const fill = dark ? each.dark : each.light;
      return {
        key: each.key,
        word: each.word,
        glyph: each.glyph,
        fill,
        edge: darker(fill, ground.edge),
        ink: luminance(fill) > 0.32 ? '#15181B' : '#FFFFFF',
        shades: STRENGTHS.map((share) => pixelOf(blend(channels(fill), ground.strong, share))),
      };
    }),
    dimPixel: pixelOf(channels(ground.dim)),
  };
}
