import pytest

from renewtrack.domain import masking


@pytest.mark.parametrize(
    ("name", "masked"), [("张三丰", "张**"), ("张三", "张*"), ("欧阳明", "欧阳*"), ("", "")]
)
def test_names_keep_the_family_name(name: str, masked: str) -> None:
    assert masking.mask_name(name) == masked


@pytest.mark.parametrize(
    ("phone", "masked"),
    [
        ("13812345678", "138****5678"),
        ("138 1234 5678", "138****5678"),
        ("010-62781234", "010-****234"),
        ("62781234", "******34"),
    ],
)
def test_telephones_keep_their_ends(phone: str, masked: str) -> None:
    assert masking.mask_phone(phone) == masked


def test_free_text_hides_id_and_telephone_numbers() -> None:
    masked = masking.mask_text("王某，11010819900101123X，电话13812345678，3号楼2025年完工")
    assert masked == "王某，110108********123X，电话138****5678，3号楼2025年完工"
