"""What is written down of a failure names places in the program and nothing else."""

from __future__ import annotations

import gc
import threading

import pytest

from renewtrack import diagnosing

NAME, PHONE = "金丝雀先生", "13912345678"
DUMP = f"""Fatal Python error: Aborted

Thread 0x00007f3a (most recent call first):
  File "/home/{NAME}/renewtrack/ui/tasks.py", line 112 in _work

Current thread 0x00007f3b (most recent call first):
  File "C:/{NAME}/renewtrack/ui/ledger.py", line 44 in reload
  Garbage collecting
Extension modules: shiboken6, {NAME} (total: 2)
"""


def test_a_stack_of_the_interpreter_keeps_its_places_and_loses_its_folders() -> None:
    shown = diagnosing.of_dump(DUMP).splitlines()
    assert shown == [
        "Fatal Python error: Aborted",
        "Thread 0x00007f3a",
        "tasks.py:112 _work",
        "Current thread 0x00007f3b",
        "ledger.py:44 reload",
    ]


@pytest.mark.parametrize(
    "message",
    [
        f"QFont: cannot find '{NAME}'",
        f'could not open "/home/office/{NAME}.gpkg"',
        f"could not open /home/office/{NAME}.gpkg at all",
        f"no such number {PHONE}",
        f"no such number ({PHONE})",
        f"{NAME}: {PHONE}",
        "no such file ZhangSan.gpkg",
    ],
)
def test_what_qt_says_is_kept_without_anything_that_may_be_data(message: str) -> None:
    kept = diagnosing.of_message("qt.qpa", message)
    assert kept.startswith("qt.qpa: ")
    assert not any(word in kept for word in (NAME, PHONE, "office", "gpkg", "Zhang"))


def test_what_qt_says_of_itself_stays_readable() -> None:
    said = "QObject::connect: No such slot MainWindow::opened() in window.cpp:12"
    assert diagnosing.of_message("default", said) == "default: QObject::connect such slot in"


def test_of_what_a_script_in_the_page_says_nothing_is_kept() -> None:
    assert diagnosing.of_message("js", f"no {NAME}") == "js"


def test_what_ends_a_thread_is_handed_over_and_not_printed(
    capsys: pytest.CaptureFixture[str],
) -> None:
    def broken() -> None:
        raise ValueError(NAME)

    found: list[BaseException] = []
    with diagnosing.strays_caught(found.append):
        thread = threading.Thread(target=broken)
        thread.start()
        thread.join()
    assert [type(error) for error in found] == [ValueError]
    assert NAME not in capsys.readouterr().err


def test_what_goes_wrong_at_the_end_of_an_object_is_handed_over_and_not_printed(
    capsys: pytest.CaptureFixture[str],
) -> None:
    class Broken:
        def __del__(self) -> None:
            raise ValueError(NAME)

    found: list[str] = []
    with diagnosing.strays_caught(lambda error: found.append(type(error).__name__)):
        Broken()
        gc.collect()
    assert found == ["ValueError"]
    assert NAME not in capsys.readouterr().err


def test_the_hooks_are_as_before_afterwards() -> None:
    before = threading.excepthook
    with diagnosing.strays_caught(lambda _: None):
        assert threading.excepthook is not before
    assert threading.excepthook is before


def test_an_endless_recursion_is_told_in_few_lines() -> None:
    def deeper(level: int) -> int:
        return deeper(level + 1)

    with pytest.raises(RecursionError) as caught:
        deeper(0)
    assert len(diagnosing.diagnosis(caught.value).splitlines()) < 100
