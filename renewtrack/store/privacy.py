"""Consent to keep personal details: the texts people were told, and what each household said."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from renewtrack.errors import UserError
from renewtrack.store import rows
from renewtrack.words import Words

if TYPE_CHECKING:
    from sqlite_utils import Database


class NoSensitiveConsent(UserError):
    """Somebody's health or need was to be kept without consent to that."""

    words = Words(
        "“特殊情况”属于敏感个人信息，须先取得本户的单独同意；没有保存。"
        "请先在“个人信息同意书”里登记一份勾选了“含敏感信息”的同意，再填写。",
        "“Special care” is sensitive and kept only with this household's own consent; nothing was "
        "saved. Record a consent with “Sensitive data too” ticked first, then fill it in.",
    )


class VersionTaken(UserError):
    """A privacy notice of that version is there already."""

    words = Words(
        "已有版本“{version}”的告知书，没有保存。告知书一经使用不再修改，请另起一个版本号。",
        "A notice of version “{version}” is there; nothing was saved. Notices are never changed "
        "once in use: give the new one another version.",
    )


class NothingTold(UserError):
    """A privacy notice lacks its version or its text."""

    words = Words("请填写版本和告知内容，没有保存。", "Give version and text; nothing was saved.")


class WithdrawnBefore(UserError):
    """A consent would be withdrawn before it was given."""

    words = Words(
        "撤回日期早于同意日期（{given}），没有登记。请核对日期。",
        "The withdrawal would be before the consent was given ({given}); nothing was recorded. "
        "Check the date.",
    )


def texts(db: Database) -> list[rows.Row]:
    """Return the privacy notices, the latest first, with how many consents each has."""
    return rows.fetch(
        db,
        """
        SELECT privacy_text.*,
               (SELECT COUNT(*) FROM privacy_consent WHERE text_id = privacy_text.id) AS consents
        FROM privacy_text ORDER BY id DESC
        """,
    )


def add_text(db: Database, version: str, text: str, valid_from: str | None) -> int:
    """Add a version of the privacy notice; none is ever edited, so that each consent stands.

    Raises NothingTold, VersionTaken, RuntimeError outside an action.
    """
    version, text = version.strip(), text.strip()
    if not version or not text:
        raise NothingTold
    if rows.value(db, "SELECT 1 FROM privacy_text WHERE version = ?", (version,)):
        raise VersionTaken(version=version)
    return rows.add(
        db, "privacy_text", {"version": version, "text": text, "valid_from": valid_from}
    )


def consents(db: Database, household_id: int) -> list[rows.Row]:
    """Return what a household consented to, with the version of the text, as it was recorded."""
    return rows.fetch(
        db,
        """
        SELECT privacy_consent.*, privacy_text.version
        FROM privacy_consent JOIN privacy_text ON privacy_text.id = text_id
        WHERE household_id = ? ORDER BY privacy_consent.id
        """,
        (household_id,),
    )


def withdraw(db: Database, consent_id: int, day: str) -> None:
    """Note on which day a consent was withdrawn; special care goes where none covers it any more.

    What else it covered is for the purge, which takes the old values out of the history as well.
    Raises WithdrawnBefore, RuntimeError outside an action.
    """
    known = rows.fetch(
        db, "SELECT household_id, given_on FROM privacy_consent WHERE id = ?", (consent_id,)
    )
    home, given = known[0]["household_id"], known[0]["given_on"] or ""
    exact = min(len(day), len(given))  # either may be a year or a month
    if day[:exact] < given[:exact]:
        raise WithdrawnBefore(given=given)
    rows.change(db, "privacy_consent", consent_id, {"withdrawn_on": day})
    if not allows_sensitive(db, [home]):
        rows.change(db, "household", home, {"vulnerable": None})


def allows_sensitive(db: Database, household_ids: Sequence[int]) -> bool:
    """Tell whether each of some households consents to sensitive details, and still does."""
    listed = ",".join(str(int(each)) for each in household_ids)
    found = rows.column(
        db,
        f"""
        SELECT DISTINCT household_id FROM privacy_consent
        WHERE household_id IN ({listed}) AND sensitive AND withdrawn_on IS NULL
        """,
    )
    return {*found} >= {*household_ids}


def save(db: Database, household_id: int, values: dict[str, object]) -> None:
    """Write columns of a household; flags of special care only with consent to that.

    Raises NoSensitiveConsent, RuntimeError outside an action.
    """
    if values.get("vulnerable") and not allows_sensitive(db, [household_id]):
        raise NoSensitiveConsent
    rows.change(db, "household", household_id, values)
