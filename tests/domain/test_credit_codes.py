"""A credit code is believed only with its check sign."""

from __future__ import annotations

import pytest

from renewtrack.domain import credit_codes


@pytest.mark.parametrize("code", ["91350100M000100Y43", "91110000802100433B", "91330100799655058B"])
def test_right_codes_pass_and_no_other_check_sign_does(code: str) -> None:
    assert credit_codes.is_valid(code)
    for sign in "0123456789ABCDEFGHJKLMNPQRTUWXY":
        assert credit_codes.is_valid(code[:-1] + sign) is (sign == code[-1])


@pytest.mark.parametrize(
    "code", ["", "91350100M000100Y4", "91350100M000100Y4I", "9135010OM000100Y43"]
)
def test_what_is_no_code_does_not_pass(code: str) -> None:
    assert not credit_codes.is_valid(code)


def test_a_wide_code_with_spaces_is_read() -> None:
    assert credit_codes.tidy(" ９１350100 m000100y43") == "91350100M000100Y43"
