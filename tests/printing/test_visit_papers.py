"""Papers of visits: each home of a crew in its order, four slips a page, nothing without why."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from renewtrack import cli, demo
from renewtrack.printing import make, pdf, visit_papers
from renewtrack.printing.facts import PaperFacts
from renewtrack.printing.visit_papers import CREW, FORM, PAPERS, REFUSALS, SLIPS, Wanted
from renewtrack.store import exports, rows, visit_lists
from renewtrack.store.choosing import Filter
from renewtrack.store.file import ProjectFile
from tests.printing import reading_back
from tests.printing.test_layouts import faults

pytestmark = pytest.mark.usefixtures("qapp")
MONDAY, SUNDAY = dt.date(2026, 11, 23), dt.date(2026, 11, 29)


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ProjectFile]:
    opened = demo.make(tmp_path_factory.mktemp("demo") / "示范区.gpkg")
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def facts(project: ProjectFile) -> PaperFacts:
    return make.facts(project.db, make.Options(compiled_by="示范区住建局"), str(demo.TODAY))


def wanted(paper: str, project: ProjectFile) -> Wanted:
    """Return the whole week of a paper; of the long lists, a few buildings."""
    some = None
    if paper in (REFUSALS, FORM):
        query = "SELECT DISTINCT building_id FROM household WHERE agree = 'no' LIMIT 12"
        some = rows.column(project.db, query)
    return Wanted(paper, MONDAY, SUNDAY, None, some)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_paper_fits_its_pages(project: ProjectFile, language: str) -> None:
    told = make.facts(project.db, make.Options(language=language), str(demo.TODAY))
    for paper in PAPERS:
        folio = visit_papers.compose(project.db, wanted(paper, project), told, "张贴")
        assert [fault for page in folio.pages for fault in faults(page)] == []


def test_a_crew_s_day_names_every_home_once_with_its_person(
    project: ProjectFile, facts: PaperFacts, tmp_path: Path
) -> None:
    db = project.db
    crew = next(iter(visit_lists.crew_names(db)))
    day = Wanted(CREW, MONDAY, MONDAY, crew)
    folio = visit_papers.compose(db, day, facts, "入户施工")
    pdf.write_folio(tmp_path / "日单.pdf", folio)
    text = "".join(reading_back.pages_of(tmp_path / "日单.pdf"))
    visits = [each for each in visit_lists.week(db, MONDAY, 1) if each.crew_id == crew]
    persons = visit_lists.persons(db, [each.id for each in visits])
    for visit in visits:
        assert visit.short in text
        assert persons[visit.id][0] in text
    assert "09:00" in text
    assert "按直线距离" in text


def test_slips_stand_four_on_a_page(project: ProjectFile, facts: PaperFacts) -> None:
    planned = [each for each in visit_lists.week(project.db, MONDAY) if each.state == "planned"]
    folio = visit_papers.compose(project.db, wanted(SLIPS, project), facts, "张贴")
    assert len(folio.pages) == -(-len(planned) // 4)


def test_who_refuses_is_listed_and_asked_by_no_form(
    project: ProjectFile, facts: PaperFacts, tmp_path: Path
) -> None:
    asked = wanted(FORM, project)
    only = Filter(only=frozenset(asked.buildings or ()))
    refusing = {row["household_id"] for row in visit_lists.refusals(project.db, only)}
    waiting = {each.household_id for each in visit_lists.waiting(project.db, only)[0]}
    assert refusing
    assert not refusing & waiting
    pdf.write_folio(
        tmp_path / "名单.pdf",
        visit_papers.compose(project.db, wanted(REFUSALS, project), facts, "走访"),
    )
    assert f"{len(refusing)}" in "".join(reading_back.pages_of(tmp_path / "名单.pdf"))


def test_without_a_reason_or_a_home_nothing_is_made(
    project: ProjectFile, facts: PaperFacts
) -> None:
    for paper in PAPERS:
        with pytest.raises(exports.ReasonNeeded):
            visit_papers.compose(project.db, wanted(paper, project), facts, " ")
    empty = Wanted(CREW, dt.date(2030, 1, 1), dt.date(2030, 1, 7))
    with pytest.raises(visit_papers.NothingBooked):
        visit_papers.compose(project.db, empty, facts, "施工")


def test_the_command_line_prints_tells_and_writes_a_calendar(
    project: ProjectFile, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path, week = str(project.path), ["--from", str(MONDAY)]
    out = tmp_path / "日单.pdf"
    printed = ["print", path, "--what", "visits", *week, "--out", str(out)]
    assert cli.main([*printed, "--json"]) == 3
    assert not out.exists()
    assert cli.main([*printed, "--reason", "施工"]) == 0
    capsys.readouterr()
    assert cli.main(["visits", path, *week, "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert sum(each["homes"] for each in told["half_days"]) == told["booked"] > 0
    ics = tmp_path / "入户.ics"
    assert cli.main(["visits", path, str(ics), *week]) == 0
    rooms = {each.short for each in visit_lists.week(project.db, MONDAY)}
    plain = ics.read_text("utf-8")
    assert "BEGIN:VEVENT" in plain
    assert not [room for room in rooms if room in plain]
    assert cli.main(["visits", path, str(ics), *week, "--reason", "班组手机"]) == 0
    assert [room for room in rooms if room in ics.read_text("utf-8").replace("\r\n ", "")]
    assert cli.main(["visits", path, "--from", "明天"]) == 2
    assert cli.main(["visits", path, "--from", "9999-12-30"]) == 0
