from __future__ import annotations

from renewtrack.maps import courses
from renewtrack.maps.courses import UNKNOWN, Path, day_of
from renewtrack.maps.timeline import at
from renewtrack.store.map_days import Course

TODAY = day_of("2026-11-20")


def on(path: Path, iso: str) -> str:
    return at(path, day_of(iso))


def estate(*course: Course) -> Path:
    return courses.of_estate(course, TODAY)


RENEWED = Course(
    "S85",
    "2024-03-01",
    "2024-12-31",
    recorded=(("2023-11-02", "S30"), ("2024-03-10", "S70")),
    told=(("2024-03-10", "S70"), ("2024-12", "S80")),
)


def test_a_day_has_the_stage_that_was_recorded_before_it() -> None:
    path = estate(RENEWED)
    assert on(path, "2023-11-02") == "not_started"
    assert on(path, "2024-03-09") == "not_started"
    assert on(path, "2024-03-10") == "building"
    assert on(path, "2026-11-20") == "done"


def test_before_the_first_record_nothing_is_known() -> None:
    assert on(estate(RENEWED), "2023-11-01") == UNKNOWN


def test_within_a_month_that_is_all_one_knows_the_stage_is_not_known() -> None:
    path = estate(RENEWED)
    assert on(path, "2024-11-30") == "building"
    assert on(path, "2024-12-15") == UNKNOWN
    assert on(path, "2024-12-31") == "done"


def test_a_stage_that_nobody_dated_is_unknown_until_today() -> None:
    path = estate(Course("S70", None, None, recorded=(("2025-01-08", "S50"),)))
    assert on(path, "2025-01-08") == "preliminary"
    assert on(path, "2025-06-01") == UNKNOWN
    assert on(path, "2026-11-20") == "building"


def test_the_plan_tells_the_days_to_come() -> None:
    path = estate(Course("S50", "2027-03-01", "2027-11", recorded=(("2026-05-01", "S50"),)))
    assert on(path, "2027-02-28") == "preliminary"
    assert on(path, "2027-03-01") == "building"
    assert on(path, "2027-11-10") == UNKNOWN
    assert on(path, "2027-11-30") == "done"


def test_a_plan_that_has_passed_tells_nothing_of_the_days_to_come() -> None:
    late = estate(Course("S70", "2025-01-01", "2026-06-30"))
    assert on(late, "2026-11-20") == "building"
    assert on(late, "2026-11-21") == UNKNOWN
    assert late.late_from == day_of("2026-07-01")
    not_begun = estate(Course("S50", "2026-01-01", "2027-06-30"))
    assert on(not_begun, "2027-01-01") == UNKNOWN
    assert on(not_begun, "2027-06-30") == "done"


def test_what_is_done_stays_done_and_what_is_on_hold_is_not_known() -> None:
    assert on(estate(Course("S90", None, None)), "2030-01-01") == "done"
    assert on(estate(Course("X1", None, "2027-01-01")), "2027-02-01") == UNKNOWN


def test_an_estate_without_a_project_has_none_on_any_day() -> None:
    path = estate()
    assert on(path, "2001-01-01") == on(path, "2031-01-01") == "none"


def test_an_older_project_tells_the_years_before() -> None:
    path = estate(
        Course("S90", None, None, told=(("2019-04-01", "S70"), ("2019-10-01", "S80"))),
        Course("S50", None, None, recorded=(("2026-02-01", "S50"),)),
    )
    assert on(path, "2019-05-01") == "building"
    assert on(path, "2022-01-01") == "done"
    assert on(path, "2026-06-01") == "preliminary"


def test_dates_that_contradict_each_other_never_take_a_course_back() -> None:
    path = estate(Course("S80", None, None, told=(("2025-09-01", "S70"), ("2025-05-01", "S80"))))
    assert on(path, "2025-10-01") == "done"


def test_a_record_may_take_a_course_back() -> None:
    events = (("2025-02-01", "S70"), ("2025-03-01", "X1"), ("2025-08-01", "S50"))
    path = estate(Course("S50", None, None, recorded=events))
    assert on(path, "2025-04-01") == "blocked"
    assert on(path, "2025-09-01") == "preliminary"


def test_a_record_of_the_future_and_a_date_that_is_none_are_left_out() -> None:
    told = (("2027-05-01", "S70"), ("2026-13-40", "S70"), ("9999", "S80"))
    path = estate(Course("S50", None, None, told=told))
    assert on(path, "2026-11-20") == "preliminary"
    assert on(path, "2026-11-19") == UNKNOWN


def test_a_work_without_dates_has_of_its_project_what_must_be_so() -> None:
    project = Course(
        "S80",
        None,
        None,
        recorded=(("2024-01-01", "S50"), ("2024-06-01", "S70"), ("2025-06-01", "S80")),
    )
    path = courses.of_work(Course("S85", None, None), (project,), TODAY)
    assert on(path, "2024-02-01") == "preliminary"
    assert on(path, "2024-12-01") == UNKNOWN  # others may have been built first
    assert on(path, "2025-06-01") == "done"


def test_a_work_with_dates_goes_its_own_way() -> None:
    project = Course("S70", None, "2027-01-01", recorded=(("2024-06-01", "S70"),))
    work = Course("S80", None, None, told=(("2025-01-01", "S70"), ("2025-03-01", "S80")))
    path = courses.of_work(work, (project,), TODAY)
    assert on(path, "2025-02-01") == "building"
    assert on(path, "2025-03-02") == "done"


def test_a_date_that_no_calendar_has_is_not_known() -> None:
    for date in ("9" * 20 + "-01-01", "2020-" + "9" * 20, "2020-02-30", "0000", "²", ""):
        assert courses.span(date) is None
