"""The periods that were reported and frozen, with what was reported."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from renewtrack.domain.periods import Period
from renewtrack.errors import UserError
from renewtrack.store import actions, audits, people, rows
from renewtrack.words import Words

if TYPE_CHECKING:
    from sqlite_utils import Database

FREEZING = Words("{period}", "{period}")


class AlreadyFrozen(UserError):
    """A period is frozen once."""

    words = Words(
        "{period}的报表已经锁定，没有再次锁定。需要重报的，请先解除锁定并写明理由。",
        "The report of {period} is frozen already; nothing was changed. To report it again, open "
        "it first and say why.",
    )


class NotFrozen(UserError):
    """There is nothing to open."""

    words = Words("{period}的报表没有锁定。", "The report of {period} is not frozen.")


class ReasonNeeded(UserError):
    """Opening a frozen period needs a reason."""

    words = Words(
        "解除锁定必须写明理由，没有解除。请填写理由后再试。",
        "A frozen report is opened for a stated reason only; nothing was changed. Give the reason.",
    )


@dataclass(frozen=True, slots=True)
class Frozen:
    """One frozen period; ``frozen_at`` is UTC, ISO 8601; ``content`` {} where unreadable."""

    id: int
    kind: str
    key: str
    frozen_at: str
    who: str | None
    remark: str | None
    content: Mapping[str, Any]


def of(db: Database, key: str) -> Frozen | None:
    """Return a frozen period; None where it is open, as in files of earlier schemas."""
    return next(iter(_found(db, "WHERE key = ?", (key,))), None)


def all(db: Database) -> list[Frozen]:  # noqa: A001 - reads as periods.all(db)
    """Return the frozen periods, the latest first."""
    return _found(db, "ORDER BY last_day DESC, key DESC")


def freeze(
    db: Database, period: Period, content: Mapping[str, object], who: str, remark: str = ""
) -> int:
    """Keep what is reported of a period, as an action of its own; return its id.

    Raises AlreadyFrozen, and what ``actions.act`` raises.
    """
    if of(db, period.key) is not None:
        raise AlreadyFrozen(period=period.words)
    with actions.act(db, "freeze", who, FREEZING.filled(period=period.words)):
        at = rows.value(db, "SELECT strftime('%Y-%m-%dT%H:%M:%fZ', 'now')")
        return rows.add(
            db,
            "report_period",
            {
                "kind": period.kind,
                "key": period.key,
                "first_day": period.first,
                "last_day": period.last,
                "frozen_at": at,
                "who": who,
                "remark": remark or None,
                "content": json.dumps(content, ensure_ascii=False, separators=(",", ":")),
            },
        )


def unfreeze(db: Database, period: Period, who: str, reason: str) -> None:
    """Open a frozen period again; the reason stays in the audit log.

    Raises NotFrozen, ReasonNeeded, NotAllowed, and what ``actions.act`` raises.
    """
    found = of(db, period.key)
    if found is None:
        raise NotFrozen(period=period.words)
    if not reason.strip():
        raise ReasonNeeded
    people.permit(db, people.MANAGER)
    with actions.act(db, "unfreeze", who, FREEZING.filled(period=period.words)):
        rows.remove(db, "report_period", found.id)
        audits.note(db, who, "unfreeze", period=period.key, reason=reason.strip())


def _found(db: Database, condition: str, parameters: tuple[object, ...] = ()) -> list[Frozen]:
    if not rows.columns(db, "report_period"):
        return []
    found = rows.fetch(
        db,
        f"SELECT id, kind, key, frozen_at, who, remark, content FROM report_period {condition}",
        parameters,
    )
    return [Frozen(**{**row, "content": _read(row["content"])}) for row in found]


def _read(stored: object) -> Mapping[str, Any]:
    try:
        content = json.loads(str(stored))
    except (ValueError, RecursionError):
        return {}
    return content if isinstance(content, dict) else {}
