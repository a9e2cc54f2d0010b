"""The window shows a file that others hold, or that lies far off, with a banner and a way on."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from renewtrack.store import file, holding, medium
from renewtrack.ui import asking, file_banners, trouble
from renewtrack.ui.main_window import MainWindow
from renewtrack.ui.speaking import speech
from tests.source_tree import ROOT
from tests.store.second_process import SecondProcess

LONG = 30_000
RELEASED = Path(__file__).parent.parent / "store" / "released" / "schema-1.gpkg"


@pytest.fixture
def other(ledger_file: Path) -> Iterator[SecondProcess]:
    """Another process that has the ledger open."""
    running = SecondProcess(ledger_file)
    assert running.ask("file.open_file(path, who='王工')") == "ProjectFile"
    yield running
    running.close()


@pytest.fixture
def far(ledger_file: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The ledger in a folder that the system says is a share."""
    share = medium.Medium(True, False, medium.SHARE.filled(kind="cifs"))
    here = ledger_file.parent

    def told(path: Path, mounts: str | None = None) -> medium.Medium:
        return share if here in (path, *path.parents) else medium.Medium()

    monkeypatch.setattr(medium, "of", told)
    return ledger_file


def _bar(window: MainWindow) -> str:
    return window.banners.bars[file_banners.READONLY].words.text()


def _buttons(window: MainWindow) -> list[str]:
    return [button.text() for button in window.banners.bars[file_banners.READONLY].buttons]


def test_a_file_of_ones_own_has_no_banner(window: MainWindow) -> None:
    assert file_banners.READONLY not in window.banners.bars
    assert window.session.may("editor")


def test_a_file_that_somebody_holds_is_shown_and_not_changed(
    bare: MainWindow, other: SecondProcess, ledger_file: Path
) -> None:
    bare.session.open(ledger_file)
    holder = holding.holder(ledger_file)
    assert holder is not None
    for part in ("王工", str(holder.told()["host"]), str(holder.told()["since"])):
        assert part in _bar(bare)
    assert _buttons(bare) == ["打开以修改", "复制到本机…"]
    assert bare.workspace.ledger.table.ledger.ids
    assert not bare.session.may("editor")
    for key in ("import", "undo", "paste", "add_estate", "delete_rows"):
        assert not bare.commands.actions[key].isEnabled()
    with pytest.raises(file.CannotWrite):
        bare.session.write("edit", lambda db: db.execute("UPDATE estate SET name = 'x'"))


def test_every_further_connection_only_reads(
    bare: MainWindow, other: SecondProcess, ledger_file: Path, qtbot: QtBot
) -> None:
    bare.session.open(ledger_file)
    failed: list[Exception] = []

    def change(db: object, _: object) -> None:
        from renewtrack.store import actions

        with actions.act(db, "edit", "李工"):  # type: ignore[arg-type]
            db.execute("UPDATE estate SET name = 'x'")  # type: ignore[attr-defined]

    bare.session.run_write(change, failed=failed.append)
    qtbot.waitUntil(lambda: bool(failed), timeout=LONG)
    assert isinstance(failed[0], file.CannotWrite)


def test_once_it_is_free_it_opens_for_changes(
    bare: MainWindow, other: SecondProcess, ledger_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[BaseException] = []
    monkeypatch.setattr(trouble, "show", lambda error, _: told.append(error))
    bare.session.open(ledger_file)
    bare.banners.bars[file_banners.READONLY].buttons[0].click()
    assert [type(each) for each in told] == [holding.InUse]
    other.ask("it.close()")
    bare.banners.bars[file_banners.READONLY].buttons[0].click()
    assert file_banners.READONLY not in bare.banners.bars
    assert bare.session.may("editor")


@pytest.mark.parametrize("agreed", [True, False])
def test_one_of_another_machine_is_taken_over_only_if_the_person_says_so(
    bare: MainWindow, ledger_file: Path, monkeypatch: pytest.MonkeyPatch, agreed: bool
) -> None:
    gone = SecondProcess(ledger_file, host="隔壁电脑")
    gone.ask("file.open_file(path, who='王工')")
    gone.kill()
    asked: list[str] = []

    def answer(_parent: object, _title: object, question: object, _yes: object) -> bool:
        asked.append(question.zh)  # type: ignore[attr-defined]
        return agreed

    monkeypatch.setattr(asking, "confirmed", answer)
    bare.session.open(ledger_file)
    assert "隔壁电脑" in _bar(bare)
    bare.banners.bars[file_banners.READONLY].buttons[0].click()
    assert "王工" in asked[0]
    assert bare.session.may("editor") is agreed
    noted = bare.session.db.execute("SELECT COUNT(*) FROM audit_log WHERE event = 'take_over'")
    assert noted.fetchone() == (int(agreed),)


def test_a_file_on_a_share_is_copied_in_and_opened_there(
    bare: MainWindow,
    far: Path,
    tmp_path_factory: pytest.TempPathFactory,
    monkeypatch: pytest.MonkeyPatch,
    qtbot: QtBot,
) -> None:
    local = tmp_path_factory.mktemp("local")
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(local))
    bare.session.open(far)
    assert "cifs" in _bar(bare)
    assert not bare.session.may("editor")
    bare.banners.bars[file_banners.READONLY].buttons[0].click()
    qtbot.waitUntil(lambda: bare.session.path == local / far.name, timeout=LONG)
    assert file_banners.READONLY not in bare.banners.bars
    assert bare.session.may("editor")


def test_an_older_file_on_a_share_is_offered_to_be_copied_in(
    bare: MainWindow,
    far: Path,
    tmp_path_factory: pytest.TempPathFactory,
    monkeypatch: pytest.MonkeyPatch,
    qtbot: QtBot,
) -> None:
    local = tmp_path_factory.mktemp("local")
    old = Path(shutil.copy(RELEASED, far.with_name("老.gpkg")))
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(local))
    monkeypatch.setattr(asking, "confirmed", lambda *_: True)
    bare.files.open_path(old)
    qtbot.waitUntil(lambda: bare.session.file is not None, timeout=LONG)
    assert bare.session.path == local / "老.gpkg"


def test_the_banner_speaks_both_languages(
    bare: MainWindow, other: SecondProcess, ledger_file: Path
) -> None:
    bare.session.open(ledger_file)
    speech.switch("en")
    said = _bar(bare), _buttons(bare)
    speech.switch("zh")
    assert "王工 has been using" in said[0]
    assert said[1] == ["Open for changes", "Copy to this machine…"]


def test_a_closed_window_lets_the_file_go(window: MainWindow, ledger_file: Path) -> None:
    assert holding.held_here(ledger_file)
    window.close()
    assert not holding.held_here(ledger_file)
    assert not holding.lease_of(ledger_file).exists()


def test_notices_stand_until_they_are_read(bare: MainWindow, ledger_file: Path) -> None:
    with ledger_file.open("ab") as grown:
        grown.write(bytes(4096))
    bare.session.open(ledger_file)
    bar = bare.banners.bars["notice0"]
    assert "日志" in bar.words.text()
    bar.buttons[-1].click()
    assert "notice0" not in bare.banners.bars


LISTENING = """
import sys
from pathlib import Path
from PySide6.QtCore import QCoreApplication
from renewtrack.ui.doorbell import Doorbell
application = QCoreApplication([])
bell = Doorbell()
assert bell.listen(Path(sys.argv[1]))
bell.rung.connect(application.quit)
print("listening", flush=True)
application.exec()
"""


def test_a_file_that_another_window_has_open_brings_that_window_forward(
    bare: MainWindow, ledger_file: Path, qtbot: QtBot
) -> None:
    window = subprocess.Popen(
        [sys.executable, "-c", LISTENING, str(ledger_file)],
        stdout=subprocess.PIPE,
        text=True,
        cwd=ROOT,
    )
    assert window.stdout is not None
    assert window.stdout.readline() == "listening\n"
    bare.files.open_path(ledger_file)
    qtbot.waitUntil(lambda: window.poll() is not None, timeout=LONG)
    qtbot.waitUntil(lambda: not bare.session.tasks.running, timeout=LONG)
    window.stdout.close()
    assert window.returncode == 0
    assert bare.session.file is None
