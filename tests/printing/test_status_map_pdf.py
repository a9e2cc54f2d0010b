"""A status map's PDF, read back with pypdf: what an office would check on paper."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pypdf
import pyproj
import pytest

from renewtrack.maps.theme import STAGE
from renewtrack.printing import pdf
from renewtrack.printing.facts import NeedsApproval
from renewtrack.printing.status_map import StatusMap
from tests.printing import paper_district as district

POINTS_A_MM = 72 / 25.4


@pytest.fixture(autouse=True)
def _application(qapp: object) -> object:
    return qapp


@pytest.fixture(scope="module")
def status_map() -> StatusMap:
    return district.make()


@pytest.fixture(scope="module")
def sheet(qapp: object, status_map: StatusMap, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The district's sheet, written once for the tests that only read it."""
    return written(tmp_path_factory.mktemp("sheet"), status_map)


@pytest.fixture(scope="module")
def said(sheet: Path) -> str:
    return text_of(sheet)


def text_of(path: Path, page: int = 0) -> str:
    return re.sub(r"\s", "", pypdf.PdfReader(path).pages[page].extract_text())


def written(tmp_path: Path, status_map: StatusMap, **paper: object) -> Path:
    path = tmp_path / "status.pdf"
    pdf.write(path, status_map, **paper)  # type: ignore[arg-type]
    return path


def test_the_legend_counts_what_is_in_the_district(said: str, status_map: StatusMap) -> None:
    counts = Counter(feature.class_key for feature in status_map.features)
    for kind in STAGE.classes:
        assert f"{kind.words.zh}{counts[kind.key]}栋" in said
    assert f"上图合计{len(status_map.features)}栋" in said
    assert "无坐标（未上图）17栋" in said
    assert f"其中：逾期{sum(feature.overdue for feature in status_map.features)}栋" in said


def test_a_class_without_features_is_printed_as_0(tmp_path: Path, status_map: StatusMap) -> None:
    without = tuple(f for f in status_map.features if f.class_key != "blocked")
    assert "暂缓或受阻0栋" in text_of(written(tmp_path, replace(status_map, features=without)))


def test_the_receipt_adds_up(tmp_path: Path, status_map: StatusMap) -> None:
    receipt = pdf.write(tmp_path / "a.pdf", status_map, scale=5000)
    assert receipt.outside > 0
    assert sum(receipt.counts.values()) + receipt.outside == len(status_map.features)
    assert f"图幅外（未上图）{receipt.outside}栋" in text_of(tmp_path / "a.pdf")


@pytest.mark.parametrize(
    "expected",
    [
        "海淀区老旧小区改造进度图",
        "2025年度计划项目",
        "内部资料仅供内部工作使用，不得公开",
        "第1页共1页",
        "坐标系：2000国家大地坐标系（CGCS2000）",
        "数据来源：各街道月报、楼栋普查（2025年5月）",
        "数据截止：2025年5月31日",
        "制图日期：2025年6月3日",
        "比例尺1:12500",
        "因四舍五入，分项合计与总计可能不等",
        "编制",
        "审核",
        "王建国",
        "签字（盖章）",
        "小区编号（见索引）",
        "116°18′40″E",
        "40°02′20″N",
    ],
)
def test_the_sheet_says(said: str, expected: str) -> None:
    assert expected in said


def test_every_estate_is_in_the_index_to_the_character(said: str, status_map: StatusMap) -> None:
    for number, label in enumerate(status_map.labels, 1):
        assert f"{number}{label.name}{label.buildings}{label.stage.zh}" in said


def test_totals_are_rounded_after_summing(said: str, status_map: StatusMap) -> None:
    areas = [street.floor_area_m2 or 0 for street in status_map.streets]
    assert [f"{area / 10_000:.2f}" for area in areas] == ["24.99", "21.86", "24.99", "21.86"]
    assert f"合计30899{sum(s.households or 0 for s in status_map.streets)}93.70" in said


@pytest.mark.parametrize(
    ("paper", "orientation", "size"),
    [
        ("A3", "landscape", (420, 297)),
        ("A4", "portrait", (210, 297)),
        ("A2", "landscape", (594, 420)),
        ("A1", "portrait", (594, 841)),
        ("A0", "landscape", (1189, 841)),
    ],
)
def test_the_page_is_the_paper(
    tmp_path: Path, status_map: StatusMap, paper: str, orientation: str, size: tuple[int, int]
) -> None:
    path = written(tmp_path, status_map, paper=paper, orientation=orientation)
    box = pypdf.PdfReader(path).pages[0].mediabox
    assert float(box.width) == pytest.approx(size[0] * POINTS_A_MM, abs=1.5)
    assert float(box.height) == pytest.approx(size[1] * POINTS_A_MM, abs=1.5)


def test_the_scale_bar_measures_100_mm_for_a_kilometre_at_1_10000(
    tmp_path: Path, status_map: StatusMap
) -> None:
    path = written(tmp_path, status_map, scale=10_000)
    left, right = bar_edges(path)
    assert (right - left) / POINTS_A_MM == pytest.approx(100.0, abs=0.01)


def test_a_building_is_as_long_as_it_is_on_the_ground(tmp_path: Path) -> None:
    wide = district.block(-250, -5, 500, 10)
    one = replace(district.make(1), features=(replace(district.make(1).features[0], wkb=wide),))
    path = written(tmp_path, replace(one, boundaries=()), scale=5_000)
    lengths = [
        (max(x for x, _ in shape) - min(x for x, _ in shape)) / POINTS_A_MM
        for shape in shapes(path)
    ]
    west, south = district.LON - 250 * district.METRE_LON, district.LAT - 5 * district.METRE_LAT
    east = west + 500 * district.METRE_LON
    metres = pyproj.Geod(ellps="GRS80").inv(west, south, east, south)[2]
    assert min(abs(length - metres / 5) for length in lengths) < 0.01


def test_an_index_that_does_not_fit_goes_on(tmp_path: Path) -> None:
    many = district.make(estates=260)
    path = written(tmp_path, many)
    reader = pypdf.PdfReader(path)
    assert len(reader.pages) == 2
    text = text_of(path, 0) + text_of(path, 1)
    assert "（续后页）" in text_of(path, 0)
    assert "小区索引（续）" in text_of(path, 1)
    assert "第2页共2页" in text_of(path, 1)
    missing = [
        label.name
        for number, label in enumerate(many.labels, 1)
        if f"{number}{label.name}{label.buildings}" not in text
    ]
    assert missing == []


def test_english_is_complete(tmp_path: Path, status_map: StatusMap) -> None:
    bare = replace(
        district.dressed(
            status_map, language="en", title="Renewal", subtitle="Plan", source="Surveys",
            compiled_by="Office", checked_by="W. Li",
        ),
        boundaries=(),
        labels=tuple(replace(label, name="E", street="S") for label in status_map.labels),
        streets=tuple(replace(street, street="S") for street in status_map.streets),
    )  # fmt: skip
    text = pypdf.PdfReader(written(tmp_path, bare)).pages[0].extract_text()
    assert re.findall(r"[\u3400-\u9fff]", text) == []
    assert "Internal document" in text.replace("\t", " ")


def test_a_public_map_needs_its_approval_number(tmp_path: Path, status_map: StatusMap) -> None:
    with pytest.raises(NeedsApproval):
        written(tmp_path, district.dressed(status_map, secrecy="public"))
    assert list(tmp_path.iterdir()) == []
    public = district.dressed(status_map, secrecy="public", approval="审图号：京S（2025）012号")
    text = text_of(written(tmp_path, public))
    assert "审图号：京S（2025）012号" in text
    assert "内部资料" not in text


def test_an_empty_district_is_a_sheet_with_noughts(tmp_path: Path, status_map: StatusMap) -> None:
    empty = replace(status_map, features=(), boundaries=(), labels=(), streets=(), unplaced=0)
    text = text_of(written(tmp_path, empty))
    assert "当前范围内没有可上图的楼栋" in text
    assert "上图合计0栋" in text


def test_a_target_that_cannot_be_written_keeps_what_was_there(
    tmp_path: Path, status_map: StatusMap
) -> None:
    target = tmp_path / "status.pdf"
    target.mkdir()
    with pytest.raises(pdf.NotWritten):
        pdf.write(target, status_map)
    assert [path.name for path in tmp_path.iterdir()] == ["status.pdf"]


def content(path: Path) -> Iterator[tuple[str, list[float]]]:
    """Yield operators and numbers of the first page, in order."""
    stream = pypdf.generic.ContentStream(pypdf.PdfReader(path).pages[0].get_contents(), None)
    for operands, operator in stream.operations:
        yield operator.decode(), [float(o) for o in operands if isinstance(o, int | float)]


def shapes(path: Path) -> Iterator[list[tuple[float, float]]]:
    """Yield the points of every drawn line in points of the page."""
    stack: list[list[float]] = []
    matrix = [1.0, 0.0, 0.0, 1.0, 0.0, 0.0]
    line: list[tuple[float, float]] = []
    for operator, numbers in content(path):
        if operator == "q":
            stack.append(matrix)
        elif operator == "Q":
            matrix = stack.pop()
        elif operator == "cm":
            matrix = times(numbers, matrix)
        elif operator in ("m", "l"):
            if operator == "m" and line:
                yield line
                line = []
            x, y = numbers
            line.append(
                (
                    x * matrix[0] + y * matrix[2] + matrix[4],
                    x * matrix[1] + y * matrix[3] + matrix[5],
                )
            )
    if line:
        yield line


def times(a: list[float], b: list[float]) -> list[float]:
    return [
        a[0] * b[0] + a[1] * b[2], a[0] * b[1] + a[1] * b[3],
        a[2] * b[0] + a[3] * b[2], a[2] * b[1] + a[3] * b[3],
        a[4] * b[0] + a[5] * b[2] + b[4], a[4] * b[1] + a[5] * b[3] + b[5],
    ]  # fmt: skip


def bar_edges(path: Path) -> tuple[float, float]:
    """Return left and right of the bar: four fields 1.5 mm thick at the foot of the page."""
    fields = []
    for shape in shapes(path):
        xs, ys = [x for x, _ in shape], [y for _, y in shape]
        thick = (max(ys) - min(ys)) / POINTS_A_MM
        if len(shape) == 5 and max(ys) < 30 * POINTS_A_MM and abs(thick - 1.5) < 0.02:
            fields.append((min(xs), max(xs)))
    assert len(fields) == 4
    return min(left for left, _ in fields), max(right for _, right in fields)
