"""When a change is so big that it is asked for by number and a backup is made before it."""

from __future__ import annotations

MANY, SHARE = 20, 0.05


def is_big(count: int, total: int) -> bool:
    """Tell whether ``count`` of ``total`` records are many: over 20, or over 5 per cent.

    One record alone never is.
    """
    return count > MANY or (count > 1 and count > SHARE * total)
