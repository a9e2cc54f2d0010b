"""Jobs in threads may use whatever the program uses, again and again."""

from __future__ import annotations

from pyproj import Transformer
from pytestqt.qtbot import QtBot

from renewtrack.errors import Cancelled
from renewtrack.ui.tasks import Tasks

JOBS = 6


def _projected(_: object) -> float:
    made = Transformer.from_crs("EPSG:4326", "EPSG:4527", always_xy=True)
    return float(made.transform(116.3, 40.0)[0])


def test_job_after_job_may_convert_coordinates(qtbot: QtBot) -> None:
    tasks = Tasks()
    answers: list[float] = []
    for count in range(JOBS):  # each ends before the next begins, as a person works
        tasks.run(_projected, answers.append)
        qtbot.waitUntil(lambda count=count: len(answers) > count, timeout=10_000)  # type: ignore[misc]
    assert len(set(answers)) == 1


def test_what_was_read_after_it_was_cancelled_counts_as_cancelled(qtbot: QtBot) -> None:
    tasks = Tasks()
    found: list[object] = []
    for reading in (True, False):
        task = tasks.run(lambda _: "done", found.append, found.append, reading=reading)
        tasks.wait()  # it has ended, the window does not know yet
        task.cancel()
        qtbot.waitUntil(lambda: not tasks.running)
    assert [str(type(each).__name__) for each in found] == [Cancelled.__name__, "str"]
