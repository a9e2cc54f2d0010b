"""A person in the ledger is nowhere else: no log, temp file, profile, name or masked export."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from dataclasses import dataclass
from pathlib import Path

import pypdf
import pytest

from renewtrack.intake import writing
from renewtrack.store import actions, areas, buildings, estates, file, gpkg, projects
from tests import canary
from tests.canary import ENCODINGS, ID, NAME, PHONE
from tests.source_tree import ROOT

ABORTED = -6
CRASH = """
import sys
from renewtrack import cli
from renewtrack.store import records
from tests.canary import NAME, PHONE, ID

def fail(*given):
    person = NAME, PHONE, ID
    raise ValueError(str(person))

records.query = fail
sys.exit(cli.main(sys.argv[1:]))
"""


@dataclass(frozen=True)
class Office:
    """One machine: its home and temp, the office's own folder, and what goes out masked."""

    root: Path

    @property
    def own(self) -> Path:
        """The only folder that may hold the person: ledger, sheet, backups."""
        return self.root / "office"

    @property
    def out(self) -> Path:
        """What goes out masked."""
        return self.root / "out"

    @property
    def ledger(self) -> Path:
        return self.own / "ledger.gpkg"

    @property
    def sheet(self) -> Path:
        return self.own / "sheet.xlsx"

    def run(self, *arguments: object, code: int = 0) -> str:
        """Run Python in this machine's folders and return all that it said."""
        folders = {
            name: str(self.root / "home" / name.lower())
            for name in ("HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME")
        }
        folders |= {
            name: str(self.root / "home" / name.lower())
            for name in ("XDG_CACHE_HOME", "XDG_RUNTIME_DIR", "APPDATA", "LOCALAPPDATA")
        }
        folders |= {name: str(self.root / "temp") for name in ("TMPDIR", "TEMP", "TMP")}
        for folder in folders.values():
            Path(folder).mkdir(mode=0o700, parents=True, exist_ok=True)
        ran = subprocess.run(
            [sys.executable, *map(str, arguments)],
            cwd=ROOT,
            env={**os.environ, **folders, "PYTHONUTF8": "1"},
            capture_output=True,
            encoding="utf-8",
            errors="replace",
            timeout=300,
            check=False,
        )
        said = ran.stdout + ran.stderr
        assert ran.returncode == code, said
        return said

    def hits(self) -> list[str]:
        """Return where the person stands outside the office's own folder, names included."""
        names = [path.name for path in self.own.rglob("*")]
        return [
            *(hit for part in ("home", "temp", "out") for hit in canary.hits(self.root / part)),
            *(told for name in names for told in canary.in_text(name)),
        ]


@pytest.fixture
def office(tmp_path: Path) -> Office:
    """A new ledger, and a sheet of the office's own form with the person in every fit column."""
    office = Office(tmp_path)
    for folder in (office.own, office.out):
        folder.mkdir()
    source = file.create(tmp_path / "source.gpkg", "示范区")
    with actions.act(source.db, "create_demo", "王工"):
        street = areas.ensure(
            source.db, "street", "上地街道", areas.ensure(source.db, "district", "示范区")
        )
        community = areas.ensure(source.db, "community", "上地第一社区", street)
        for name in ("东里小区", "西里小区"):
            estate = estates.add(source.db, name=name, area_id=community, year_built=1993)
            projects.add(
                source.db,
                [estate],
                plan_year=2026,
                stage="S70",
                leader=NAME,
                contact=NAME,
                phone=PHONE,
                problem=f"{NAME}反映漏水，电话{PHONE}，证件{ID}",
                remark=f"联系{NAME} {PHONE}",
            )
    writing.ledger(source.db, office.sheet, said=writing.LedgerWords(reveal=True))
    source.close()
    made = file.create(office.ledger, "示范区")
    with actions.act(made.db, "add_estate", "王工"):
        estate = estates.add(made.db, name="南里小区", geom=gpkg.point(116.31, 40.03))
        buildings.add(
            made.db,
            estate_id=estate,
            number="1",
            geom=gpkg.point(116.31, 40.03),
            remark=f"联系{NAME} {PHONE} {ID}",
        )
    made.close()
    return office


def _check(office: Office) -> None:
    assert office.hits() == []
    inside = "".join(canary.hits(office.own))  # what was searched for is really there
    for words in (NAME, PHONE, ID):
        assert f"ledger.gpkg: {words} in utf-8" in inside


def test_a_day_at_the_command_line_leaves_no_trace_of_the_person(office: Office) -> None:
    said = []
    for arguments in (
        ("import", office.ledger, office.sheet, "--dry-run"),
        ("import", office.ledger, office.sheet, "--yes"),
        *(("query", office.ledger, what) for what in ("projects", "buildings", "estates")),
        ("totals", office.ledger),
        ("export", office.ledger, office.out / "ledger.xlsx"),
        ("export", office.ledger, office.out / "buildings.xlsx", "--what", "buildings"),
        ("export", office.ledger, office.out / "buildings.csv"),
        ("export", office.ledger, office.out / "buildings.geojson"),
        ("export", office.ledger, office.out / "estates.geojson", "--what", "estates"),
        ("print", office.ledger, "--out", office.out / "map.pdf"),
        ("exports", office.ledger),
        ("history", office.ledger),
        ("undo", office.ledger),
        ("redo", office.ledger),
    ):
        said.append(office.run("-m", "renewtrack", *arguments))
    said.append(office.run("-c", CRASH, "query", office.ledger, "projects", code=3))
    assert canary.in_text("".join(said)) == []
    assert list((office.root / "home").rglob("crash*"))
    _check(office)


def test_a_day_at_the_window_leaves_no_trace_of_the_person(office: Office) -> None:
    said = office.run(
        "-m", "tests.canary_window", office.ledger, office.sheet, office.out, code=ABORTED
    )
    assert (office.out / "done.txt").is_file(), said
    assert canary.in_text(said) == []
    assert len(list(office.out.iterdir())) == 12
    _check(office)


def test_what_goes_out_in_full_is_found(office: Office) -> None:
    run = ("-m", "renewtrack")
    office.run(*run, "import", office.ledger, office.sheet, "--yes")
    full = ("--reveal", "--reason", "核对")
    office.run(*run, "export", office.ledger, office.out / "ledger.xlsx", *full)
    told = " ".join(office.hits())
    for words in (NAME, PHONE, ID):
        assert f"{words} in utf-8" in told


@pytest.mark.parametrize("words", [NAME, PHONE, ID])
@pytest.mark.parametrize("encoding", ENCODINGS)
def test_the_search_finds_a_planted_person(tmp_path: Path, words: str, encoding: str) -> None:
    (tmp_path / "a.log").write_bytes(b"\x00" + words.encode(encoding) + b"\x00")
    assert f"a.log: {words} in {encoding}" in canary.hits(tmp_path)


def test_the_search_looks_into_workbooks_papers_and_names(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.xlsx", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/sharedStrings.xml", f"<t>{NAME}</t>" * 50)
    paper = pypdf.PdfWriter()
    paper.add_blank_page(100, 100)
    paper.add_metadata({"/Title": PHONE})
    paper.compress_identical_objects()
    paper.write(tmp_path / "a.pdf")
    (tmp_path / f"{ID}.txt").touch()
    told = canary.hits(tmp_path)
    assert f"a.xlsx: {NAME} in utf-8" in told
    assert f"a.pdf: {PHONE} in utf-8" in told
    assert f"{ID}.txt: {ID} in utf-8" in told
