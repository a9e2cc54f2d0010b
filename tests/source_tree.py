"""The program's own source as syntax trees, for the tests that check how the house is built."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "renewtrack"


@dataclass(frozen=True, slots=True)
class Module:
    """One source file, its dotted name and its tree."""

    path: Path
    name: str
    tree: ast.Module

    @property
    def part(self) -> str:
        """The part of the house it stands in: the first name below ``renewtrack``."""
        return [*self.name.split("."), ""][1]

    def __str__(self) -> str:
        return str(self.path.relative_to(ROOT))


@dataclass(frozen=True, slots=True)
class Import:
    """One imported name, and whether it is read when the module itself is."""

    target: str
    line: int
    at_start: bool


@cache
def modules() -> tuple[Module, ...]:
    """Read every module of the program."""
    return tuple(_module(path) for path in sorted(PACKAGE.rglob("*.py")))


def _module(path: Path) -> Module:
    parts = path.relative_to(ROOT).with_suffix("").parts
    name = ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
    return Module(path, name, ast.parse(path.read_text("utf-8"), str(path)))


def imports(module: Module) -> Iterator[Import]:
    """Yield what a module imports; what stands under ``if TYPE_CHECKING`` is no import."""
    yield from _imports(module, module.tree.body, at_start=True)


def _imports(module: Module, body: list[ast.stmt], *, at_start: bool) -> Iterator[Import]:
    for node in body:
        if isinstance(node, ast.Import):
            yield from (Import(alias.name, node.lineno, at_start) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            origin = _origin(module, node)
            for alias in node.names:
                yield Import(f"{origin}.{alias.name}", node.lineno, at_start)
        elif isinstance(node, ast.If) and "TYPE_CHECKING" in ast.dump(node.test):
            yield from _imports(module, node.orelse, at_start=at_start)
        else:
            inside = isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
            yield from _imports(module, _statements(node), at_start=at_start and not inside)


def _origin(module: Module, node: ast.ImportFrom) -> str:
    if not node.level:
        return node.module or ""
    parts = module.name.split(".")
    keep = len(parts) - node.level + (module.path.name == "__init__.py")
    return ".".join([*parts[:keep], *filter(None, [node.module])])


def _statements(node: ast.AST) -> list[ast.stmt]:
    """Return the statements directly below a node, through handlers and match cases."""
    found: list[ast.stmt] = []
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.stmt):
            found.append(child)
        elif isinstance(child, ast.ExceptHandler | ast.match_case):
            found.extend(_statements(child))
    return found
