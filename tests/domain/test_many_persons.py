"""Many persons are taken out of texts together, just as each of them alone would be."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from renewtrack.domain.many_persons import ManyPersons
from renewtrack.domain.masking import ERASED
from renewtrack.domain.persons import Person, encoded

NAMES, PHONES = ("张三", "张三丰", "欧阳娜娜", "John"), ("13800008000", "82345678")
MANY = ManyPersons.of(NAMES, PHONES, ("李张三", "张三集团"))


@pytest.mark.parametrize(
    ("words", "clean"),
    [
        ("张三和张三丰", f"{ERASED}和{ERASED}"),
        ("张 三、欧阳·娜娜", f"{ERASED}、{ERASED}"),
        ("李张三、张三集团、张三", f"李张三、张三集团、{ERASED}"),
        ("138-0000-8000 １３８ 0000 8000", f"{ERASED} {ERASED}"),
        ("138000080001", f"{ERASED}1"),
        ("82345678", ERASED),
        ("823456789 182345678", "823456789 182345678"),
        ("john JOHN", f"{ERASED} {ERASED}"),
        (r'{"a":13800008000,"b":"\u5f20三"}', f'{{"a":13800008000,"b":"{ERASED}"}}'),
        ("王五 13911112222", "王五 13911112222"),
    ],
)
def test_each_is_taken_out_however_written(words: str, clean: str) -> None:
    assert MANY.redacted(words) == clean
    assert MANY.in_(words) is (clean != words)


@given(st.text("张三丰李 ·-1380a,", max_size=30))
def test_many_find_what_each_alone_finds(words: str) -> None:
    alone = [Person(name=name) for name in ("张三", "李丰")] + [Person(phone="13800008000")]
    many = ManyPersons.of(("张三", "李丰"), ("13800008000",))
    assert many.in_(words) == any(each.in_(words) for each in alone)
    assert not any(each.in_(many.redacted(words)) for each in alone)


@pytest.mark.parametrize("words", ["张三", "13800008000", "欧阳娜娜"])
def test_bytes_are_searched(words: str) -> None:
    assert MANY.in_content(b"\x01\xff" + words.encode() + b"\x02")
    assert not MANY.in_content("\x01张\x02三 1380000800".encode())
    assert {*encoded(words)} <= {*MANY.needles()}


def test_what_would_hit_others_is_left_out() -> None:
    assert not ManyPersons.of(("王", "", ERASED), ("110", "x1234567"))
