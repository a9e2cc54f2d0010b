"""The walls of the house: who may import whom, where Qt and SQL stand, how long a room may be."""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterator

import pytest

from tests import source_tree
from tests.source_tree import Module

GROUND = {"words", "paths", "signs"}
STORE = GROUND | {"errors", "domain", "store"}
MAY_USE: dict[str, set[str]] = {
    "": set(),
    "words": {"signs"},
    "signs": set(),
    "paths": set(),
    "errors": GROUND,
    "domain": GROUND | {"errors"},
    "store": GROUND | {"errors", "domain"},
    "intake": STORE,
    "gis": STORE,
    "analysis": STORE,
    "maps": STORE,
    "printing": STORE | {"maps", "analysis"},
    "reports": STORE | {"maps", "analysis"},
    "exchange": STORE | {"gis"},
    "preferences": GROUND | {"errors"},
    "diagnosing": GROUND | {"errors", ""},
    "first_run": GROUND | {"errors"},
}
MIDDLE = STORE | {"intake", "gis", "analysis", "maps", "printing", "reports", "exchange"}
TOP = MIDDLE | {"", "preferences", "diagnosing", "demo"}
MAY_USE |= {
    "demo": MIDDLE,
    "ui": TOP,
    "cli": TOP,
    "sheet_reader": STORE | {"intake", "gis"},  # the process that reads files of any kind
    "commands": TOP,
    "app": TOP | {"ui"},
    "bootstrap": GROUND | {"errors", "first_run"},
    "__main__": {"cli"},
}
MAY_USE["commands"] |= {"app", "bootstrap", "first_run"}  # `open` shows the window
MAY_USE["cli"] |= {"commands", "first_run"}
MAY_USE["bootstrap"] |= {"app"}  # handed over to, once everything is installed

QT_STANDS_IN = {"ui", "printing", "app"}
STANDARD_LIBRARY_ONLY = {"domain", "words", "signs", "errors", "bootstrap", "first_run"}
SLOW = ("pandas", "folium", "openpyxl", "sqlite_utils", "branca", "PySide6.QtWebEngine")
SQL = re.compile(r"\s*(SELECT|INSERT|UPDATE|DELETE|CREATE|ALTER|DROP|PRAGMA|WITH)\s+[A-Z_a-z(\"*]")
PLAIN_WORDS = re.compile(r"\s*[A-Z][a-z]")  # "Update the row" is a sentence
LONGEST_MODULE, LONGEST_FUNCTION, LONGEST_CLASS = 400, 50, 250


def _ours() -> tuple[Module, ...]:
    return source_tree.modules()


def _trespasses(module: Module) -> list[str]:
    allowed = MAY_USE[module.part] | {module.part}
    found = []
    for imported in source_tree.imports(module):
        names = imported.target.split(".")
        if names[0] != "renewtrack":
            continue
        part = names[1] if len(names) > 1 and names[1] in MAY_USE else ""
        if part and part not in allowed:
            found.append(f"{module}:{imported.line} imports {part}")
    return found


@pytest.mark.parametrize("module", _ours(), ids=str)
def test_a_module_imports_only_what_stands_below_it(module: Module) -> None:
    assert module.part in MAY_USE, f"{module.part} has no place in the house: give it one here"
    assert not _trespasses(module)


def test_qt_stands_in_the_window_the_printing_and_the_app_alone() -> None:
    strays = [
        f"{module}:{imported.line}"
        for module in _ours()
        if module.part not in QT_STANDS_IN
        for imported in source_tree.imports(module)
        if imported.target.startswith("PySide6")
    ]
    assert not strays


def test_printing_draws_without_widgets() -> None:
    strays = [
        f"{module}:{imported.line}"
        for module in _ours()
        if module.part == "printing"
        for imported in source_tree.imports(module)
        if imported.target.startswith(("PySide6.QtWidgets", "PySide6.QtWebEngine"))
    ]
    assert not strays


def test_the_words_and_rules_of_the_office_need_the_standard_library_only() -> None:
    strays = [
        f"{module}:{imported.line} {imported.target}"
        for module in _ours()
        if module.part in STANDARD_LIBRARY_ONLY
        for imported in source_tree.imports(module)
        if imported.target.split(".")[0] not in {*sys.stdlib_module_names, "renewtrack"}
    ]
    assert not strays


def _texts(module: Module) -> Iterator[ast.Constant]:
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node


def test_sql_stands_in_the_store_alone() -> None:
    strays = [
        f"{module}:{text.lineno} {str(text.value)[:40]!r}"
        for module in _ours()
        if module.part != "store"
        for text in _texts(module)
        if SQL.match(str(text.value)) and not PLAIN_WORDS.match(str(text.value))
    ]
    assert not strays


def test_nothing_slow_is_imported_before_the_window_is_there() -> None:
    strays = [f"{place} {target}" for place, target in _slow_on_the_way_to_the_window()]
    assert not strays


def _slow_on_the_way_to_the_window() -> Iterator[tuple[str, str]]:
    """Follow the imports that run when the app's module is read, from module to module."""
    by_name = {module.name: module for module in _ours()}
    waiting, seen = ["renewtrack.app"], set[str]()
    while waiting:
        name = waiting.pop()
        if name in seen or name not in by_name:
            continue
        seen.add(name)
        for imported in source_tree.imports(by_name[name]):
            if not imported.at_start:
                continue
            if imported.target.startswith(SLOW):
                yield f"{by_name[name]}:{imported.line}", imported.target
            waiting += [imported.target, imported.target.rpartition(".")[0]]


@pytest.mark.parametrize("module", _ours(), ids=str)
def test_a_module_says_in_one_sentence_what_it_is(module: Module) -> None:
    text = ast.get_docstring(module.tree)
    assert text, f"{module} has no docstring"
    sentence = text.partition("\n\n")[0].replace("\n", " ")
    assert sentence.endswith((".", "。")), f"{module}: {sentence}"


def test_no_room_is_so_long_that_a_reader_gets_lost() -> None:
    strays = [line for module in _ours() for line in _long_places(module)]
    assert not strays


def _long_places(module: Module) -> Iterator[str]:
    length = len(module.path.read_text("utf-8").splitlines())
    if length > LONGEST_MODULE:
        yield f"{module} has {length} lines"
    for node in ast.walk(module.tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            length = (node.end_lineno or node.lineno) - node.lineno + 1
            longest = LONGEST_CLASS if isinstance(node, ast.ClassDef) else LONGEST_FUNCTION
            if length > longest:
                yield f"{module}:{node.lineno} {node.name} has {length} lines"


def test_no_module_hides_behind_a_name_that_says_nothing() -> None:
    empty_names = {"utils", "util", "helpers", "helper", "common", "misc", "base", "manager"}
    assert not [str(module) for module in _ours() if module.path.stem in empty_names]
