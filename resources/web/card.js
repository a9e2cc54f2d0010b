// The card beside the pointer: a name, the state in words and by glyph. Text only, never markup.

import { drawGlyph } from './glyphs.js';

/** Return a small canvas with a class's colour and glyph. */
export function swatch(klass, size = 16, outline = null) {
  const canvas = document.createElement('canvas');
  const ratio = window.devicePixelRatio || 1;
  canvas.width = canvas.height = Math.round(size * ratio);
  canvas.style.width = canvas.style.height = `${size}px`;
  canvas.className = 'swatch';
  canvas.setAttribute('aria-hidden', 'true');
  const ctx = canvas.getContext('2d');
  ctx.scale(ratio, ratio);
  if (outline) {
    ctx.strokeStyle = outline;
    ctx.lineWidth = 2.2;
    ctx.strokeRect(2, 2, size - 4, size - 4);
    return canvas;
  }
  ctx.fillStyle = klass.fill;
  ctx.fillRect(0.5, 0.5, size - 1, size - 1);
  ctx.strokeStyle = klass.edge;
  ctx.lineWidth = 1;
  ctx.strokeRect(0.5, 0.5, size - 1, size - 1);
  drawGlyph(ctx, klass.glyph, size / 2, size / 2, size * 0.27, klass.ink);
  return canvas;
}

export class Card {
  constructor(container) {
    this._box = document.createElement('div');
    this._box.className = 'card';
    this._box.hidden = true;
    container.append(this._box);
  }

  /** Show a feature's card near a place of the view, in pixels. */
  show(point, size, { label, klass, overdue, overdueWord }) {
    const title = document.createElement('div');
    title.className = 'card-title';
    title.textContent = label;
    const state = document.createElement('div');
    state.className = 'card-state';
    const word = document.createElement('span');
    word.textContent = klass.word;
    state.append(swatch(klass, 14), word);
    if (overdue) {
      const late = document.createElement('span');
      late.className = 'card-late';
      late.textContent = overdueWord;
      state.append(late);
    }
    this._box.replaceChildren(title, state);
    this._box.hidden = false;
    this._place(point, size);
  }

  /** Add lines of [word, value] to the card that is shown. */
  add(lines) {
    if (this._box.hidden || !lines.length) return;
    const facts = document.createElement('dl');
    facts.className = 'card-facts';
    for (const line of lines) {
      facts.append(...line.map((said, place) => {
        const cell = document.createElement(place ? 'dd' : 'dt');
        cell.textContent = said;
        return cell;
      }));
    }
    this._box.querySelector('.card-facts')?.remove();
    this._box.append(facts);
    this._place(this._point, this._size);
  }

  _place(point, size) {
    Object.assign(this, { _point: point, _size: size });
    const { offsetWidth: wide, offsetHeight: high } = this._box;
    const x = point.x + 16 + wide > size.x ? point.x - 12 - wide : point.x + 16;
    const y = point.y + 16 + high > size.y ? point.y - 12 - high : point.y + 16;
    this._box.style.transform = `translate(${Math.max(4, x)}px,${Math.max(4, y)}px)`;
  }

  hide() {
    this._box.hidden = true;
  }
}
