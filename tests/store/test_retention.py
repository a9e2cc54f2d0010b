"""Personal details of households go when their time is over, and leave no bytes behind."""

from __future__ import annotations

import json
import shutil
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from renewtrack.domain import retention as rule
from renewtrack.domain.masking import ERASED
from renewtrack.domain.persons import encoded
from renewtrack.store import (
    actions,
    appointments,
    attachments,
    backup_contents,
    backups,
    batches,
    buildings,
    contents,
    drafts,
    erased_copies,
    erasing,
    estates,
    file,
    health,
    history,
    households,
    owners,
    people,
    privacy,
    projects,
    purging,
    retention,
    rows,
    sealing,
    stairwells,
    thinning,
    votes,
)
from renewtrack.store.file import ProjectFile

if TYPE_CHECKING:
    from sqlite_utils import Database

ID = "11010819900307773X"
GONE = ("赵探针", "钱金丝雀", "孙旧户", "13857294601", "13857294602", "13857294603", ID)
OF_STAYING = "李长留在家办公，找门卫 13700001111"  # whom others name as well
STAYS = ("李长留", "13911112222")
DAY = "2026-11-28"


@dataclass
class Planted:
    """Two households that go, one that stays, and the pictures of both."""

    gone: list[int]
    stays: int
    shared: str  # SHA-256 of a picture that both have
    own: str  # of one that goes


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Planted]:
    """The persons planted once; each test works on a copy."""
    folder = tmp_path_factory.mktemp("office")
    made = file.create(folder / "示范区.gpkg", "示范区")
    planted = _plant(made, folder)
    made.close()
    return made.path, planted


@pytest.fixture
def project(office: tuple[Path, Planted], tmp_path: Path) -> Iterator[ProjectFile]:
    path, _ = office
    shutil.copytree(contents.folder(path), contents.folder(tmp_path / path.name))
    opened = file.open_file(Path(shutil.copy(path, tmp_path)), who="李主任")
    yield opened
    opened.close()


@pytest.fixture
def db(project: ProjectFile) -> Database:
    return project.db


@pytest.fixture
def planted(office: tuple[Path, Planted]) -> Planted:
    """Two households that go and a namesake who stays, in the file of the test."""
    return office[1]


def _plant(project: ProjectFile, folder: Path) -> Planted:
    """Put persons of two households everywhere a file can hold them, and a namesake who stays."""
    db = project.db
    with actions.act(db, "create_demo", "王工"):
        estate = estates.add(db, name="上地东里小区")
        building = buildings.add(db, estate_id=estate, number="1")
        renewal = projects.add(db, [estate], plan_year=2025, stage="S70")
    with actions.act(db, "edit", "王工", "赵探针 13857294601"):
        stairwell = stairwells.add(db, building_id=building, number="1")
        flat = {"building_id": building, "stairwell_id": stairwell}
        first = households.add(db, **flat, room="101", holder="孙旧户", phone="13857294603")
        second = households.add(
            db,
            **flat,
            room="102",
            holder="李长留",
            phone="13857294602",
            remark=f"钱金丝雀 {ID}",
        )
        third = households.add(db, **flat, room="103", holder="李长留", phone="13911112222")
    with actions.act(db, "edit", "王工"):
        households.change(
            db,
            first,
            {
                "holder": "赵探针",
                "phone": "138-5729-4601",
                "access": "找赵探针女儿",
                "agree": "yes",
            },
        )
        households.change(
            db, third, {"keep_until": "2026-12-01", "remark": "李长留在家办公，找门卫 13700001111"}
        )
        text = privacy.add_text(db, "1", "为改造使用", "2025-01-01")
        rows.add(
            db,
            "privacy_consent",
            {
                "household_id": first,
                "text_id": text,
                "given_on": "2025-01-02",
                "sensitive": 1,
                "remark": "赵探针签字",
            },
        )
        privacy.save(db, first, {"vulnerable": ["alone"]})
        rows.add(db, "need", {"household_id": first, "text": "赵探针要扶手，电话 13857294601"})
        visit = appointments.add(db, household_id=first, date="2026-01-05", remark="赵 探 针开门")
        rows.add(db, "satisfaction", {"household_id": second, "phase": "after", "rating": "good"})
        owners.put(db, first, {"name": "钱金丝雀", "phone": "13857294602"}, 0.5)
        owners.put(db, third, {"name": "周业主", "phone": None}, 1)
        vote = votes.open_round(db, "project", renewal, "2025-05-20")
        projects.change(db, renewal, {"problem": f"赵探针和李长留反映漏水 138 5729 4601 {ID}"})
    with actions.act(db, "edit", "王工"):
        households.change(db, second, {"keep_until": "2026-11"})
        households.change(db, first, {"keep_until": "2026-11-27"})
        rows.remove(db, "appointment", visit)
        rows.change(db, "ballot", votes.ballots(db, vote)[0]["id"], {"remark": "赵探针已谈"})
    with actions.act(db, "import", "王工", "入户.xlsx"):
        batch = batches.add(db, kind="bookings", file="赵探针.xlsx")
        cell = ("household", first, "phone", "表", "C7", "13857294601", None, None)
        batches.note_cells(db, batch, [cell])
    drafts.keep(db, "王工", "x", "赵探针 13857294601")
    own, shared = (_picture(folder, name) for name in ("own", "shared"))
    with actions.act(db, "attach", "王工"):
        for picture, home in ((own, first), (shared, first), (shared, third)):
            content = contents.store(project.path, picture)
            attachments.attach(db, content, "household", home, "王工")
    hashes = {path.stem: contents.sha256_of(path) for path in (own, shared)}
    return Planted([first, second], third, hashes["shared"], hashes["own"])


def _picture(folder: Path, name: str) -> Path:
    path = folder / f"{name}.jpg"
    path.write_bytes(f"赵探针的家 {name}".encode())
    return path


def _bytes(project: ProjectFile) -> bytes:
    """Close the file and return its bytes, those beside it and of its attachments."""
    project.close()
    folders = (project.path.parent, contents.folder(project.path))
    paths = (each for folder in folders for each in folder.rglob("*"))
    kept = (each for each in paths if each.is_file() and each.suffix != ".jpg")
    return b"".join(each.read_bytes() for each in kept)


def _left(content: bytes, words: tuple[str, ...] = GONE) -> set[str]:
    content = content.replace("赵探针的家 shared".encode(), b"")  # of who stays as well
    return {each for each in words if any(needle in content for needle in encoded(each))}


def test_those_are_due_whose_last_day_is_past(db: Database, planted: Planted) -> None:
    first, second = planted.gone
    assert [each.id for each in retention.due(db, DAY)] == [first]
    assert [each.id for each in retention.due(db, "2026-12-01")] == [first, second]
    assert len(retention.due(db, "2026-12-02")) == 3


def test_a_household_that_took_its_consent_back_is_due_at_once(
    db: Database, planted: Planted
) -> None:
    consent = privacy.consents(db, planted.gone[0])[0]["id"]
    with actions.act(db, "edit", "王工"):
        privacy.withdraw(db, consent, "2026-01-01")
    told = [(each.id, each.why) for each in retention.due(db, "2026-01-02")]
    assert told == [(planted.gone[0], retention.WITHDRAWN)]


def test_fields_emptied_by_hand_are_still_due_until_their_old_values_have_gone(
    db: Database,
) -> None:
    with actions.act(db, "edit", "王工"):
        (building,) = rows.column(db, "SELECT id FROM building")
        home = households.add(db, building_id=building, room="901", keep_until="2026-01-01")
    for holder in ("郑旧名", None):
        with actions.act(db, "edit", "王工"):
            households.change(db, home, {"holder": holder})
    held = [home in {each.id for each in retention.due(db, DAY)}]
    purging.purge(db, [home], "李主任", "到期")
    held.append(home in {each.id for each in retention.due(db, DAY)})
    assert held == [True, False]


def test_nothing_of_the_purged_is_left_in_any_byte(project: ProjectFile, planted: Planted) -> None:
    purged = purging.purge(project.db, planted.gone, "李主任", "保存期满")
    assert (purged.households, purged.files, purged.namesakes) == (2, 1, 1)
    assert retention.due(project.db, "2026-12-01") == []
    content = _bytes(project)
    assert _left(content) == set()
    assert _left(content, STAYS) == set(STAYS)


def test_the_search_of_bytes_can_fail(project: ProjectFile, planted: Planted) -> None:
    content = _bytes(project)
    assert _left(content) == {*GONE}


def test_no_undo_and_no_redo_brings_them_back(project: ProjectFile, planted: Planted) -> None:
    purging.purge(project.db, planted.gone, "李主任", "保存期满")
    while history.undo_target(project.db) is not None:
        history.undo(project.db, "李工")
        assert rows.value(project.db, "SELECT COUNT(*) FROM household WHERE holder = '赵探针'") == 0
    while history.redo_target(project.db) is not None:
        history.redo(project.db, "李工")
    assert _left(_bytes(project)) == set()


def test_all_else_stands(project: ProjectFile, planted: Planted) -> None:
    db = project.db
    before = votes.tally(db, 1)
    purging.purge(db, planted.gone, "李主任", "保存期满")
    home = {each.id: each for each in households.all(db)}
    assert (home[planted.gone[0]].room, home[planted.gone[0]].agree) == ("101", "yes")
    assert (home[planted.stays].holder, home[planted.stays].phone) == STAYS
    assert home[planted.stays].remark == OF_STAYING
    assert [each.name for each in owners.of(db, planted.stays)] == ["周业主"]
    assert households.needs(db)[0].text == f"{ERASED}要扶手，电话 {ERASED}"
    assert projects.all(db)[0].problem == f"{ERASED}和李长留反映漏水 {ERASED} {ERASED}X"
    assert votes.tally(db, 1) == before
    assert contents.is_there(project.path, planted.shared)
    assert not contents.is_there(project.path, planted.own)
    assert privacy.consents(db, planted.gone[0])[0]["version"] == "1"
    assert health.findings(db) == ()
    assert list(sealing.findings(db)) == []


def test_the_history_accounts_for_every_row_after_thinning_and_a_purge(
    db: Database, planted: Planted
) -> None:
    db.execute("PRAGMA query_only = OFF")
    old, last = "'2024-01-01T00:00:00.000Z'", "(SELECT MAX(id) FROM action_group)"
    db.execute(f"UPDATE change_log SET at = {old} WHERE group_id < {last}")
    db.execute(f"UPDATE action_group SET at = {old} WHERE id < {last}")
    db.execute("PRAGMA query_only = ON")
    thinning.thin(db, thinning.latest_date(db), "李主任", "试")
    purging.purge(db, planted.gone, "李主任", "保存期满")
    assert health.findings(db) == ()


def test_the_certificate_tells_who_how_many_and_why_but_not_whom(
    db: Database, planted: Planted
) -> None:
    purging.purge(db, planted.gone, "李主任", "保存期满，赵探针 13857294601")
    (told,) = retention.certificates(db)
    assert (told.who, told.households, told.files) == ("李主任", 2, 1)
    assert told.tables["household"] == 2
    paper = "".join(line.zh for line in retention.certified(db, told, "示范区.gpkg"))
    assert "保存期满" in paper
    assert _left(paper.encode(), (*GONE, *STAYS, "101", "102")) == set()


def test_backups_that_still_hold_them_give_way_with_their_pictures(
    project: ProjectFile, planted: Planted
) -> None:
    old = backups.make(project.path, "manual").path
    kept = backup_contents.place(old.parent, planted.own)
    assert kept.is_file()
    purged = purging.purge(project.db, planted.gone, "李主任", "保存期满")
    assert purged.backups_holding == (old,)
    erased_copies.replace(project.path, purged.backups_holding, "李主任")
    assert not old.exists()
    assert not kept.exists()
    assert backup_contents.place(old.parent, planted.shared).is_file()


def test_nothing_goes_without_a_reason_the_role_or_to_the_end(
    db: Database, planted: Planted
) -> None:
    def stop(done: float, _: float) -> None:
        if done == 3:
            raise KeyboardInterrupt

    editor = people.Identity("王工", people.EDITOR)
    for reason, identity, error in (
        (" ", None, erasing.ReasonNeeded),
        ("保存期满", editor, people.NotAllowed),
        ("保存期满", None, KeyboardInterrupt),
    ):
        db.conn.identity = identity  # type: ignore[attr-defined]
        with pytest.raises(error):
            purging.purge(db, planted.gone, "王工", reason, stop)
        db.conn.identity = None  # type: ignore[attr-defined]
        assert len(retention.due(db, "2026-12-01")) == 2
        assert retention.certificates(db) == []


@pytest.mark.parametrize(
    ("handover", "months", "day"),
    [
        ("2025-05-31", 12, "2026-05-31"),
        ("2025-08-31", 6, "2026-02-28"),
        ("2025-06", 12, "2026-06-30"),
        ("2025", 1, "2026-01-31"),
        (None, 12, None),
    ],
)
def test_days_are_kept_from_handover_on(handover: str | None, months: int, day: str) -> None:
    assert rule.until(handover, months) == day


def test_dates_are_suggested_for_an_estate_and_undone_together(
    db: Database, planted: Planted
) -> None:
    estate, renewal = estates.all(db)[0].id, projects.all(db)[0].id
    with actions.act(db, "edit", "王工"):
        rows.change_many(db, "household", planted.gone, {"keep_until": [None, None]})
        assert retention.suggest(db, estate, 12) == 0  # nothing is handed over yet
        projects.change(db, renewal, {"handover_date": "2025-06-30"})
    with actions.act(db, "bulk_edit", "王工"):
        assert retention.suggest(db, estate, rule.months()) == 2
    query = "SELECT keep_until FROM household ORDER BY id"
    assert rows.column(db, query) == ["2026-06-30", "2026-06-30", "2026-12-01"]
    history.undo(db, "王工")
    assert rows.column(db, query) == [None, None, "2026-12-01"]
    told = {
        row["id"]: (row["handover"], row["homes"], row["dated"]) for row in retention.estates(db)
    }
    assert told[estate] == ("2025-06-30", 3, 1)


def test_a_new_notice_never_changes_an_old_one(db: Database) -> None:
    with actions.act(db, "edit", "王工"):
        privacy.add_text(db, "2", "新文本", None)
        with pytest.raises(privacy.VersionTaken):
            privacy.add_text(db, " 1 ", "改过的", None)
    assert [row["text"] for row in privacy.texts(db)] == ["新文本", "为改造使用"]


def test_special_care_is_kept_only_with_consent_that_stands(db: Database, planted: Planted) -> None:
    first, second = planted.gone
    consent = privacy.consents(db, first)[0]["id"]
    with actions.act(db, "edit", "王工"):
        with pytest.raises(privacy.NoSensitiveConsent):
            privacy.save(db, second, {"vulnerable": ["ill"]})
        privacy.withdraw(db, consent, "2026-01-01")
        with pytest.raises(privacy.NoSensitiveConsent):
            privacy.save(db, first, {"vulnerable": ["ill"]})
        privacy.save(db, first, {"vulnerable": None})


def test_five_hundred_households_go_in_one_pass(db: Database) -> None:
    count = 500
    with actions.act(db, "edit", "王工"):
        ids = rows.add_many(
            db,
            "household",
            {
                "building_id": [buildings.all(db)[0].id] * count,
                "room": [str(number) for number in range(count)],
                "holder": [f"{'赵钱孙李周'[n % 5]}{chr(0x4E00 + n)}" for n in range(count)],
                "phone": [f"138{number:08}" for number in range(count)],
            },
        )
    began = time.perf_counter()
    purging.purge(db, ids, "李主任", "保存期满")
    assert time.perf_counter() - began < 30  # seconds; one household alone takes above one
    assert rows.value(db, "SELECT COUNT(*) FROM household WHERE holder IS NOT NULL") == 3
    log = rows.column(db, "SELECT detail FROM audit_log WHERE event = 'purge'")
    assert json.loads(log[0])["households"] == count
