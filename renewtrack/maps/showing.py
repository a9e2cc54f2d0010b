"""What the map shows at this moment, and the messages that bring the page to it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from renewtrack.maps import drawing, ground, page_words, site
from renewtrack.maps.drawing import Drawing
from renewtrack.maps.features import MapArea, MapFeature
from renewtrack.maps.site import Site
from renewtrack.maps.theme import STAGE, Theme
from renewtrack.words import LANGUAGES

Message = dict[str, object]


@dataclass(slots=True)
class Showing:
    """The state of one map; every method that changes it returns what to tell the page.

    Bulk goes onto ``site``, from where the page fetches it; messages are small. Nothing is
    packed before it is fetched: a page that is not there yet is told ``everything`` at once.
    """

    site: Site = field(default_factory=Site)
    language: str = LANGUAGES[0]
    dark: bool = False
    theme: Theme = STAGE
    features: dict[int, MapFeature] = field(default_factory=dict)
    areas: tuple[MapArea, ...] = ()
    selected: frozenset[int] = frozenset()
    only: frozenset[int] | None = None
    chosen: frozenset[str] = frozenset()
    kept: dict[str, Message] = field(default_factory=dict)
    _drawing: Drawing | None = None  # None: to be made from the features
    _revision: int = 0

    def show(self, features: Sequence[MapFeature], theme: Theme) -> list[Message]:
        """Show other features, or the same with another theme; tell only what differs."""
        same = theme is self.theme and {each.id for each in features} == self.features.keys()
        patched = self._patched(features) if same else None
        if patched is not None:
            return patched
        self.theme, self._drawing = theme, None
        self.features = {each.id: each for each in features}
        return self._everything_drawn()

    def show_drawing(self, made: Drawing) -> list[Message]:
        """Show features that were made ready elsewhere."""
        self.theme, self._drawing, self.features = made.theme, made, made.features
        return self._everything_drawn()

    def update(self, changed: Sequence[MapFeature]) -> list[Message]:
        """Show some features as they are now; new ones are added."""
        patched = self._patched(changed)
        if patched is not None:
            return patched
        self.features = self.features | {each.id: each for each in changed}
        self._drawing = None
        return self._everything_drawn()

    def show_ground(self, areas: Iterable[MapArea]) -> list[Message]:
        """Show other areas as the ground."""
        wanted = tuple(areas)
        if wanted == self.areas:
            return []
        self.areas = wanted
        return [{"do": "ground", "revision": self._put_ground()}]

    def select(self, ids: Iterable[int]) -> list[Message]:
        """Outline other features."""
        wanted = frozenset(ids)
        if wanted == self.selected:
            return []
        self.selected = wanted
        return [self._selection()]

    def picked(self, ids: Iterable[int], extend: bool) -> list[int]:
        """Take note of what the page has picked by itself; return those that are features."""
        known = [each for each in ids if each in self.features]
        self.selected = frozenset(known) | (self.selected if extend else frozenset())
        return known

    def filter_to(self, ids: Iterable[int] | None) -> list[Message]:
        """Dim all but some; None dims none."""
        wanted = None if ids is None else frozenset(ids)
        if wanted == self.only:
            return []
        self.only = wanted
        return [self._filter()]

    def choose(self, keys: Iterable[str]) -> list[Message]:
        """Press these lines of the legend and no others."""
        wanted = frozenset(keys)
        if wanted == self.chosen:
            return []
        self.chosen = wanted
        return [self._filter()]

    def keep(self, message: Message) -> list[Message]:
        """Tell the page something that it has to be told again when it is opened anew.

        The last message of each ``do`` is kept.
        """
        self.kept[str(message["do"])] = message
        return [message]

    def look(self) -> Message:
        """Return the light, the words and the classes."""
        return {
            "do": "look",
            "dark": self.dark,
            "language": self.language,
            "words": page_words.in_(self.language),
            "title": self.theme.words.in_(self.language),
            "classes": [
                {
                    "key": each.key,
                    "word": each.words.in_(self.language),
                    "glyph": each.glyph,
                    "light": each.light,
                    "dark": each.dark,
                }
                for each in self.theme.classes
            ],
        }

    def everything(self) -> list[Message]:
        """Return all that a page which has just been opened has to be told."""
        return [
            self.look(),
            {"do": "ground", "revision": self._put_ground()},
            *self._everything_drawn()[1:],
            self._filter(),
            self._selection(),
            *self.kept.values(),
        ]

    def _everything_drawn(self) -> list[Message]:
        return [self.look(), {"do": "features", "revision": self._put_features()}]

    def _patched(self, changed: Sequence[MapFeature]) -> list[Message] | None:
        rows = drawing.patches(self.features, changed, self.theme)
        if rows is None:
            return None
        if not rows:
            return []
        self._drawing = None  # a page opened later has to see the change as well
        self.features = self.features | {each.id: each for each in changed}
        return [{"do": "patch", "rows": rows}]

    def _selection(self) -> Message:
        return {"do": "select", "ids": sorted(self.selected)}

    def _filter(self) -> Message:
        only = None if self.only is None else sorted(self.only)
        return {"do": "filter", "ids": only, "chosen": sorted(self.chosen)}

    def _put_features(self) -> int:
        self._revision += 1
        self.site.put_late("features.bin", site.BINARY, lambda: self._made().body)
        self.site.put_late("features.json", site.JSON, lambda: self._made().names)
        return self._revision

    def _made(self) -> Drawing:
        if self._drawing is None:
            self._drawing = drawing.prepare(list(self.features.values()), self.theme)
        return self._drawing

    def _put_ground(self) -> int:
        packed = ground.pack(self.areas)
        self._revision += 1
        self.site.put("ground.bin", site.BINARY, packed.body)
        self.site.put("ground.json", site.JSON, packed.names)
        return self._revision
