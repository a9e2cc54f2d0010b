"""Several outlines made one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import shapely

from renewtrack.errors import UserError
from renewtrack.words import Words

GAP = 2.7e-6  # degrees, about 0.3 m: two surveys of one wall differ by as much


class NothingToJoin(UserError):
    """What was chosen has no outlines to join."""

    words = Words(
        "合并要两个以上有轮廓的楼栋；“{name}”没有轮廓。没有改动。",
        "Merging takes two or more buildings with outlines; “{name}” has none. "
        "Nothing was changed.",
    )


def union(outlines: Sequence[Any]) -> Any:
    """Return one outline of several; slits of up to 0.3 m between them are closed.

    Outlines that stand apart become one outline of several blocks.
    """
    joined = shapely.union_all([shapely.make_valid(each) for each in outlines])
    if joined.geom_type != "Polygon":
        closed = joined.buffer(GAP / 2, join_style="mitre").buffer(-GAP / 2, join_style="mitre")
        if len(getattr(closed, "geoms", [closed])) < len(getattr(joined, "geoms", [joined])):
            joined = closed
    return joined
