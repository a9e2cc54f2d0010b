"""The sites that a sheet may show: parks, greenways, pipes, facilities."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from renewtrack.domain import codes, secrecy
from renewtrack.printing.status_map import SiteShape
from renewtrack.store import gpkg, sites

if TYPE_CHECKING:
    from sqlite_utils import Database

KINDS = "site_kinds"
OTHER = "other"
HIDDEN = {"pipe": secrecy.PIPELINES, "point": secrecy.SENSORS}  # group -> what it gives away


def read(db: Database, level: str) -> Iterator[SiteShape]:
    """Yield the sites that have a position and that a secrecy preset lets out."""
    preset = secrecy.preset(level)
    for site in sites.all(db):
        entry = codes.code(KINDS, site.kind)
        what = HIDDEN.get(entry.group) if entry else None
        if site.geom is None or not gpkg.has_position(site.geom) or (what and preset.hidden(what)):
            continue
        yield SiteShape(site.kind if entry else OTHER, site.name or "", gpkg.to_wkb(site.geom))
