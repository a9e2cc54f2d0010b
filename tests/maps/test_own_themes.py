from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from renewtrack import demo
from renewtrack.maps import looks, own_themes
from renewtrack.maps.own_themes import Wish
from renewtrack.store import actions, map_columns, map_styles
from renewtrack.store.file import ProjectFile
from renewtrack.store.map_styles import MapStyle

TODAY = demo.TODAY.isoformat()


@pytest.fixture(scope="module")
def district(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ProjectFile]:
    opened = demo.make(tmp_path_factory.mktemp("own") / "示范区.gpkg")
    yield opened
    opened.close()


def test_a_theme_of_any_column_sorts_every_building(district: ProjectFile) -> None:
    ids = [row[0] for row in district.db.execute("SELECT id FROM building ORDER BY id").fetchall()]
    works = map_columns.column("work:W15")
    for column in (*(each for each in map_columns.offered() if each.of != works.of), works):
        wish = own_themes.suggested(district.db, column, today=TODAY)
        theme = own_themes.theme("我的", wish)
        look = looks.of(district.db, theme, ids, TODAY)
        assert look.classes.max() < len(theme.classes) <= 9, column.key
        words = [each.words for each in theme.classes]
        assert len(set(words)) == len(words), column.key
        assert own_themes.read(json.loads(json.dumps(wish.settings()))) == wish


def test_the_words_of_whole_figures_do_not_overlap() -> None:
    theme = own_themes.theme("层", Wish("storeys", limits=(5.0, 7.0, 8.0), whole=True))
    assert [each.words.zh for each in theme.classes] == [
        *("不到5层", "5–6层", "7层", "8层及以上", "未填")
    ]
    years = own_themes.theme("年", Wish("year_built", limits=(1980.0,), whole=True))
    assert [each.words.en for each in years.classes][:2] == ["Before 1980", "1980 and later"]


@pytest.mark.parametrize(
    "settings",
    [
        {},
        {"column": "storeys", "limits": [5, "6"], "values": []},
        {"column": "storeys", "limits": [6, 5], "values": []},
        {"column": "storeys", "limits": [5, 5], "values": []},
        {"column": "storeys", "limits": [float("nan")], "values": []},
        {"column": "storeys", "limits": list(range(20)), "values": []},
        {"column": "structure", "limits": [], "values": [["frame"]]},
        {"column": "structure", "limits": [], "values": ["x" * 5000]},
        {"column": "structure", "limits": [], "values": ["overdue"]},
        {"column": 7, "limits": [], "values": []},
    ],
)
def test_settings_of_another_form_are_not_read(settings: dict[str, Any]) -> None:
    assert own_themes.read(settings) is None


def test_themes_that_cannot_be_read_are_left_out(district: ProjectFile) -> None:
    db = district.db
    good = Wish("storeys", limits=(5.0,)).settings()
    with actions.act(db, "map_style", "张工"):
        ids = [
            map_styles.save(db, "层数", good),
            map_styles.save(db, "坏的", {"column": "storeys"}),
            map_styles.save(db, "别的版本", good | {"column": "from_the_future"}),
        ]
    assert [each.words.zh for each in own_themes.all_themes(db)] == ["层数"]
    found = own_themes.named(db, "层数")
    assert found is not None
    assert own_themes.named(db, found.key) == found
    assert own_themes.named(db, "坏的") is None
    assert own_themes.named(db, "stage") is not None
    with actions.act(db, "delete", "张工"):
        for one in ids:
            map_styles.remove(db, one)


def test_a_hostile_name_stays_a_name(tmp_path: Path) -> None:
    name = "<img src=x onerror=alert(1)>{0}{name}%s"
    theme = own_themes.theme(name, Wish("storeys", limits=(5.0,)))
    assert theme.words.zh == theme.words.en == name


@pytest.mark.parametrize(
    "settings",
    [
        {"column": "year_built", "limits": [10**400], "values": []},
        {"column": "year_built", "limits": [float("nan")], "values": []},
        {"column": "structure", "limits": [], "values": ["\ud800"]},
        {"column": ["structure"], "limits": [], "values": []},
    ],
)
def test_settings_of_another_program_never_stop_the_others(settings: dict[str, object]) -> None:
    assert own_themes.of_style(MapStyle(1, "a", "专题", settings)) is None
