"""Work on very many small values, without Python's search for cycles among them."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def unsearched() -> Iterator[None]:
    """Keep Python from searching a plan's many small values for cycles, which there are none.

    The search costs a fifth of a big plan, and stops every thread, the window's as well.
    """
    if not gc.isenabled():
        yield
        return
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()  # with the next but one line: the values made count as old, not as new,
        gc.enable()  # and the searches of new values leave them alone
        gc.unfreeze()
