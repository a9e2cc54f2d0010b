"""What taking a big sheet in costs, as ratios to the least that reading and writing it can cost.

Run it by hand: ``python -m tests.benchmarks.import_sheet [ROWS]``; it prints, and judges nothing.
A ledger of so many rows (100,000) and 30 columns is invented, then in each of three rounds every
way has a process of its own, one after the other; medians count. The floor of reading is
calamine's bare iteration over the cells, that of storing one ``executemany`` a table of the very
values that the import has stored, into the same tables with the same triggers.
"""

from __future__ import annotations

import json
import resource
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from random import Random

ROUNDS, ROWS = 3, 100_000
HEADS = (
    *("序号", "街道", "社区", "小区名称", "详细地址", "建成年代", "楼栋数", "户数", "人口"),
    *(
        "建筑面积（㎡）",
        "产权性质",
        "物业",
        "主要改造内容",
        "总投资（万元）",
        "累计完成投资（万元）",
    ),
    *("中央（万元）", "省级（万元）", "市级（万元）", "区级（万元）", "居民出资（万元）"),
    *("社会资本（万元）", "计划开工", "开工时间", "计划竣工", "竣工时间", "形象进度", "存在问题"),
    *("责任单位", "施工单位", "备注"),
)
TABLES = ("area", "estate", "project", "project_estate", "work", "funding", "cell_source")
Result = dict[str, float]


def main(rows: int) -> None:
    """Print the medians of all ways and what they are of the floors."""
    ways = ("bare", "ours", "again", "floor", "pandas", "csv")
    with tempfile.TemporaryDirectory() as room:
        _say(f"{rows:,} rows x {len(HEADS)} columns, median of {ROUNDS} rounds")
        invent(Path(room) / "2025年台账.xlsx", rows)
        found: dict[str, list[Result]] = {way: [] for way in ways}
        for _ in range(ROUNDS):
            for way in ways:
                found[way].append(_apart(way, room))
        took = {
            f"{way}.{name}": statistics.median(each[name] for each in rounds)
            for way, rounds in found.items()
            for name in rounds[0]
        }
    _tell(took)


def _tell(took: Result) -> None:
    bare, floor = took["bare.read"], took["floor.store"]
    lines = (
        ("read, matched, checked, previewed / bare reading", took["ours.plan"] / bare),
        ("the same again, every row compared / bare reading", took["again.plan"] / bare),
        ("stored / executemany of the same values", took["ours.store"] / floor),
        ("pandas.read_excel + to_sql / bare reading", took["pandas.all"] / bare),
        ("csv through sqlite-utils / bare reading", took["csv.all"] / bare),
        ("read, matched, checked, previewed, stored / bare reading", took["ours.all"] / bare),
    )
    for name, ratio in lines:
        _say(f"{ratio:8.2f}  {name}")
    for way in ("bare", "ours", "pandas", "csv"):
        _say(f"{took[f'{way}.mb']:6.0f} MB  {way}, most memory at once")
    _say(f"(bare reading took {bare:.1f} s, executemany {floor:.1f} s on this machine)")


def _apart(way: str, room: str) -> Result:
    """Run one way in a process of its own."""
    run = [sys.executable, "-m", "tests.benchmarks.import_sheet", way, room]
    done = subprocess.run(run, capture_output=True, text=True, check=True)
    found: Result = json.loads(done.stdout.splitlines()[-1])
    return found


def invent(path: Path, rows: int) -> None:
    """Write a ledger whose sums are right, with a few cells in doubt."""
    import xlsxwriter

    random = Random(7)
    with xlsxwriter.Workbook(path, {"constant_memory": True}) as book:
        sheet = book.add_worksheet("台账")
        sheet.write_row(0, 0, ["示范区2025年城镇老旧小区改造项目台账"])
        sheet.write_row(1, 0, HEADS)
        for row in range(rows):
            sheet.write_row(row + 2, 0, _line(random, row))


def _line(random: Random, row: int) -> list[object]:
    street = f"{'东西南北中'[row % 5]}{'湖山河桥'[row // 5 % 4]}街道"
    households = random.randint(60, 900)
    funds: list[float] = [random.randint(10, 400) + random.randint(0, 99) / 100 for _ in range(6)]
    years = random.choice(["1985", "1992年", "80年代", "1998"])
    return [
        *(row + 1, street, f"{street[:2]}第{row % 400}社区", f"东里{row}号院", f"示范路{row}号"),
        *(years, random.randint(1, 20), households, households * 3, households * 70.5),
        *(random.choice(["公房", "商品房", "房改房"]), random.choice(["有", "无"])),
        *("供水管网、外墙维修、加装电梯", round(sum(funds), 2), round(sum(funds) / 2, 2), *funds),
        *("2025-03-01", "2025.4.10", "2025年11月底", "", random.choice(["在建", "施工中", "45%"])),
        *(
            "" if row % 50 else "管线未迁改",
            "区住建局",
            "某某建设有限公司",
            "待核" if row % 97 else "约",
        ),
    ]


def _bare(room: Path) -> Result:
    import python_calamine

    started = time.perf_counter()
    sheet = python_calamine.load_workbook(str(_sheet(room))).get_sheet_by_index(0)
    for _row in sheet.iter_rows():
        pass
    return {"read": time.perf_counter() - started}


def _ours(room: Path) -> Result:
    from renewtrack.intake import planning, storing
    from renewtrack.store import file

    target = room / "ours.gpkg"
    _forget(target)
    with closing(file.create(target, "示范区")) as project:
        started = time.perf_counter()
        plan = planning.plan(project.db, _sheet(room))
        _ = [plan.rows[place].changes for place in range(100)]  # the first page of the preview
        planned = time.perf_counter() - started
        started = time.perf_counter()
        storing.store(project.db, plan, "测试员")
        stored = time.perf_counter() - started
    return {"plan": planned, "store": stored, "all": planned + stored}


def _again(room: Path) -> Result:
    from renewtrack.intake import planning
    from renewtrack.store import file

    with closing(file.open_file(room / "ours.gpkg", who="测试员")) as project:
        started = time.perf_counter()
        plan = planning.plan(project.db, _sheet(room))
        planned = time.perf_counter() - started
        assert plan.counts["same"] == plan.rows_read, plan.counts
    return {"plan": planned}


def _floor(room: Path) -> Result:
    """Put what the import has stored into a new file, one statement a table."""
    from renewtrack.store import actions, file

    with sqlite3.connect(room / "ours.gpkg") as stored:
        lines = {table: _all(stored, table) for table in (*TABLES, "import_batch")}
    target = room / "floor.gpkg"
    _forget(target)
    with closing(file.create(target, "示范区")) as project:
        connection = project.db.conn
        started = time.perf_counter()
        with actions.act(project.db, "import", "测试员"):
            connection.execute("DELETE FROM area")
            for table in ("import_batch", *TABLES):
                names, values = lines[table]
                marks = ", ".join("?" for _ in names)
                connection.executemany(
                    f"INSERT INTO {table} ({', '.join(names)}) VALUES ({marks})", values
                )
        took = time.perf_counter() - started
    return {"store": took}


def _all(stored: sqlite3.Connection, table: str) -> tuple[list[str], list[tuple[object, ...]]]:
    cursor = stored.execute(f"SELECT * FROM {table} ORDER BY id")
    return [column[0] for column in cursor.description], cursor.fetchall()


def _pandas(room: Path) -> Result:
    import pandas

    started = time.perf_counter()
    frame = pandas.read_excel(_sheet(room), header=1)
    target = room / "pandas.db"
    target.unlink(missing_ok=True)
    with sqlite3.connect(target) as connection:
        frame.to_sql("ledger", connection, index=False)
    return {"all": time.perf_counter() - started}


def _csv(room: Path) -> Result:
    import csv

    import python_calamine
    import sqlite_utils

    text = room / "ledger.csv"
    if not text.exists():
        sheet = python_calamine.load_workbook(str(_sheet(room))).get_sheet_by_index(0)
        with text.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows(list(sheet.iter_rows())[1:])
    target = room / "csv.db"
    target.unlink(missing_ok=True)
    started = time.perf_counter()
    with text.open(encoding="utf-8", newline="") as file:
        sqlite_utils.Database(target)["ledger"].insert_all(csv.DictReader(file))  # type: ignore[union-attr]
    return {"all": time.perf_counter() - started}


def _sheet(room: Path) -> Path:
    return room / "2025年台账.xlsx"


def _forget(target: Path) -> None:
    for each in target.parent.glob(f"{target.name}*"):
        each.unlink()


WAYS: dict[str, Callable[[Path], Result]] = {
    "bare": _bare,
    "ours": _ours,
    "again": _again,
    "floor": _floor,
    "pandas": _pandas,
    "csv": _csv,
}


def _one(way: str, room: str) -> None:
    found = WAYS[way](Path(room))
    most = sum(
        resource.getrusage(who).ru_maxrss
        for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    )
    _say(json.dumps({**found, "mb": most / 1024}))


def _say(words: str) -> None:
    sys.stdout.write(words + "\n")


if __name__ == "__main__":
    if len(sys.argv) == 3:
        _one(*sys.argv[1:])
    else:
        main(int(sys.argv[1]) if len(sys.argv) > 1 else ROWS)
