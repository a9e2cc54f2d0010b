// The legend: colour, glyph, word and count of each class; a click asks for that class only.
/* global L */

import { swatch } from './card.js';

export const Legend = L.Control.extend({
  options: { position: 'bottomright' },

  initialize(clicked) {
    this._clicked = clicked;
    this._folded = false;
  },

  onAdd(map) {
    this._box = L.DomUtil.create('div', 'legend');
    this._folded = map.getSize().x < 300;
    L.DomEvent.disableClickPropagation(this._box);
    L.DomEvent.disableScrollPropagation(this._box);
    return this._box;
  },

  hide(hidden) {
    this._box.hidden = hidden;
  },

  /** Return how many pixels of the view it covers. */
  size() {
    return { wide: this._box.offsetWidth, high: this._box.offsetHeight };
  },

  /** Stand in the corner of another map, which is shown beside its own. */
  stand(map) {
    map.getContainer().querySelector('.leaflet-bottom.leaflet-right').append(this._box);
  },

  /** Show lines of {key, klass, word, count, then, outline}; `chosen` are the keys pressed. */
  show({ title, lines, chosen, words }) {
    const head = document.createElement('button');
    head.className = 'legend-head';
    head.title = words.fold;
    head.setAttribute('aria-expanded', String(!this._folded));
    head.textContent = title;
    head.addEventListener('click', () => {
      this._folded = !this._folded;
      this._box.classList.toggle('folded', this._folded);
      head.setAttribute('aria-expanded', String(!this._folded));
    });
    const list = document.createElement('div');
    list.className = 'legend-list';
    list.append(...lines.map((line) => this._line(line, chosen, words)));
    this._box.classList.toggle('folded', this._folded);
    this._box.classList.toggle('filtering', chosen.size > 0);
    this._box.setAttribute('role', 'group');
    this._box.setAttribute('aria-label', words.legend);
    this._box.replaceChildren(head, list);
  },

  _line({ key, klass, word, count, then, outline }, chosen, words) {
    const line = document.createElement('button');
    line.className = 'legend-line';
    line.dataset.key = key;
    line.title = words.legend_hint;
    line.setAttribute('aria-pressed', String(chosen.has(key)));
    const name = document.createElement('span');
    name.className = 'legend-word';
    name.textContent = word;
    const number = document.createElement('span');
    number.className = 'legend-count';
    number.textContent = figure(count) + (then === undefined ? '' : ` → ${figure(then)}`);
    line.append(swatch(klass, 16, outline), name, number);
    line.addEventListener('click', () => this._clicked(key));
    return line;
  },
});

function figure(count) {
  return count.toLocaleString('en-US');
}
