"""The folium page: local files only, no name of any place in it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from renewtrack import paths
from renewtrack.maps import page_words

if TYPE_CHECKING:
    from folium import Map

ORIGIN = "renewtrack://app"
PAGE = f"{ORIGIN}/"
MAX_ZOOM = 21
SCRIPTS = (
    ("errors", "errors.js"),
    ("early", "early.js"),
    ("leaflet", "leaflet/leaflet.js"),
    ("qwebchannel", "qwebchannel.js"),
)
# A script and a style sheet of one name would overwrite each other in folium's header.
STYLES = (("leaflet_css", "leaflet/leaflet.css"), ("map_css", "map.css"))
_MAIN = f'<script type="module" src="{ORIGIN}/main.js"></script>'
_AT_ONCE = '<link rel="modulepreload" href="{}">'  # else each waits for the one that names it


def bare_map(**more: Any) -> Map:
    """Return folium's map without tiles and controls of its own, with further options."""
    import folium

    return folium.Map(
        location=(35.0, 105.0),
        zoom_start=4,
        tiles=None,
        zoom_control=False,
        attributionControl=False,
        maxZoom=MAX_ZOOM,
        zoomSnap=0.5,
        worldCopyJump=False,
        fadeAnimation=False,
        **more,
    )


def html(language: str, dark: bool, nonce: str) -> str:
    """Return the page; only scripts and styles that bear the nonce or come from us may run."""
    from branca.element import Element, Figure

    shown = bare_map(
        minZoom=3,
        boxZoom=False,
        zoomDelta=1,
        wheelPxPerZoomLevel=80,
        font_size="12px",
    )
    shown.default_js = [(name, f"{ORIGIN}/{path}") for name, path in SCRIPTS]
    shown.default_css = [(name, f"{ORIGIN}/{path}") for name, path in STYLES]
    figure = shown.get_root()
    assert isinstance(figure, Figure)  # folium makes one for each map
    figure.title = page_words.PAGE_WORDS["map"].in_(language)
    figure.header.add_child(Element("\n".join(_modules())), name="modules")
    figure.html.add_child(Element(_MAIN), name="main_module")
    return _guarded(figure.render(), language, dark, nonce)


def _modules() -> list[str]:
    """Return the links by which the page fetches all modules of ours at once."""
    plain = {path for _, path in SCRIPTS}
    files = sorted(file.name for file in paths.resources("web").glob("*.js"))
    return [_AT_ONCE.format(f"{ORIGIN}/{name}") for name in files if name not in plain]


def policy(nonce: str) -> str:
    """Return the Content-Security-Policy of the page."""
    return (
        "default-src 'none'; "
        f"script-src {ORIGIN} 'nonce-{nonce}'; style-src {ORIGIN} 'nonce-{nonce}'; "
        f"img-src {ORIGIN}; connect-src {ORIGIN}; "
        "base-uri 'none'; form-action 'none'; frame-src 'none'; object-src 'none'"
    )


def _guarded(rendered: str, language: str, dark: bool, nonce: str) -> str:
    """Give folium's inline scripts and styles their nonce; the text holds no foreign word."""
    lang = "en" if language == "en" else "zh-CN"
    light = "dark" if dark else "light"
    return (
        rendered.replace("<html>", f'<html lang="{lang}" data-light="{light}">', 1)
        .replace("<script>", f'<script nonce="{nonce}">')
        .replace("<style>", f'<style nonce="{nonce}">')
    )
