"""No resident leaves the file by name, number or telephone without a reason, whatever the way."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from renewtrack import cli
from renewtrack.commands.printing import LISTS, WHATS
from renewtrack.intake import history_sheet
from renewtrack.printing import notices
from renewtrack.reports import (
    consultation_page,
    needs_sheet,
    participation_sheet,
    visit_calendar,
)
from renewtrack.store import consultations, exports, file, record_lists, rows
from renewtrack.store.history import HistoryFilter
from tests import canary, residents_canary
from tests.residents_canary import NEEDLES, ROOM

if TYPE_CHECKING:
    from sqlite_utils import Database

QUERIES = ("estates", "buildings", "projects", "works", "money", *record_lists.KINDS)
SHEETS = ("ledger", "buildings", "estates", "bookings", "lifts", "payments", "readings")
SHAPES = ("geojson", "gpkg", "kml")


@pytest.fixture(scope="module")
def ledger(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return residents_canary.make(tmp_path_factory.mktemp("office") / "示范区.gpkg")


@pytest.fixture
def out(tmp_path: Path) -> Path:
    made = tmp_path / "out"
    made.mkdir()
    return made


def _run(capsys: pytest.CaptureFixture[str], *asked: object, code: int = 0) -> str:
    got = cli.main([str(each) for each in asked])
    told = capsys.readouterr()
    assert got == code, (asked, told)
    return told.out + told.err


def _found(folder: Path) -> list[str]:
    needles = {words: words.encode() for words in NEEDLES} | {
        f"{words} in gbk": words.encode("gbk") for words in NEEDLES
    }
    return canary.hits(folder, needles)


def test_queries_totals_and_books(ledger: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for what in QUERIES:
        said = _run(capsys, "query", ledger, what)
        assert residents_canary.told(said) == [], what
    for asked in (("totals", ledger), ("history", ledger), ("exports", ledger), ("check", ledger)):
        said = _run(capsys, *asked)
        assert residents_canary.told(said) == [], asked[0]


def test_sheets_and_shapes(ledger: Path, out: Path, capsys: pytest.CaptureFixture[str]) -> None:
    said = ""
    for what in SHEETS:
        said += _run(capsys, "export", ledger, out / f"{what}.xlsx", "--what", what)
    for ending in ("csv", *SHAPES):
        said += _run(capsys, "export", ledger, out / f"楼.{ending}", "--what", "buildings")
    for ending in SHAPES:
        for what in ("estates", "areas", "sites"):
            said += _run(capsys, "export", ledger, out / f"{what}.{ending}", "--what", what)
    said += _run(capsys, "export", ledger, out / "楼.shp", "--what", "buildings")
    said += _run(capsys, "form", ledger, out / "外业表.xlsx", "--estate", "东里小区")
    assert residents_canary.told(said) == []
    assert _found(out) == []


@pytest.mark.usefixtures("qapp")
def test_prints(ledger: Path, out: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for what in WHATS:
        if what not in ("ledger", "notices"):
            cli.main(["print", str(ledger), "--out", str(out / f"{what}.pdf"), "--what", what])
            assert residents_canary.told("".join(capsys.readouterr())) == []
    printed = {each.stem for each in out.iterdir()}
    assert {"map", "atlas", "dossier", "gantt", "pairs", "album"} <= printed
    assert "visits" not in printed  # it names rooms, so it needs a reason
    for each in LISTS:
        asked = ("--what", "ledger", "--list", each)
        _run(capsys, "print", ledger, "--out", out / f"台账-{each}.pdf", *asked)
    rooms = out / "告知单"
    rooms.mkdir()
    listed = canary.hits(out, {"room": f"{ROOM[0]}***".encode()})
    assert {"台账-appointments.pdf: room", "台账-households.pdf: room"} <= {*listed}
    for ending in ("html", "png"):
        _run(capsys, "export", ledger, out / f"地图.{ending}", "--approval", "京S(2026)001号")
    for notice in notices.all():
        way = ("--what", "notices", "--notice", notice.key, "--estate", "东里小区")
        cli.main(["print", str(ledger), "--out", str(rooms / f"{notice.key}.pdf"), *way])
        assert residents_canary.told("".join(capsys.readouterr())) == []
    assert len([*rooms.iterdir()]) >= 4
    assert _found(out) == []
    assert canary.hits(rooms, {ROOM: ROOM.encode()}) == []


def test_reports_and_the_public_page(
    ledger: Path, out: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    said = ""
    for way, name in (
        *((("--month", "2026-11"), "月报.xlsx"), (("--week", "2026-W48"), "周报.xlsx")),
        (("--month", "2026-11"), "月报.docx"),
        *((("--survey", form), f"{form}.xlsx") for form in ("plan", "progress", "effect", "basic")),
        (("--public", "--approval", "京S(2026)001号"), "公开网页"),
    ):
        said += _run(capsys, "report", ledger, out / name, *way)
    assert residents_canary.told(said) == []
    assert _found(out) == []
    assert canary.hits(out / "公开网页", {ROOM: ROOM.encode()}) == []


def test_the_history_and_the_calendar(ledger: Path, out: Path) -> None:
    project = file.open_file(ledger)
    db: Database = project.db
    history_sheet.write(db, out / "历史.xlsx", HistoryFilter(), "王工")
    span = dt.date(2026, 11, 23), dt.date(2026, 11, 29)
    visit_calendar.write(db, out / "入户.ics", span, language="zh")
    homes = rows.column(db, "SELECT id FROM building")
    participation_sheet.write(db, out / "参与.xlsx", homes)
    ids = rows.column(db, "SELECT id FROM need")
    assert len(ids) == 3
    needs_sheet.write(db, out / "需求.xlsx", needs_sheet.Wanted(ids, residents_canary.DAY))
    (round_,) = consultations.all(db)
    wanted = consultation_page.Wanted(round_.id, residents_canary.DAY)
    consultation_page.write(db, out / "公示.html", wanted)
    project.close()
    assert _found(out) == []
    for name in ("入户.ics", "公示.html"):
        assert ROOM not in (out / name).read_text("utf-8")


def test_in_full_only_for_a_reason_that_is_on_record(
    ledger: Path, out: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    asked = ("export", ledger, out / "入户.xlsx", "--what", "bookings", "--reveal")
    _run(capsys, *asked, code=3)
    assert not [*out.iterdir()]
    _run(capsys, *asked, "--reason", "入户核对")
    assert _found(out)  # so the search finds what is there
    project = file.open_file(ledger)
    latest = exports.all(project.db)[0]
    project.close()
    assert (latest.what, latest.masked, latest.reason) == ("bookings", False, "入户核对")
