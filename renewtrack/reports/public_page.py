"""The public page: a folder of HTML with maps and progress by estate, for any web server."""

from __future__ import annotations

import csv
import html
import io
import shutil
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import shapely

from renewtrack import paths
from renewtrack.domain import codes, money, secrecy, stages
from renewtrack.domain.masking import Mask
from renewtrack.errors import UserError
from renewtrack.reports import public_pairs, public_svg
from renewtrack.reports import public_words as say
from renewtrack.reports.public_svg import Area
from renewtrack.store import areas, erasing, exports, gpkg, listing, on_map, sound_shapes
from renewtrack.store.listing import EstateRow
from renewtrack.words import LANGUAGES, Words

if TYPE_CHECKING:
    from sqlite_utils import Database

    from renewtrack.reports.putting import Progress

MARK = "renewtrack-public-page.txt"  # says that a folder is ours to replace
MARK_TEXT = "更新台账公开网页 public page of renewtrack; this folder is replaced as a whole\n"


class NeedsApproval(UserError):
    """A public map must bear its approval number."""

    words = Words(
        "公开网页含有地图，必须写明审图号；依法免于送审的，请填写豁免说明。没有生成网页。",
        "The public page holds a map and must bear its approval number, or the reason why it is "
        "exempt. Nothing was written.",
    )


class FolderTaken(UserError):
    """The folder holds something that is not ours."""

    words = Words(
        "文件夹“{name}”里有其他内容，没有写入。请换一个新文件夹。",
        "The folder “{name}” holds other things and nothing was written. Choose a new folder.",
    )


class FolderNotWritten(UserError):
    """The folder cannot be written."""

    words = Words(
        "无法写入文件夹“{name}”：可能没有权限、正被占用或磁盘已满。原有内容没有改动。请换一个位置。",
        "The folder “{name}” cannot be written: no rights, in use, or the disk is full. What was "
        "there is unchanged. Choose another place.",
    )


@dataclass(frozen=True, slots=True)
class PublicFacts:
    """What the page says of itself; dates are ISO texts."""

    approval: str
    office: str = ""
    title: str = ""
    cutoff: str = ""
    made_on: str = ""


@dataclass(frozen=True, slots=True)
class Receipt:
    """What was written."""

    path: Path
    pages: int
    estates: int


@dataclass(frozen=True, slots=True)
class _Estate:
    """One estate as it is shown: ``number`` names its page, never its own name."""

    number: int
    row: EstateRow
    name: str
    bucket: str
    ground: shapely.Geometry | None
    buildings: tuple[tuple[shapely.Geometry, str, str], ...]  # shape, stage group, label


def write(
    db: Database,
    folder: Path,
    facts: PublicFacts,
    today: str,
    progress: Progress | None = None,
) -> Receipt:
    """Write the page into a folder of its own, in both languages.

    A page of before is replaced when all is well. Raises NeedsApproval, FolderTaken,
    FolderNotWritten, and what ``progress`` raises.
    """
    if not facts.approval.strip():
        raise NeedsApproval
    if not _free(folder):
        raise FolderTaken(name=folder.name)
    told = progress or (lambda share: None)
    every = _read(db, today)
    told(0.3)
    lines = [shapely.boundary(shape) for shape in _streets(db)]
    aside = folder.with_name(f".{folder.name}.part")
    try:
        shutil.rmtree(aside, ignore_errors=True)
        aside.mkdir(parents=True)
        pairs = public_pairs.write(db, erasing.path_of(db), aside, exports.mask(db))
        site = _Site(every, lines, facts, areas.district_name(db), pairs)
        pages = _pages(aside, site, told)
        shutil.copyfile(paths.resources("reports", "public.css"), aside / "style.css")
        (aside / MARK).write_text(MARK_TEXT, "utf-8")
        _place(aside, folder)
    except OSError as failed:
        raise FolderNotWritten(name=folder.name) from failed
    finally:
        shutil.rmtree(aside, ignore_errors=True)
    return Receipt(folder, pages, len(every))


def _free(folder: Path) -> bool:
    """Tell whether a folder is not there yet, is empty, or holds a page of ours."""
    try:
        if not folder.is_dir():
            return not folder.exists() and not folder.is_symlink()
        return (folder / MARK).is_file() or not any(folder.iterdir())
    except OSError:
        return False


def _place(aside: Path, folder: Path) -> None:
    """Put a finished folder in the place of the one before."""
    old = folder.with_name(f".{folder.name}.old")
    shutil.rmtree(old, ignore_errors=True)
    if folder.exists():
        folder.rename(old)
    try:
        aside.rename(folder)
    except OSError:
        if old.exists():
            old.rename(folder)
        raise
    shutil.rmtree(old, ignore_errors=True)


@dataclass(frozen=True, slots=True)
class _Site:
    estates: Sequence[_Estate]
    lines: Sequence[shapely.Geometry]
    facts: PublicFacts
    place: str
    pairs: Mapping[int, Sequence[public_pairs.Shown]] = field(default_factory=dict)

    def title(self, language: str) -> str:
        """Return what the page is called."""
        return self.facts.title or say.TITLE.filled(place=self.place).in_(language)


def _read(db: Database, today: str) -> list[_Estate]:
    mask = exports.mask(db)
    rows = listing.rows(db, "estates", listing.ids(db, "estates"), today)
    drawn = on_map.buildings(db, today)
    shapes = sound_shapes.of_wkb([gpkg.to_wkb(each.geom) for each in drawn])
    of: dict[int, list[tuple[shapely.Geometry, str, str]]] = {}
    names = {row.id: row.name for row in rows}
    for each, shape in zip(drawn, shapes, strict=True):
        # Masked apart: a number right behind a telephone's would hide it from the mask.
        name = names.get(each.estate_id, "")
        label = mask.free(name) + mask.free(each.label.removeprefix(name))
        of.setdefault(each.estate_id, []).append((shape, each.bucket, label))
    outlines = {each.id: each.geom for each in on_map.estates(db, today)}
    return [
        _estate(number, row, of.get(row.id, []), outlines.get(row.id), mask)
        for number, row in enumerate(rows, 1)
    ]


def _estate(
    number: int,
    row: EstateRow,
    own: list[tuple[shapely.Geometry, str, str]],
    outline: bytes | None,
    mask: Mask,
) -> _Estate:
    ground = None
    if outline is not None:
        found = sound_shapes.of_wkb([gpkg.to_wkb(outline)])[0]
        ground = found if found is not None and found.geom_type.endswith("Polygon") else None
    if ground is None and own:
        ground = public_svg.around([shape for shape, _, _ in own])
    bucket = stages.bucket_of(row.stage).key
    return _Estate(number, row, mask.free(row.name), bucket, ground, tuple(own))


def _streets(db: Database) -> list[shapely.Geometry]:
    found = [area.geom for area in areas.streets(db) if area.geom is not None]
    shapes = sound_shapes.of_wkb([gpkg.to_wkb(geom) for geom in found])
    return [shape for shape in shapes if shape is not None]


def _pages(folder: Path, site: _Site, told: Callable[[float], object]) -> int:
    count, total = 0, len(LANGUAGES) * (len(site.estates) + 1)
    for language in LANGUAGES:
        (folder / _index(language)).write_text(_overview(site, language), "utf-8")
        (folder / f"data{_end(language)}.csv").write_text(_data(site, language), "utf-8-sig")
        count += 1
        for estate in site.estates:
            page = _estate_page(site, estate, language)
            (folder / _link(estate, language)).write_text(page, "utf-8")
            count += 1
            told(0.3 + 0.65 * count / total)
    return count


def _end(language: str) -> str:
    return "-en" if language == "en" else ""


def _index(language: str) -> str:
    return f"index{_end(language)}.html"


def _link(estate: _Estate, language: str) -> str:
    return f"estate-{estate.number:04d}{_end(language)}.html"


def _other(language: str) -> str:
    return "zh" if language == "en" else "en"


def _overview(site: _Site, language: str) -> str:
    counts = Counter(estate.bucket for estate in site.estates)
    every = [*stages.BUCKETS, stages.NO_PROJECT]
    tiles = [_tile(say.ALL.in_(language), str(len(site.estates)))]
    tiles += [_tile(b.words.in_(language), str(counts[b.key]), b.key) for b in every]
    shown = [
        Area(estate.ground, estate.bucket, estate.name, _link(estate, language))
        for estate in site.estates
        if estate.ground is not None
    ]
    title = site.title(language)
    map_ = public_svg.drawn(shown, site.lines, say.MAP_TITLE.in_(language))
    body = [
        _said(site, language),
        f'<div class="tiles">{"".join(tiles)}</div>',
        text_or(map_, language),
        _legend(language) if map_ else "",
        say.text("h2", say.LIST.in_(language)),
        say.table(_heads(language), [_row(estate, language) for estate in site.estates]),
        f'<p><a href="data{_end(language)}.csv" download>{say.DATA.in_(language)}</a></p>',
        _foot(site, language),
    ]
    return say.page(language, title, _index(_other(language)), body)


def text_or(map_: str, language: str) -> str:
    """Return a map, or the words that there is none."""
    return map_ or say.text("p", say.NOWHERE.in_(language), "dim")


def _tile(name: str, figure: str, look: str = "all") -> str:
    return f'<div class="tile {look}">{say.text("strong", figure)}{say.text("span", name)}</div>'


def _said(site: _Site, language: str) -> str:
    facts = site.facts
    told = [(say.CUTOFF, {"day": facts.cutoff}), (say.OFFICE, {"office": facts.office})]
    lines = [words.in_(language).format(**values) for words, values in told if all(values.values())]
    return say.text("p", "　".join(lines), "dim")


def _legend(language: str) -> str:
    every = (*stages.BUCKETS, stages.NO_PROJECT)
    return f'<p class="legend">{"".join(say.badge(each.key, language) for each in every)}</p>'


def _heads(language: str) -> list[str]:
    heads = (say.ESTATES, say.STREET, say.STAGE, say.PROGRESS, say.START, say.FINISH)
    return [words.in_(language) for words in heads]


def _row(estate: _Estate, language: str) -> list[str]:
    row = estate.row
    name = f'<a href="{_link(estate, language)}">{html.escape(estate.name)}</a>'
    return [
        name,
        html.escape(row.street or ""),
        say.badge(estate.bucket, language),
        say.bar(row.percent),
        html.escape(_day(row.start_actual, row.start_plan, language)),
        html.escape(_day(row.finish_actual, row.finish_plan, language)),
    ]


def _day(actual: str | None, planned: str | None, language: str) -> str:
    """Return a date to the month: the actual one, else the planned one with a word."""
    if actual:
        return actual[:7]
    return f"{planned[:7]}{say.PLANNED.in_(language)}" if planned else ""


def _estate_page(site: _Site, estate: _Estate, language: str) -> str:
    row, preset = estate.row, secrecy.preset(secrecy.PUBLIC)
    entries = [codes.code("work_types", kind) for kind in row.works]
    joint = "、" if language == "zh" else ", "
    works = joint.join(each.words.in_(language) for each in entries if each)
    shown = [Area(shape, bucket, label) for shape, bucket, label in estate.buildings]
    facts = [
        (say.STREET, html.escape(row.street or "")),
        (say.STAGE, say.badge(estate.bucket, language)),
        (say.PROGRESS, say.bar(row.percent)),
        (say.START, html.escape(_day(row.start_actual, row.start_plan, language))),
        (say.FINISH, html.escape(_day(row.finish_actual, row.finish_plan, language))),
        (say.WORKS, html.escape(works)),
        (say.BUILDINGS, html.escape(_count(estate, preset, language))),
    ]
    rows = "".join(
        f"<dt>{html.escape(words.in_(language))}</dt><dd>{told}</dd>"
        for words, told in facts
        if told
    )
    map_ = public_svg.drawn(shown, (), estate.name)
    body = [
        f'<p><a href="{_index(language)}">← {say.BACK.in_(language)}</a></p>',
        _said(site, language),
        f"<dl>{rows}</dl>",
        text_or(map_, language),
        _legend(language) if map_ else "",
        public_pairs.markup(site.pairs.get(row.id, ()), language),
        _foot(site, language),
    ]
    return say.page(language, estate.name, _link(estate, _other(language)), body)


def _count(estate: _Estate, preset: secrecy.Secrecy, language: str) -> str:
    count = estate.row.building_count or len(estate.buildings)
    return say.COUNT.filled(count=preset.count(count)).in_(language) if count else ""


def _foot(site: _Site, language: str) -> str:
    facts, least = site.facts, secrecy.preset(secrecy.PUBLIC).least
    lines = [
        facts.approval.strip(),
        say.NOTE.filled(least=least).in_(language),
        say.MADE.filled(day=facts.made_on).in_(language) if facts.made_on else "",
    ]
    return "<footer>" + "".join(say.text("p", line) for line in lines if line) + "</footer>"


def _data(site: _Site, language: str) -> str:
    """Return the table as CSV; a text that begins like a formula gets a leading apostrophe."""
    made = io.StringIO()
    writer = csv.writer(made, lineterminator="\r\n")
    writer.writerow(_heads(language))
    for estate in site.estates:
        row = estate.row
        cells = [
            estate.name,
            row.street or "",
            stages.bucket_of(row.stage).words.in_(language),
            "" if row.percent is None else str(money.half_up(row.percent, 0)),
            _day(row.start_actual, row.start_plan, language),
            _day(row.finish_actual, row.finish_plan, language),
        ]
        writer.writerow([f"'{cell}" if cell[:1] in "=+-@\t\r" and cell else cell for cell in cells])
    return made.getvalue()
