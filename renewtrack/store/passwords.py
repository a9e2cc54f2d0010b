"""Passwords as Argon2id hashes; what was typed is never stored, logged or shown."""

from __future__ import annotations

import unicodedata
from typing import Any

from renewtrack.errors import UserError
from renewtrack.words import Words

SHORTEST, LONGEST = 8, 200
# Argon2id with 64 MiB, three passes, four lanes: the second choice of RFC 9106 (2021), section 4.
COSTS: dict[str, Any] = {"time_cost": 3, "memory_cost": 65536, "parallelism": 4}


class PasswordTooShort(UserError):
    """A password is shorter than eight signs, or longer than anybody types."""

    words = Words(
        "密码要有 {shortest} 到 {longest} 个字符，没有改动任何内容。请换一个，例如几个不相关的词。",
        "A password has {shortest} to {longest} signs; nothing was changed. Choose another, such "
        "as some words that have nothing to do with each other.",
    )


def hashed(password: str) -> str:
    """Return what is stored of a password; raises PasswordTooShort. Takes a tenth of a second."""
    from argon2 import PasswordHasher

    plain = _plain(password)
    if not SHORTEST <= len(plain) <= LONGEST:
        raise PasswordTooShort(shortest=SHORTEST, longest=LONGEST)
    return PasswordHasher(**COSTS).hash(plain)


def fits(stored: str, password: str) -> bool:
    """Tell whether a password is the one that was stored; a hash nobody can read fits none."""
    from argon2 import PasswordHasher
    from argon2.exceptions import InvalidHashError, VerificationError

    try:
        return PasswordHasher().verify(stored, _plain(password))
    except (VerificationError, InvalidHashError):
        return False


def outdated(stored: str) -> bool:
    """Tell whether a stored hash was made at other costs than those of today."""
    from argon2 import PasswordHasher

    return PasswordHasher(**COSTS).check_needs_rehash(stored)


def _plain(password: str) -> str:
    """Return the password as one spelling, however the keyboard puts accents together."""
    return unicodedata.normalize("NFC", password)
