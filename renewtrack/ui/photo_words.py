"""What the view of pictures says of a picture: its place, its phase, how it was placed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from renewtrack.ui.speaking import text
from renewtrack.words import Words

if TYPE_CHECKING:
    from renewtrack.store.photo_list import Photo

NOWHERE = Words("未归位", "No place yet")
BUILDING = Words("{estate}{number}号楼", "{estate} {number}")
HOME = Words("{building}{unit}单元{room}", "{building}-{unit}-{room}")
ROOM = Words("{building}{room}室", "{building}-{room}")
OFF = Words("离所在位置 {metres} 米", "{metres} m from its place")
KILOMETRES = Words("离所在位置 {km} 公里", "{km} km from its place")
PHASES = {
    "before": Words("改造前", "Before"),
    "during": Words("施工中", "During"),
    "after": Words("改造后", "After"),
    "": Words("未注明阶段", "Phase not said"),
}


class Placed(Protocol):
    """Whatever tells estate, building, stairwell and room."""

    @property
    def estate(self) -> str: ...
    @property
    def number(self) -> str | None: ...
    @property
    def unit(self) -> str | None: ...
    @property
    def room(self) -> str | None: ...


def place(of: Placed, named: str | None = None) -> str:
    """Return where something is, in the language on the screen; "" for nowhere."""
    if not of.number:
        return " ".join(each for each in (of.estate, named) if each)
    number = of.number.removesuffix("号楼")
    building = text(BUILDING.filled(estate=of.estate, number=number))
    if not of.room:
        return building
    if not of.unit:
        return text(ROOM.filled(building=building, room=of.room))
    return text(HOME.filled(building=building, unit=of.unit, room=of.room))


def place_of(photo: Photo) -> str:
    """Return where a picture belongs, or that nobody knows."""
    return place(photo, photo.named) or text(NOWHERE)


def phase(key: str | None) -> str:
    """Return what a phase is called."""
    return text(PHASES.get(key or "", PHASES[""]))


def item(key: str | None) -> str:
    """Return what an item is called in the language on the screen; "" for none."""
    from renewtrack.domain import codes

    entry = codes.code("work_types", key) if key else None
    return text(entry.words) if entry else key or ""


def off(metres: float | None) -> str:
    """Return how far off a picture was taken; "" where that is not known."""
    if metres is None:
        return ""
    if metres >= 1000:
        return text(KILOMETRES.filled(km=f"{metres / 1000:,.1f}"))
    return text(OFF.filled(metres=f"{metres:,.0f}"))


def taken(photo: Photo) -> str:
    """Return when a picture was taken, as precise as known."""
    return (photo.taken_at or photo.taken_on or "").replace("T", " ")
