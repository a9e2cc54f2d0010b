"""The files of the map's page by the names under which the page may ask for them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from renewtrack import paths

HTML = b"text/html; charset=utf-8"
SCRIPT = b"text/javascript"
STYLE = b"text/css"
PNG = b"image/png"
BINARY = b"application/octet-stream"
JSON = b"application/json"
_KINDS = {".js": SCRIPT, ".css": STYLE, ".png": PNG}
_FOLDERS = ("", "leaflet", "leaflet/images")


@dataclass(frozen=True, slots=True)
class Answer:
    """What one name answers: the MIME type and how to get the bytes."""

    kind: bytes
    body: Callable[[], bytes]


@dataclass(frozen=True, slots=True)
class Later:
    """What takes its time: a thread of its own makes the MIME type and the bytes."""

    make: Callable[[], tuple[bytes, bytes]]


@dataclass(slots=True)
class Site:
    """A dictionary of names: what is not in it is not there, however it is spelled.

    A folder is given the rest of a name and knows by itself which of them there are.
    """

    answers: dict[str, Answer] = field(default_factory=dict)
    folders: dict[str, Callable[[str], Later | None]] = field(default_factory=dict)

    def put(self, name: str, kind: bytes, body: bytes) -> None:
        """Answer a name from now on."""
        self.answers[name] = Answer(kind, lambda: body)

    def put_late(self, name: str, kind: bytes, body: Callable[[], bytes]) -> None:
        """Answer a name from now on with what is made when it is asked for."""
        self.answers[name] = Answer(kind, body)

    def put_folder(self, name: str, find: Callable[[str], Later | None]) -> None:
        """Let somebody answer for all names that begin with ``name/``."""
        self.folders[name] = find

    def answer(self, path: str) -> Answer | Later | None:
        """Return what stands under a URL's path (``/name``), or None; nothing is joined."""
        if not path.startswith("/"):
            return None
        folder, _, rest = path[1:].partition("/")
        if folder in self.folders:
            return self.folders[folder](rest)
        return self.answers.get(path[1:])


def add_shipped(site: Site) -> None:
    """Put the files that ship with the program onto a site."""
    for folder in _FOLDERS:
        for file in sorted(paths.resources("web", *folder.split("/")).iterdir()):
            if kind := _KINDS.get(file.suffix):
                site.put(f"{folder}/{file.name}".lstrip("/"), kind, file.read_bytes())
