import pytest
from hypothesis import given
from hypothesis import strategies as st

from renewtrack import signs
from renewtrack.domain import dates, nulls, numerals, text
from renewtrack.words import Words


def test_normalising_folds_width_and_drops_blanks() -> None:
    assert text.normalise(" 建筑\n面积（万㎡）\u3000\ufeff") == "建筑面积(万m2)"


def test_folding_makes_traditional_text_match() -> None:
    assert text.fold("永豐樓院１２號棟A") == "永丰楼院12号栋a"


def test_tidying_keeps_the_signs_and_trims_the_blanks() -> None:
    assert text.tidy(" 上地　东里 \n小区（北） ") == "上地 东里 小区（北）"


def test_what_shows_nothing_is_no_part_of_a_text() -> None:
    copied = "\u202a138\u200b0013\u20668000\u2069\u202c"  # as dialogs of Windows give it
    assert text.tidy(copied) == text.normalise(copied) == "13800138000"
    told = Words("删除“{name}”？", "Delete “{name}”?").filled(name="\u202e三楼")
    assert told == Words("删除“三楼”？", "Delete “三楼”?")
    assert signs.in_line("a\tb\r\n\u202ec\ue000\u3000d") == "a b c\ue000\u3000d"


@pytest.mark.parametrize(
    ("head", "words", "unit"),
    [
        ("建筑面积（万㎡）", "建筑面积", "万m2"),
        ("*小区名称(必填)", "小区名称", None),
        ("总 幢 数：", "总幢数", None),
        ("总投资：万元", "总投资", "万元"),
        ("面积㎡", "面积", "m2"),
        ("形象进度%", "形象进度", "%"),
        ("户数【单位：户】", "户数", "户"),
        ("经度(百度)", "经度", "百度"),
    ],
)
def test_headings_lose_brackets_and_keep_their_unit(
    head: str, words: str, unit: str | None
) -> None:
    assert text.heading(head) == (words, unit)


def test_buildings_sort_by_number() -> None:
    numbers = ["12号楼", "2号楼", "1号楼", "甲1", "10号楼"]
    assert sorted(numbers, key=text.natural_key) == ["1号楼", "2号楼", "10号楼", "12号楼", "甲1"]


@pytest.mark.parametrize(
    ("words", "plain"),
    [
        ("二〇二三年五月", "2023年5月"),
        ("十二号楼", "12号楼"),
        ("三千五百", "3500"),
        ("三千五", "3500"),
        ("一百零五", "105"),
        ("廿三", "23"),
        ("二十", "20"),
        ("两千零一十", "2010"),
        ("5千元", "5千元"),
        ("百合苑", "百合苑"),
    ],
)
def test_chinese_numerals_are_read(words: str, plain: str) -> None:
    assert numerals.arabic(words) == plain


@pytest.mark.parametrize(
    "cell",
    [None, "", " ", "/", "—", "待定", "无", "暂无数据 户", "-元/平方米/月", float("nan"), "N/A"],
)
def test_words_for_nothing_are_known(cell: object) -> None:
    assert nulls.is_null(cell)


@pytest.mark.parametrize("cell", [0, "0", "已完工", "#REF!", False])
def test_zero_words_and_errors_are_not_nothing(cell: object) -> None:
    assert not nulls.is_null(cell)


def test_some_columns_have_their_own_words_for_nothing() -> None:
    assert nulls.is_null("未鉴定", "danger_grades")
    assert not nulls.is_null("未鉴定")
    assert not nulls.is_null("无", "property_mgmt")


@given(st.text())
def test_normalising_and_folding_twice_changes_nothing(words: str) -> None:
    assert text.normalise(text.normalise(words)) == text.normalise(words)
    text.heading(words)
    text.natural_key(words)
    numerals.arabic(words)


@pytest.mark.parametrize("odd", ["፩", "1" * 5_000, "²号楼", "٣"])
def test_an_odd_number_sorts_without_complaint(odd: str) -> None:
    assert sorted([odd, "2号楼"], key=text.natural_key)
    assert dates.read_date(odd) is not None


@given(st.lists(st.text("樓楼Ａa １ß\n㎡()é里Σ", max_size=5)))
def test_texts_folded_together_are_folded_as_one_by_one(texts: list[str]) -> None:
    assert text.fold_all(texts) == [text.fold(one) for one in texts]
