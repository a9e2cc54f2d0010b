"""Finished pages of any kind: what preview, PDF and paper are given."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from renewtrack.printing.sheet import Box, Page

Progress = Callable[[float], object]  # told the share that is done; raises where cancelled


@dataclass(frozen=True, slots=True)
class Bookmark:
    """An entry of the PDF's outline; ``page`` counts from 0, ``level`` 0 is outermost."""

    title: str
    page: int
    level: int = 0


@dataclass(frozen=True, slots=True)
class Link:
    """A box on a page that leads to another page; pages count from 0."""

    page: int
    box: Box
    target: int


@dataclass(frozen=True, slots=True)
class Folio:
    """Finished pages, their title, the PDF's outline and its links, and the office they are of."""

    pages: tuple[Page, ...]
    title: str
    bookmarks: tuple[Bookmark, ...] = ()
    links: tuple[Link, ...] = ()
    author: str = ""
