"""What has become of a need: open, referred, adopted or not; and whether it was delivered."""

from __future__ import annotations

from renewtrack.domain import codes
from renewtrack.words import Words

OPEN, REFERRED, ADOPTED, REFUSED = STATES = ("open", "referred", "adopted", "refused")
STATE_WORDS = {
    OPEN: Words("待定", "Open"),
    REFERRED: Words("转办", "Referred"),
    ADOPTED: Words("采纳", "Adopted"),
    REFUSED: Words("不采纳", "Not adopted"),
}
DONE, READY, WORKING, NO_WORK = DELIVERIES = ("done", "ready", "working", "no_work")
DELIVERY_WORDS = {
    DONE: Words("已兑现", "Delivered"),
    READY: Words("已完工，待登记兑现", "Works finished, delivery not noted"),
    WORKING: Words("未完工", "Works not finished"),
    NO_WORK: Words("未列入改造内容", "In no works"),
}


def state(adopted: int | None, referred_to: str | None) -> str:
    """Return what has become of a need; a decision ends a referral."""
    if adopted is not None:
        return ADOPTED if adopted else REFUSED
    return REFERRED if referred_to else OPEN


def delivery(delivered_on: str | None, works: int, finished: int) -> str:
    """Return whether an adopted need is delivered, by the works of its item at its place."""
    if delivered_on:
        return DONE
    if not works:
        return NO_WORK
    return READY if finished == works else WORKING


def suggested(text: str) -> str | None:
    """Return the category whose words stand in a text, the longest first; None for none.

    The words are the aliases of the code list, so an office adds its own.
    """
    words = [
        (spelling, entry.key)
        for entry in codes.table("need_categories")
        for spelling in (entry.words.zh, *entry.aliases)
        if entry.key != "other" and spelling in text
    ]
    return max(words, key=lambda found: len(found[0]))[1] if words else None
