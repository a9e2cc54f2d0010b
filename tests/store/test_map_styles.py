from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from renewtrack.store import actions, history, map_styles
from renewtrack.store.map_styles import StyleNameTaken

if TYPE_CHECKING:
    from sqlite_utils import Database


def test_a_saved_theme_is_read_back_and_undone(db: Database) -> None:
    with actions.act(db, "map_style", "张工", "户均面积"):
        map_styles.save(db, "户均面积", {"column": "area_per_home", "limits": [50, 60]})
    (style,) = map_styles.all(db)
    assert (style.name, style.settings["limits"]) == ("户均面积", [50, 60])
    assert style.uid
    history.undo(db, "张工")
    assert map_styles.all(db) == []


def test_two_themes_may_not_have_one_name(db: Database) -> None:
    with actions.act(db, "map_style", "张工"):
        map_styles.save(db, "一", {})
    with pytest.raises(StyleNameTaken), actions.act(db, "map_style", "张工"):
        map_styles.save(db, "一", {})
    assert len(map_styles.all(db)) == 1


def test_a_theme_is_changed_and_removed(db: Database) -> None:
    with actions.act(db, "map_style", "张工"):
        one = map_styles.save(db, "一", {})
        map_styles.save(db, "二", {"column": "storeys"}, one)
    assert [style.name for style in map_styles.all(db)] == ["二"]
    with actions.act(db, "delete", "张工"):
        map_styles.remove(db, one)
    assert map_styles.all(db) == []


@pytest.mark.parametrize("stored", ["", "null", "[1]", "{", "[" * 100_000])
def test_settings_that_another_program_wrote_are_no_trouble(db: Database, stored: str) -> None:
    with actions.act(db, "map_style", "张工"):
        one = map_styles.save(db, "一", {})
        db.execute("UPDATE map_style SET settings = ? WHERE id = ?", (stored, one))
    assert map_styles.all(db)[0].settings == {}
