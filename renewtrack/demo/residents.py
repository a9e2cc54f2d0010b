"""Crews, quiet days, visits and needs of the households that were asked in the demo."""

from __future__ import annotations

import datetime as dt
from random import Random
from typing import TYPE_CHECKING

from renewtrack.demo.naming import uid
from renewtrack.store import bookings, crews, rows
from renewtrack.store.bookings import Booking

if TYPE_CHECKING:
    from sqlite_utils import Database

_CREWS = (("入户一组", 6), ("入户二组", 4))
_PURPOSES = ("survey", "measure", "works", "check")
_PAST, _COMING = 24, 26  # visits that were made, and that are booked
_NEEDS = (
    ("windows", "厨房窗户关不严，希望换窗"),
    ("water", "卫生间下水管漏水，楼下有水渍"),
    ("accessible", "家有轮椅，单元门口台阶想做坡道"),
    ("drying", "希望统一装晾衣架"),
    ("noise", "孩子备考，午休时间不要施工"),
    ("parking", "电动车没有地方充电"),
    ("power", "空调一开就跳闸，希望增容"),
    ("safety", "楼道灯坏了三层"),
)
_DECIDED = ((True, None), (None, None), (False, "不在本次改造范围，已转社区"), (True, None))


def fill(db: Database, rng: Random, today: dt.date) -> None:
    """Give the households that were asked what an office books and hears of them."""
    homes = list(db["household"].rows_where("agree IS NOT NULL", order_by="building_id, room, id"))
    if not homes:
        return
    for name, capacity in _CREWS:
        crews.add(db, name, capacity, uid=uid(rng))
    _quiet(db, homes[0], rng, today)
    agreed = [home["id"] for home in homes if home["agree"] != "no"]
    willing = agreed[:: max(1, len(agreed) // (_PAST + _COMING + len(_NEEDS)))]
    _past(db, willing[:_PAST], rng, today)
    _coming(db, willing[_PAST : _PAST + _COMING], rng, today)
    _needs(db, willing, rng, today)
    for home in rng.sample(willing, min(12, len(willing))):
        for phase, ratings in (("before", ("fair", "bad")), ("after", ("good", "very_good"))):
            rows.add(
                db,
                "satisfaction",
                {
                    "uid": uid(rng),
                    "household_id": home,
                    "phase": phase,
                    "rating": rng.choice(ratings),
                },
            )


def _quiet(db: Database, home: rows.Row, rng: Random, today: dt.date) -> None:
    """Make the next week an exam week at the first estate, and a day of training for a crew."""
    estate = db.table("building").get(home["building_id"])["estate_id"]
    monday = today + dt.timedelta(7 - today.weekday())
    rule = {
        "estate_id": estate,
        "first_day": str(monday),
        "last_day": str(monday + dt.timedelta(2)),
    }
    rows.add(db, "quiet_rule", {"uid": uid(rng), **rule, "kind": "exam", "why": "期末考试"})
    crew = crews.all(db)[1]
    for half in ("am", "pm"):
        slot = {"crew_id": crew.id, "date": str(monday + dt.timedelta(3)), "half": half}
        rows.add(db, "slot", {"uid": uid(rng), **slot, "capacity": 0, "why": "培训"})


def _past(db: Database, homes: list[int], rng: Random, today: dt.date) -> None:
    known = crews.all(db)
    for place, home in enumerate(homes):
        day = today - dt.timedelta(7 + today.weekday() - place % 5)
        rows.add(
            db,
            "appointment",
            {
                "uid": uid(rng),
                "household_id": home,
                "date": str(day),
                "half": ("am", "pm")[place % 2],
                "state": "missed" if place % 6 == 5 else "kept",
                "crew_id": known[place % 2].id,
                "purpose": _PURPOSES[place % 2],
                "source": "sheet",
            },
        )


def _coming(db: Database, homes: list[int], rng: Random, today: dt.date) -> None:
    """Book homes as the office would: each on the next half day that is free for it."""
    for place, home in enumerate(homes):
        slot, crew = bookings.next_free(db, home, today + dt.timedelta(place // 5))
        booking = Booking(home, slot, crew.id, rng.choice(_PURPOSES), "desk")
        if bookings.refused(db, booking) is None:
            made = bookings.book(db, booking)
            rows.change(db, "appointment", made, {"uid": uid(rng)})


def _needs(db: Database, homes: list[int], rng: Random, today: dt.date) -> None:
    for place, (category, words) in enumerate(_NEEDS):
        adopted, why = _DECIDED[place % len(_DECIDED)]
        rows.add(
            db,
            "need",
            {
                "uid": uid(rng),
                "household_id": homes[place % len(homes)],
                "text": words,
                "category": category,
                "source": "home",
                "said_on": str(today - dt.timedelta(3 * place)),
                "adopted": adopted,
                "why": why,
            },
        )
