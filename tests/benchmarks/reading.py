"""What reading a big sheet in a process of its own costs, as ratios to calamine's bare iteration.

Run it by hand: ``python -m tests.benchmarks.reading [ROWS]``; it prints, and judges nothing. A
workbook of so many rows (100,000) and 30 columns is made, and in each of three rounds every way has
a process of its own, one after the other; the fastest of each way counts, for what else runs on
the machine can only slow it. Memory is the peak of the program and of the process that reads.
"""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from random import Random
from xml.sax.saxutils import escape

from renewtrack.errors import Cancelled
from renewtrack.intake import readers, reading

ROUNDS, ROWS, COLUMNS = 3, 100_000, 30
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
SHEET_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
Run = tuple[float, ...]  # seconds, seconds of processors, megabytes of program and of reader
STAGES = ("已完工", "在建", "正在施工60%", "供水管网、加装电梯")


def main(rows: int) -> None:
    """Print the ratio of every way to the bare iteration, and the memory it took."""
    with tempfile.TemporaryDirectory() as room:
        path = Path(room) / "台账.xlsx"
        make(path, rows)
        runs: dict[str, list[Run]] = {way: [] for way in WAYS}
        for _ in range(ROUNDS):
            for way, done in runs.items():
                done.append(_run(way, path))
        say(f"{rows:,} x {COLUMNS}, {path.stat().st_size / 1e6:.0f} MB, best of {ROUNDS} rounds")
        say("          seconds  of processors   program    reader")
        bare = _best(runs["bare"])
        for way, done in runs.items():
            seconds, processors, own, child = _best(done)
            clock, work = seconds / bare[0], processors / bare[1]
            say(f"{way:>8} {clock:6.2f} x {work:11.2f} x {own:6.0f} MB {child:6.0f} MB")
        say(f"  cancel {_cancel(path):6.3f} s from the wish to the end of the process")


def say(words: str) -> None:
    sys.stdout.write(words + "\n")


def _bare(path: Path) -> None:
    import python_calamine

    for _ in python_calamine.load_workbook(path).get_sheet_by_index(0).iter_rows():
        pass


def _read(path: Path) -> None:
    reading.read(path)


def _pandas(path: Path) -> None:
    import pandas

    pandas.read_excel(path, engine="calamine", dtype=str)


WAYS: dict[str, Callable[[Path], object]] = {"bare": _bare, "read": _read, "pandas": _pandas}


def _run(way: str, path: Path) -> Run:
    command = [sys.executable, "-m", "tests.benchmarks.reading", way, str(path)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    return tuple(float(part) for part in done.stdout.split())


def _best(runs: list[Run]) -> Run:
    return tuple(min(each) for each in zip(*runs, strict=True))


def _once(way: str, path: Path) -> None:
    """Do one way and print its seconds, those of the processors, and the peak megabytes."""
    started, spent = time.perf_counter(), time.process_time()
    WAYS[way](path)
    seconds, spent = time.perf_counter() - started, time.process_time() - spent
    readers.close_all()
    own, child = map(resource.getrusage, (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    processor = spent + child.ru_utime + child.ru_stime
    say(f"{seconds} {processor} {own.ru_maxrss / 1024} {child.ru_maxrss / 1024}")


def _cancel(path: Path) -> float:
    """Return the longest time from a wish to stop to its end, tried at ten moments."""
    longest = 0.0
    for tenth in range(1, 11):
        wish = _Wish(time.perf_counter() + tenth / 4)
        with suppress(Cancelled):
            reading.read(path, progress=wish)
            continue  # it was read before
        longest = max(longest, time.perf_counter() - wish.since)
    return longest


class _Wish:
    """Wants to stop from a moment on."""

    def __init__(self, since: float) -> None:
        self.since = since

    def __call__(self, done: int, of: int) -> bool:
        return time.perf_counter() < self.since


def make(path: Path, rows: int) -> None:
    """Write a workbook as Excel does: shared strings, dates with a style, no spare blanks."""
    strings: dict[str, int] = {}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for name, content in _frame().items():
            archive.writestr(name, content)
        with archive.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as sheet:
            sheet.write(f'<worksheet xmlns="{MAIN}"><sheetData>'.encode())
            for row in _rows(rows, strings):
                sheet.write(row.encode())
            sheet.write(b"</sheetData></worksheet>")
        words = "".join(f"<si><t>{escape(word)}</t></si>" for word in strings)
        archive.writestr("xl/sharedStrings.xml", f'<sst xmlns="{MAIN}">{words}</sst>')


def _rows(rows: int, strings: dict[str, int]) -> Iterator[str]:
    chance = Random(7)
    names = [
        f"{chr(65 + column)}" if column < 26 else f"A{chr(39 + column)}" for column in range(30)
    ]
    for row in range(1, rows + 1):
        texts = [
            ("东湖街道", "南桥镇", "西岭乡")[row % 3],
            f"{row % 60}社区",
            f"小区{row // 20}号院",
            f"{row % 20 + 1}号楼",
        ]
        last = [*(chance.choice(STAGES) for _ in range(4)), f"备注第{row}条", "无"]
        cells = [_text(strings, word) for word in texts]
        cells += [f"<v>{row * column % 5000}</v>" for column in range(4, 12)]
        cells += [f"<v>{chance.random() * 1000:.2f}</v>" for _ in range(8)]
        dates = [f"<v>{43831 + row * column % 2000}</v>" for column in range(20, 24)]
        tails = [_text(strings, word) for word in last]
        kinds = [' t="s"'] * 4 + [""] * 16 + [' s="1"'] * 4 + [' t="s"'] * 6
        yield (
            f'<row r="{row}">'
            + "".join(
                f'<c r="{name}{row}"{kind}>{cell}</c>'
                for name, kind, cell in zip(names, kinds, [*cells, *dates, *tails], strict=True)
            )
            + "</row>"
        )


def _text(strings: dict[str, int], word: str) -> str:
    return f"<v>{strings.setdefault(word, len(strings))}</v>"


def _frame() -> dict[str, str]:
    parts = (
        ("sheet1", "worksheets/sheet1", "worksheet"),
        ("styles", "styles", "styles"),
        ("strings", "sharedStrings", "sharedStrings"),
    )
    overrides = "".join(
        f'<Override PartName="/xl/{target}.xml" ContentType="{SHEET_TYPE}.{kind}+xml"/>'
        for _, target, kind in parts
    )
    relations = "".join(
        f'<Relationship Id="{name}" Type="{OFFICE}/{kind}" Target="{target}.xml"/>'
        for name, target, kind in parts
    )
    return {
        "[Content_Types].xml": f'<Types xmlns="{TYPES}"><Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{SHEET_TYPE}.sheet.main+xml"/>'
        f"{overrides}</Types>",
        "_rels/.rels": f'<Relationships xmlns="{PACKAGE}"><Relationship Id="book" '
        f'Type="{OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets>'
        '<sheet name="台账" sheetId="1" r:id="sheet1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{PACKAGE}">{relations}'
        "</Relationships>",
        "xl/styles.xml": f'<styleSheet xmlns="{MAIN}"><cellXfs count="2"><xf numFmtId="0"/>'
        '<xf numFmtId="14" applyNumberFormat="1"/></cellXfs></styleSheet>',
    }


if __name__ == "__main__":
    os.environ.setdefault("PYTHONUTF8", "1")
    if sys.argv[1:2] and sys.argv[1] in WAYS:
        _once(sys.argv[1], Path(sys.argv[2]))
    else:
        main(int(sys.argv[1]) if len(sys.argv) > 1 else ROWS)
