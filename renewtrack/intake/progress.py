"""How far a piece of work is, and whether it is to stop."""

from __future__ import annotations

from collections.abc import Callable

from renewtrack.errors import Cancelled

Progress = Callable[[int, int], bool | None]  # done, of how many; returns False to stop


def look(progress: Progress | None, done: int = 0, of: int = 0) -> None:
    """Tell how far the work is; raises Cancelled where it is to stop.

    (0, 0) only asks whether to stop.
    """
    if progress is not None and progress(done, of) is False:
        raise Cancelled
