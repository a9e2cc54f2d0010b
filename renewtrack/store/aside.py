"""A file written beside its target first, so that a failed export leaves the old one whole."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import ClassVar

from renewtrack.errors import UserError
from renewtrack.store import replacing

# Called with the finished content and its number of rows before it gets its name, so that what
# goes out is recorded; what it raises leaves nothing written.
Seen = Callable[[Path, int], object]


class Aside:
    """Give a place to write to, and its name to what was written there if all went well.

    ``BROKEN`` are what a failed write raises; ``refusal`` is what it is told as.
    """

    BROKEN: ClassVar[tuple[type[BaseException], ...]] = (OSError,)

    def __init__(self, path: Path, count: int, seen: Seen | None = None) -> None:
        self.path, self.count, self.seen = Path(path), count, seen
        self.aside = self.path.with_name(f".{self.path.name}.part{self.path.suffix}")

    def refusal(self) -> UserError:
        """Return what is told where the target cannot be written."""
        raise NotImplementedError

    def __enter__(self) -> Path:
        try:
            self.aside.unlink(missing_ok=True)
            self.aside.touch()
        except OSError as refused:
            raise self.refusal() from refused
        return self.aside

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, *_: object
    ) -> None:
        try:
            if kind is None:
                self._name()
        except (OSError, replacing.HeldByOther) as refused:
            raise self.refusal() from refused
        finally:
            self.aside.unlink(missing_ok=True)
        if isinstance(fault, self.BROKEN):
            raise self.refusal() from fault

    def _name(self) -> None:
        replacing.sync(self.aside)
        if self.seen is not None:
            self.seen(self.aside, self.count)
        replacing.replace(self.aside, self.path)
        replacing.sync(self.path.parent)
