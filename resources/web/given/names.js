// The names of estates and areas on the map that is given away, none over another.
(function () {
  'use strict';

  const { told, map, colours } = window.given;
  const WORLD = 2 ** 30;
  const canvas = document.createElement('canvas');
  canvas.className = 'names leaflet-zoom-hide';
  map.createPane('names').style.zIndex = '450';
  map.getPane('names').style.pointerEvents = 'none';
  map.getPane('names').append(canvas);

  function write(ctx, text, x, y, tone) {
    ctx.strokeStyle = tone.halo;
    ctx.lineWidth = 3;
    ctx.lineJoin = 'round';
    ctx.strokeText(text, x, y);
    ctx.fillText(text, x, y);
  }

  function draw() {
    const size = map.getSize(), ratio = window.devicePixelRatio || 1;
    canvas.width = size.x * ratio;
    canvas.height = size.y * ratio;
    canvas.style.width = `${size.x}px`;
    canvas.style.height = `${size.y}px`;
    L.DomUtil.setPosition(canvas, map.containerPointToLayerPoint([0, 0]));
    const ctx = canvas.getContext('2d');
    ctx.scale(ratio, ratio);
    ctx.textAlign = 'center';
    ctx.textBaseline = 'middle';
    const zoom = map.getZoom(), f = (256 * 2 ** zoom) / WORLD;
    const origin = map.getPixelBounds().min;
    const tone = colours(), taken = [];
    const lines = [
      ...told.areas
        .filter(([, level]) => {
          if (level >= 5) return zoom >= 16; // parks, roads
          return level < 2 ? zoom < 16 : zoom >= 14 && zoom < 17;
        })
        .map(([name, level, x, y]) => [name, x, y, level < 2 ? 13 : 11, tone.faint]),
      ...(zoom >= 14 ? told.estates : [])
        .map(([name, , x, y]) => [name, x, y, zoom >= 16 ? 13 : 11, tone.text]),
    ];
    for (const [name, wx, wy, height, fill] of lines) {
      const x = wx * f - origin.x, y = wy * f - origin.y;
      if (x < -80 || y < -20 || x > size.x + 80 || y > size.y + 20) continue;
      ctx.font = `600 ${height}px 'Microsoft YaHei','PingFang SC','Noto Sans CJK SC',sans-serif`;
      const half = ctx.measureText(name).width / 2 + 4;
      const own = [x - half, y - height * 0.8, x + half, y + height * 0.8];
      if (taken.some((t) => t[0] < own[2] && own[0] < t[2] && t[1] < own[3] && own[1] < t[3])) {
        continue;
      }
      taken.push(own);
      ctx.fillStyle = fill;
      write(ctx, name, x, y, tone);
    }
  }

  map.on('moveend zoomend resize', draw);
  draw();
})();
