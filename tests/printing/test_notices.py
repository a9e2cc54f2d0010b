"""Notices for doors: one a building, two a sheet, own words, no room without a reason."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from renewtrack import demo, paths
from renewtrack.domain import codes
from renewtrack.printing import make, notices, pdf
from renewtrack.printing.facts import PaperFacts
from renewtrack.store import (
    actions,
    appointments,
    buildings,
    exports,
    projects,
    record_lists,
    rows,
    works,
)
from tests.printing import reading_back
from tests.printing.test_layouts import faults

if TYPE_CHECKING:
    from sqlite_utils import Database

pytestmark = pytest.mark.usefixtures("qapp")


@pytest.fixture(scope="module")
def db(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    opened = demo.make(tmp_path_factory.mktemp("demo") / "示范区.gpkg")
    with actions.act(opened.db, "edit", "测试"):
        for household in (1, 2, 3):
            appointments.add(opened.db, household_id=household, date="2026-12-01", half="am")
    yield opened.db
    opened.close()


@pytest.fixture(scope="module")
def facts(db: Database) -> PaperFacts:
    return make.facts(db, make.Options(compiled_by="示范区住建局"), demo.TODAY.isoformat())


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(paths, "print_folder", lambda: tmp_path)
    return tmp_path


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize(("parts", "pages"), [(1, 3), (2, 2), (4, 1)])
def test_every_kind_fits_its_page(
    db: Database, facts: PaperFacts, parts: int, pages: int, language: str
) -> None:
    told = make.facts(db, make.Options(language=language), demo.TODAY.isoformat())
    of_places = (notices.BUILDING, notices.HOUSEHOLD, notices.LIFT)
    for notice in (each for each in notices.all() if each.of in of_places):
        folio = notices.compose(db, notice, [1, 2, 3], told, parts=parts, reveal="张贴")
        assert len(folio.pages) == pages
        assert [fault for page in folio.pages for fault in faults(page)] == []


def test_a_notice_says_what_is_on_record(db: Database, facts: PaperFacts, tmp_path: Path) -> None:
    building = buildings.get(db, 1)
    assert building is not None
    project = projects.of_estate(db, building.estate_id)[0]
    folio = notices.compose(db, notices.chosen("works"), [1], facts)
    pdf.write_folio(tmp_path / "a.pdf", folio)
    said = reading_back.pages_of(tmp_path / "a.pdf")[0]
    assert f"{building.estate}{building.number}号楼全体居民" in said
    assert str(project.contractor) in said
    assert "楼道整治" in said
    assert "示范区住建局" in said


def test_a_notice_is_about_the_latest_project_of_its_building(
    db: Database, facts: PaperFacts, tmp_path: Path
) -> None:
    row = rows.fetch(
        db,
        """
        SELECT work.building_id, old.name AS old, new.name AS new FROM work
        JOIN project AS new ON new.id = work.project_id
        JOIN project_estate AS here ON here.project_id = new.id
        JOIN project_estate AS before ON before.estate_id = here.estate_id
        JOIN project AS old ON old.id = before.project_id AND old.plan_year < new.plan_year
        WHERE work.building_id IS NOT NULL AND work.building_id NOT IN (
            SELECT building_id FROM work WHERE project_id = old.id AND building_id IS NOT NULL)
        LIMIT 1
        """,
    )[0]
    folio = notices.compose(db, notices.chosen("works"), [row["building_id"]], facts)
    pdf.write_folio(tmp_path / "a.pdf", folio)
    said = reading_back.pages_of(tmp_path / "a.pdf")[0]
    assert row["new"] in said
    assert row["old"] not in said


def test_what_is_not_known_is_a_line_to_write_on(db: Database, facts: PaperFacts) -> None:
    with actions.act(db, "edit", "测试"):
        db.execute("UPDATE project SET contractor = NULL")
    page = notices.compose(db, notices.chosen("works"), [1], facts).pages[0]
    assert notices.LINE in "".join(text.text for text in page.texts("body"))


def test_a_room_goes_out_for_a_reason_only(db: Database, facts: PaperFacts) -> None:
    booked = notices.chosen("booked")
    visit = rows.value(db, "SELECT MAX(id) FROM appointment WHERE household_id = 1")
    with pytest.raises(exports.ReasonNeeded):
        notices.compose(db, booked, [visit], facts)
    page = notices.compose(db, booked, [visit], facts, reveal="送达预约通知").pages[0]
    room = rows.value(db, "SELECT room FROM household WHERE id = 1")
    assert f"{room}室" in page.texts("to")[0].text
    assert "2026年12月1日上午" in "".join(text.text for text in page.texts("body"))


def test_names_that_could_run_stay_words(db: Database) -> None:
    assert notices.filled("{estate.__class__} {estate}", {"estate": "{works}"}) == (
        "{estate.__class__} {works}"
    )


def test_an_office_writes_its_own_words(db: Database, facts: PaperFacts) -> None:
    path = notices.own_copy()
    path.write_text(path.read_text("utf-8").replace("施 工 告 知", "本区施工告知"), "utf-8")
    page = notices.compose(db, notices.chosen("works"), [1], facts).pages[0]
    assert page.texts("title")[0].text == "本区施工告知"


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\xff",
        b"[[notice]]\nkey = 'a'",
        b"notice = 3",
        b"[[notice]]\nkey=1\nzh=1\nen=1\nof='building'\ntitle_zh=''\ntitle_en=''\nto_zh=''\nto_en=''"
        b"\nbody_zh=[]\nbody_en=[]",
    ],
)
def test_a_faulty_copy_is_told_by_its_name(folder: Path, content: bytes) -> None:
    (folder / notices.FILE).write_bytes(content)
    with pytest.raises(notices.NoticesBroken) as told:
        notices.all()
    assert notices.FILE in told.value.in_("zh")


def test_nothing_chosen_is_told(db: Database, facts: PaperFacts) -> None:
    with pytest.raises(notices.NothingChosen):
        notices.compose(db, notices.chosen("works"), [999_999], facts)


def test_works_on_the_estate_are_told_to_each_of_its_buildings(
    db: Database, facts: PaperFacts, tmp_path: Path
) -> None:
    row = rows.fetch(
        db,
        """
        SELECT building.id, project_id FROM building JOIN project_estate AS link
        ON link.estate_id = building.estate_id
        WHERE NOT EXISTS (SELECT 1 FROM work WHERE building_id = building.id) LIMIT 1
        """,
    )[0]
    estate = buildings.get(db, row["id"])
    assert estate is not None
    with actions.act(db, "edit", "测试"):
        latest = projects.of_estate(db, estate.estate_id)[0]
        works.add(db, kind="W17", estate_id=estate.estate_id, project_id=latest.id)
    folio = notices.compose(db, notices.chosen("works"), [row["id"]], facts)
    pdf.write_folio(tmp_path / "b.pdf", folio)
    said = reading_back.pages_of(tmp_path / "b.pdf")[0]
    entry = codes.code("work_types", "W17")
    assert entry is not None
    assert entry.words.zh in said


@pytest.mark.parametrize("kind", ["vote", "lift_cost"])
def test_a_lift_tells_its_vote_and_names_nobody(
    db: Database, facts: PaperFacts, tmp_path: Path, kind: str
) -> None:
    ids = record_lists.voted(db)
    assert ids
    folio = notices.compose(db, notices.chosen(kind), ids, facts)
    assert len(folio.pages) == len(ids)
    assert [fault for page in folio.pages for fault in faults(page)] == []
    pdf.write_folio(tmp_path / "c.pdf", folio)
    pages = reading_back.pages_of(tmp_path / "c.pdf")
    for row, said in zip(record_lists.some(db, "lifts", ids), pages, strict=True):
        assert f"{row['estate']}{row['building']}号楼{row['stairwell']}单元全体业主" in said
        if kind == "vote":
            assert f"应参与业主{row['owners_total']}户" in said
            assert ("表决通过" in said) == (row["consent_ok"] is True)
        else:
            assert "不是法定标准" in said


def test_a_vote_reads_in_english(db: Database) -> None:
    told = make.facts(db, make.Options(language="en"), demo.TODAY.isoformat())
    folio = notices.compose(db, notices.chosen("vote"), record_lists.voted(db)[:1], told)
    assert [fault for page in folio.pages for fault in faults(page)] == []
