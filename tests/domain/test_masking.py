import pytest

from renewtrack.domain import masking
from renewtrack.domain.masking import Mask


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


def test_names_that_the_file_knows_are_hidden_in_free_texts() -> None:
    mask = Mask.of(["张探针、李四（组长）", "住建局", "13812345678"])
    assert (
        mask.field("problem", "张探针反映，李四13812345678答复") == "张**反映，李*138****5678答复"
    )


def test_the_names_of_places_and_offices_stay() -> None:
    mask = Mask.of(["住建局", "张探针"])
    assert mask.persons == {"张探针"}
    assert mask.field("estate_name", "张探针自建房") == "张探针自建房"


@pytest.mark.parametrize(
    ("stored", "wanted", "stays"),
    [
        ("联系13812345678", "联系138****5678", True),
        ("联系13812345678", "联系138****5678，已解决", True),
        ("张探针反映漏水", "张**反映漏水", True),
        ("长5米", "长*宽", False),
        ("", "联系138****5678", False),
        ("联系138****5678", "联系138****5678，已解决", False),
        ("联系13812345678", "联系13912345678", False),
    ],
)
def test_a_mask_never_takes_the_place_of_what_it_hides(
    stored: str, wanted: str, stays: bool
) -> None:
    assert Mask(frozenset({"张探针"})).keeps(stored, wanted) is stays


@pytest.mark.parametrize(
    "key", ["outcome", "mediator", "fixed_how", "checked_by", "party", "reason", "payee", "text"]
)
def test_what_is_written_of_votes_defects_and_moves_hides_persons(key: str) -> None:
    record = Mask(frozenset({"张探针"})).record({key: "张探针13812345678"})
    assert record == {key: "张**138****5678"}


def test_the_owner_of_a_ballot_is_a_person() -> None:
    assert Mask().record({"owner": "张探针", "owner_no": 3}) == {"owner": "张**", "owner_no": 3}


@pytest.mark.parametrize("sign", ["--", "——", "..", "？？", "**"])
def test_signs_in_place_of_a_name_are_nobody(sign: str) -> None:
    assert Mask.of([sign, f"张探针、{sign}"]).persons == {"张探针"}


def test_the_name_of_a_picture_hides_who_is_named_between_other_signs() -> None:
    assert Mask.of(["赵一"]).free("赵工到赵一家[1].jpg") == "赵工到赵*家[1].jpg"
