"""An online source as a base map: the program fetches, where somebody switched it on."""

from __future__ import annotations

import http.client
import threading
import time
import urllib.error
import urllib.request
from collections import OrderedDict
from urllib.parse import urlsplit

from renewtrack.maps import tile_pictures
from renewtrack.maps.base_refusals import NotSecure
from renewtrack.maps.tile_source import RASTER, About

HIGHEST = 18
PATIENCE = 8.0  # seconds for one tile
REST = 20.0  # seconds without a further try after the source could not be reached
_LARGEST = 2 << 20  # bytes of a tile
_KEPT = 400  # tiles in memory; nothing is written to disk
_PLACES = ("{z}", "{x}", "{y}")


class Online:
    """Tiles of a web server, by an address with {z}, {x} and {y} in it."""

    def __init__(self, address: str) -> None:
        """Raises NotSecure for anything but such an address under https."""
        check(address)
        self._address = address
        self._lock = threading.Lock()
        self._known: OrderedDict[tuple[int, int, int], bytes | None] = OrderedDict()
        self._rest_until = 0.0
        self.about = About(RASTER, 0, HIGHEST)
        # No further handlers: a redirection, to wherever it leads, is an answer that is no tile.
        self._opener = urllib.request.OpenerDirector()
        for handler in (urllib.request.ProxyHandler(), urllib.request.HTTPSHandler()):
            self._opener.add_handler(handler)
        self._opener.addheaders = [("User-Agent", "renewtrack")]

    def tile(self, zoom: int, x: int, y: int) -> bytes | None:
        """Return a tile, asked for once; None where the server has none or cannot be reached."""
        key = zoom, x, y
        with self._lock:
            if key in self._known:
                self._known.move_to_end(key)
                return self._known[key]
            if time.monotonic() < self._rest_until:
                return None
        try:
            found = self._fetched(zoom, x, y)
        except (OSError, ValueError, http.client.HTTPException):  # those of TLS are OSErrors
            with self._lock:
                self._rest_until = time.monotonic() + REST
            return None
        with self._lock:
            self._known[key] = found
            while len(self._known) > _KEPT:
                self._known.popitem(last=False)
        return found

    def close(self) -> None:
        """Forget the tiles."""
        with self._lock:
            self._known.clear()

    def _fetched(self, zoom: int, x: int, y: int) -> bytes | None:
        url = self._address
        for place, value in zip(_PLACES, (zoom, x, y), strict=True):
            url = url.replace(place, str(value))
        with self._opener.open(urllib.request.Request(url), timeout=PATIENCE) as answer:
            if answer.status != 200:
                return None
            raw: bytes = answer.read(_LARGEST + 1)
        fits = len(raw) <= _LARGEST and tile_pictures.kind_of(raw) is not None
        return raw if fits else None


def check(address: str) -> None:
    """Raise NotSecure for an address that may not be asked."""
    try:
        parts = urlsplit(address)
        good = parts.scheme == "https" and bool(parts.hostname) and parts.username is None
    except ValueError:
        good = False
    plain = address.isascii() and address.isprintable() and " " not in address
    if not good or not plain or not all(place in address for place in _PLACES):
        raise NotSecure
    if any(place in urlsplit(address).netloc for place in _PLACES):
        raise NotSecure


def host(address: str) -> str:
    """Return the server of an address, to say who is asked."""
    try:
        return urlsplit(address).hostname or address
    except ValueError:
        return address
