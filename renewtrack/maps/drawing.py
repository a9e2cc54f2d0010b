"""Everything that the page fetches about some features, made ready on any thread."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from renewtrack.maps import names, packing
from renewtrack.maps.features import MapFeature
from renewtrack.maps.theme import Theme


@dataclass(frozen=True, slots=True)
class Drawing:
    """Features under a theme with their pack and their names; ``unplaced`` cannot be drawn."""

    features: dict[int, MapFeature]
    theme: Theme
    body: bytes
    names: bytes
    unplaced: int


def prepare(features: Sequence[MapFeature], theme: Theme) -> Drawing:
    """Return what the page needs to draw features; about 0.1 s for 10,000."""
    packed = packing.pack(features, theme)
    return Drawing(
        {feature.id: feature for feature in features},
        theme,
        packed.body,
        names.of_features(features, packed),
        packed.unplaced,
    )


def patches(
    known: dict[int, MapFeature], changed: Iterable[MapFeature], theme: Theme
) -> list[tuple[int, int, bool]] | None:
    """Return (id, class, overdue) of each feature that looks different now.

    None where a patch will not do: a feature is new, or its place or name is another.
    """
    rows = []
    for new in changed:
        old = known.get(new.id)
        if old is None or _fixed(old) != _fixed(new):
            return None
        if (old.bucket, old.overdue) != (new.bucket, new.overdue):
            rows.append((new.id, theme.index(new.bucket), bool(new.overdue)))
    return rows


def _fixed(feature: MapFeature) -> tuple[int, str, bytes]:
    return feature.estate_id, feature.label, feature.geom
