"""The command line: the same functions as the window, for scripts and acceptance."""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import click

import renewtrack
from renewtrack import commands, diagnosing, paths
from renewtrack.commands.terminal import REFUSED, WRONG_USE
from renewtrack.first_run import telling
from renewtrack.words import Words

OUR_FAULT = Words(
    "程序内部出错，本次操作没有完成。经过记录在 {log}，请把它发给维护人员。",
    "The program failed inside and this command was not completed. What happened is in {log}; "
    "please send it to the maintainers.",
)
STOPPED = 130  # as shells report Ctrl+C
RECORDS = 10  # of failures that are kept


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(renewtrack.__version__, prog_name="renewtrack")
def group() -> None:
    """更新台账：离线的城市更新台账工具。An offline tracker for urban renewal.

    退出码 exit codes: 0 完成 done; 1 完成但有拒绝的行或发现的问题 done with rejected rows or
    findings; 2 用法错误 wrong use; 3 拒绝执行并说明原因 refused, with the reason.
    """


for _command in commands.COMMANDS:
    group.add_command(_command)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; return its exit code, never a traceback."""
    telling.speak_utf8()
    with diagnosing.strays_caught(_record):
        return _run(arguments)


def _run(arguments: Sequence[str] | None) -> int:
    try:
        return int(group.main(arguments, prog_name="renewtrack", standalone_mode=False) or 0)
    except click.ClickException as wrong:
        wrong.show()
        return WRONG_USE
    except (click.Abort, KeyboardInterrupt):
        return STOPPED
    except BrokenPipeError:  # the reader of our output has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except Exception as fault:  # noqa: BLE001 - the process ends here
        return _failed(fault)


def _failed(fault: Exception) -> int:
    """Keep for the maintainers where it failed, no data, and give the person one sentence."""
    log = _record(fault)
    for language in ("zh", "en"):
        click.echo(OUR_FAULT.filled(log=log).in_(language), err=True)
    return REFUSED


def _record(fault: BaseException) -> Path:
    """Write where something failed beside the last such records, and return the record's path."""
    folder = paths.log_folder()
    record = folder / f"crash-{datetime.now(UTC):%Y%m%dT%H%M%S%f}-{os.getpid()}.txt"
    with contextlib.suppress(OSError):
        record.write_text(diagnosing.diagnosis(fault) + "\n", "utf-8")
        for old in sorted(folder.glob("crash-*.txt"))[:-RECORDS]:
            old.unlink()
    return record


if __name__ == "__main__":
    sys.exit(main())
