"""The notice of a round as one page: nothing runs, nothing is fetched, nobody is named."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from openpyxl import load_workbook
from sqlite_utils import Database

from renewtrack.reports import consultation_page, needs_sheet
from renewtrack.store import (
    actions,
    buildings,
    consultations,
    estates,
    exports,
    file,
    households,
    needs,
    rows,
)

NAME, PHONE = "谢敏敏", "13812345678"
MARKUP = "<script src=http://evil.example>x</script>\"'&"
HOSTILE = f"{MARKUP}{NAME}{PHONE}"
TODAY = "2026-06-10"
ALLOWED = frozenset(
    (
        *("html", "head", "meta", "title", "style", "body", "main", "h1", "h2", "p", "dl", "dt"),
        *("dd", "table", "thead", "tbody", "tr", "th", "td", "footer"),
    )
)


@pytest.fixture(scope="module")
def db(tmp_path_factory: pytest.TempPathFactory) -> Database:
    """An estate with seven homes whose round and needs have a hostile text everywhere."""
    made = file.create(tmp_path_factory.mktemp("office") / "示范区.gpkg", "示范区").db
    with actions.act(made, "create_demo", "测试"):
        estate = estates.add(made, name=f"东里{MARKUP}")
        building = buildings.add(made, estate_id=estate, number="3")
        homes = [
            households.add(
                made, building_id=building, room=f"98{at}", floor_area_m2=50.0, holder=NAME
            )
            for at in range(7)
        ]
        given = dict.fromkeys(("title", "text", "decided", "why", "remark"), HOSTILE)
        asked = consultations.add(
            made, {"estate_id": estate}, {**given, "options": ["米黄", HOSTILE]}
        )
        for at, home in enumerate(homes):
            consultations.answer(made, asked, home, HOSTILE if at < 2 else "米黄", TODAY)
        meeting = {"consultation_id": asked, "date": TODAY, "place": HOSTILE, "notes": HOSTILE}
        rows.add(made, "meeting", meeting)
        need = needs.add(made, {"household_id": homes[0]}, f"=1+1{HOSTILE}", source_no="+1")
        needs.refer(made, [need], HOSTILE)
        needs.reply(made, [need], HOSTILE, TODAY)
    return made


class Seen(HTMLParser):
    """The tags and attributes of a page."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attrs}


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_page_of_hostile_texts_is_plain_and_names_nobody(
    db: Database, tmp_path: Path, language: str
) -> None:
    path, (one,) = tmp_path / "公示.html", consultations.ids(db)
    consultation_page.write(db, path, consultation_page.Wanted(one, TODAY, language))
    page = path.read_text("utf-8")
    seen = Seen(page)
    assert seen.tags <= ALLOWED
    assert seen.attributes <= {"lang", "charset", "http-equiv", "content", "name"}
    assert "url(" not in page
    assert "default-src 'none'" in page
    for hidden in (NAME, PHONE, "980"):
        assert hidden not in page
    cells = re.findall(r"<td>(.*?)</td>", page)
    assert cells[:5] == ["米黄", "*", "*", "*", "*"]
    assert cells[6:10] == ["&lt;5", "*", "*", "*"]


def test_no_title_makes_a_path(db: Database) -> None:
    (one,) = consultations.all(db)
    name = consultation_page.file_name(one)
    assert Path(name).name == name
    assert not set(name) & set('<>:"/\\|?*')


def test_a_round_that_is_gone_is_told(db: Database, tmp_path: Path) -> None:
    with pytest.raises(consultation_page.RoundGone):
        consultation_page.write(db, tmp_path / "a.html", consultation_page.Wanted(99, TODAY))
    assert not (tmp_path / "a.html").exists()


@pytest.mark.parametrize("reason", ["", "逐户回访"])
def test_a_workbook_of_needs_holds_words_only_and_persons_for_a_reason(
    db: Database, tmp_path: Path, reason: str
) -> None:
    path = tmp_path / "需求.xlsx"
    ids = needs.answered(db)
    assert needs_sheet.write(db, path, needs_sheet.Wanted(ids, TODAY, reason=reason)) == 1
    cells = [cell for row in load_workbook(path).worksheets[0] for cell in row]
    assert {cell.data_type for cell in cells if cell.value is not None} == {"s"}
    said = "\n".join(str(cell.value) for cell in cells)
    for shown in (NAME, PHONE, "980"):
        assert (shown in said) == bool(reason)


def test_what_goes_out_has_a_name_in_the_record(db: Database) -> None:
    assert {"needs", "consultation_page"} <= exports.WHATS.keys()
