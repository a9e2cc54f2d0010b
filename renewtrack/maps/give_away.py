"""One HTML file with the map in it, for whoever has no program of ours and no network."""

from __future__ import annotations

import base64
import html
import json
import re
import secrets
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from renewtrack import paths
from renewtrack.domain import codes
from renewtrack.domain.places import Site
from renewtrack.maps import given_parts, ground, names, shapes
from renewtrack.maps.features import MapArea
from renewtrack.maps.looks import Look
from renewtrack.maps.page import bare_map
from renewtrack.store.on_map import Placed
from renewtrack.words import Words

SCRIPTS = (
    ("leaflet", "leaflet.js"),
    ("flatbush", "flatbush.js"),
    ("given", "signs.js"),
)
LATE_SCRIPTS = (("given", "given.js"), ("given", "panel.js"), ("given", "names.js"))
STYLES = (("leaflet", "leaflet.css"), ("given", "given.css"))
WORDS = {
    "late": Words("逾期", "Overdue"),
    "hint": Words("点击只看这一类，再点恢复", "Click to see only this class, again for all"),
    "search": Words("查找小区", "Find an estate"),
    "zoom_in": Words("放大", "Zoom in"),
    "zoom_out": Words("缩小", "Zoom out"),
    "zoom_all": Words("显示全部", "Show everything"),
}
UNPLACED = Words(
    "另有 {count} 栋没有位置，不在图上。",
    "{count} more buildings have no position and are not shown.",
)
SMALL = Words(
    "小比例尺下太小的楼栋画成点，一栋不少。",
    "Far out, buildings too small for their outline are dots; none is left out.",
)
OLD_BROWSER = Words(
    "这张地图要用较新的浏览器打开，并允许脚本。", "This map needs a recent browser with scripts on."
)
SITE_KINDS = "site_kinds"
# The place here is the level that the page is told; areas first, then groups of sites.
GROUND = (*ground.LEVELS, "green", "water", "paved", "green_line", "line", "pipe", "point")
_URL = re.compile(r"url\((?!#)[^)]*\)")  # pictures of controls that the map does not have
_MAPPING = re.compile(r"^//# sourceMappingURL=.*$", re.MULTILINE)
_SLOT = re.compile(r"<slot-([a-z]+)></slot-\1>")


@dataclass(frozen=True, slots=True)
class Facts:
    """What the map says of itself: lines below the title, and notes at its lower edge."""

    title: str
    lines: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()  # secrecy or approval number, source, who made it
    unplaced: int = 0
    language: str = "zh"


@dataclass(frozen=True, slots=True)
class Outline:
    """What lies beneath the buildings: an area, or a site; ``level`` is one of ``GROUND``."""

    level: str
    name: str
    geom: bytes | None


def of_areas(areas: Sequence[MapArea]) -> list[Outline]:
    """Return the boundaries of areas."""
    return [Outline(area.level, area.name, area.geom) for area in areas if area.level in GROUND]


def of_sites(sites: Sequence[Site]) -> list[Outline]:
    """Return parks, roads and what else is no building."""
    groups = {each.key: each.group for each in codes.table(SITE_KINDS)}
    found = []
    for site in sites:
        group = groups.get(site.kind, "")
        level = group if group in GROUND else GROUND[-1]
        found.append(Outline(level, site.name or "", site.geom))
    return found


Redact = Callable[[str], str]


def page(
    placed: Placed, look: Look, beneath: Sequence[Outline], facts: Facts, redact: Redact = str
) -> str:
    """Return the file's text: buildings by class, what lies beneath, legend; it asks for nothing.

    ``redact`` hides persons in the names, which travel as data and are shown as text. Of the
    buildings nothing else goes out.
    """
    drawn = shapes.from_blobs(placed.geoms)
    labels = [redact(label) for label in placed.labels]
    written = [labels[row] for row in drawn.row]
    outlines = shapes.from_blobs([each.geom for each in beneath])
    levels = np.array([GROUND.index(beneath[row].level) for row in outlines.row], np.uint8)
    parts = {
        "shapes": given_parts.pack(drawn),
        "looks": look.classes[drawn.row].tobytes() + look.overdue[drawn.row].tobytes(),
        "labels": given_parts.pack_texts(written),
        "numbers": given_parts.pack_texts([names.split(label)[1] for label in written]),
        "ground": given_parts.pack(outlines, levels),
    }
    told = _told(look, facts, len(placed.ids) - len(drawn.row), redact)
    estates = given_parts.estates(labels, placed.estate_ids, drawn)
    told["estates"] = [[each.words, each.count, each.x, each.y] for each in estates]
    anchors = zip(outlines.row.tolist(), levels.tolist(), outlines.anchor.tolist(), strict=True)
    named = [[redact(beneath[row].name), level, x, y] for row, level, (x, y) in anchors]
    told["areas"] = sorted((line for line in named if line[0]), key=lambda line: line[1])
    return _bound(facts, told, parts)


def counts(look: Look) -> dict[str, int]:
    """Return how many buildings each class has, by its key."""
    found = Counter(look.classes.tolist())
    return {each.key: found[place] for place, each in enumerate(look.theme.classes)}


def _told(look: Look, facts: Facts, unplaced: int, redact: Redact) -> dict[str, object]:
    """Return what the scripts are told beside the packed arrays."""
    language = facts.language
    remarks = [SMALL.in_(language)]
    if missing := facts.unplaced + unplaced:
        remarks.insert(0, UNPLACED.in_(language).format(count=missing))
    return {
        "title": facts.title,
        "facts": list(facts.lines),
        "notes": list(facts.notes),
        "remarks": remarks,
        "theme": look.theme.words.in_(language),
        "classes": [
            {
                "word": redact(each.words.in_(language)),
                "glyph": each.glyph,
                "light": each.light,
                "dark": each.dark,
            }
            for each in look.theme.classes
        ],
        "words": {key: words.in_(language) for key, words in WORDS.items()},
    }


def _bound(facts: Facts, told: dict[str, object], parts: dict[str, bytes]) -> str:
    """Put everything into folium's page; names go in when it is rendered, as data only."""
    from branca.element import Element, Figure

    shown = bare_map()
    shown.default_js, shown.default_css = [], []
    figure = shown.get_root()
    assert isinstance(figure, Figure)  # folium makes one for each map
    figure.title = "<slot-title></slot-title>"
    figure.header.add_child(Element("<slot-head></slot-head>"), name="head")
    figure.html.add_child(Element("<slot-data></slot-data>"), name="data")
    nonce = secrets.token_urlsafe(18)
    language = "en" if facts.language == "en" else "zh-CN"
    rendered = (
        figure.render()
        .replace("</html>", "<slot-scripts></slot-scripts></html>", 1)
        .replace("<html>", f'<html lang="{language}">', 1)
        .replace("<script>", f'<script nonce="{nonce}">')
        .replace("<style>", f'<style nonce="{nonce}">')
    )
    told["map"] = shown.get_name()
    slots = {
        "title": html.escape(facts.title),
        "head": _head(nonce),
        "data": _data(told, parts) + _without_scripts(facts.language),
        "scripts": "".join(_script(each, nonce) for each in LATE_SCRIPTS),
    }
    return _SLOT.sub(lambda slot: slots[slot[1]], rendered)


def _head(nonce: str) -> str:
    policy = (
        f"default-src 'none'; script-src 'nonce-{nonce}'; style-src 'nonce-{nonce}'; "
        "img-src data:; base-uri 'none'; form-action 'none'"
    )
    styles = "".join(
        f'<style nonce="{nonce}">{_URL.sub("none", _source(each))}</style>\n' for each in STYLES
    )
    return (
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n'
        '<meta name="referrer" content="no-referrer">\n<link rel="icon" href="data:,">\n'
        + styles
        + "".join(_script(each, nonce) for each in SCRIPTS)
    )


def _data(told: dict[str, object], parts: dict[str, bytes]) -> str:
    """Return data blocks that no browser runs; no sign of markup is left in them."""
    written = json.dumps(told, ensure_ascii=True, separators=(",", ":"))
    for sign in "<>&":
        written = written.replace(sign, f"\\u{ord(sign):04x}")
    blocks = [f'<script type="application/json" id="told">{written}</script>']
    blocks += [
        f'<script type="text/plain" id="{name}">{base64.b64encode(body).decode("ascii")}</script>'
        for name, body in parts.items()
    ]
    return "\n".join(blocks)


def _without_scripts(language: str) -> str:
    return f"<noscript>{html.escape(OLD_BROWSER.in_(language))}</noscript>"


def _script(file: tuple[str, str], nonce: str) -> str:
    text = _MAPPING.sub("", _source(file)).replace("</script", "<\\/script")
    return f'<script nonce="{nonce}">{text}</script>\n'


def _source(file: tuple[str, str]) -> str:
    return paths.resources("web", *file).read_text("utf-8")
