import pytest

from renewtrack.domain import codes, text
from renewtrack.paths import resources

LISTS = [
    "work_types",
    "fund_sources",
    "structures",
    "danger_grades",
    "ownership",
    "property_mgmt",
    "row_words",
]
LEDGER_ITEMS = {
    "充电设施": "W18",
    "智能安防": "B09",
    "楼道整治": "B16",
    "道路硬化": "B05",
    "外墙保温": "W14",
    "养老服务站": "T05",
    "停车位": "W06",
    "雨污分流": "B02",
    "供水管网": "B01",
    "适老化改造": "W04",
    "加装电梯": "W15",
    "绿化提升": "W02",
    "屋面防水": "B14",
    "架空线入地": "B13",
}


@pytest.mark.parametrize("name", LISTS)
def test_no_spelling_means_two_things(name: str) -> None:
    meant: dict[str, str] = {}
    for entry in codes.table(name):
        for spelling in (entry.key, entry.words.zh, entry.words.en, *entry.aliases):
            assert meant.setdefault(text.fold(spelling), entry.key) == entry.key, spelling


@pytest.mark.parametrize("name", LISTS)
def test_every_entry_has_words_in_both_languages(name: str) -> None:
    for entry in codes.table(name):
        assert entry.words.zh
        assert entry.words.en.isascii()
        assert codes.code(name, entry.key) is entry
        assert codes.recognise(name, entry.words.zh) is entry


@pytest.mark.parametrize(("item", "key"), LEDGER_ITEMS.items())
def test_items_of_ledgers_are_recognised_and_keep_their_word(item: str, key: str) -> None:
    found = codes.recognise("work_types", item)
    assert found is not None
    assert (found.key, found.words.zh) == (key, item)


@pytest.mark.parametrize(
    ("name", "words", "key"),
    [
        ("work_types", "小区道路维修", "B05"),
        ("work_types", "新建雨污分流管道", "B02"),
        ("structures", "砖混结构", "brick_concrete"),
        ("structures", "框架-剪力墙结构", "frame_shear"),
        ("structures", "钢筋混凝土框架结构", "frame"),
        ("danger_grades", "b", "B"),
        ("danger_grades", "C级危房", "C"),
        ("fund_sources", "区财政", "district"),
        ("fund_sources", "中央补助资金", "central"),
        ("property_mgmt", "无", "none"),
    ],
)
def test_words_are_recognised(name: str, words: str, key: str) -> None:
    found = codes.recognise(name, words)
    assert found is not None
    assert found.key == key


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("danger_grades", "不安全"),
        ("structures", "塑料"),
        ("work_types", "其他"),
        ("work_types", ""),
    ],
)
def test_unknown_words_stay_unknown(name: str, words: str) -> None:
    assert codes.recognise(name, words) is None


def test_work_types_stand_in_the_three_classes() -> None:
    assert {entry.group for entry in codes.table("work_types")} == {
        "basic",
        "improving",
        "upgrading",
    }
    assert all(entry.unit for entry in codes.table("work_types"))


def test_every_list_of_the_folder_is_toml_that_reads() -> None:
    import tomllib

    for path in resources("codes").glob("*.toml"):
        assert tomllib.loads(path.read_text(encoding="utf-8")), path.name
