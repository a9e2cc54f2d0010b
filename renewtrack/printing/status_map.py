"""What a status map shows: plain values, gathered before anything is drawn."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

import numpy as np
from numpy.typing import NDArray

from renewtrack.errors import UserError
from renewtrack.words import Words

if TYPE_CHECKING:
    from renewtrack.maps.theme import Theme

PAPERS = ("A4", "A3", "A2", "A1", "A0")
ORIENTATIONS = ("landscape", "portrait")

# What one feature is called in the legend.
BUILDINGS = Words("栋", "bldgs")
ESTATES = Words("个小区", "estates")


@dataclass(frozen=True, slots=True)
class Secrecy:
    """Who may see the sheet, and the line that says so."""

    key: str
    words: Words
    line: Words


# 地图管理条例 (2015) art. 15: a map shown to the public bears its approval number or is exempt.
SECRECY = (
    Secrecy(
        "internal",
        Words("内部资料", "Internal"),
        Words(
            "内部资料　仅供内部工作使用，不得公开",
            "Internal document · for official use only, not for release",
        ),
    ),
    Secrecy("public", Words("公开", "Public"), Words("{approval}", "{approval}")),
)


class NeedsApproval(UserError):
    """A public map must bear its approval number."""

    words = Words(
        "公开图件必须标注审图号；依法免于送审的，请填写豁免说明。请在“审图号”一栏填写后再出图。",
        "A public map must bear its map approval number or the reason why it is exempt. "
        "Fill in the approval field and try again.",
    )


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
class PaperFacts:
    """What the sheet says about itself; dates are ISO texts."""

    title: str
    subtitle: str = ""
    compiled_by: str = ""
    checked_by: str = ""
    source: str = ""
    cutoff: str = ""
    made_on: str = ""
    secrecy: str = "internal"
    approval: str = ""
    language: str = "zh"
    black_and_white: bool = False

    def secrecy_line(self) -> str:
        """Return the line about secrecy or approval.

        Raises NeedsApproval for a public sheet with neither number nor exemption.
        """
        if self.secrecy == "public" and not self.approval.strip():
            raise NeedsApproval
        preset = next(preset for preset in SECRECY if preset.key == self.secrecy)
        return preset.line.in_(self.language).format(approval=self.approval.strip())


@dataclass(frozen=True, slots=True)
class StatusMap:
    """A map of features by class with everything that stands round it.

    ``unplaced`` counts the things of the range that have no coordinates; ``counted`` is what one
    feature is called in the legend.
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


@dataclass(frozen=True, slots=True)
class Paper:
    """The paper to draw for; ``scale`` None means the largest round scale that fits."""

    size: str = "A3"
    orientation: str = "landscape"
    scale: int | None = None
