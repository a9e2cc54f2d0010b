"""A passworded workbook opens by its password, by no other, and by none where all know it."""

from __future__ import annotations

from pathlib import Path

import pytest

from renewtrack.intake import passwords, reading, refusals
from tests.intake import offices, old_books
from tests.intake.offices import Grid

GRID = Grid([["小区", "数"], ["东里", "0001"]], [])
WORD = "密码 Pass1"


@pytest.fixture
def locked(tmp_path: Path) -> Path:
    return offices.lock(offices.save_xlsx(tmp_path / "开.xlsx", GRID), tmp_path / "锁.xlsx", WORD)


def test_the_right_password_opens_it(locked: Path) -> None:
    assert reading.read(locked, WORD)[0].rows == (("小区", "数"), ("东里", "0001"))


@pytest.mark.parametrize("word", [None, ""])
def test_without_a_password_it_asks_for_one(locked: Path, word: str | None) -> None:
    with pytest.raises(refusals.SheetPassworded) as refused:
        reading.read(locked, word)
    assert not isinstance(refused.value, refusals.WrongPassword)


@pytest.mark.parametrize("word", ["密码 pass1", "x" * 300, "\x00"])
def test_a_wrong_password_has_its_own_sentence(locked: Path, word: str) -> None:
    with pytest.raises(refusals.WrongPassword):
        reading.read(locked, word)


def test_a_workbook_locked_by_excel_s_own_word_opens_without_asking(tmp_path: Path) -> None:
    plain = offices.save_xlsx(tmp_path / "开.xlsx", GRID)
    path = offices.lock(plain, tmp_path / "锁.xlsx", passwords.KNOWN_TO_ALL)
    assert reading.read(path)[0].rows == (("小区", "数"), ("东里", "0001"))


def test_a_password_for_an_open_workbook_does_no_harm(tmp_path: Path) -> None:
    path = offices.save_xlsx(tmp_path / "开.xlsx", GRID)
    assert reading.read(path, WORD)[0].rows[1] == ("东里", "0001")


def test_an_xls_encrypted_with_rc4_opens_by_its_password(tmp_path: Path) -> None:
    path = old_books.save_locked_xls(
        tmp_path / "锁.xls", old_books.xls_text(0, 0, "小区") + old_books.xls_number(1, 0, 7), WORD
    )
    assert reading.read(path, WORD)[0].rows == (("小区",), (7,))
    with pytest.raises(refusals.SheetPassworded):
        reading.read(path)
    with pytest.raises(refusals.WrongPassword):
        reading.read(path, "别的")


def test_an_xls_with_excel_s_own_word_opens_without_asking(tmp_path: Path) -> None:
    cells = old_books.xls_text(0, 0, "小区")
    path = old_books.save_locked_xls(tmp_path / "锁.xls", cells, passwords.KNOWN_TO_ALL)
    assert reading.read(path)[0].rows == (("小区",),)


def test_an_xls_encrypted_in_an_unknown_way_cannot_be_opened(tmp_path: Path) -> None:
    stream = old_books.biff(0x0809, bytes(16)) + old_books.biff(0x002F, b"\x09\x00\x09\x00")
    path = tmp_path / "锁.xls"
    path.write_bytes(old_books.container("Book", stream))
    with pytest.raises(refusals.SheetEncrypted):
        reading.read(path, WORD)


def test_a_password_is_in_no_message(locked: Path) -> None:
    with pytest.raises(refusals.WrongPassword) as refused:
        reading.read(locked, "秘密9527")
    assert "9527" not in refused.value.in_("zh") + str(refused.value) + repr(refused.value.values)
