"""Money in whole fen and the one way of rounding."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

_FEN_OF_YUAN = 100
_YUAN_OF_WAN = 10_000


def half_up(value: Decimal | float | int, places: int = 2) -> Decimal:
    """Return a number rounded half away from zero (四舍五入), as offices expect.

    Floats count as they print: 2.675 becomes 2.68.
    """
    exact = value if isinstance(value, Decimal) else Decimal(str(value))
    return exact.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)


def fen(yuan: Decimal) -> int:
    """Return an amount in yuan as whole fen."""
    return int(half_up(yuan * _FEN_OF_YUAN, 0))


def yuan_text(amount: int) -> str:
    """Return an amount of fen in yuan with two decimals: ``1234.50``."""
    return str(half_up(Decimal(amount) / _FEN_OF_YUAN))


def wan_shown(amount: int) -> str:
    """Return fen as 万元 with two decimals, thousands parted, as screens show it."""
    return f"{Decimal(wan_text(amount)):,.2f}"


def wan_text(amount: int) -> str:
    """Return an amount of fen in 万元 with two decimals, rounded once, at the end."""
    return str(half_up(Decimal(amount) / (_FEN_OF_YUAN * _YUAN_OF_WAN)))
