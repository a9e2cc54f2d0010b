"""Commands that make a project file and that show one."""

from __future__ import annotations

import importlib
from pathlib import Path

import click

from renewtrack import bootstrap
from renewtrack.commands.terminal import DONE, Terminal, command, opened, project_file
from renewtrack.errors import UserError
from renewtrack.store import file
from renewtrack.words import Words

MADE = Words("已新建 {path}（{district}）", "Made {path} ({district})")


class NoScreen(UserError):
    """A window was asked for where there is no screen."""

    words = Words(
        "没有可用的显示器，无法打开窗口；文件没有改动。可以改用 query、print 等命令。",
        "There is no screen for a window; the file was not changed. Use query, print and the "
        "other commands instead.",
    )


@command("new")
@project_file
@click.option("--district", required=True, help="区县名称。Name of the district.")
@click.option("--code", default="", help="区划代码。Official code of the district.")
def new(terminal: Terminal, path: Path, district: str, code: str) -> int:
    """新建台账文件。Make a project file."""
    project = file.create(path, district, code)
    project.close()
    terminal.answer(
        {
            "path": str(path),
            "district": district,
            "code": code,
            "schema_version": project.schema_version,
        },
        MADE.filled(path=path, district=district),
    )
    return DONE


@command("open")
@project_file
def open_(terminal: Terminal, path: Path) -> int:
    """在窗口中打开。Open in the window."""
    with opened(path):  # a refusal belongs on the terminal, not into a window
        pass
    if not bootstrap.screen_is_there():
        raise NoScreen
    app = importlib.import_module("renewtrack.app")  # Qt, for this command alone
    terminal.answer({"path": str(path)})
    return int(app.main([str(path)]))
