"""The unified social credit code of a unit, checked by its own check sign (GB 32100-2015)."""

from __future__ import annotations

import unicodedata

_SIGNS = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_LENGTH = 18


def tidy(code: str) -> str:
    """Return a code in narrow capitals without spaces."""
    return "".join(unicodedata.normalize("NFKC", code).split()).upper()


def is_valid(code: str) -> bool:
    """Tell whether a tidied code has 18 signs of the standard and the right check sign."""
    if len(code) != _LENGTH or any(sign not in _SIGNS for sign in code):
        return False
    total = sum(_SIGNS.index(sign) * pow(3, place, 31) for place, sign in enumerate(code[:-1]))
    return _SIGNS[(31 - total % 31) % 31] == code[-1]
