"""Visits are booked where they are free, moved together, and booked anew when nobody was in."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest

from renewtrack.domain.slots import Slot
from renewtrack.store import actions, bookings, crews, history, households, rows, visit_lists
from renewtrack.store.bookings import Booking, NotFree
from renewtrack.store.choosing import Filter
from tests.store.conftest import Dongli

if TYPE_CHECKING:
    from sqlite_utils import Database

TODAY = dt.date(2026, 6, 1)  # a Monday
TUESDAY = Slot(dt.date(2026, 6, 2), "am")


@pytest.fixture
def homes(db: Database, dongli: Dongli) -> list[int]:
    """Six homes of building 1, two a floor, and a crew that sees two homes in half a day."""
    with actions.act(db, "edit", "李工"):
        stairwell = rows.add(db, "stairwell", {"building_id": dongli.buildings[0], "number": "2"})
        crews.add(db, "入户一组", 2)
        return [
            households.add(
                db,
                building_id=dongli.buildings[0],
                stairwell_id=stairwell,
                room=room,
                holder=f"户主{room}",
            )
            for room in ("101", "102", "201", "202", "301", "302")
        ]


def crew(db: Database) -> int:
    return crews.all(db)[0].id


def book(db: Database, home: int, slot: Slot = TUESDAY, crew_id: int | None = None) -> int:
    with actions.act(db, "book", "李工"):
        return bookings.book(db, Booking(home, slot, crew_id or crew(db)))


def quiet(db: Database, dongli: Dongli, first: str, last: str) -> None:
    with actions.act(db, "edit", "李工"):
        rule = {"estate_id": dongli.estate, "first_day": first, "last_day": last, "why": "高考"}
        rows.add(db, "quiet_rule", rule)


def test_a_full_half_day_takes_no_more(db: Database, homes: list[int]) -> None:
    book(db, homes[0])
    book(db, homes[1])
    with pytest.raises(NotFree, match="full"):
        book(db, homes[2])
    assert len(visit_lists.week(db, TODAY)) == 2


@pytest.mark.parametrize(
    ("slot", "said"),
    [
        (Slot(dt.date(2026, 6, 6), "am"), "2026-06-06 不上班"),
        (Slot(dt.date(2026, 6, 8), "am"), "2026-06-08 不宜入户：高考"),
        (Slot(dt.date(2026, 6, 3), "pm"), "班组“入户一组”2026-06-03 不出工"),
    ],
)
def test_the_calendar_refuses_with_its_reason(
    db: Database, dongli: Dongli, homes: list[int], slot: Slot, said: str
) -> None:
    quiet(db, dongli, "2026-06-07", "2026-06-10")
    with actions.act(db, "edit", "李工"):
        crews.differ(db, crew(db), [Slot(dt.date(2026, 6, 3), "pm")], 0, "培训")
    with pytest.raises(NotFree) as refused:
        book(db, homes[0], slot)
    assert said in refused.value.in_("zh")
    assert visit_lists.week(db, TODAY, 14) == []


def test_the_office_own_working_days_go_before_the_usual_ones(
    db: Database, homes: list[int]
) -> None:
    with actions.act(db, "edit", "李工"):
        rows.add(db, "work_day", {"date": "2026-06-06", "worked": 1, "why": "周六加班"})
        rows.add(db, "work_day", {"date": "2026-06-02", "worked": 0, "why": "停电"})
    book(db, homes[0], Slot(dt.date(2026, 6, 6), "am"))
    with pytest.raises(NotFree):
        book(db, homes[1], TUESDAY)


def test_the_same_home_is_not_booked_twice_in_a_half_day(db: Database, homes: list[int]) -> None:
    book(db, homes[0])
    with pytest.raises(NotFree, match="already"):
        book(db, homes[0])


def test_the_next_free_half_day_passes_over_what_is_full_quiet_or_the_home_own(
    db: Database, dongli: Dongli, homes: list[int]
) -> None:
    quiet(db, dongli, "2026-06-03", "2026-06-05")
    book(db, homes[0])
    book(db, homes[1])
    book(db, homes[5], Slot(dt.date(2026, 6, 2), "pm"))
    slot, _ = bookings.next_free(db, homes[5], TUESDAY.day)
    assert slot == Slot(dt.date(2026, 6, 8), "am")
    assert bookings.next_free(db, homes[2], TUESDAY.day)[0] == Slot(dt.date(2026, 6, 2), "pm")


def test_without_crews_only_the_calendar_decides(db: Database, homes: list[int]) -> None:
    with actions.act(db, "edit", "李工"):
        rows.change(db, "crew", crew(db), {"active": 0})
    slot, found = bookings.next_free(db, homes[0], dt.date(2026, 6, 6))
    assert (slot, found) == (Slot(dt.date(2026, 6, 8), "am"), bookings.NOBODY)


def test_nothing_free_says_how_far_was_looked(db: Database, homes: list[int]) -> None:
    with actions.act(db, "edit", "李工"):
        rows.change(db, "crew", crew(db), {"capacity": 0})
    with pytest.raises(bookings.NothingFree, match="120"):
        bookings.next_free(db, homes[0], TODAY)


def test_several_visits_move_together_or_not_at_all(db: Database, homes: list[int]) -> None:
    visits = [book(db, home) for home in homes[:2]]
    other = Slot(dt.date(2026, 6, 4), "pm")
    book(db, homes[2], other)
    with pytest.raises(NotFree), actions.act(db, "book", "李工"):
        bookings.move(db, visits, other, crew(db))
    assert {visit.date for visit in visit_lists.some(db, visits)} == {"2026-06-02"}
    with actions.act(db, "book", "李工"):
        bookings.move(db, visits[:1], other, crew(db))
    assert [visit.slot for visit in visit_lists.some(db, visits[:1])] == [other]


def test_a_day_moves_out_of_the_exam_week_and_back_by_one_undo(
    db: Database, dongli: Dongli, homes: list[int]
) -> None:
    monday = dt.date(2026, 6, 8)
    visits = [book(db, homes[at], Slot(monday, half)) for at, half in enumerate(("am", "am", "pm"))]
    quiet(db, dongli, "2026-06-07", "2026-06-10")
    assert set(visit_lists.troubles(db, TODAY)) == set(visits)
    places, left = bookings.move_days(db, visits, monday)
    assert left == []
    with actions.act(db, "book", "李工"):
        bookings.put(db, places)
    moved = visit_lists.some(db, visits)
    assert [(visit.date, visit.half) for visit in moved] == [
        ("2026-06-11", "am"),
        ("2026-06-11", "am"),
        ("2026-06-11", "pm"),
    ]
    assert visit_lists.troubles(db, TODAY) == {}
    history.undo(db, "李工")
    assert {visit.date for visit in visit_lists.some(db, visits)} == {"2026-06-08"}


def test_a_day_can_move_onto_half_days_that_its_own_visits_leave(
    db: Database, homes: list[int]
) -> None:
    visits = [book(db, home) for home in homes[:2]]
    places, left = bookings.move_days(db, visits, TUESDAY.day)
    assert (left, {slot for slot, _ in places.values()}) == ([], {TUESDAY})


def test_who_was_not_met_is_booked_anew_and_both_stay_on_record(
    db: Database, homes: list[int]
) -> None:
    visit = book(db, homes[0])
    with actions.act(db, "book", "李工"):
        anew = bookings.rebook(db, visit, dt.date(2026, 6, 3))
    old, new = visit_lists.some(db, [visit, anew])
    assert (old.state, new.state, new.slot, new.missed) == (
        "missed",
        "planned",
        Slot(dt.date(2026, 6, 3), "am"),
        1,
    )
    assert belongs(db, anew) == visit


def belongs(db: Database, visit_id: int) -> int | None:
    found = rows.value(db, "SELECT follows_id FROM appointment WHERE id = ?", (visit_id,))
    return None if found is None else int(found)


def test_the_queue_has_missed_homes_first_and_leaves_out_who_refuses(
    db: Database, homes: list[int]
) -> None:
    with actions.act(db, "edit", "李工"):
        households.change(db, homes[1], {"agree": "no"})
    book(db, homes[0])
    bookings_of_two = book(db, homes[5])
    with actions.act(db, "book", "李工"):
        bookings.mark(db, [bookings_of_two], "missed")
    found, every = visit_lists.waiting(db, Filter())
    assert (every, [home.short for home in found]) == (
        4,
        ["1-2-302", "1-2-201", "1-2-202", "1-2-301"],
    )
    assert (found[0].missed, found[0].last) == (1, "2026-06-02")
    refused = visit_lists.refusals(db, Filter())
    assert [row["room"] for row in refused] == ["102"]


def test_the_queue_keeps_to_a_filter(db: Database, dongli: Dongli, homes: list[int]) -> None:
    other = Filter(only=frozenset({dongli.buildings[1]}))
    assert visit_lists.waiting(db, other) == ([], 0)


@pytest.mark.parametrize(
    ("words", "rooms"),
    [
        ("上地东里 1-2-301", ["301"]),
        ("东里1号楼2单元301室", ["301"]),
        ("sddl 1-301", ["301"]),
        ("301", ["301"]),
        ("东里 1-3-301", []),
        ("福雅里 301", []),
        ("", []),
        ("东里'; DROP TABLE household;-- 301", []),
    ],
)
def test_a_home_is_found_by_what_a_clerk_types(
    db: Database, homes: list[int], words: str, rooms: list[str]
) -> None:
    assert [home.room for home in visit_lists.find(db, words)] == rooms


def test_homes_are_reminded_of_on_the_working_day_before(db: Database, homes: list[int]) -> None:
    friday, monday = dt.date(2026, 6, 5), Slot(dt.date(2026, 6, 8), "am")
    visit = book(db, homes[0], monday)
    book(db, homes[1], Slot(dt.date(2026, 6, 9), "am"))
    assert [each.id for each in visit_lists.due(db, friday, 1)] == [visit]
    with actions.act(db, "book", "李工"):
        bookings.remind(db, [visit], str(friday))
    assert visit_lists.due(db, friday, 1) == []


def test_a_visit_in_the_past_without_a_result_is_a_trouble(db: Database, homes: list[int]) -> None:
    visit = book(db, homes[0])
    later = dt.date(2026, 6, 3)
    assert visit_lists.troubles(db, later) == {visit: visit_lists.TROUBLES["past"]}
    with actions.act(db, "book", "李工"):
        bookings.mark(db, [visit], "kept")
    assert visit_lists.troubles(db, later) == {}


def test_more_homes_than_a_smaller_capacity_are_told_of(db: Database, homes: list[int]) -> None:
    visits = [book(db, home) for home in homes[:2]]
    with actions.act(db, "edit", "李工"):
        crews.differ(db, crew(db), [TUESDAY], 1, "一人请假")
    assert set(visit_lists.troubles(db, TODAY)) == set(visits)


def test_what_another_program_wrote_as_a_date_breaks_nothing(
    db: Database, homes: list[int]
) -> None:
    with actions.act(db, "edit", "李工"):
        for date in ("2026-06", "2026-13-45", "下周", None):
            rows.add(db, "appointment", {"household_id": homes[0], "date": date})
        rows.add(db, "work_day", {"date": "元旦", "worked": 1})
        rows.add(db, "quiet_rule", {"first_day": "?", "last_day": "", "why": "考试"})
        rows.add(db, "slot", {"crew_id": crew(db), "date": "x", "half": "am", "capacity": 0})
    assert visit_lists.week(db, TODAY, 400) == []
    assert visit_lists.troubles(db, TODAY) == {}
    assert bookings.next_free(db, homes[0], TUESDAY.day)[0] == TUESDAY


def test_a_crew_that_is_at_the_estate_anyway_comes_to_the_next_home_there(
    db: Database, dongli: Dongli, homes: list[int]
) -> None:
    with actions.act(db, "edit", "李工"):
        second = crews.add(db, "入户二组", 2)
        building = rows.add(db, "building", {"estate_id": dongli.other, "number": "9"})
        far = [households.add(db, building_id=building, room=room) for room in ("1", "2")]
    book(db, homes[0], crew_id=second)
    assert bookings.next_free(db, homes[1], TUESDAY.day)[1].id == second
    assert bookings.next_free(db, far[0], TUESDAY.day)[1].id == crew(db)


def test_a_visit_that_is_over_is_neither_moved_nor_booked_anew(
    db: Database, homes: list[int]
) -> None:
    visit = book(db, homes[0])
    with actions.act(db, "book", "李工"):
        bookings.mark(db, [visit], "kept")
    later = Slot(dt.date(2026, 6, 4), "am")
    for deed in (
        lambda: bookings.move(db, [visit], later, crew(db)),
        lambda: bookings.put(db, {visit: (later, crews.all(db)[0])}),
        lambda: bookings.rebook(db, visit, TODAY),
    ):
        with pytest.raises(NotFree, match="has a result"), actions.act(db, "book", "李工"):
            deed()
    assert [each.date for each in visit_lists.week(db, TODAY)] == ["2026-06-02"]


def test_a_key_held_down_books_a_missed_home_anew_once(db: Database, homes: list[int]) -> None:
    visit = book(db, homes[0])
    with actions.act(db, "book", "李工"):
        bookings.rebook(db, visit, TUESDAY.day)
    for deed in (
        lambda: bookings.rebook(db, visit, TUESDAY.day),
        lambda: bookings.mark(db, [visit], "planned"),
    ):
        with pytest.raises(NotFree, match="anew"), actions.act(db, "book", "李工"):
            deed()
    states = [each.state for each in visit_lists.week(db, TODAY)]
    assert sorted(states) == ["missed", "planned"]


def test_a_visit_without_a_half_takes_room_in_both(db: Database, homes: list[int]) -> None:
    with actions.act(db, "edit", "李工"):
        for home in homes[:2]:
            whole = {"household_id": home, "date": "2026-06-02", "crew_id": crew(db)}
            rows.add(db, "appointment", whole)
    found, _ = bookings.next_free(db, homes[2], TUESDAY.day)
    assert found == Slot(dt.date(2026, 6, 3), "am")
    book(db, homes[2], found)


def test_visits_of_a_crew_given_up_are_told_of(db: Database, homes: list[int]) -> None:
    visit = book(db, homes[0])
    with actions.act(db, "edit", "李工"):
        other = crews.add(db, "入户二组", 2)
        rows.change(db, "crew", crew(db), {"active": 0})
    assert visit_lists.troubles(db, TODAY) == {visit: visit_lists.TROUBLES["no_crew"]}
    assert [each.id for each in crews.all(db)] == [other]


def test_the_last_day_there_is_ends_the_search(db: Database, homes: list[int]) -> None:
    with pytest.raises(bookings.NothingFree):
        bookings.next_free(db, homes[0], dt.date.max, after=Slot(dt.date.max, "pm"))


def test_a_missed_home_that_is_booked_from_the_queue_is_not_booked_anew_too(
    db: Database, homes: list[int]
) -> None:
    first = book(db, homes[0])
    with actions.act(db, "book", "李工"):
        bookings.mark(db, [first], "missed")
    second = book(db, homes[0], Slot(dt.date(2026, 6, 4), "am"))
    assert bookings.of(db, [second])[0]["follows_id"] == first
    with pytest.raises(NotFree, match="anew"), actions.act(db, "book", "李工"):
        bookings.rebook(db, first, dt.date(2026, 6, 5))
