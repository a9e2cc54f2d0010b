"""How long personal details of a household may be kept."""

from __future__ import annotations

import calendar
import datetime as dt

from renewtrack.domain import lateness, tables


def months() -> int:
    """Return for how many months after handover they are kept, as ``retention.toml`` has it."""
    return int(tables.document("retention")["after_handover"]["months"])


def soon_days() -> int:
    """Return how many days before its day a purge is told of."""
    return int(tables.document("retention")["after_handover"]["soon_days"])


def until(handover: str | None, kept_months: int) -> str | None:
    """Return the day until which they are kept (ISO); None where the handover is not known.

    A handover that is known to the month counts from its last day, and a day that the month does
    not have is its last one.
    """
    day = lateness.last_day(handover)
    if day is None:
        return None
    month = day.month - 1 + kept_months
    year, month = day.year + month // 12, month % 12 + 1
    last = calendar.monthrange(year, month)[1]
    return dt.date(year, month, min(day.day, last)).isoformat()
