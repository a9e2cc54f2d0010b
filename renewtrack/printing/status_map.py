"""What a status map shows: plain values, gathered before anything is drawn."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

import numpy as np
from numpy.typing import NDArray

from renewtrack.printing.facts import PaperFacts
from renewtrack.words import Words

if TYPE_CHECKING:
    from renewtrack.maps.theme import Theme

PAPERS = ("A4", "A3", "A2", "A1", "A0")
ORIENTATIONS = ("landscape", "portrait")

# What one feature is called in the legend.
BUILDINGS = Words("栋", "bldgs")
ESTATES = Words("个小区", "estates")


class Backdrop(Protocol):
    """The base map beneath the features, as ``maps.base_paper`` opens it."""

    @property
    def sources(self) -> tuple[tuple[str, str], ...]:
        """Where each part comes from, and its map approval number or nothing."""

    def pixels(
        self, lon: NDArray[np.float64], lat: NDArray[np.float64], size: tuple[int, int]
    ) -> bytes | None:
        """Return red, green, blue of so many pixels; None where nothing lies there.

        ``lon`` and ``lat`` (k, k) are the places, in degrees, of knots spread evenly over them.
        """


@dataclass(frozen=True, slots=True)
class Feature:
    """One thing on the map; ``wkb`` is its geometry in degrees of WGS 84."""

    id: int
    estate_id: int
    class_key: str
    overdue: bool
    wkb: bytes
    number: str = ""


@dataclass(frozen=True, slots=True)
class Boundary:
    """The outline of a street or community; ``inside`` says it belongs to the range shown."""

    level: str
    name: str
    wkb: bytes
    inside: bool = True
    id: int = 0


@dataclass(frozen=True, slots=True)
class SiteShape:
    """What is renewed and is no building; ``kind`` is a key of ``site_kinds``."""

    kind: str
    name: str
    wkb: bytes


@dataclass(frozen=True, slots=True)
class Before:
    """An earlier day to compare with: the class of every feature on it, by id."""

    day: str
    keys: Mapping[int, str]


@dataclass(frozen=True, slots=True)
class EstateLabel:
    """One line of the index; its place in the list is its number on the map."""

    estate_id: int
    street: str
    name: str
    buildings: int
    stage: Words


@dataclass(frozen=True, slots=True)
class StreetTotals:
    """One street's line of the statistics; None where nothing is known."""

    street: str
    estates: int
    buildings: int
    households: int | None
    floor_area_m2: float | None
    started: int
    finished: int


@dataclass(frozen=True, slots=True)
class StatusMap:
    """A map of features by class with everything that stands round it.

    ``unplaced`` counts the things of the range that have no coordinates; ``counted`` is what one
    feature is called in the legend. ``dimmed`` are neighbours, drawn pale and never counted;
    ``bounds`` is the ground to show where it is not that of the features.
    """

    features: tuple[Feature, ...]
    theme: Theme
    facts: PaperFacts
    boundaries: tuple[Boundary, ...] = ()
    labels: tuple[EstateLabel, ...] = ()
    streets: tuple[StreetTotals, ...] = ()
    unplaced: int = 0
    counted: Words = BUILDINGS
    backdrop: Backdrop | None = None
    dimmed: tuple[bytes, ...] = ()
    sites: tuple[SiteShape, ...] = ()
    before: Before | None = None
    bounds: tuple[float, float, float, float] | None = None


@dataclass(frozen=True, slots=True)
class Paper:
    """The paper to draw for; ``scale`` None means the largest round scale that fits.

    ``layout`` is the key of a layout of ``resources/print`` or of the office's own.
    """

    size: str = "A3"
    orientation: str = "landscape"
    scale: int | None = None
    layout: str = "a3-status"
