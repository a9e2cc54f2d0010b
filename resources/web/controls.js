// Zoom buttons, scale bar, the line about the map's source, and the words where nothing is.
/* global L */

const Buttons = L.Control.extend({
  options: { position: 'topleft' },

  initialize(zoomAll, zoomed) {
    this._zoomAll = zoomAll;
    this._zoomed = zoomed;
  },

  onAdd(map) {
    const box = L.DomUtil.create('div', 'leaflet-bar buttons');
    this._buttons = {
      zoom_in: this._button(box, 'M8 3v10M3 8h10', () => { this._zoomed(); map.zoomIn(); }),
      zoom_out: this._button(box, 'M3 8h10', () => { this._zoomed(); map.zoomOut(); }),
      zoom_all: this._button(box, 'M3 6V3h3M10 3h3v3M13 10v3h-3M6 13H3v-3', this._zoomAll),
    };
    L.DomEvent.disableClickPropagation(box);
    return box;
  },

  say(words) {
    for (const [name, button] of Object.entries(this._buttons)) {
      button.title = words[name];
      button.setAttribute('aria-label', words[name]);
    }
  },

  _button(box, path, clicked) {
    const button = L.DomUtil.create('button', 'map-button', box);
    const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
    const line = document.createElementNS('http://www.w3.org/2000/svg', 'path');
    svg.setAttribute('viewBox', '0 0 16 16');
    line.setAttribute('d', path);
    svg.append(line);
    button.append(svg);
    button.addEventListener('click', clicked);
    return button;
  },
});

const Source = L.Control.extend({
  options: { position: 'bottomleft' },

  onAdd() {
    const box = L.DomUtil.create('div', 'source');
    this._note = L.DomUtil.create('div', 'simplified', box);
    this._line = L.DomUtil.create('div', '', box);
    this._note.hidden = true;
    return box;
  },

  say(words) {
    this._words = words;
    this._note.textContent = words.simplified;
    this._write();
  },

  /** Name the base maps: where each is from and its approval number. Text only, never markup. */
  showMaps(maps, missing) {
    this._maps = maps;
    this._missing = missing;
    this._write();
  },

  _write() {
    const words = this._words, maps = this._maps ?? [];
    if (!words) return;
    const told = maps.flatMap(({ name, attribution, approval, online }) => [
      online && words.online_base.replace('{host}', () => online),
      attribution || name,
      approval && words.approval.replace('{text}', () => approval),
    ].filter(Boolean));
    if (this._missing?.length) {
      told.push(words.base_missing.replace('{names}', () => this._missing.join('、')));
    }
    const line = [words.internal, ...new Set(told)].join(' · ');
    this._line.textContent = told.length ? line : words.attribution;
  },

  /** Say, or say no longer, that shapes are drawn as dots. */
  showSimplified(simplified) {
    this._note.hidden = !simplified;
  },
});

/** Put the controls on the map and return how to say them in another language. */
export function addControls(map, zoomAll, zoomed) {
  const buttons = new Buttons(zoomAll, zoomed).addTo(map);
  const source = new Source().addTo(map);
  L.control.scale({ imperial: false, maxWidth: 110 }).addTo(map);
  const empty = L.DomUtil.create('div', 'empty', map.getContainer());
  empty.hidden = true;
  return {
    say(words) {
      buttons.say(words);
      source.say(words);
    },

    showSimplified: (simplified) => source.showSimplified(simplified),

    showMaps: (maps, missing) => source.showMaps(maps, missing),

    /** Show a friendly text where nothing is drawn; none when both are null. */
    showEmpty(title, hint) {
      empty.hidden = !title;
      const line = (text, name) => {
        const box = document.createElement('div');
        box.className = name;
        box.textContent = text ?? '';
        return box;
      };
      empty.replaceChildren(line(title, 'empty-title'), line(hint, 'empty-hint'));
    },
  };
}

/** Call back whenever the person moves or zooms the map by hand. */
export function whenHandled(map, handled) {
  for (const deed of ['wheel', 'dblclick', 'keydown']) {
    map.getContainer().addEventListener(deed, handled, { capture: true });
  }
  map.on('dragstart boxzoomstart', handled);
}
