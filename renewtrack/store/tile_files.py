"""Tiles that an SQLite file holds (MBTiles 1.3), read without trusting the file."""

from __future__ import annotations

import sqlite3
import threading
import time
from pathlib import Path
from urllib.parse import quote

LARGEST = 8 << 20  # bytes of one value; a tile is some ten thousand
PATIENCE = 3.0  # seconds that one look-up may take; a view may never come to an end
_STEPS = 5_000  # of SQLite's machine between two looks at the clock
_TOLD = ("minzoom", "maxzoom", "bounds", "format", "attribution")
_LONGEST = 4_000  # signs of what the file says of itself
_PATTERN = 16  # signs of a pattern, within which SQLite does not look at the clock
_SIGNATURE = b"SQLite format 3\x00"


class NotTiles(ValueError):
    """The file holds no tiles that can be read."""


class TileFile:
    """An open MBTiles file; may be asked from any thread."""

    def __init__(self, path: Path) -> None:
        """Open it for reading; raises NotTiles, OSError.

        ``immutable`` takes no locks and writes nothing beside it, on read-only shares too.
        """
        with path.open("rb") as file:
            if file.read(len(_SIGNATURE)) != _SIGNATURE:
                raise NotTiles("no SQLite file")
        self._lock = threading.Lock()
        self._deadline = 0.0
        address = f"file:{quote(str(path.resolve()))}?mode=ro&immutable=1"
        self._conn = sqlite3.connect(address, uri=True, check_same_thread=False)
        self._conn.text_factory = lambda text: text.decode("utf-8", "replace")
        self._conn.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, LARGEST)
        self._conn.setlimit(sqlite3.SQLITE_LIMIT_LIKE_PATTERN_LENGTH, _PATTERN)
        self._conn.set_progress_handler(self._late, _STEPS)
        try:
            self._ask("PRAGMA trusted_schema = OFF", ())
            self._ask("PRAGMA query_only = ON", ())
            self.metadata = self._metadata()
            self._ask("SELECT tile_data FROM tiles LIMIT 0", ())
        except NotTiles:
            self._conn.close()
            raise

    def tile(self, zoom: int, column: int, row: int) -> bytes | None:
        """Return a tile's bytes, rows counted from the south; None where there is none.

        Raises NotTiles where the file breaks off or takes too long.
        """
        found = self._ask(
            """
            SELECT tile_data FROM tiles
            WHERE zoom_level = ? AND tile_column = ? AND tile_row = ? LIMIT 1
            """,
            (zoom, column, row),
        )
        value = found[0][0] if found else None
        return value if isinstance(value, bytes) else None

    def any_tile(self) -> bytes | None:
        """Return one of the tiles, to see what they are."""
        found = self._ask("SELECT tile_data FROM tiles LIMIT 1", ())
        value = found[0][0] if found else None
        return value if isinstance(value, bytes) else None

    def zooms(self) -> tuple[int, int] | None:
        """Return the lowest and highest zoom of its tiles; None without tiles."""
        found = self._ask("SELECT MIN(zoom_level), MAX(zoom_level) FROM tiles", ())
        low, high = found[0] if found else (None, None)
        return (low, high) if isinstance(low, int) and isinstance(high, int) else None

    def close(self) -> None:
        """Close the file; nothing may be asked afterwards."""
        with self._lock:
            self._conn.close()

    def _metadata(self) -> dict[str, str]:
        marks = ", ".join("?" * len(_TOLD))
        found = self._ask(
            f"""
            SELECT name, substr(value, 1, {_LONGEST}) FROM metadata
            WHERE name IN ({marks}) LIMIT 20
            """,
            _TOLD,
        )
        return {str(name): str(value) for name, value in found if value is not None}

    def _ask(self, query: str, parameters: tuple[object, ...]) -> list[tuple[object, ...]]:
        with self._lock:
            self._deadline = time.monotonic() + PATIENCE
            try:
                return self._conn.execute(query, parameters).fetchmany(200)
            except (sqlite3.Error, sqlite3.Warning, OverflowError) as error:
                raise NotTiles(str(error)) from None

    def _late(self) -> bool:
        return time.monotonic() > self._deadline
