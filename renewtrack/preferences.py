"""What one person likes on one machine: language, theme, last files, layout, name, paper facts."""

from __future__ import annotations

import base64
import contextlib
import json
import os
from dataclasses import asdict, dataclass, field, fields
from pathlib import Path

from renewtrack import paths

RECENT = 8


@dataclass(frozen=True, slots=True)
class Preferences:
    """The choices of one person; every field has a sensible first value."""

    language: str = "zh"  # one of words.LANGUAGES; Chinese whatever the machine speaks
    theme: str = "system"  # system, light or dark
    font_size: int = 13  # pixels
    who: str = ""  # the name that stands in the history; empty = the login name
    recent: tuple[str, ...] = ()  # project files, newest first
    folder: str = ""  # where new ledgers go; empty = paths.data_folder()
    lock_minutes: int = 10  # without a key or click, until the window locks; 0 = never
    reopen: bool = False  # open the last file at start instead of the first page
    geometry: str = ""  # the window's place and size, base64
    layout: str = ""  # its docks and toolbars, base64
    splitter: str = ""  # table beside map, base64
    map_theme: str = "stage"  # what colours the map
    columns: dict[str, str] = field(default_factory=dict)  # table kind -> header state, base64
    online_maps: tuple[str, ...] = ()  # base maps that need the network, switched on here
    print_facts: dict[str, str] = field(default_factory=dict)  # compiler, unit, secrecy line ...

    def opened(self, path: Path) -> tuple[str, ...]:
        """Return the recent files with one file put first."""
        text = str(path)
        return (text, *(other for other in self.recent if other != text))[:RECENT]


def load(path: Path | None = None) -> Preferences:
    """Read the preferences; a missing, damaged or foreign file gives the first values."""
    try:
        written = json.loads((path or _file()).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return Preferences()
    return _checked(written) if isinstance(written, dict) else Preferences()


def save(preferences: Preferences, path: Path | None = None) -> None:
    """Write the preferences whole or not at all; a full or read-only disk is no trouble here."""
    try:
        target = path or _file()
    except OSError:  # not even a folder in temp
        return
    part = target.with_name(target.name + ".part")
    try:
        part.write_text(json.dumps(asdict(preferences), ensure_ascii=False, indent=1), "utf-8")
        os.replace(part, target)  # noqa: PTH105 - named for what it promises: atomic
    except OSError:
        with contextlib.suppress(OSError):
            part.unlink(missing_ok=True)


def packed(state: bytes) -> str:
    """Return bytes of a layout as text for the file."""
    return base64.b64encode(state).decode("ascii")


def unpacked(text: str) -> bytes:
    """Return the bytes of a layout; nothing for text that is none."""
    try:
        return base64.b64decode(text, validate=True)
    except ValueError:
        return b""


def _file() -> Path:
    return paths.config_folder() / "preferences.json"


def _checked(written: dict[str, object]) -> Preferences:
    """Keep what has the right name and kind, and drop the rest."""
    first = Preferences()
    kept: dict[str, object] = {}
    for each in fields(Preferences):
        value = written.get(each.name)
        usual = getattr(first, each.name)
        if isinstance(usual, tuple) and isinstance(value, list):
            kept[each.name] = tuple(str(part) for part in value)
        elif isinstance(usual, dict) and isinstance(value, dict):
            kept[each.name] = {str(key): str(part) for key, part in value.items()}
        elif type(value) is type(usual):
            kept[each.name] = value
    return Preferences(**kept)  # type: ignore[arg-type]
