"""How a command speaks: results on stdout, messages on stderr, plain or as JSON."""

from __future__ import annotations

import datetime as dt
import errno
import functools
import getpass
import json
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from renewtrack.commands import signing
from renewtrack.errors import UserError
from renewtrack.store import file
from renewtrack.store.refusing import UnknownColumn
from renewtrack.words import LANGUAGES, Words

if TYPE_CHECKING:
    from renewtrack.store.file import ProjectFile

DONE, FINDINGS, WRONG_USE, REFUSED = range(4)  # the exit codes
PAUSES = (0.1, 0.2, 0.4, 0.8)  # seconds, for a command that writes at this moment


class NameTooLong(UserError):
    """A file name is longer than the system allows."""

    words = Words(
        "文件名太长，系统不接受，没有改动任何内容。请换一个短一些的文件名。",
        "A file name is longer than the system allows. Nothing was changed; use a shorter one.",
    )


Command = Callable[..., int]


def day(_: click.Context, parameter: click.Parameter, value: str | None) -> dt.date | None:
    """Return a day that was typed, None for none; raises BadParameter."""
    try:
        return dt.date.fromisoformat(value) if value else None
    except ValueError as wrong:
        raise click.BadParameter("2026-06-08", param=parameter) from wrong


def days(asked: dict[str, Any]) -> tuple[dt.date, dt.date]:
    """Return from when until when is asked: this week, or seven days from the one given on."""
    today = dt.date.today()
    first = asked["first"] or today - dt.timedelta(today.weekday())
    return first, asked["last"] or first + min(dt.timedelta(6), dt.date.max - first)


@dataclass(frozen=True, slots=True)
class Terminal:
    """The person's language and whether a program listens."""

    language: str
    as_json: bool

    def answer(self, document: object, *lines: Words) -> None:
        """Print the result: the document for a program, the lines for a person."""
        if self.as_json:
            click.echo(json.dumps(document, ensure_ascii=False, indent=1))
        else:
            for words in lines:
                click.echo(words.in_(self.language))

    def note(self, words: Words) -> None:
        """Print a message beside the result."""
        click.echo(words.in_(self.language), err=True)

    def refuse(self, trouble: UserError) -> int:
        """Say why nothing was done, and return the exit code."""
        message = trouble.in_(self.language)
        click.echo(message, err=True)
        if self.as_json:
            self.answer({"refused": type(trouble).__name__, "message": message})
        return WRONG_USE if isinstance(trouble, UnknownColumn) else REFUSED


def command(name: str) -> Callable[[Command], click.Command]:
    """Make a function a command: it gets a Terminal, and returns its exit code."""

    def declare(function: Command) -> click.Command:
        @functools.wraps(function)
        def run(lang: str, as_json: bool, as_name: str | None, **given: Any) -> int:
            terminal = Terminal(lang, as_json)
            signing.claim(as_name, lang)
            try:
                return function(terminal, **given)
            except UserError as trouble:
                return terminal.refuse(trouble)
            except OSError as failed:
                if failed.errno != errno.ENAMETOOLONG:
                    raise
                return terminal.refuse(NameTooLong())

        declared = click.command(name)(run)
        declared.params += [
            click.Option(
                ["--json", "as_json"], is_flag=True, help="输出 JSON。Print one JSON document."
            ),
            click.Option(
                ["--as", "as_name"],
                metavar="NAME",
                help="以此人员登录。Sign in as one of the file's people.",
            ),
            click.Option(
                ["--lang"],
                type=click.Choice(LANGUAGES),
                default=LANGUAGES[0],
                envvar="RENEWTRACK_LANG",
                help="提示语言。Language of the messages.",
            ),
        ]
        return declared

    return declare


project_file = click.argument("path", metavar="FILE", type=click.Path(path_type=Path))


taking_over = click.option(
    "--take-over",
    is_flag=True,
    help="接管另一台电脑留下的占用。Follow a holder on another machine that is closed.",
)


@contextmanager
def opened(path: Path, write: bool = False, take_over: bool = False) -> Iterator[ProjectFile]:
    """Open a project file for the length of a command.

    Where somebody else writes to it, a command that reads gets it for reading only; one that is
    to ``write`` waits a moment, for other commands come and go, and then raises InUse.
    """
    project = _for_changes(path, take_over) if write else _or_for_reading(path)
    try:
        signing.admit(project)
        yield project
    finally:
        project.close()


def _or_for_reading(path: Path) -> ProjectFile:
    try:
        return file.open_file(path, who=who())
    except file.InUse:
        return file.open_file(path, who=who(), readonly=True)


def _for_changes(path: Path, take_over: bool) -> ProjectFile:
    for pause in PAUSES:
        try:
            return file.open_file(path, who=who(), take_over=take_over)
        except file.StaleElsewhere:
            raise
        except file.InUse:
            time.sleep(pause)
    return file.open_file(path, who=who(), take_over=take_over)


def who() -> str:
    """Return the name that stands in the file's history: who signed in, else the login name."""
    if (identity := signing.signed()) is not None:
        return identity.name
    try:
        return getpass.getuser()
    except (KeyError, OSError):  # an account without a name, as containers have
        return ""
