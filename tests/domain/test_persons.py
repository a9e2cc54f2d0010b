"""A person is found and taken out however name and numbers are written, and nobody else is."""

from __future__ import annotations

import pytest

from renewtrack.domain import masking
from renewtrack.domain.masking import ERASED
from renewtrack.domain.persons import Person, TooLittle

ZHANG = Person("张三丰", "138-0000-8000", "11010119900307123X")


@pytest.mark.parametrize(
    ("written", "left"),
    [
        ("联系张三丰", f"联系{ERASED}"),
        ("张 三 丰（组长）", f"{ERASED}（组长）"),
        ("电话13800008000。", f"电话{ERASED}。"),
        ("138 0000 8000", ERASED),
        ("138-0000-8000/62981234", f"{ERASED}/62981234"),
        ("１３８００００８０００", ERASED),
        ("身份证11010119900307123x", f"身份证{ERASED}"),
        ("１３８—0000—8000", ERASED),
        ('["\\u5f20\\u4e09\\u4e30"]', f'["{ERASED}"]'),
    ],
)
def test_every_way_of_writing_is_taken_out(written: str, left: str) -> None:
    assert ZHANG.in_(written)
    assert ZHANG.redacted(written) == left


@pytest.mark.parametrize("written", ["", "张三", "李四 13900009000", "138****8000", "张**"])
def test_what_is_not_the_person_stays(written: str) -> None:
    assert not ZHANG.in_(written)
    assert ZHANG.redacted(written) == written


def test_a_sum_of_money_with_the_same_digits_stays() -> None:
    stored = '{"phone":"13800008000","invest_total_fen":13800008000}'
    assert ZHANG.redacted(stored) == f'{{"phone":"{ERASED}","invest_total_fen":13800008000}}'


def test_a_short_number_inside_a_longer_one_is_another() -> None:
    assert not Person(phone="6298123").in_("62981234")
    assert Person(phone="6298123").in_("电话6298123。")


def test_the_words_around_are_shown_with_other_numbers_masked() -> None:
    shown = list(ZHANG.around("联系 张三丰 或 13911112222", 16))
    assert shown == ["联系 张三丰 或 139****2222"]


def test_letters_are_found_in_either_case_and_escaped_in_either() -> None:
    assert Person("Zhang San").redacted("ZHANG san / zhangsan") == f"{ERASED} / {ERASED}"
    assert ZHANG.redacted('["\\u5F20\\u4E09\\u4E30"]') == f'["{ERASED}"]'


def test_a_spared_word_means_somebody_else() -> None:
    zhang_san = Person("张三", spare=("张三丰",))
    assert zhang_san.redacted("张三丰、张三") == f"张三丰、{ERASED}"
    assert not zhang_san.in_("张三丰")


@pytest.mark.parametrize(
    "person",
    [Person(), Person(name="张"), Person(phone="8000"), Person(id_number="110101")],
)
def test_too_little_is_refused(person: Person) -> None:
    with pytest.raises(TooLittle):
        person.require()


def test_bytes_are_sought_in_four_encodings() -> None:
    found = Person("张三").needles()
    assert set(found) == {
        "张三".encode(each) for each in ("utf-8", "gbk", "utf-16-le", "utf-16-be")
    }


def test_the_mark_of_an_erased_person_is_no_name_to_mask() -> None:
    assert masking.mask_name(ERASED) == ERASED
