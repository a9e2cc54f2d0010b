// What stands about the map that is given away: title, legend, search, names, card, notes.
(function () {
  'use strict';

  const given = window.given;
  const { told, words, map, chosen, LATE, shapes } = given;
  const WORLD = 2 ** 30;

  function made(kind, name, text) {
    const element = document.createElement(kind);
    if (name) element.className = name;
    if (text !== undefined) element.textContent = text;
    return element;
  }

  function placed(element, position) {
    const control = L.control({ position });
    control.onAdd = () => element;
    control.addTo(map);
    L.DomEvent.disableClickPropagation(element);
    L.DomEvent.disableScrollPropagation(element);
    return element;
  }

  /** Draw the sign of a class: its colour and its glyph; `late` is a red frame. */
  function swatch(place) {
    const canvas = made('canvas');
    const ratio = window.devicePixelRatio || 1;
    canvas.width = canvas.height = 16 * ratio;
    canvas.style.width = canvas.style.height = '16px';
    const ctx = canvas.getContext('2d');
    const tone = given.colours();
    ctx.scale(ratio, ratio);
    if (place === LATE) {
      ctx.strokeStyle = tone.late;
      ctx.lineWidth = 2.4;
      ctx.strokeRect(2.5, 2.5, 11, 11);
    } else {
      ctx.fillStyle = tone.fills[place];
      ctx.fillRect(1, 1, 14, 14);
      window.givenGlyph(ctx, told.classes[place].glyph, 8, 8, 4, light(tone.fills[place]));
    }
    return canvas;
  }

  function light(hex) {
    const [r, g, b] = [1, 3, 5].map((at) => parseInt(hex.slice(at, at + 2), 16));
    return 0.299 * r + 0.587 * g + 0.114 * b > 150 ? '#15181B' : '#FFFFFF';
  }

  function counts() {
    const found = new Map(told.classes.map((_, place) => [place, 0]).concat([[LATE, 0]]));
    for (let i = 0; i < shapes.count; i += 1) {
      found.set(given.classOf(i), found.get(given.classOf(i)) + 1);
      if (given.isLate(i)) found.set(LATE, found.get(LATE) + 1);
    }
    return found;
  }

  function legendLine(place, word, count, legend) {
    const line = made('button', 'line');
    line.type = 'button';
    line.title = words.hint;
    line.setAttribute('aria-pressed', 'false');
    line.append(swatch(place), made('span', 'word', word), made('span', 'count', count));
    line.addEventListener('click', () => {
      if (!chosen.delete(place)) chosen.add(place);
      line.setAttribute('aria-pressed', String(chosen.has(place)));
      legend.classList.toggle('filtering', chosen.size > 0);
      given.repaint();
    });
    legend.append(line);
  }

  function legend() {
    const box = made('div');
    const counted = counts();
    box.replaceChildren();
    told.classes.forEach((each, place) => {
      if (counted.get(place)) legendLine(place, each.word, counted.get(place), box);
    });
    if (counted.get(LATE)) legendLine(LATE, words.late, counted.get(LATE), box);
    box.setAttribute('role', 'group');
    box.setAttribute('aria-label', told.theme);
    return box;
  }

  function search() {
    const input = made('input');
    const found = made('div', 'found');
    input.type = 'search';
    input.placeholder = words.search;
    input.setAttribute('aria-label', words.search);
    input.addEventListener('input', () => {
      const wanted = input.value.trim().toLowerCase();
      const met = wanted
        ? told.estates.filter((each) => each[0].toLowerCase().includes(wanted)).slice(0, 30)
        : [];
      found.replaceChildren(
        ...met.map((each) => {
          const line = made('button', 'line');
          line.type = 'button';
          line.append(made('span', 'word', each[0]), made('span', 'count', each[1]));
          line.addEventListener('click', () => {
            map.setView(given.unprojected(each[2], each[3]), Math.max(17, map.getZoom()));
          });
          return line;
        })
      );
    });
    input.addEventListener('keydown', (event) => {
      if (event.key === 'Enter' && found.firstChild) found.firstChild.click();
    });
    return [input, found];
  }

  const panel = placed(made('div', 'panel'), 'topleft');
  panel.append(made('h1', '', told.title), ...told.facts.map((line) => made('p', '', line)));
  if (told.estates.length) panel.append(...search());
  panel.append(made('h2', '', told.theme), legend());
  for (const line of told.remarks) panel.append(made('p', '', line));
  given.dark.addEventListener('change', () => {
    const old = panel.querySelector('[role=group]');
    chosen.clear();
    old.replaceWith(legend());
  });

  const notes = placed(made('div', 'notes'), 'bottomright');
  notes.textContent = told.notes.join('　');
  L.control.zoom({ position: 'topright', zoomInTitle: words.zoom_in, zoomOutTitle: words.zoom_out })
    .addTo(map);
  const whole = placed(made('div', 'leaflet-bar'), 'topright');
  const home = made('a', '', '⌂');
  home.href = '#';
  home.title = words.zoom_all;
  home.setAttribute('role', 'button');
  home.setAttribute('aria-label', words.zoom_all);
  home.addEventListener('click', (event) => {
    event.preventDefault();
    given.showAll();
  });
  whole.append(home);
  L.control.scale({ imperial: false, position: 'bottomleft' }).addTo(map);

  // -- the card under the pointer

  const card = made('div', 'card');
  card.hidden = true;
  map.getContainer().append(card);

  function inside(i, x, y) {
    let odd = false;
    for (let r = shapes.ringFrom[i]; r < shapes.ringFrom[i + 1]; r += 1) {
      const from = shapes.vertexFrom[r], to = shapes.vertexFrom[r + 1];
      for (let v = from, w = to - 1; v < to; w = v, v += 1) {
        const [ax, ay] = [shapes.xy[2 * v], shapes.xy[2 * v + 1]];
        const [bx, by] = [shapes.xy[2 * w], shapes.xy[2 * w + 1]];
        if (ay > y !== by > y && x < ax + ((y - ay) * (bx - ax)) / (by - ay)) odd = !odd;
      }
    }
    return odd;
  }

  function under(latlng) {
    const at = map.project(latlng, 0).multiplyBy(WORLD / 256);
    const slack = (6 * WORLD) / (256 * 2 ** map.getZoom());
    const near = shapes.index
      ? shapes.index.search(at.x - slack, at.y - slack, at.x + slack, at.y + slack)
      : [];
    return near.find((i) => (shapes.flags[i] & 3) > 1 && inside(i, at.x, at.y))
      ?? near.find((i) => (shapes.flags[i] & 3) < 2);
  }

  function tell(event) {
    const i = under(event.latlng);
    card.hidden = i === undefined;
    if (i === undefined) return;
    const state = made('span');
    state.append(swatch(given.classOf(i)), told.classes[given.classOf(i)].word);
    card.replaceChildren(made('b', '', given.labels(i)), state);
    if (given.isLate(i)) card.append(made('span', 'late', words.late));
    const { x, y } = event.containerPoint;
    const room = map.getSize();
    const left = x + 14 + card.offsetWidth > room.x ? x - 14 - card.offsetWidth : x + 14;
    const top = y + 14 + card.offsetHeight > room.y ? y - 14 - card.offsetHeight : y + 14;
    card.style.transform = `translate(${Math.round(left)}px, ${Math.round(top)}px)`;
  }

  map.on('mousemove click', tell);
  map.on('mouseout movestart zoomstart', () => {
    card.hidden = true;
  });
})();
