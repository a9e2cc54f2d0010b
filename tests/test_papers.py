"""What is written beside the program stays true: licences, links, pages in both languages."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from renewtrack import commands
from tests.source_tree import ROOT

PAPERS = [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]
LINK = re.compile(r"\]\((?!https?:)([^)#]+)\)")
MANUAL = ROOT / "docs" / "manual"


@pytest.mark.parametrize("paper", PAPERS, ids=lambda paper: str(paper.relative_to(ROOT)))
def test_every_link_leads_somewhere(paper: Path) -> None:
    targets = LINK.findall(paper.read_text("utf-8"))
    assert [target for target in targets if not (paper.parent / target).exists()] == []


def test_every_package_of_the_lock_is_named_with_its_licence() -> None:
    lock = (ROOT / "requirements.lock").read_text("utf-8")
    named = (ROOT / "THIRD_PARTY.md").read_text("utf-8")
    pinned = re.findall(r"^([\w.-]+)==([^\s;]+)", lock, re.MULTILINE)
    lacking = [
        name
        for name, version in pinned
        if not re.search(rf"\| {re.escape(name)} \| .*{re.escape(version)}.* \| \S", named)
    ]
    assert not lacking


def test_the_manual_has_the_same_pages_in_both_languages() -> None:
    pages = {
        language: sorted(page.name[:2] for page in (MANUAL / language).glob("*.md"))
        for language in ("zh", "en")
    }
    assert pages["zh"] == pages["en"]


@pytest.mark.parametrize("page", ["zh/08-命令行.md", "en/08-command-line.md"])
def test_the_manual_tells_of_every_command_and_of_no_other(page: str) -> None:
    told = set(re.findall(r"^\| .*", (MANUAL / page).read_text("utf-8"), re.MULTILINE))
    words = {word for row in told for word in re.findall(r"`([a-z-]+)[ `]", row.split("|")[1])}
    assert words == {command.name for command in commands.COMMANDS}


def test_the_readme_tells_the_same_commands_in_both_languages() -> None:
    block = re.compile(r"```bash\n(.*?)```", re.DOTALL)
    lines = [
        [
            re.sub(r"\s*#.*|\S+\.(gpkg|pdf|xlsx)", "", line)
            for text in block.findall((ROOT / name).read_text("utf-8"))
            for line in text.splitlines()
        ]
        for name in ("README.md", "README.en.md")
    ]
    assert lines[0] == lines[1]
