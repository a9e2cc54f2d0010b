"""The Gantt chart on paper: every bar by its name and on its days, on as many pages as it takes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace
from math import ceil
from pathlib import Path

import pytest

from renewtrack.domain import lateness
from renewtrack.printing import gantt_axis, gantt_page, pdf
from renewtrack.printing.facts import PaperFacts
from renewtrack.printing.folio import Folio
from renewtrack.printing.gantt_page import Chart
from renewtrack.printing.sheet import Box, Page, Paths
from renewtrack.printing.status_map import Paper
from renewtrack.store import spans
from renewtrack.store.spans import Bar, Span
from tests.printing import reading_back
from tests.printing.test_layouts import faults

pytestmark = pytest.mark.usefixtures("qapp")
TODAY = dt.date(2025, 6, 15)
FACTS = PaperFacts(title="示范区改造进度横道图", compiled_by="示范区住建局", made_on="2025-06-15")
PLAN = Span(dt.date(2025, 3, 1), dt.date(2025, 8, 31))
NOTHING = Span(None, None)


def bar(number: int, planned: Span = PLAN, **values: object) -> Bar:
    plain = Bar(
        id=number,
        kind="",
        name=f"项目{number:03}号",
        group=f"街道{number // 50}",
        stage="S70",
        percent=None,
        light=lateness.GREEN,
        planned=planned,
        actual=NOTHING,
        forecast=None,
    )
    return replace(plain, **values)  # type: ignore[arg-type]


def composed(
    bars: list[Bar],
    paper: Paper = Paper("A3"),  # noqa: B008 - frozen
    baseline: dict[int, Span] | None = None,
    facts: PaperFacts = FACTS,
) -> Folio:
    base = baseline or {}
    return gantt_page.compose(Chart(bars, base, TODAY), paper, facts, spans.ends(bars, base))


def drawn(page: Page, role: str) -> list[Box]:
    """Return the boxes around the shapes of a role, from the top."""
    found = []
    for mark in page.marks:
        if isinstance(mark, Paths) and mark.role == role:
            low, high = mark.points.min(axis=0), mark.points.max(axis=0)
            found.append(Box(low[0], low[1], high[0] - low[0], high[1] - low[1]))
    return sorted(found, key=lambda box: box.top)


def month(page: Page, number: int) -> float:
    """Return where a month begins, by its printed name."""
    (text,) = (each for each in page.texts("month") if each.text == f"{number}月")
    return text.box.left - 0.4


@pytest.mark.parametrize("count", [1, 40, 230])
@pytest.mark.parametrize(
    ("size", "orientation"), [("A3", "landscape"), ("A4", "landscape"), ("A4", "portrait")]
)
def test_every_bar_is_printed_by_name_and_nothing_outside(
    tmp_path: Path, size: str, orientation: str, count: int
) -> None:
    bars = [bar(number) for number in range(count)]
    folio = composed(bars, Paper(size, orientation))
    pdf.write_folio(tmp_path / "a.pdf", folio)
    said = reading_back.pages_of(tmp_path / "a.pdf")
    total = len(said)
    assert [f"第{at}页共{total}页" in text for at, text in enumerate(said, 1)] == [True] * total
    assert [each.name for each in bars if "".join(said).count(each.name) != 1] == []
    assert reading_back.outside(tmp_path / "a.pdf") == []
    assert [fault for page in folio.pages for fault in faults(page)] == []
    assert sum(len(drawn(page, "planned")) for page in folio.pages) == count


def test_pages_are_as_many_as_full_pages_need(tmp_path: Path) -> None:
    folio = composed([bar(number, group="") for number in range(300)])
    lines = [len(page.texts("bar_name")) + len(page.texts("group_name")) for page in folio.pages]
    assert sum(lines) == 301
    assert lines[:-1] == [lines[0]] * (len(lines) - 1)
    assert len(lines) == ceil(301 / lines[0])
    pdf.write_folio(tmp_path / "a.pdf", folio)
    assert len(reading_back.pages_of(tmp_path / "a.pdf")) == len(lines)


@pytest.mark.parametrize("beside", [0, 1])
def test_a_page_more_begins_with_one_line_more(beside: int) -> None:
    many = composed([bar(number, group="") for number in range(300)])
    room = len(many.pages[0].texts("bar_name")) + 1
    folio = composed([bar(number, group="") for number in range(room - 1 + beside)])
    assert len(folio.pages) == 1 + beside


@pytest.mark.parametrize(
    ("planned", "months"),
    [
        (Span(dt.date(2025, 3, 1), dt.date(2025, 8, 31)), (3, 9)),
        (Span(dt.date(2025, 4, 1), dt.date(2025, 4, 30)), (4, 5)),
        (Span(dt.date(2025, 2, 1), dt.date(2025, 2, 28)), (2, 3)),
    ],
)
@pytest.mark.parametrize("role", ["planned", "actual", "baseline"])
def test_a_bar_lies_between_its_days(planned: Span, months: tuple[int, int], role: str) -> None:
    around = bar(0, Span(dt.date(2025, 1, 15), dt.date(2025, 11, 15)))
    shown = bar(1, planned if role == "planned" else NOTHING)
    if role == "actual":
        shown = replace(shown, actual=planned)
    base = {1: planned} if role == "baseline" else {}
    (page,) = composed([around, shown], baseline=base).pages
    box = drawn(page, role)[-1]
    assert box.left == pytest.approx(month(page, months[0]), abs=0.01)
    assert box.right == pytest.approx(month(page, months[1]), abs=0.01)


def test_a_forecast_stands_on_its_day() -> None:
    (page,) = composed([bar(1, forecast=dt.date(2025, 10, 1))]).pages
    assert drawn(page, "forecast")[0].centre[0] == pytest.approx(month(page, 10), abs=0.01)


@pytest.mark.parametrize("percent", [0.0, 25.0, 100.0, 130.0])
def test_what_is_done_fills_its_share_of_the_bar(percent: float) -> None:
    (page,) = composed([bar(1, percent=percent)]).pages
    (whole,) = drawn(page, "planned")
    done = sum(box.width for box in drawn(page, "done"))
    assert done == pytest.approx(whole.width * min(percent, 100) / 100, abs=0.01)


@pytest.mark.parametrize(
    "planned", [NOTHING, Span(dt.date(2025, 3, 1), None), Span(None, dt.date(2025, 3, 1))]
)
def test_a_bar_with_an_unknown_day_has_its_name_only(planned: Span) -> None:
    (page,) = composed([bar(1, planned)]).pages
    assert [text.text for text in page.texts("bar_name")] == ["项目001号"]
    assert drawn(page, "planned") == []


@pytest.mark.parametrize("paper", [Paper("A3"), Paper("A4", "portrait")], ids=["A3", "A4"])
@pytest.mark.parametrize("years", [0, 1, 2, 5, 12, 40])
@pytest.mark.parametrize("first", [1, 6, 12])
def test_months_and_years_do_not_touch_however_long_the_chart(
    paper: Paper, years: int, first: int
) -> None:
    start = dt.date(2025 - years, first, 1)
    (page,) = composed([bar(1, Span(start, TODAY))], paper).pages
    assert faults(page) == []


def test_groups_are_named_once_before_their_bars() -> None:
    bars = [bar(1, group="甲街道"), bar(2, group="甲街道"), bar(3, group="")]
    (page,) = composed(bars).pages
    named = [text.text for text in page.texts("group_name")]
    assert named == ["甲街道", gantt_page.NO_GROUP.zh]
    assert tops(page) == ["甲街道", "项目001号", "项目002号", gantt_page.NO_GROUP.zh, "项目003号"]


def tops(page: Page) -> Sequence[str]:
    lines = [*page.texts("group_name"), *page.texts("bar_name")]
    return [text.text for text in sorted(lines, key=lambda text: text.box.top)]


def test_an_empty_chart_says_so(tmp_path: Path) -> None:
    pdf.write_folio(tmp_path / "a.pdf", composed([]))
    (said,) = reading_back.pages_of(tmp_path / "a.pdf")
    assert gantt_page.NOTHING.zh in said


def test_the_legend_says_what_every_sign_means(tmp_path: Path) -> None:
    pdf.write_folio(tmp_path / "a.pdf", composed([bar(1)]))
    (said,) = reading_back.pages_of(tmp_path / "a.pdf")
    signs = (gantt_axis.ACTUAL, gantt_axis.BASELINE, gantt_axis.FORECAST, gantt_axis.TODAY)
    words = [*signs, *lateness.LIGHT_WORDS.values()]
    assert [each.zh for each in words if each.zh not in said] == []


def test_a_work_is_called_by_its_kind_and_place_in_either_language() -> None:
    work = bar(1, kind="W15", name="1号楼")
    assert gantt_axis.name(work, "zh").endswith("：1号楼")
    assert gantt_axis.name(work, "en").endswith(" 1号楼")
    assert gantt_axis.name(replace(work, kind="?"), "zh") == "?：1号楼"


@pytest.mark.parametrize(
    ("ends", "first", "last"),
    [
        (NOTHING, dt.date(2025, 6, 1), dt.date(2025, 6, 30)),
        (Span(dt.date(2025, 3, 10), None), dt.date(2025, 2, 1), dt.date(2025, 6, 30)),
        (Span(dt.date(2025, 3, 11), None), dt.date(2025, 3, 1), dt.date(2025, 6, 30)),
        (Span(None, dt.date(2025, 12, 21)), dt.date(2025, 6, 1), dt.date(2025, 12, 31)),
        (Span(None, dt.date(2025, 12, 22)), dt.date(2025, 6, 1), dt.date(2026, 1, 31)),
    ],
)
def test_the_axis_holds_whole_months_with_ten_days_free(
    ends: Span, first: dt.date, last: dt.date
) -> None:
    axis = gantt_axis.axis(ends, TODAY)
    assert (axis.first, axis.last) == (first, last)
    assert (axis.place(first), axis.place(last + dt.timedelta(1))) == (0, 1)


def test_months_go_on_over_the_end_of_a_year() -> None:
    axis = gantt_axis.Axis(dt.date(2024, 11, 2), dt.date(2025, 2, 1))
    assert [day.isoformat() for day in axis.months()] == ["2024-12-01", "2025-01-01", "2025-02-01"]


@pytest.mark.parametrize(
    ("start", "finish"), [("2025-03-01", "9999-12-31"), ("0001-01-01", "2025-08-31")]
)
def test_a_bar_without_end_goes_on_to_the_edge(start: str, finish: str) -> None:
    far = Span(dt.date.fromisoformat(start), dt.date.fromisoformat(finish))
    (page,) = composed([bar(1), bar(2, far)]).pages
    one, other = drawn(page, "planned")
    assert other.width > one.width
    axis = gantt_axis.axis(spans.ends([bar(2, far)], {}), TODAY)
    assert axis.days < 51 * 366
    assert (axis.first.day, (axis.last + dt.timedelta(1)).day) == (1, 1)
