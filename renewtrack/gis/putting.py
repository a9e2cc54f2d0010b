"""A layer file put where the person wants it, whole or not at all."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

from renewtrack.domain import vector_drivers
from renewtrack.errors import UserError
from renewtrack.gis import writing
from renewtrack.store import replacing
from renewtrack.words import Words

Seen = Callable[[Path, int], object]


class LayersNotWritten(UserError):
    """The layers' file cannot be written."""

    words = Words(
        "无法写入“{name}”：文件正被 QGIS 等程序打开、文件夹没有写入权限，或磁盘已满。"
        "台账数据没有变化。请关闭该文件或换一个位置再导出。",
        "“{name}” cannot be written: QGIS or another program has it open, the folder may not be "
        "written to, or the disk is full. The data is unchanged. Close the file or choose another "
        "place.",
    )


def put(
    path: Path, layers: Sequence[writing.Layer], seen: Seen, encoding: str = "utf-8"
) -> list[Path]:
    """Write layers and return the files that were made; ``seen`` records them before.

    They are made in a folder of their own first. Raises LayersNotWritten, and what ``seen``
    raises.
    """
    vector_drivers.guarded()
    from pyogrio import errors

    count = sum(len(layer.rows) for layer in layers)
    try:
        with tempfile.TemporaryDirectory(dir=path.parent, prefix=f".{path.stem}.") as folder:
            made = writing.write(Path(folder) / path.name, layers, encoding)
            seen(made[-1] if path.suffix.lower() == ".shp" else made[0], count)
            return [_placed(part, path.parent) for part in made]
    except (OSError, errors.DataSourceError, errors.DataLayerError, replacing.HeldByOther) as no:
        raise LayersNotWritten(name=path.name) from no


def _placed(part: Path, folder: Path) -> Path:
    target = folder / part.name
    replacing.sync(part)
    replacing.replace(part, target)
    return target
