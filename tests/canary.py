"""One person who must never be found outside the ledger, and the search for them."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator, Mapping
from pathlib import Path

import pypdf

NAME, PHONE, ID = "欧阳探针", "13857294601", "110108199003077735"
ENCODINGS = ("utf-8", "gbk", "utf-16-le", "utf-16-be")
NEEDLES = {
    f"{words} in {encoding}": words.encode(encoding)
    for words in (NAME, PHONE, ID)
    for encoding in ENCODINGS
}


def hits(folder: Path, needles: Mapping[str, bytes] = NEEDLES) -> list[str]:
    """Return where the person stands below a folder: in names, bytes, zipped parts, PDF texts."""
    return [
        f"{path.relative_to(folder)}: {told}"
        for path in sorted(folder.rglob("*"))
        for content in _contents(path)
        for told, needle in needles.items()
        if needle in content
    ]


def in_text(words: str) -> list[str]:
    """Return what of the person a text holds."""
    return [told for told, needle in NEEDLES.items() if needle in words.encode("utf-8")]


def _contents(path: Path) -> Iterator[bytes]:
    yield path.name.encode("utf-8", "surrogateescape")
    if path.is_symlink() or not path.is_file():
        return
    content = path.read_bytes()
    yield content
    if zipfile.is_zipfile(io.BytesIO(content)):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            for name in archive.namelist():
                yield name.encode()
                yield archive.read(name)
    if content.startswith(b"%PDF"):
        read = pypdf.PdfReader(io.BytesIO(content))
        yield "".join(page.extract_text() for page in read.pages).encode()
        yield str(read.metadata).encode()
