"""Every text that a person meets stands in Chinese and in English, with the same gaps to fill."""

from __future__ import annotations

import ast
import re
import string
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from tests import source_tree
from tests.source_tree import ROOT, Module

CHINESE = re.compile(r"[\u3400-\u9fff]")
RESOURCES = sorted((ROOT / "resources").rglob("*.toml"))


@dataclass(frozen=True, slots=True)
class Said:
    """One text of the source in both languages and where it stands."""

    place: str
    zh: str
    en: str


def _texts(module: Module) -> Iterator[Said]:
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            texts = [_plain(argument) for argument in node.args]
            if node.func.id == "Words" and len(texts) == 2 and None not in texts:
                yield Said(f"{module}:{node.lineno}", str(texts[0]), str(texts[1]))


def _plain(node: ast.expr) -> str | None:
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else None


def _gaps(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


def _everything() -> list[Said]:
    return [said for module in source_tree.modules() for said in _texts(module)]


def test_every_text_has_both_languages_or_neither() -> None:
    # A measure word such as 行 may have no counterpart.
    halves = [
        said.place
        for said in _everything()
        if bool(said.zh) != bool(said.en) and len(said.zh + said.en) > 1
    ]
    assert not halves


def test_the_english_text_is_not_chinese() -> None:
    # A proper noun or a sign of the sheet may be quoted; a whole Chinese sentence may not stand.
    strays = [
        said.place
        for said in _everything()
        if len(CHINESE.findall(said.en)) > max(6, len(said.en) // 4)
    ]
    assert not strays


def test_both_languages_fill_the_same_gaps() -> None:
    differing = [said.place for said in _everything() if _gaps(said.zh) != _gaps(said.en)]
    assert not differing


def _labels(value: object, place: str) -> Iterator[tuple[str, dict[str, object]]]:
    """Yield every table of a code list that has a label in one of the languages."""
    if isinstance(value, dict):
        if {"zh", "en"} & value.keys():
            yield place, value
        for key, below in value.items():
            yield from _labels(below, f"{place}.{key}")
    elif isinstance(value, list):
        for number, below in enumerate(value):
            yield from _labels(below, f"{place}[{number}]")


@pytest.mark.parametrize("path", RESOURCES, ids=lambda path: path.name)
def test_every_code_has_a_label_in_both_languages(path: object) -> None:
    document = tomllib.loads((ROOT / str(path)).read_text("utf-8"))
    lacking = [
        place for place, table in _labels(document, "") if not (table.get("zh") and table.get("en"))
    ]
    assert not lacking
