"""The tools of the map: which is in hand, what the page asks of it, and what it measures."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAction

from renewtrack.errors import UserError
from renewtrack.maps import tool_asks
from renewtrack.maps.tool_asks import Parts
from renewtrack.ui import map_words, plain
from renewtrack.ui.map_strip import MapStrip
from renewtrack.ui.speaking import say, speech, text
from renewtrack.words import Words

if TYPE_CHECKING:
    from renewtrack.gis.shaping import Sketch
    from renewtrack.ui.map_pane import MapPane
    from renewtrack.ui.map_view import MapView

LINE, POLYGON, POINT = "line", "polygon", "point"
_SIGNED = 6  # decimals of degrees: about 10 cm


@dataclass(frozen=True, slots=True)
class Purpose:
    """What the pen is taken up for; ``done`` stores the shape, None only measures it.

    With ``parts`` a shape that is there is corrected; ``skip`` is its table and id.
    """

    key: str
    shape: str
    hint: Words
    done: Callable[[Sketch], object] | None = None
    parts: Parts | None = None
    skip: tuple[str, int] | None = None
    box: tuple[float, ...] | None = None  # west, south, east, north to be seen


class MapTools(QObject):
    """Holds the tool in hand, the strip that tells of it, and the line to the page."""

    stepped = Signal()  # other steps can be undone and redone now
    asked = Signal(object)  # an ask of the page that is about no tool
    opened = Signal()  # the map's page is there

    def __init__(self, pane: MapPane, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._pane = pane
        self.strip = MapStrip()
        layout = pane.layout()
        assert layout is not None
        layout.insertWidget(0, self.strip)  # type: ignore[attr-defined]
        self.purpose: Purpose | None = None
        self.steps, self.back = 0, 0
        self.in_hand = ""  # the key of the command whose tool is in hand
        self.modes = {"snapping": True, "squared": False}
        self._view: MapView | None = None
        pane.shown.connect(self._find_view)
        self.strip.finished.connect(lambda: self.tell_pen("finish"))
        self.strip.stepped_back.connect(lambda: self.tell_pen("undo"))
        self.strip.given_up.connect(self.lay_down)
        speech.switched.connect(self._say_again)

    @property
    def view(self) -> MapView | None:
        """Return the map where it is open."""
        return self._pane.view

    def take_up(self, purpose: Purpose, key: str = "") -> bool:
        """Give the person the pen; False where there is no map to draw on."""
        view = self._ready()
        if view is None:
            return False
        threading.Thread(target=_warm_up, daemon=True).start()
        self.purpose, self.in_hand = purpose, key
        self.steps = self.back = 0
        self.strip.show_tool(purpose.hint, finishes=purpose.done is not None)
        view.tell(
            {
                "do": "pen",
                "purpose": purpose.key,
                "shape": purpose.shape,
                "parts": purpose.parts,
                "correct": purpose.parts is not None,
                "box": purpose.box,
                "skip": purpose.skip and {"table": purpose.skip[0], "id": purpose.skip[1]},
            }
        )
        view.take_keys()
        self.stepped.emit()
        return True

    def choose(self, how: str, key: str) -> bool:
        """Let the person choose buildings by a "box" or an "outline"."""
        view = self._ready()
        if view is None:
            return False
        self.purpose, self.in_hand = None, key
        self.steps = self.back = 0
        hint = map_words.BOX_HINT if how == "box" else map_words.OUTLINE_HINT
        self.strip.show_tool(hint, finishes=how != "box", steps=how != "box")
        view.tell({"do": "choose", "how": how})
        view.take_keys()
        self.stepped.emit()
        return True

    def lay_down(self) -> None:
        """Take the tool out of the hand; a shape in the making is given up."""
        self.purpose, self.in_hand = None, ""
        self.steps = self.back = 0
        self.strip.show_tool(None)
        if self.view is not None:
            self.view.tell({"do": "pen_deed", "deed": "drop"})
        self.stepped.emit()

    def tell_pen(self, deed: str) -> None:
        """Do with the pen what its keys do: finish, undo, redo."""
        if self.view is not None and self.in_hand:
            self.view.tell({"do": "pen_deed", "deed": deed})

    def step(self, deed: str) -> bool:
        """Undo or redo a step of the shape in the making; False where there is none in hand."""
        outline = self.in_hand == "map_outline"  # whose steps the page does not tell
        if not outline and not (self.in_hand and (self.steps or self.back)):
            return False
        self.tell_pen(deed)
        return True

    def name_steps(self, actions: Mapping[str, QAction]) -> None:
        """While a shape is being made, undo and redo are about its corners."""
        for key, count, words in (
            ("undo", self.steps, map_words.UNDO_STEP),
            ("redo", self.back, map_words.REDO_STEP),
        ):
            if self.in_hand and (self.steps or self.back):
                actions[key].setEnabled(count > 0)
                say(actions[key].setText, words)
                plain.say_tip(actions[key], words)

    def set_mode(self, mode: str, on: bool) -> None:
        """Let the pen keep to what is near ("snapping") or draw right angles ("squared")."""
        self.modes[mode] = on
        if self.view is not None:
            self.view.keep({"do": "pen_modes", **self.modes})

    def measured(self, sketch: Sketch) -> str:
        """Return what a shape measures, in words."""
        return text(size_of(sketch))

    # -- inside

    def _ready(self) -> MapView | None:
        self._find_view()
        return self._view if self._view is not None and self._view.page is not None else None

    def _find_view(self) -> None:
        view = self._pane.view
        if view is None or view is self._view:
            return
        self._view = view
        view.asked.connect(self._answer)
        view.ready.connect(self._page_came)
        view.keep({"do": "pen_modes", **self.modes})
        self.opened.emit()

    def _page_came(self) -> None:
        """A page that had to be opened again holds no tool."""
        if self.in_hand:
            self.lay_down()

    def _answer(self, ask: object) -> None:
        if isinstance(ask, tool_asks.Drawing):
            self._measure(ask)
        elif isinstance(ask, tool_asks.Drawn):
            self._finish(ask)
        elif isinstance(ask, tool_asks.PenOff):
            self.lay_down()
        else:
            self.asked.emit(ask)

    def _measure(self, ask: tool_asks.Drawing) -> None:
        purpose, view = self.purpose, self.view
        if purpose is None or view is None or ask.purpose != purpose.key:
            return
        said = self.measured(_sketch(ask.shape, ask.parts))
        if (self.steps, self.back) != (ask.steps, ask.back):
            self.steps, self.back = ask.steps, ask.back
            self.stepped.emit()
        self.strip.show_measure(said, ask.steps)
        view.tell({"do": "measured", "said": said})

    def _finish(self, ask: tool_asks.Drawn) -> None:
        purpose = self.purpose
        if purpose is None or ask.purpose != purpose.key or purpose.done is None:
            return
        try:
            purpose.done(_sketch(ask.shape, ask.parts))
        except UserError as error:
            self.strip.refuse(Words(error.in_("zh"), error.in_("en")))
        else:
            if self.purpose is purpose:
                self.lay_down()

    def _say_again(self, _: str) -> None:
        """What is measured now is said in the other language with the next move."""
        if self.purpose is not None:
            self.purpose = replace(self.purpose)
            self.strip.measure.hide()


def size_of(sketch: Sketch) -> Words:
    """Return the size of a shape: its area and the way round, its length, or its place."""
    from renewtrack.gis import measuring, shaping

    if shaping.crosses(sketch):
        return map_words.CROSSING
    if sketch.shape == POLYGON:
        area = sum(measuring.area_m2(part) for part in sketch.parts)
        way = sum(measuring.perimeter_m(part[0]) for part in sketch.parts)
        return map_words.AREA.filled(area=_number(area), round=_number(way))
    if sketch.shape == LINE:
        length = sum(measuring.length_m(ring) for part in sketch.parts for ring in part)
        return map_words.LENGTH.filled(length=_number(length))
    place = next((place for part in sketch.parts for ring in part for place in ring), None)
    if place is None:
        return Words("", "")
    lon, lat = (f"{degree:.{_SIGNED}f}" for degree in place)
    return map_words.PLACE.filled(lon=lon, lat=lat)


def _number(value: float) -> str:
    return f"{value:,.1f}" if value < 100_000 else f"{value:,.0f}"


def _sketch(shape: str, parts: Parts) -> Sketch:
    from renewtrack.gis.shaping import Sketch

    return Sketch(shape, parts)


def _warm_up() -> None:
    """Import what measures before the first corner is there."""
    from renewtrack.gis import shaping

    assert shaping
