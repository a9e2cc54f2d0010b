"""The parts of a workbook's file: one sheet changed, what points to it moved, the rest copied."""

from __future__ import annotations

import html
import posixpath
import re
import zipfile
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from xml.sax.saxutils import escape

from renewtrack.errors import UserError
from renewtrack.intake import references, sheet_followers, sheet_formulas
from renewtrack.intake.references import Shift
from renewtrack.intake.sheet_formulas import Changed
from renewtrack.intake.sheet_xml import NotPlain, SheetXml, attributes
from renewtrack.words import Words

SUFFIXES = (".xlsx", ".xlsm", ".xltx", ".xltm")
_RELATION = re.compile(r"<(?:[\w.-]+:)?Relationship\b([^>]*?)/?>")
_SHEET = re.compile(r"<(?:[\w.-]+:)?sheet\b([^>]*?)/?>")
_DEFINED = re.compile(r"(<(?:[\w.-]+:)?definedName\b([^>]*)>)([^<]*)(</)")
_AFTER = ("definedNames", "externalReferences", "functionGroups", "sheets")


class CannotFill(UserError):
    """The workbook is of a form that cannot be filled without losing something."""

    words = Words(
        "“{name}”不能直接填写：只有 xlsx、xlsm 工作簿可以保留全部格式填写。没有写出任何内容。"
        "请用 Excel 或 WPS 把它另存为 xlsx，再填写。",
        "“{name}” cannot be filled in place: only an xlsx or xlsm workbook keeps all its looks. "
        "Nothing was written. Save it as xlsx in Excel or WPS, then fill that.",
    )


class BookParts:
    """A workbook's members, read when they are needed and copied as they are where they are not."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.new: dict[str, bytes | None] = {}  # None: left out
        self._quoted: dict[str | None, str] = {}
        try:
            with zipfile.ZipFile(path) as archive:
                self.names = archive.namelist()
            self.book = self._main()
        except (OSError, zipfile.BadZipFile, KeyError, StopIteration) as unfit:
            raise CannotFill(name=path.name) from unfit
        self.sheets = dict(self._sheets())

    def text(self, member: str) -> str:
        """Return a member as text; raises CannotFill where it is none."""
        content = self.new.get(member)
        if content is None:
            with zipfile.ZipFile(self.path) as archive:
                content = archive.read(member)
        try:
            return content.decode("utf-8-sig")
        except UnicodeDecodeError as unfit:
            raise CannotFill(name=self.path.name) from unfit

    def sheet(self, name: str) -> SheetXml:
        """Return a sheet taken apart; raises CannotFill."""
        with zipfile.ZipFile(self.path) as archive:
            try:
                return SheetXml.read(archive.read(self.sheets[name]))
            except (KeyError, NotPlain, ValueError) as unfit:
                raise CannotFill(name=self.path.name) from unfit

    def finish(self, name: str, sheet: SheetXml, shift: Shift | None) -> None:
        """Take a changed sheet in, move what points to it, and mark old results to be redone."""
        changed = Changed(sheet.changed)
        if sheet.changed:
            names = frozenset(self._names_into(name))
            sheet_formulas.drop_stale(sheet, changed, name, names=names)
        self.new[self.sheets[name]] = sheet.bytes()
        for other in self.sheets:
            if other != name:
                self._other(other, name, shift, changed)
        if shift is not None:
            self._follow(name, shift)
            self._drop_chain()
        if sheet.changed:
            self._recompute()

    def quoted(self, style: str | None) -> str:
        """Return a style like another whose text is marked as text, as a typed ' marks it."""
        if style not in self._quoted:
            self._quoted[style] = self._marked(style)
        return self._quoted[style]

    def _marked(self, style: str | None) -> str:
        member = self._related(self.book, "styles")
        words = self.text(member)
        found = re.search(
            r"<((?:[\w.-]+:)?)cellXfs\b([^>]*)>(.*?)</(?:[\w.-]+:)?cellXfs>", words, re.S
        )
        if found is None:
            return style or "0"
        p = found[1]
        each = re.findall(rf"<{p}xf\b[^>]*?/>|<{p}xf\b.*?</{p}xf>", found[3], re.S)
        own = each[int(style or 0)] if int(style or 0) < len(each) else each[0]
        marked = re.sub(r'\squotePrefix="[^"]*"', "", own)
        marked = marked.replace(f"<{p}xf", f'<{p}xf quotePrefix="1"', 1)
        if marked in each:
            return str(each.index(marked))
        told = re.sub(r'count="[0-9]*"', f'count="{len(each) + 1}"', found[2])
        block = f"<{p}cellXfs{told}>{found[3]}{marked}</{p}cellXfs>"
        words = words[: found.start()] + block + words[found.end() :]
        self.new[member] = words.encode("utf-8")
        return str(len(each))

    @property
    def from_1904(self) -> bool:
        """Tell whether the workbook counts its days from 1904."""
        return bool(re.search(r'date1904="(1|true)"', self.text(self.book)))

    def write(self, target: Path) -> None:
        """Write the workbook, members that are not changed byte for byte."""
        with zipfile.ZipFile(self.path) as old, zipfile.ZipFile(target, "w") as made:
            for member in old.infolist():
                content = self.new.get(member.filename, b"")
                if member.filename not in self.new:
                    content = old.read(member)
                if content is None:
                    continue
                kept = zipfile.ZipInfo(member.filename, member.date_time)
                kept.compress_type = member.compress_type
                kept.external_attr = member.external_attr
                kept.create_system = member.create_system
                made.writestr(kept, content)

    def _main(self) -> str:
        return next(
            target for kind, target, _ in self._relations("") if kind.endswith("/officeDocument")
        )

    def _sheets(self) -> Iterator[tuple[str, str]]:
        targets = {key: target for _, target, key in self._relations(self.book)}
        for found in _SHEET.finditer(self.text(self.book)):
            told = attributes(found[1])
            key = next((told[name] for name in told if name.endswith(":id")), "")
            if key in targets:
                yield html.unescape(told["name"]), targets[key]

    def _relations(self, member: str) -> list[tuple[str, str, str]]:
        """Return type, target and id of what a member is tied to."""
        folder, name = posixpath.split(member)
        relations = posixpath.join(folder, "_rels", f"{name}.rels")
        if relations not in self.names:
            return []
        found = []
        for one in _RELATION.finditer(self.text(relations)):
            told = attributes(one[1])
            if told.get("TargetMode") != "External":
                target = posixpath.normpath(
                    posixpath.join("/", folder, html.unescape(told["Target"]))
                )
                found.append((told["Type"], target.lstrip("/"), told["Id"]))
        return found

    def _related(self, member: str, kind: str) -> str:
        return next(
            target for told, target, _ in self._relations(member) if told.endswith(f"/{kind}")
        )

    def _names_into(self, name: str) -> Iterator[str]:
        for found in _DEFINED.finditer(self.text(self.book)):
            needs = references.needs(html.unescape(found[3]), name, own=False)
            if needs.boxes or needs.blind:
                yield html.unescape(attributes(found[2]).get("name", "")).casefold()

    def _other(self, other: str, name: str, shift: Shift | None, changed: Changed) -> None:
        """Move what another sheet says of the changed one, and drop results that are old."""
        member = self.sheets[other]
        if member not in self.names or escape(name) not in self.text(member):
            return
        try:
            sheet = self.sheet(other)
        except CannotFill:
            return
        if shift is not None:
            _follow_elsewhere(sheet, shift, name)
            sheet.tail = sheet_followers.formulas(sheet.tail, shift, name)
        sheet_formulas.drop_stale(sheet, changed, name, own=False)
        content = sheet.bytes()
        if content.decode("utf-8") != self.text(member):
            self.new[member] = content

    def _follow(self, name: str, shift: Shift) -> None:
        words = self.text(self.book)
        moved = _DEFINED.sub(sheet_followers.text(shift, name, 3), words)
        if moved != words:
            self.new[self.book] = moved.encode("utf-8")
        for kind, member, _ in self._relations(self.sheets[name]):
            if member in self.names:
                self._change(member, partial(sheet_followers.part, kind=kind, shift=shift))
        for member in self.names:
            if re.match(r"xl/(charts|pivotCache)/[^/]+\.xml$", member):
                self._change(member, partial(sheet_followers.pointing, shift=shift, name=name))

    def _change(self, member: str, change: Callable[[str], str]) -> None:
        words = self.text(member)
        after = change(words)
        if after != words:
            self.new[member] = after.encode("utf-8")

    def _drop_chain(self) -> None:
        """Leave out the list of formulas in their order, which programs make anew."""
        for kind, member, key in self._relations(self.book):
            if not kind.endswith("/calcChain"):
                continue
            self.new[member] = None
            folder, name = posixpath.split(self.book)
            relations = posixpath.join(folder, "_rels", f"{name}.rels")
            self._change(relations, partial(_without, tag="Relationship", told=f'Id="{key}"'))
            part = f'PartName="/{member}"'
            self._change("[Content_Types].xml", partial(_without, tag="Override", told=part))

    def _recompute(self) -> None:
        words = self.text(self.book)
        found = re.search(r"<(?:[\w.-]+:)?calcPr\b([^>]*?)/?>", words)
        if found is not None:
            if "fullCalcOnLoad" in found[1]:
                after = re.sub(r'fullCalcOnLoad="[^"]*"', 'fullCalcOnLoad="1"', words)
            else:
                after = words[: found.end(1)] + ' fullCalcOnLoad="1"' + words[found.end(1) :]
        else:
            after = _with_calculation(words)
        self.new[self.book] = after.encode("utf-8")


def _follow_elsewhere(sheet: SheetXml, shift: Shift, name: str) -> None:
    """Move what the formulas of another sheet say of the one where rows came in."""
    moved = {
        (row, cell.column): after
        for row, cell, _, words in sheet_formulas.each(sheet)
        if (after := references.shifted(words, shift, name, own=False)) != words
    }
    if not moved:
        return
    sheet_formulas.written_out(sheet)
    for row, cell, told, _ in list(sheet_formulas.each(sheet)):
        if (row, cell.column) in moved:
            sheet_formulas.with_formula(cell, told, moved[row, cell.column], sheet.prefix)
            sheet.touch(row, cell)


def _with_calculation(words: str) -> str:
    for name in _AFTER:
        found = re.search(rf"</((?:[\w.-]+:)?){name}>|<((?:[\w.-]+:)?){name}\s*/>", words)
        if found:
            p = found[1] or found[2] or ""
            return f'{words[: found.end()]}<{p}calcPr fullCalcOnLoad="1"/>{words[found.end() :]}'
    return words


def _without(words: str, tag: str, told: str) -> str:
    return re.sub(rf"<(?:[\w.-]+:)?{tag}\b[^>]*?{re.escape(told)}[^>]*?/>", "", words)
