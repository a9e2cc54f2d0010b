"""Acceptance lists: made from the kinds of the works, never twice, kept as they were answered."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from renewtrack.domain import codes
from renewtrack.store import acceptance, actions, history, rows, works
from tests.store.conftest import Dongli

if TYPE_CHECKING:
    from sqlite_utils import Database


def _fill(db: Database, project_id: int) -> int:
    with actions.act(db, "edit", "李工"):
        return acceptance.fill(db, project_id)


def test_a_list_has_the_items_of_every_project_and_of_its_works(
    db: Database, dongli: Dongli
) -> None:
    expected = [*acceptance.items(""), *acceptance.items("W15")]
    assert _fill(db, dongli.project) == len(expected)
    found = acceptance.of_project(db, dongli.project)
    assert [each["item"] for each in found] == expected
    assert [each["work"] for each in found] == [
        *[None] * len(acceptance.items("")),
        *["W15"] * len(acceptance.items("W15")),
    ]


def test_a_second_filling_adds_nothing(db: Database, dongli: Dongli) -> None:
    _fill(db, dongli.project)
    before = acceptance.of_project(db, dongli.project)
    assert _fill(db, dongli.project) == 0
    assert acceptance.of_project(db, dongli.project) == before


def test_a_later_work_brings_its_own_items_only(db: Database, dongli: Dongli) -> None:
    _fill(db, dongli.project)
    with actions.act(db, "add_work", "李工"):
        for _ in range(2):
            works.add(db, kind="B01", estate_id=dongli.estate, project_id=dongli.project)
    assert _fill(db, dongli.project) == 2 * len(acceptance.items("B01"))


def test_an_answered_item_keeps_its_answer(db: Database, dongli: Dongli) -> None:
    _fill(db, dongli.project)
    first = acceptance.of_project(db, dongli.project)[0]["id"]
    with actions.act(db, "edit", "李工"):
        rows.change(db, "acceptance_item", first, {"result": "fail", "who": "王工"})
        acceptance.fill(db, dongli.project)
    found = acceptance.of_project(db, dongli.project)[0]
    assert (found["id"], found["result"], found["who"]) == (first, "fail", "王工")


def test_an_item_taken_off_the_list_is_asked_for_again(db: Database, dongli: Dongli) -> None:
    _fill(db, dongli.project)
    with actions.act(db, "delete", "李工"):
        rows.remove(db, "acceptance_item", acceptance.of_project(db, dongli.project)[0]["id"])
    assert _fill(db, dongli.project) == 1


def test_the_works_of_another_project_bring_nothing(db: Database, dongli: Dongli) -> None:
    with actions.act(db, "add_work", "李工"):
        works.add(db, kind="B01", estate_id=dongli.estate)
    _fill(db, dongli.project)
    kinds = {each["work"] for each in acceptance.of_project(db, dongli.project)}
    assert kinds == {None, "W15"}


def test_undo_takes_the_whole_list_back_and_redo_brings_it(db: Database, dongli: Dongli) -> None:
    _fill(db, dongli.project)
    filled = acceptance.of_project(db, dongli.project)
    history.undo(db, "李工")
    assert acceptance.of_project(db, dongli.project) == []
    history.redo(db, "李工")
    assert acceptance.of_project(db, dongli.project) == filled


def test_a_deleted_work_leaves_its_items_on_the_project(db: Database, dongli: Dongli) -> None:
    count = _fill(db, dongli.project)
    with actions.act(db, "delete", "李工"):
        works.remove(db, dongli.work)
    found = acceptance.of_project(db, dongli.project)
    assert (len(found), {each["work_id"] for each in found}) == (count, {None})


@pytest.mark.parametrize("kind", [code.key for code in codes.table("work_types")])
def test_no_kind_of_work_asks_for_an_item_twice(kind: str) -> None:
    asked = [*acceptance.items(""), *acceptance.items(kind)]
    assert len(asked) == len({*asked})


def test_a_kind_that_nobody_lists_asks_for_nothing() -> None:
    assert acceptance.items("no such kind") == ()
