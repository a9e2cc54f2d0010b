"""Commands that look at the health of a file, and at what the machine has."""

from __future__ import annotations

import os
import platform
import sqlite3
import sys
from importlib import metadata
from pathlib import Path

import click

import renewtrack
from renewtrack import bootstrap, paths
from renewtrack.commands.terminal import (
    DONE,
    FINDINGS,
    Terminal,
    command,
    opened,
    project_file,
    who,
)
from renewtrack.first_run import chinese_font, system_libraries
from renewtrack.store import backups, damage, health, salvage_report, salvaging
from renewtrack.store.damage import Damage
from renewtrack.store.health import Finding
from renewtrack.store.refusing import DamagedFile
from renewtrack.words import Words

WHOLE = Words("{path} 完好：{checks} 项检查全部通过", "{path} is whole: all {checks} checks passed")
SALVAGE = Words(
    "文件保持原样。请恢复最近的完好备份；没有备份时，用 renewtrack salvage 抢救可读的内容。",
    "The file was left as it is. Restore the newest good backup; where there is none, use "
    "renewtrack salvage to take out what can be read.",
)
FAULT = Words("备份 {name}：{what}", "Backup {name}: {what}")
BACKUPS = Words("备份 {all} 份，{good} 份完好", "{good} of {all} backups are good")
SALVAGED = Words("新文件：{out}\n报告：{report}", "New file: {out}\nReport: {report}")
PACKAGES = (
    *("PySide6", "sqlite-utils", "folium", "pandas", "openpyxl", "python-calamine"),
    *("shapely", "pyproj", "pyogrio", "click"),
)


@command("check")
@project_file
@click.option(
    "--backups",
    "with_backups",
    is_flag=True,
    help="同时逐份核对备份。Compare every backup with its manifest, too.",
)
def check(terminal: Terminal, path: Path, with_backups: bool) -> int:
    """检查文件是否完好。Check that a file is whole."""
    findings, hit = _examined(path)
    verified = _verified(path) if with_backups else {}
    bad = [each for faults in verified.values() for each in faults]
    terminal.answer(
        {
            "path": str(path),
            "checks": list(health.CHECKS),
            "damaged_tables": list(hit.tables),
            "readable": hit.readable,
            "findings": [
                {"check": finding.check, "message": finding.words.in_(terminal.language)}
                for finding in findings
            ],
            **({"backups": _told(verified, terminal.language)} if with_backups else {}),
        },
        *(finding.words for finding in findings),
        *([] if findings else [WHOLE.filled(path=path, checks=len(health.CHECKS))]),
        *([SALVAGE.filled(path=path)] if hit else []),
        *bad,
        *([BACKUPS.filled(good=_good(verified), all=len(verified))] if with_backups else []),
    )
    return FINDINGS if findings or bad else DONE


@command("salvage")
@project_file
@click.argument("out", metavar="OUT", type=click.Path(path_type=Path))
def salvage(terminal: Terminal, path: Path, out: Path) -> int:
    """把损坏文件中可读的内容抢救到新文件。Salvage what can be read into a new file."""
    report = salvaging.salvage(path, out, who=who())
    terminal.answer(
        {**salvage_report.document(report), "report": str(salvage_report.text_path(out))},
        *report.words,
        SALVAGED.filled(out=out, report=salvage_report.text_path(out)),
    )
    return DONE if report.whole else FINDINGS


def _verified(path: Path) -> dict[str, list[Words]]:
    """Return by the name of each backup what is wrong with it."""
    return {
        each.name: [FAULT.filled(name=each.name, what=what) for what in backups.verify(each)]
        for each in backups.all(path)
    }


def _good(verified: dict[str, list[Words]]) -> int:
    return sum(not faults for faults in verified.values())


def _told(verified: dict[str, list[Words]], language: str) -> list[dict[str, object]]:
    return [
        {"name": name, "good": not faults, "findings": [each.in_(language) for each in faults]}
        for name, faults in verified.items()
    ]


def _examined(path: Path) -> tuple[tuple[Finding, ...], Damage]:
    """Run every check; of a file that cannot be opened any more, tell which tables are hit."""
    try:
        with opened(path) as project:
            return health.findings(project.db), Damage()
    except DamagedFile:
        hit = damage.look(path)
        if not hit:
            raise
        return health.of_damage(hit), hit


@command("doctor")
def doctor(terminal: Terminal) -> int:
    """查看本机情况。Tell what this machine has."""
    missing = _missing_libraries()
    found = {
        "renewtrack": renewtrack.__version__,
        "python": platform.python_version(),
        "system": platform.platform(),
        "sqlite": sqlite3.sqlite_version,
        "packages": {name: metadata.version(name) for name in PACKAGES},
        "missing_libraries": missing,
        "chinese_font": chinese_font.present() if sys.platform.startswith("linux") else True,
        "screen": bootstrap.screen_is_there(),
        "places": {
            "program": str(paths.ROOT),
            "preferences": str(paths.config_folder()),
            "project_files": str(paths.data_folder()),
            "logs": str(paths.log_folder()),
        },
    }
    terminal.answer(found, *(Words(line, line) for line in _lines(found)))
    return FINDINGS if missing or not found["chinese_font"] else DONE


def _missing_libraries() -> list[str]:
    if not sys.platform.startswith("linux"):
        return []
    with_screen = bool(os.environ.get("DISPLAY"))
    return [
        library.soname
        for library in system_libraries.missing()
        if with_screen or not library.screen_only
    ]


def _lines(found: dict[str, object], indent: str = "") -> list[str]:
    lines = []
    for name, value in found.items():
        if isinstance(value, dict):
            lines += [f"{indent}{name}", *_lines(value, indent + "  ")]
        else:
            told = " ".join(value) if isinstance(value, list) else value
            lines.append(f"{indent}{name}  {told}")
    return lines
