"""A building or project is met by an equal number or name, or its nearest ones are shown."""

from __future__ import annotations

import pytest

from renewtrack.domain.places import Building, Estate
from renewtrack.domain.works import Project
from renewtrack.intake import matching, meeting
from renewtrack.intake.known import Asked, Known
from renewtrack.intake.matching import MATCHED, NEW, NONE, UNSURE
from renewtrack.intake.meeting import Met

DONGLI: Asked = ("上地街道", "上地社区", "东里小区")


def known(*numbers: str, makes: bool = False) -> Known:
    found = Known(makes=makes)
    found.enter(Estate(id=1, uid="u1", name="东里小区", street="上地街道", community="上地社区"))
    found.enter(Estate(id=2, uid="u2", name="百旺一区", street="上地街道", community="上地社区"))
    found.enter(Estate(id=3, uid="u3", name="百旺", street="上地街道", community="上地社区"))
    for number, written in enumerate(numbers, 1):
        estate, _, plain = written.rpartition("/")
        building = Building(id=number, uid=f"b{number}", estate_id=int(estate or 1), number=plain)
        found.buildings[building.estate_id, plain.lower()] = building
        found.records["building", number] = building
        found.coded("building", number, building.uid)
    return found


def met(here: Known, written: str, asked: Asked = DONGLI) -> Met:
    return meeting.building(here, matching.estate(here, *asked), asked, written)


@pytest.mark.parametrize("written", ["5", "5#", "五号楼", "５栋", "东里小区5号楼", "5号楼2单元"])
def test_a_building_is_met_by_its_number(written: str) -> None:
    found = met(known("4", "5", "15"), written)
    assert (found.id, found.name, found.state) == (2, "5", MATCHED)


@pytest.mark.parametrize("written", ["15号楼", "甲5号楼", "一区5号楼", "999号楼"])
def test_another_number_is_none_and_the_nearest_are_named(written: str) -> None:
    found = met(known("4", "5", "16"), written)
    assert (found.id, found.state) == (0, NONE)
    assert {one.label for one in found.candidates} == {"东里小区 4", "东里小区 5", "东里小区 16"}
    first = {"15号楼": "16", "甲5号楼": "5", "一区5号楼": "5", "999号楼": "16"}[written]
    assert found.candidates[0].label == f"东里小区 {first}"


def test_a_zone_belongs_to_the_number_or_to_the_estates_own_name() -> None:
    here = known("1区5", "2/7")
    assert met(here, "一区5#").id == 1
    baiwang: Asked = ("上地街道", "上地社区", "百旺一区")
    assert met(here, "1区7号楼", baiwang).id == 2
    assert met(here, "一区7#", ("上地街道", "上地社区", "百旺")).id == 2
    assert met(here, "二区7#", ("上地街道", "上地社区", "百旺")).state == NEW  # it has none


def test_an_estate_without_buildings_contradicts_none() -> None:
    assert met(known(), "5").state == NEW
    assert met(known("4"), "5").state == NONE
    assert met(known("4", makes=True), "5").state == NEW


def test_the_person_settles_a_building() -> None:
    place = ("building", "上地街道/上地社区/东里小区 999号楼")
    for said, number, state in (("b1", 1, MATCHED), ("new", 0, NEW), ("none", 0, NONE)):
        here = known("4")
        here.places = {place: said}
        found = met(here, "999号楼")
        assert (found.id, found.state) == (number, state)


def with_projects(*names: str) -> Known:
    here = known()
    for number, name in enumerate(names, 1):
        project = Project(id=number, uid=f"p{number}", name=name, plan_year=2023 + number)
        here.records["project", number] = project
        here.coded("project", number, project.uid)
    return here


def test_a_project_is_met_by_its_name_and_year() -> None:
    here = with_projects("东里改造", "东里改造", "西里改造")
    assert meeting.project(here, "东里 改造", 2025).id == 2
    assert meeting.project(here, "西里改造").id == 3
    unclear = meeting.project(here, "东里改造")
    assert (unclear.id, unclear.state, len(unclear.candidates)) == (0, UNSURE, 2)


def test_a_project_alike_is_only_shown() -> None:
    here = with_projects("东里小区综合改造", "西山院改造")
    found = meeting.project(here, "东里小区综合整治改造")
    assert (found.id, found.state, found.candidates[0].uid) == (0, UNSURE, "p1")
    assert meeting.project(here, "福利院").state == NONE
    assert meeting.project(known(), "福利院").state == NEW
    here.places = {("project", "//福利院"): "p2"}
    assert meeting.project(here, "福利院").id == 2
