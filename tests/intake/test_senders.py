"""A sender's sheet is recognised again by what was said of it, here and in another office."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from renewtrack import paths
from renewtrack.intake import layout, layout_files, senders
from renewtrack.intake.layout_files import LayoutFileBroken, LayoutFileNewer, LayoutNotWritten
from renewtrack.intake.options import Options
from renewtrack.intake.sheets import Cell, SheetCells

HEADS = ("街道", "小区名称", "甲", "10月完成", "总投资", "形象进度")
ROW: tuple[Cell, ...] = ("东湖街道", "临湖里", 30, 5, 300, "在建")
SAID = Options(
    mapping={2: "house_count", 3: ""},
    units={"invest_total": "元"},
    answers={(2, "range"): "low"},
    fill_down=frozenset({"street"}),
)


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    here = tmp_path / "layouts"
    here.mkdir()
    monkeypatch.setattr(paths, "layouts_folder", lambda: here)
    return here


def sheet(heads: tuple[Cell, ...] = HEADS, row: tuple[Cell, ...] = ROW) -> SheetCells:
    return SheetCells("台账", (heads, row))


def saved(name: str = "东湖街道月报", said: Options = SAID) -> senders.SavedLayout:
    made = senders.remember(layout.recognise(sheet(), said), said, name)
    senders.save(made)
    return made


def test_what_was_said_holds_for_the_next_sheet_of_the_sender() -> None:
    assert layout.recognise(sheet()).column("house_count") is None
    saved()
    found = layout.recognise(sheet())
    column = found.column("house_count")
    assert found.sender == "东湖街道月报"
    assert column is not None
    assert (column.letters, dict(column.answers)["range"]) == ("C", "low")
    total = found.column("invest_total")
    assert total is not None
    assert total.answers["unit"] == "元"


def test_moved_columns_and_another_month_are_still_the_senders_layout() -> None:
    saved()
    heads = ("形象进度", "11月完成", "总投资", "甲", "小区名称", "街道")
    found = layout.recognise(sheet(heads, ROW[::-1]))
    column = found.column("house_count")
    assert column is not None
    assert column.letters == "D"


def test_another_head_is_another_sender() -> None:
    saved()
    assert layout.recognise(sheet((*HEADS[:-1], "备注"))).sender == ""


def test_what_is_said_now_goes_before_what_is_remembered() -> None:
    saved()
    found = layout.recognise(sheet(), Options(mapping={3: "house_count"}))
    column = found.column("house_count")
    assert column is not None
    assert column.letters == "D"


def test_a_person_may_do_without_or_go_by_another() -> None:
    saved()
    assert layout.recognise(sheet(), Options(sender="")).column("house_count") is None
    saved("另一个", replace(SAID, mapping={2: "population"}))
    found = layout.recognise(sheet(), Options(sender="另一个"))
    assert (found.sender, found.column("house_count")) == ("另一个", None)


def test_a_head_that_had_to_be_said_is_found_again() -> None:
    rows = (("2025", "", "", "", "", ""), *sheet().rows)
    cells = SheetCells("台账", tuple(tuple(cell or None for cell in row) for row in rows))
    said = replace(SAID, head_rows=(1,))
    senders.save(senders.remember(layout.recognise(cells, said), said, "甲"))
    assert layout.recognise(cells).head_rows == (1,)


def test_a_layout_goes_to_another_office_as_a_file(tmp_path: Path) -> None:
    made = saved()
    senders.write_file(made, tmp_path / "给别人.toml")
    senders.remove(made)
    assert senders.all() == ()
    read = senders.read_file(tmp_path / "给别人.toml")
    assert read == replace(made, places={})
    senders.save(read)
    assert layout.recognise(sheet()).sender == "东湖街道月报"


def test_saving_again_by_the_same_name_takes_its_place() -> None:
    saved()
    saved(said=replace(SAID, units={"invest_total": "亿元"}))
    (only,) = senders.all()
    assert only.units == {"invest_total": "亿元"}


def test_a_changed_folder_is_noticed(folder: Path) -> None:
    made = saved()
    assert [each.name for each in senders.all()] == [made.name]
    (path,) = folder.glob("*.toml")
    os.utime(path, ns=(1, 1))
    path.write_text("version = 1", "utf-8")
    assert senders.all() == ()
    assert senders.unreadable() == 1


@pytest.mark.parametrize(
    "name", ["../../etc/passwd", "a/b\\c:d", "．．", "con", "=1+1", "名" * 300]
)
def test_a_name_never_leads_out_of_the_folder(folder: Path, name: str) -> None:
    saved(name)
    (path,) = folder.parent.rglob("*.toml")
    assert path.parent == folder
    assert len(path.name) < 80


GOOD = 'version = 1\nname = "甲"\nkind = "ledger"\nheadings = ["街道"]\n'
WRONG: dict[str, str | bytes] = {
    "no toml": "{{{",
    "no text": b"\xff\xfe\x00",
    "nothing": "",
    "a kind that is none": GOOD.replace("ledger", "secrets"),
    "a kind that is a path": GOOD.replace("ledger", "../../x"),
    "a field that is none": GOOD + '[columns]\n"街道" = "sql"\n',
    "a unit that is none": GOOD + '[units]\ninvest_total = "=cmd"\n',
    "a list for a name": GOOD.replace('"甲"', "[1]"),
    "head rows of nonsense": GOOD + "head_rows = [5, 1]\n",
    "head rows without end": GOOD + f"head_rows = {list(range(1, 99))}\n",
    "an answer to no question": GOOD + '[[answers]]\ncolumn = "a"\nkind = "x"\nanswer = "y"\n',
    "answers that are none": GOOD + "answers = [1, 2]\n",
    "deep nesting": GOOD + "x = " + "[" * 5000 + "]" * 5000,
    "far too many headings": GOOD.replace('["街道"]', str(["a"] * 3000)),
    "a very long word": GOOD.replace("甲", "甲" * 500),
    "far too large": GOOD + "#" * 1_100_000,
}


@pytest.mark.parametrize("why", WRONG)
def test_a_hostile_or_broken_file_is_refused_in_a_sentence(tmp_path: Path, why: str) -> None:
    path = tmp_path / "坏.toml"
    content = WRONG[why]
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    with pytest.raises(LayoutFileBroken) as refused:
        senders.read_file(path)
    assert "坏.toml" in refused.value.in_("zh")


def test_a_file_of_a_later_version_says_so(tmp_path: Path) -> None:
    (tmp_path / "新.toml").write_text(GOOD.replace("version = 1", "version = 2"), "utf-8")
    with pytest.raises(LayoutFileNewer):
        senders.read_file(tmp_path / "新.toml")


def test_a_folder_that_is_missing_is_told(tmp_path: Path) -> None:
    with pytest.raises(LayoutNotWritten):
        senders.write_file(saved(), tmp_path / "nowhere" / "x.toml")


@given(st.text(max_size=30), st.text(max_size=30), st.text(max_size=30))
def test_any_words_survive_the_file(name: str, heading: str, answer: str) -> None:
    made = senders.SavedLayout(
        name=name.strip() or "甲",
        kind="ledger",
        headings=(heading,),
        columns={heading: "street"},
        answers={(heading, "range"): answer},
    )
    path = paths.layouts_folder() / "x.toml"
    layout_files.write(made, path)
    assert layout_files.read(path) == made


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes by name here")
def test_a_pipe_is_no_layout_and_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "a.toml")
    with pytest.raises(LayoutFileBroken):
        senders.read_file(tmp_path / "a.toml")
