"""Who works on the command line: ``--as NAME`` with a password from the environment or a prompt."""

from __future__ import annotations

import os
import sys

import click

from renewtrack.errors import UserError
from renewtrack.store import people
from renewtrack.store.file import ProjectFile
from renewtrack.store.people import Identity
from renewtrack.words import Words

PASSWORD, NEW_PASSWORD = "RENEWTRACK_PASSWORD", "RENEWTRACK_NEW_PASSWORD"
ASK = Words("{name} 的密码", "Password of {name}")
ASK_NEW = Words("{name} 的新密码（留空则不设）", "New password of {name} (empty for none)")
_AS, _SIGNED = f"{__name__}.as", f"{__name__}.signed"  # what the run of a command keeps


class NoPassword(UserError):
    """A password is needed and nobody is there to type it."""

    words = Words(
        "需要密码，没有执行。请在环境变量 {variable} 里给出密码，或在终端里运行。",
        "A password is needed; nothing was done. Give it in the environment variable {variable}, "
        "or run this in a terminal.",
    )


def claim(name: str | None, language: str) -> None:
    """Keep for the run of this command as whom the person wants to work."""
    click.get_current_context().meta[_AS] = (name, language)


def admit(project: ProjectFile) -> None:
    """Let the person of ``--as`` sign in to an opened file; without one nobody is signed in.

    Raises NoSuchPerson, NoPassword, WrongPassword, TooManyTries.
    """
    context = click.get_current_context(silent=True)
    name, language = context.meta.get(_AS, (None, "")) if context is not None else (None, "")
    if context is None or name is None:
        return
    known = {person.name: person for person in people.all(project.db)}
    person = known.get(people.spelled(name))
    if person is None:
        raise people.NoSuchPerson(name=name)
    password = _typed(PASSWORD, ASK.filled(name=person.name), language) if person.protected else ""
    context.meta[_SIGNED] = people.sign_in(project.db, person.name, password)


def signed() -> Identity | None:
    """Return who has signed in during the run of this command."""
    context = click.get_current_context(silent=True)
    return None if context is None else context.meta.get(_SIGNED)


def new_password(name: str, language: str) -> str | None:
    """Return a password to be set, from the environment or typed twice; None for none."""
    given = os.environ.get(NEW_PASSWORD)
    if given is None and sys.stdin.isatty():
        words = ASK_NEW.filled(name=name).in_(language)
        given = click.prompt(
            words,
            default="",
            show_default=False,
            hide_input=True,
            confirmation_prompt=True,
            err=True,
        )
    return given or None


def _typed(variable: str, words: Words, language: str) -> str:
    given = os.environ.get(variable)
    if given is not None:
        return given
    if not sys.stdin.isatty():
        raise NoPassword(variable=variable)
    return str(click.prompt(words.in_(language), hide_input=True, err=True))
