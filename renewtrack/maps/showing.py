"""What the map shows at this moment, and the messages that bring the page to it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
import numpy.typing as npt

from renewtrack.maps import drawing, ground, looks, packing, page_words, site
from renewtrack.maps.drawing import Drawing
from renewtrack.maps.features import MapArea
from renewtrack.maps.looks import Look
from renewtrack.maps.site import Site
from renewtrack.maps.theme import STAGE, Theme
from renewtrack.store.on_map import Placed
from renewtrack.words import LANGUAGES

Message = dict[str, object]
_FEW = 2000  # more ids than these are fetched, one byte a feature
_NOTHING = np.empty(0, dtype=np.int32)


@dataclass(slots=True)
class Showing:
    """The state of one map; every method that changes it returns what to tell the page.

    Bulk goes onto ``site``, from where the page fetches it; messages are small. Nothing is
    packed before it is fetched: a page that is not there yet is told ``everything`` at once.
    """

    site: Site = field(default_factory=Site)
    language: str = LANGUAGES[0]
    dark: bool = False
    drawing: Drawing | None = None
    areas: tuple[MapArea, ...] = ()
    selected: frozenset[int] = frozenset()
    only: frozenset[int] | None = None
    chosen: frozenset[str] = frozenset()
    kept: dict[str, Message] = field(default_factory=dict)
    _revision: int = 0

    @property
    def theme(self) -> Theme:
        """The theme that colours the features."""
        return STAGE if self.drawing is None else self.drawing.look.theme

    @property
    def ids(self) -> packing.Ids:
        """The ids of all features, ascending."""
        return _NOTHING if self.drawing is None else self.drawing.pack.ids

    def show_drawing(self, made: Drawing | None) -> list[Message]:
        """Show other features, or none; where only their look differs, tell only that."""
        before = self.drawing
        if before is not None and made is not None and before.packed.stamp == made.packed.stamp:
            return self.show_look(made.look)
        self.drawing = made
        told = [{**self._features(), "look": self.look()}]
        return told if self.only is None else [*told, self._filter()]

    def show_look(self, look: Look) -> list[Message]:
        """Show the same features by another theme or as they look now."""
        if self.drawing is None:
            return []
        before, self.drawing = self.drawing.look, replace(self.drawing, look=look)
        if look.theme == before.theme:
            differ = (look.classes != before.classes) | (look.overdue != before.overdue)
            places = np.flatnonzero(differ)
            if len(places) <= _FEW:
                return self._patch(places)
        return [{**self._recolour(), "look": self.look()}]

    def patch(
        self, ids: Sequence[int], classes: Sequence[int], overdue: Sequence[bool]
    ) -> list[Message]:
        """Show some features in other classes; ids that are not shown are left out."""
        if self.drawing is None or not len(ids):
            return []
        places, known = self._places(ids)
        old = self.drawing.look
        look = replace(old, classes=old.classes.copy(), overdue=old.overdue.copy())
        look.classes[places] = np.asarray(classes, dtype=np.uint8)[known]
        look.overdue[places] = np.asarray(overdue, dtype=bool)[known]
        return self.show_look(look)

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
        wanted = list(ids)
        known = self.ids[self._places(wanted)[0]].tolist() if wanted else []
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

    def members(self, estates: Iterable[int]) -> frozenset[int]:
        """Return the ids of the features that stand in some estates."""
        if self.drawing is None:
            return frozenset()
        wanted = np.fromiter(estates, dtype=np.int64)
        return frozenset(self.ids[np.isin(self.drawing.pack.groups, wanted)].tolist())

    def groups_of(self, ids: Iterable[int]) -> frozenset[int]:
        """Return the estates that some features stand in."""
        if self.drawing is None:
            return frozenset()
        return frozenset(self.drawing.pack.groups[self._places(ids)[0]].tolist())

    def look(self) -> Message:
        """Return the light, the words and the classes."""
        return {
            "do": "look",
            "dark": self.dark,
            "language": self.language,
            "words": page_words.in_(self.language),
            "theme": self.theme.key,
            "title": self.theme.words.in_(self.language),
            "rims": self.theme.rims,
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
            self._features(),
            self._filter(),
            self._selection(),
            *self.kept.values(),
        ]

    def _places(self, ids: Iterable[int]) -> tuple[npt.NDArray[np.intp], npt.NDArray[np.bool_]]:
        """Return the places of ids among all, and which of the ids given are there."""
        wanted = np.fromiter(ids, dtype=np.int64)
        every = self.ids
        places = np.searchsorted(every, wanted)
        known = places < len(every)
        known[known] = every[places[known]] == wanted[known]
        return places[known], known

    def _patch(self, places: npt.NDArray[np.intp]) -> list[Message]:
        if self.drawing is None or not len(places):
            return []
        look = self.drawing.look
        classes = np.minimum(look.classes[places], len(look.theme.classes) - 1)
        columns = (self.ids[places], classes, look.overdue[places])
        rows = list(zip(*(column.tolist() for column in columns), strict=True))
        return [{"do": "patch", "rows": rows}]

    def _selection(self) -> Message:
        return {"do": "select", **self._some("picked.bin", self.selected)}

    def _filter(self) -> Message:
        some = {"ids": None} if self.only is None else self._some("only.bin", self.only)
        return {"do": "filter", **some, "chosen": sorted(self.chosen)}

    def _some(self, name: str, ids: frozenset[int]) -> Message:
        """Return some features as ids, or where there are many as a byte each to be fetched."""
        if len(ids) <= _FEW or self.drawing is None:
            return {"ids": sorted(ids)}
        marked = np.zeros(len(self.ids), dtype=np.uint8)
        marked[self._places(ids)[0]] = 1
        self.site.put(name, site.BINARY, marked[self.drawing.pack.order].tobytes())
        return {"revision": self._next()}

    def _features(self) -> Message:
        made = self.drawing
        if made is None:
            empty = Placed([], [], [], [])
            made = drawing.prepare(empty, looks.of_keys(STAGE, [], []))
        self.site.put("features.bin", site.BINARY, made.pack.body)
        self.site.put("names.bin", site.BINARY, made.packed.names)
        self.site.put("estates.json", site.JSON, made.packed.estates)
        return {**self._recolour(), "do": "features", "mark": made.pack.mark}

    def _recolour(self) -> Message:
        self.site.put_late("look.bin", site.BINARY, self._packed_look)
        return {"do": "recolour", "revision": self._next()}

    def _packed_look(self) -> bytes:
        made = self.drawing
        return b"" if made is None else packing.pack_look(made.look, made.pack.order)

    def _put_ground(self) -> int:
        packed = ground.pack(self.areas)
        self.site.put("ground.bin", site.BINARY, packed.body)
        self.site.put("ground.json", site.JSON, packed.names)
        return self._next()

    def _next(self) -> int:
        self._revision += 1
        return self._revision
