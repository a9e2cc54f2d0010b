"""A Word template that an office has edited: opened with suspicion, filled, its faults placed."""

from __future__ import annotations

import difflib
import html
import re
import traceback
import zipfile
from collections.abc import Callable, Mapping
from copy import deepcopy
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from renewtrack import paths
from renewtrack.errors import Cancelled, UserError
from renewtrack.reports.word_tables import STYLES
from renewtrack.words import Words

if TYPE_CHECKING:
    from jinja2.sandbox import SandboxedEnvironment

LARGEST, LARGEST_OPENED = 30_000_000, 150_000_000  # bytes, as a file and unpacked
_LONGEST_PLACE = 40
_LONGEST_PROPERTY = 255
_HERE = Path(__file__).parent
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_NO_HOME = frozenset(f"{_W}{each}" for each in ("p", "r", "t"))  # where no table may stand
_FILTERS = ("default", "first", "float", "int", "join", "last", "length", "round", "sum", "trim")
_PARAGRAPH = re.compile(r"(?=<w:p[ >])")
_TAG = re.compile(r"<[^>]+>")
_UNKNOWN = re.compile(r"'([^']+)' is undefined|has no attribute '([^']+)'|no element '?([^']+)'?")


class NoTemplate(UserError):
    """The template cannot be read as a document of Word."""

    words = Words(
        "模板“{name}”读不出来：它不是 .docx 文件，或者已经损坏、太大、正被其他程序占用。"
        "没有生成报告。请在 Word 里把它另存为 .docx 再试，或者改用自带模板。",
        "The template “{name}” cannot be read: it is no .docx file, or damaged, too large, or held "
        "by another program. No report was made. Save it as .docx in Word and try again, or use "
        "the built-in template.",
    )


class BrokenTemplate(UserError):
    """The template's own marks cannot be filled."""

    words = Words(
        "模板“{name}”在“{place}”这里填不进去：{why}。没有生成报告。请在 Word 里改好这一处再试；"
        "可用的名称列在使用手册第 12 篇。",
        "The template “{name}” cannot be filled at “{place}”: {why}. No report was made. Mend this "
        "place in Word and try again; page 12 of the manual lists the names.",
    )


SYNTAX = Words(
    "双花括号或 {% … %} 不成对，或者写法不对", "braces or {% … %} do not pair, or are misspelt"
)
UNKNOWN = Words("没有“{unknown}”这个名称", "there is no name “{unknown}”")
NEAREST = Words(
    "没有“{unknown}”这个名称，是不是“{nearest}”", "there is no name “{unknown}”; is it “{nearest}”"
)
FAILED = Words("这里的算式算不出来", "what stands here cannot be reckoned")
UNBALANCED = Words(
    "表格行或段落的循环、条件没有在同一层开始和结束（{%tr … %}、{%p … %} 要各占一行）",
    "a loop or condition over rows or paragraphs does not begin and end on one level ({%tr … %} "
    "and {%p … %} each take a line of their own)",
)
ALONE = Words(
    "整张表要用 {{p 表号 }} 单独占一段，段里不能有别的字",
    "a whole table takes a paragraph of its own, {{p number }}, with nothing else in it",
)


def filled(path: Path, told: Callable[[Mapping[str, str]], dict[str, Any]]) -> bytes:
    """Return the template of a path, filled, as the content of a .docx.

    ``told`` gets the ids of the styles of tables by their names, and returns every name that
    the template may use. Raises NoTemplate, BrokenTemplate, and what ``told`` raises.
    """
    content = _checked(path)
    template = _opened(content, path.name)
    names = told(_styles(template))
    template.names = names
    template.render(names, _environment(), autoescape=True)
    _describe(template, str(names["title"]), str(names["office"]))
    made = BytesIO()
    template.save(made)
    return made.getvalue()


def _styles(template: Any) -> dict[str, str]:
    """Return the ids of the styles that tables wear; those that are missing are lent."""
    from docx import Document

    styles = template.docx.styles
    ids = {style.name: style.style_id for style in styles}
    missing = [name for name in STYLES if name not in ids]
    if missing:
        lender = Document(str(paths.resources("reports", "month.docx"))).styles
        for name in missing:
            lent = deepcopy(lender[name].element)
            styles.element.append(lent)
            ids[name] = lent.get(f"{_W}styleId")
    return {name: ids[name] for name in STYLES}


def _checked(path: Path) -> bytes:
    """Return the file's bytes; a document that would unpack beyond measure is refused."""
    try:
        if path.stat().st_size > LARGEST:
            raise NoTemplate(name=path.name)
        content = path.read_bytes()
        with zipfile.ZipFile(BytesIO(content)) as packed:
            size = sum(each.file_size for each in packed.infolist())
    except (OSError, zipfile.BadZipFile, ValueError) as refused:
        raise NoTemplate(name=path.name) from refused
    if size > LARGEST_OPENED:
        raise NoTemplate(name=path.name)
    return content


def _environment() -> SandboxedEnvironment:
    """Return the rules of filling: nothing of Python is reached, an unknown name is a fault."""
    from jinja2 import StrictUndefined
    from jinja2.exceptions import SecurityError
    from jinja2.sandbox import ImmutableSandboxedEnvironment

    class Rules(ImmutableSandboxedEnvironment):
        """Multiplies figures alone: a list taken a thousand million times would fill the memory."""

        intercepted_binops = frozenset(("*", "**"))

        def call_binop(self, context: Any, operator: str, left: Any, right: Any) -> Any:
            figures = isinstance(left, int | float) and isinstance(right, int | float)
            if operator == "**" or not figures:
                raise SecurityError(operator)
            return super().call_binop(context, operator, left, right)

    rules = Rules(
        autoescape=True,
        undefined=StrictUndefined,
        finalize=lambda value: "" if value is None else value,
    )
    rules.globals.clear()
    rules.filters = {name: rules.filters[name] for name in _FILTERS}
    return rules


def _opened(content: bytes, name: str) -> Any:
    """Return the template, whose faults come out as BrokenTemplate. Raises NoTemplate."""
    from docx.opc.exceptions import PackageNotFoundError
    from docxtpl import DocxTemplate
    from lxml import etree

    class Placing(DocxTemplate):  # type: ignore[misc]
        """Knows where in its text it could not be filled."""

        names: ClassVar[Mapping[str, Any]] = {}

        def render_xml_part(self, source: str, *rest: Any) -> str:
            try:
                made = str(super().render_xml_part(source, *rest))
            except (UserError, Cancelled):
                raise
            except Exception as fault:  # a template may fail in any way
                if _ours(fault):
                    raise
                raise _told(fault, name, source, self.names) from fault
            _check(made, name, source)
            return made

        def render_properties(self, *_: Any) -> None:
            """Leave the properties: they are set as plain values."""

    template = Placing(BytesIO(content))
    try:
        template.init_docx()
    except (PackageNotFoundError, KeyError, ValueError, OSError, etree.XMLSyntaxError) as refused:
        raise NoTemplate(name=name) from refused
    return template


def _check(made: str, name: str, source: str) -> None:
    """Raise BrokenTemplate where what was filled in is no document any more."""
    from lxml import etree

    try:
        tree = etree.fromstring(made.encode("utf-8"), etree.XMLParser(huge_tree=True))
    except etree.XMLSyntaxError as fault:
        raise BrokenTemplate(name=name, place=_first_mark(source), why=UNBALANCED) from fault
    for table in tree.iter(f"{_W}tbl"):
        parent = table.getparent()
        if parent is not None and parent.tag in _NO_HOME:
            place = "".join(parent.itertext())[:_LONGEST_PLACE]
            raise BrokenTemplate(name=name, place=place, why=ALONE)


def _describe(template: Any, title: str, author: str) -> None:
    """Put title and author into the document's properties, which take 255 signs each."""
    told = template.docx.core_properties
    told.title, told.author = title[:_LONGEST_PROPERTY], author[:_LONGEST_PROPERTY]


def _told(fault: Exception, name: str, source: str, names: Mapping[str, Any]) -> BrokenTemplate:
    """Return where in the template's text a fault stands, and what it is."""
    from jinja2 import TemplateSyntaxError, UndefinedError

    lines = _PARAGRAPH.split(source)  # the lines that the filling counts
    line = getattr(fault, "lineno", None) or _line(fault)
    place = _words(lines[line - 1]) if 0 < line <= len(lines) else ""
    place = place or _first_mark(source)
    if isinstance(fault, TemplateSyntaxError):
        return BrokenTemplate(name=name, place=place, why=SYNTAX)
    if isinstance(fault, UndefinedError):
        found = _UNKNOWN.search(str(fault))
        unknown = next((each for each in found.groups() if each), "?") if found else "?"
        near = difflib.get_close_matches(unknown, list(names), 1)
        why = (
            NEAREST.filled(unknown=unknown, nearest=near[0])
            if near
            else UNKNOWN.filled(unknown=unknown)
        )
        return BrokenTemplate(name=name, place=place, why=why)
    return BrokenTemplate(name=name, place=place, why=FAILED)


def _ours(fault: Exception) -> bool:
    """Tell whether a fault came up in what the template was given, not in the template."""
    from jinja2 import TemplateError

    if isinstance(fault, TemplateError):
        return False
    frames = traceback.extract_tb(fault.__traceback__)
    return str(_HERE) in frames[-1].filename


def _line(fault: Exception) -> int:
    """Return the line of the template where a fault came up, 0 where that is not known."""
    frames = traceback.extract_tb(fault.__traceback__)
    found = [frame.lineno for frame in frames if frame.filename == "<template>"]
    return (found[-1] or 0) if found else 0


def _words(markup: str) -> str:
    """Return the text of a paragraph, shortened around its first mark."""
    words = html.unescape(_TAG.sub("", markup)).strip()
    start = max(words.find("{") - _LONGEST_PLACE // 2, 0)
    return words[start : start + _LONGEST_PLACE]


def _first_mark(source: str) -> str:
    """Return the first paragraph that holds a mark, for a fault without a place."""
    marked = (each for each in map(_words, _PARAGRAPH.split(source)) if "{" in each)
    return next(marked, "")
