"""What everything that the page asks of the program has in common."""

from __future__ import annotations


class Ask:
    """Something that the page asks."""

    __slots__ = ()
