from __future__ import annotations

from sqlite_utils import Database

from renewtrack.store import areas, estates, history
from renewtrack.store.actions import act


def _where(db: Database, estate_id: int) -> tuple[str | None, str | None]:
    found = estates.get(db, estate_id)
    assert found is not None
    return found.street, found.community


def _an_estate(db: Database) -> int:
    with act(db, "add_estate", "张工"):
        return estates.add(db, name="福雅里", area_id=areas.place(db, "上地街道", "第一社区"))


def test_an_estate_moves_to_a_community_of_the_same_street(db: Database) -> None:
    estate_id = _an_estate(db)
    with act(db, "edit", "张工"):
        estates.move_to(db, estate_id, community="第二社区")
    assert _where(db, estate_id) == ("上地街道", "第二社区")


def test_undo_brings_an_estate_back_to_its_street(db: Database) -> None:
    estate_id = _an_estate(db)
    with act(db, "edit", "张工"):
        estates.move_to(db, estate_id, street="清河街道", community="")
    assert _where(db, estate_id) == ("清河街道", None)
    history.undo(db, "张工")
    assert _where(db, estate_id) == ("上地街道", "第一社区")


def test_a_street_that_is_there_is_not_made_again(db: Database) -> None:
    _an_estate(db)
    with act(db, "add_area", "张工"):
        areas.place(db, "上地街道", "第一社区")
    assert [area.name for area in areas.streets(db)] == ["上地街道"]
