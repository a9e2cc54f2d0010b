"""Owners of flats: several of one flat, several flats of one owner, and how votes count them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from renewtrack.domain import owners as counting
from renewtrack.errors import UserError
from renewtrack.store import actions, history, households, lifts, owners, rows, stairwells, votes
from tests.store.conftest import Dongli

if TYPE_CHECKING:
    from sqlite_utils import Database


@pytest.fixture
def flats(db: Database, dongli: Dongli) -> list[int]:
    """Six flats of one stairwell."""
    with actions.act(db, "edit", "李工"):
        stairwell = stairwells.add(db, building_id=dongli.buildings[0], number="1")
        return [
            households.add(
                db,
                building_id=dongli.buildings[0],
                stairwell_id=stairwell,
                room=f"{floor}01",
                floor_area_m2=100.0,
            )
            for floor in range(1, 7)
        ]


def _own(db: Database, flat: int, owner: int | str, share: float | None = None) -> int:
    with actions.act(db, "edit", "李工"):
        given = owner if isinstance(owner, int) else {"name": owner, "phone": None}
        owners.put(db, flat, given, share)
        return owners.of(db, flat)[-1].owner_id


def test_two_own_a_flat_and_one_of_them_another(db: Database, flats: list[int]) -> None:
    zhang = _own(db, flats[0], "张三", 0.5)
    _own(db, flats[0], "李四", 0.5)
    _own(db, flats[1], zhang, 1)
    told = [(each.name, each.share, each.flats) for each in owners.of(db, flats[0])]
    assert told == [("张三", 0.5, 2), ("李四", 0.5, 1)]
    assert [row["flats"] for row in owners.named(db, "张")] == [2]


def test_an_owner_is_corrected_at_all_his_flats_and_his_share_at_one(
    db: Database, flats: list[int]
) -> None:
    zhang = _own(db, flats[0], "张山", 0.5)
    _own(db, flats[1], zhang, 1)
    (line,) = owners.of(db, flats[0])
    with actions.act(db, "edit", "王工"):
        owners.correct(
            db, line.ownership_id, {"name": "张三", "phone": "13857294677", "share": 0.4}
        )
    told = [(each.name, each.share) for flat in flats[:2] for each in owners.of(db, flat)]
    assert told == [("张三", 0.4), ("张三", 1)]
    with pytest.raises(owners.NameNeeded), actions.act(db, "edit", "王工"):
        owners.correct(db, line.ownership_id, {"name": " "})
    _own(db, flats[0], "李四", 0.6)
    with pytest.raises(owners.SharesTooMany), actions.act(db, "edit", "王工"):
        owners.correct(db, line.ownership_id, {"share": 0.5})


def test_the_shares_of_a_flat_are_no_more_than_the_whole(db: Database, flats: list[int]) -> None:
    thirds = 0.3333, 0.3333
    for flat, (held, more, fits) in zip(
        flats,
        (
            ((0.5,), 0.5, True),
            (thirds, 0.3334, True),
            (thirds, 0.34, False),
            ((0.5, 0.5), 0.01, False),
            ((1.0,), None, True),
            ((None, None), 1.0, True),
        ),
        strict=True,
    ):
        for number, share in enumerate(held):
            _own(db, flat, f"业主{number}", share)
        if fits:
            _own(db, flat, "新业主", more)
        else:
            with pytest.raises(owners.SharesTooMany):
                _own(db, flat, "新业主", more)
        assert len(owners.of(db, flat)) == len(held) + fits


def test_no_owner_without_a_name_and_no_share_beyond_the_whole(
    db: Database, flats: list[int]
) -> None:
    for name, share in (("", 0.5), ("张三", 0.0), ("张三", 1.5), ("张三", -1)):
        with pytest.raises(UserError):
            _own(db, flats[0], name, share)
    assert rows.value(db, "SELECT COUNT(*) FROM owner") == 0


def test_another_share_of_the_same_owner_takes_the_place_of_the_first(
    db: Database, flats: list[int]
) -> None:
    zhang = _own(db, flats[0], "张三", 1)
    _own(db, flats[0], zhang, 0.5)
    assert [each.share for each in owners.of(db, flats[0])] == [0.5]


def test_who_owns_no_flat_any_more_goes_from_the_file_until_undone(
    db: Database, flats: list[int]
) -> None:
    zhang = _own(db, flats[0], "张三")
    _own(db, flats[1], zhang)
    for flat in flats[:2]:
        with actions.act(db, "edit", "李工"):
            owners.leave(db, owners.of(db, flat)[0].ownership_id)
    assert owners.named(db) == []
    history.undo(db, "李工")
    assert [row["name"] for row in owners.named(db)] == ["张三"]


def test_an_owner_of_several_flats_and_a_flat_of_several_owners_count_once(
    db: Database, flats: list[int]
) -> None:
    zhang = _own(db, flats[0], "张三")
    _own(db, flats[1], zhang)
    li = _own(db, flats[2], "李四", 0.5)
    wang = _own(db, flats[2], "王五", 0.5)
    for each in (wang, li):
        _own(db, flats[3], each, 0.5)
    assert owners.owner_count(db, flats) == 4  # 张三; 李四 with 王五; two flats of nobody on record


def test_a_vote_enrols_the_owners_on_record_with_one_number_for_the_same(
    db: Database, flats: list[int]
) -> None:
    zhang = _own(db, flats[0], "张三")
    _own(db, flats[5], zhang)
    for owner in ("李四", "王五"):
        _own(db, flats[1], owner, 0.5)
    with actions.act(db, "vote", "李工"):
        stairwell = rows.value(db, "SELECT stairwell_id FROM household")
        lift = lifts.add(db, stairwell_id=stairwell, step="E01")
        round_id = votes.open_round(db, "lift", lift, "2025-05-20")
    roll = {row["room"]: row for row in votes.ballots(db, round_id)}
    assert [roll[room]["owner"] for room in ("101", "201", "601")] == ["张三", "李四、王五", "张三"]
    assert roll["101"]["owner_no"] == roll["601"]["owner_no"]
    assert votes.tally(db, round_id).owners_total == 5


def test_flats_without_owners_count_each_for_themselves() -> None:
    nobody = frozenset[str]()
    both = frozenset(("a", "b"))
    given = {1: nobody, 2: frozenset("a"), 3: both, 4: frozenset("a"), 5: both, 6: nobody}
    assert counting.numbered(given) == {1: 1, 2: 2, 3: 3, 4: 2, 5: 3, 6: 4}
