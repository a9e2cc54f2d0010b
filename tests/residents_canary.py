"""A ledger whose residents must never be found in anything that leaves it without a reason."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PIL import Image

from renewtrack.store import (
    actions,
    appointments,
    areas,
    attachments,
    buildings,
    contents,
    estates,
    file,
    gpkg,
    households,
    lifts,
    owners,
    privacy,
    projects,
    rows,
    stairwells,
    votes,
    works,
)

if TYPE_CHECKING:
    from sqlite_utils import Database

HOLDER, OWNER, LEADER = "欧阳探针", "司马雀儿", "诸葛班头"
PHONES = "13857294601", "13857294602", "13857294603"
ID = "110108199003077735"
NEEDLES = (HOLDER, OWNER, LEADER, *PHONES, ID)
ROOM = "7742"  # hidden on paper only, as the rules of paper say
SAID = f"{HOLDER}和{OWNER}说：找{LEADER}，电话 {PHONES[0]}，证件 {ID}"
DAY = "2026-11-24"


def make(path: Path, said: str = SAID) -> Path:
    """Make the ledger, with the residents in every field that can hold one.

    ``said`` stands in the remarks of places and works, which whoever edits them reads in full; a
    crew and pictures bear the name of a person only beside what is said by default.
    """
    opened = file.create(path, "示范区", "110199")
    with actions.act(opened.db, "create_demo", "王工"):
        _fill(opened.db, said)
        _pictures(opened, f"{HOLDER}家 {PHONES[0]}" if said == SAID else "家")
    opened.close()
    return path


def _pictures(opened: file.ProjectFile, name: str) -> None:
    """Attach a pair of pictures of the home under a name, such as that of who lives there."""
    home = rows.value(opened.db, "SELECT id FROM household")
    ids = []
    for phase, colour in (("before", "grey"), ("after", "white")):
        picture = opened.path.with_name(f"{name} {phase}.jpg")
        Image.new("RGB", (64, 48), colour).save(picture)
        content = contents.store(opened.path, picture)
        ids.append(attachments.attach(opened.db, content, "household", home, "王工"))
        attachments.tell(opened.db, ids[-1], phase, DAY)
    pair = {"before_id": ids[0], "after_id": ids[1], "title": SAID, "remark": SAID, "public": 1}
    rows.add(opened.db, "photo_pair", pair)


def told(words: str) -> list[str]:
    """Return who is found in a text."""
    return [needle for needle in NEEDLES if needle in words]


def _fill(db: Database, said: str) -> None:
    street = areas.ensure(db, "street", "上地街道", areas.ensure(db, "district", "示范区"))
    area = areas.ensure(db, "community", "第一社区", street)
    point = gpkg.point(116.31, 40.03)
    estate = estates.add(db, name="东里小区", area_id=area, geom=point, household_count=2)
    building = buildings.add(db, estate_id=estate, number="1", geom=point, remark=said)
    renewal = projects.add(
        db, [estate], plan_year=2026, stage="S70", name="东里改造", problem=said, remark=said
    )
    works.add(db, kind="W15", building_id=building, project_id=renewal, remark=said)
    stairwell = stairwells.add(db, building_id=building, number="1", remark=said)
    home = _home(db, building, stairwell, f"{LEADER}班" if said == SAID else "一班")
    _said(db, home, estate, building)
    lift = lifts.add(db, stairwell_id=stairwell, step="E01", remark=said)
    for owner, owner_id in (("lift", lift), ("project", renewal)):
        vote = votes.open_round(db, owner, owner_id, "2026-05-20", f"{HOLDER}发起")  # type: ignore[arg-type]
        ballot = votes.ballots(db, vote)[0]["id"]
        rows.change(db, "ballot", ballot, {"remark": SAID, "owner": HOLDER})
        objection = {"round_id": vote, "household_id": home, "text": SAID, "outcome": SAID}
        rows.add(db, "objection", {**objection, "mediator": LEADER, "date": DAY})


def _home(db: Database, building: int, stairwell: int, crew_name: str) -> int:
    home = households.add(
        db,
        building_id=building,
        stairwell_id=stairwell,
        room=ROOM,
        floor=77,
        holder=HOLDER,
        phone=PHONES[0],
        floor_area_m2=60.0,
        agree="no",
        remark=SAID,
        access=SAID,
        added_why=SAID,
    )
    text = privacy.add_text(db, "1", "为改造使用", None)
    consent = {"household_id": home, "text_id": text, "given_on": DAY, "sensitive": 1}
    rows.add(db, "privacy_consent", {**consent, "remark": SAID})
    privacy.save(db, home, {"vulnerable": ["alone"]})
    owners.put(db, home, {"name": OWNER, "phone": PHONES[1], "remark": SAID}, 1)
    crew = {"name": crew_name, "capacity": 4, "leader": LEADER, "phone": PHONES[2]}
    crew_id = rows.add(db, "crew", {**crew, "remark": SAID})
    appointments.add(
        db, household_id=home, date=DAY, half="am", state="planned", remark=SAID, crew_id=crew_id
    )
    households.choose(db, home, "W15", True)
    return home


def _said(db: Database, home: int, estate: int, building: int) -> None:
    said = {"text": SAID, "why": SAID, "reply": SAID, "referred_to": SAID, "delivered_how": SAID}
    for place in ({"household_id": home}, {"building_id": building}, {"estate_id": estate}):
        rows.add(db, "need", {**said, **place, "adopted": 0, "source_no": f"{HOLDER}来电"})
    round_id = rows.add(
        db,
        "consultation",
        {
            "estate_id": estate,
            "title": f"东里改造（{HOLDER}提议）",
            "text": SAID,
            "options": ["同意", "不同意"],
            "opened_on": "2026-05-01",
            "closed_on": "2026-05-20",
            "decided": SAID,
            "why": SAID,
            "decided_on": "2026-05-21",
            "remark": SAID,
        },
    )
    answer = {"consultation_id": round_id, "household_id": home, "choice": "同意", "date": DAY}
    rows.add(db, "consultation_ballot", {**answer, "remark": SAID})
    meeting = {"consultation_id": round_id, "date": DAY, "place": "居委会", "notes": SAID}
    rows.add(db, "meeting", meeting)
    rating = {"household_id": home, "phase": "before", "rating": "good", "remark": SAID}
    rows.add(db, "satisfaction", rating)
