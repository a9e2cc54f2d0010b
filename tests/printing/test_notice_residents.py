"""Notices of rounds and answers to needs: masked by default, in full for a reason only."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from renewtrack import demo, paths
from renewtrack.printing import make, notice_residents, notices, pdf
from renewtrack.store import actions, consultations, needs, rows
from tests.printing import reading_back
from tests.printing.test_layouts import faults

if TYPE_CHECKING:
    from sqlite_utils import Database

    from renewtrack.printing.folio import Folio

pytestmark = pytest.mark.usefixtures("qapp")
NAME, PHONE = "谢敏敏", "13812345678"
CANARY = f"{NAME}{PHONE}"


@pytest.fixture(scope="module")
def db(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    """The demo with one estate's round and needs, a person named in each of their texts."""
    opened = demo.make(tmp_path_factory.mktemp("demo") / "示范区.gpkg")
    made = opened.db
    homes = rows.fetch(
        made,
        "SELECT household.id, building_id, estate_id FROM household"
        " JOIN building ON building.id = building_id ORDER BY household.id LIMIT 12",
    )
    first = homes[0]
    with actions.act(made, "edit", "测试"):
        made.execute("DELETE FROM need")
        made.execute("DELETE FROM consultation_ballot")
        made.execute("DELETE FROM meeting")
        made.execute("DELETE FROM consultation")
        rows.change(made, "household", first["id"], {"holder": NAME, "room": "987"})
        for place in (
            {"household_id": first["id"]},
            {"building_id": first["building_id"]},
            {"estate_id": first["estate_id"]},
        ):
            need = needs.add(made, place, f"{CANARY}要求换窗", source="hotline", source_no="A1")
            needs.decide(made, [need], False, f"{CANARY}不在范围")
            needs.reply(made, [need], f"{CANARY}您好", "2026-06-01")
        needs.add(made, {"building_id": first["building_id"]}, "还没有答复")
        values = {
            "title": f"外墙颜色{CANARY}",
            "text": f"{CANARY}提议",
            "options": ["米黄", "浅灰", CANARY],
            "notice_from": "2026-06-01",
            "notice_to": "2026-06-07",
        }
        asked = consultations.add(made, {"estate_id": first["estate_id"]}, values)
        for at, home in enumerate(homes):
            choice = "浅灰" if at < 2 else "米黄"
            consultations.answer(made, asked, home["id"], choice, "2026-05-20")
        consultations.change(made, asked, {"decided": f"米黄{CANARY}", "why": f"多数{CANARY}"})
        meeting = {"consultation_id": asked, "date": "2026-05-20", "notes": f"{CANARY}发言"}
        rows.add(made, "meeting", meeting)
    yield made
    opened.close()


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(paths, "print_folder", lambda: tmp_path)
    return tmp_path


def said(folio: Folio, folder: Path) -> str:
    pdf.write_folio(folder / "a.pdf", folio)
    return "".join(reading_back.pages_of(folder / "a.pdf"))


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize(
    ("key", "pages"), [("consultation", 1), ("need_letter", 3), ("need_answers", 2)]
)
def test_every_kind_fits_its_page_and_names_nobody(
    db: Database, folder: Path, key: str, pages: int, language: str
) -> None:
    facts = make.facts(db, make.Options(language=language), demo.TODAY.isoformat())
    notice = notices.chosen(key)
    ids = notice_residents.ids(db, notice.of, None)
    folio = notices.compose(db, notice, ids, facts)
    assert len(folio.pages) == pages
    assert [fault for page in folio.pages for fault in faults(page)] == []
    told = said(folio, folder)
    for hidden in (NAME, PHONE, "987"):
        assert hidden not in told


def test_a_round_tells_its_counts_but_not_those_of_few_homes(db: Database, folder: Path) -> None:
    facts = make.facts(db, make.Options(), demo.TODAY.isoformat())
    notice = notices.chosen("consultation")
    told = said(notices.compose(db, notice, consultations.ids(db), facts), folder)
    assert "浅灰：<5户（*%），*平方米（*%）" in told
    assert "米黄：*户" in told  # else the two could be reckoned
    assert "2026年6月1日至2026年6月7日" in told
    assert "决定：米黄" in told


def test_answers_go_out_in_full_for_a_reason(db: Database, folder: Path) -> None:
    facts = make.facts(db, make.Options(), demo.TODAY.isoformat())
    notice = notices.chosen("need_letter")
    ids = notice_residents.ids(db, notice.of, None)
    told = said(notices.compose(db, notice, ids, facts, reveal="送达答复"), folder)
    for shown in (NAME, PHONE, "987"):
        assert shown in told


def test_only_what_has_an_answer_is_printed_of_the_buildings_in_range(db: Database) -> None:
    building = rows.value(db, "SELECT building_id FROM need WHERE building_id IS NOT NULL")
    assert len(needs.answered(db, [building])) == 3
    assert needs.answered(db, []) == []
    assert consultations.ids(db, [building]) == consultations.ids(db)
    assert consultations.ids(db, []) == []


def test_the_copy_of_an_earlier_version_has_the_later_kinds_too(folder: Path) -> None:
    own = notices.own_copy()
    own.write_text(own.read_text("utf-8").split('[[notice]]\nkey = "visit"')[0], "utf-8")
    assert notices.all()[0].key == "works"
    assert notices.chosen("consultation").of == notice_residents.CONSULTATION
