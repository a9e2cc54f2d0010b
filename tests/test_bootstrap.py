"""The first start needs Python alone, and says in one sentence what else the machine lacks."""

from __future__ import annotations

import ast
import re
import runpy
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement

from renewtrack import bootstrap
from renewtrack.first_run import (
    apt,
    chinese_font,
    environment,
    launchers,
    packages,
    pip_settings,
    refusals,
)
from renewtrack.first_run import system_libraries as libraries
from tests.source_tree import ROOT

NOT_THERE = libraries.Library("libnowhere.so.9", "libnowhere9", t64=True)
FOR_A_SCREEN = libraries.Library("libscreen.so.9", "libscreen9", screen_only=True)
PINS = re.compile(r"^(?P<name>[\w.-]+)==(?P<version>[^\s;]+)", re.MULTILINE)


@pytest.fixture
def bare(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    """A Debian of 2023 that lacks two libraries, seen by somebody who may install nothing."""
    monkeypatch.setattr(libraries, "missing", lambda *_: (NOT_THERE, FOR_A_SCREEN))
    monkeypatch.setattr(chinese_font, "present", lambda: True)
    monkeypatch.setattr(apt, "is_here", lambda: True)
    monkeypatch.setattr(apt, "may_install", lambda: False)
    monkeypatch.setattr(apt, "renamed", lambda names: {})
    monkeypatch.setattr("os.geteuid", lambda: 1000, raising=False)
    return monkeypatch


linux = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="Linux alone has apt")


def test_the_first_start_needs_no_package_at_all() -> None:
    alone = [sys.executable, "-S", "-E", "-c", "import renewtrack.bootstrap"]
    run = subprocess.run(alone, cwd=ROOT, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr


def test_an_older_python_can_read_the_sentence_that_refuses_it() -> None:
    ast.parse((ROOT / "main.py").read_text("utf-8"), feature_version=(3, 6))


@pytest.mark.parametrize("version", [(3, 9, 2), (3, 14, 0)])
def test_another_python_is_refused_in_words(
    monkeypatch: pytest.MonkeyPatch, version: tuple[int, int, int]
) -> None:
    monkeypatch.setattr(sys, "version_info", version)
    with pytest.raises(SystemExit, match=r"python3\.11 main\.py demo"):
        runpy.run_path(str(ROOT / "main.py"), run_name="__main__")


@linux
def test_a_library_that_the_loader_finds_is_not_missing() -> None:
    here = libraries.Library("libc.so.6", "libc6")
    assert libraries.missing((here, NOT_THERE)) == (NOT_THERE,)


def test_no_library_stands_in_the_table_twice() -> None:
    sonames = [library.soname for library in libraries.LIBRARIES]
    assert len(sonames) == len(set(sonames))


@linux
def test_without_rights_the_exact_line_is_told(bare: pytest.MonkeyPatch) -> None:
    with pytest.raises(refusals.NoRights) as refused:
        libraries.ensure(with_screen=True)
    assert "apt-get install -y --no-install-recommends libnowhere9 libscreen9" in refused.value.line


@linux
def test_without_a_screen_the_libraries_for_one_are_not_asked_for(
    bare: pytest.MonkeyPatch,
) -> None:
    bare.setattr(libraries, "missing", lambda *_: (FOR_A_SCREEN,))
    libraries.ensure(with_screen=False)


@linux
def test_a_release_that_renamed_its_packages_gets_the_new_names(bare: pytest.MonkeyPatch) -> None:
    bare.setattr(apt, "renamed", lambda names: {name: f"{name}t64" for name in names})
    assert libraries.packages((NOT_THERE, FOR_A_SCREEN)) == ["libnowhere9t64", "libscreen9"]


@linux
@pytest.mark.parametrize(
    ("manager", "line"),
    [("dnf", "sudo dnf install 'libnowhere.so.9()(64bit)'"), (None, "libnowhere.so.9")],
)
def test_without_apt_the_libraries_themselves_are_named(
    bare: pytest.MonkeyPatch, manager: str | None, line: str
) -> None:
    bare.setattr(apt, "is_here", lambda: False)
    bare.setattr("shutil.which", lambda name: f"/usr/bin/{name}" if name == manager else None)
    with pytest.raises(refusals.NoPackageManager) as refused:
        libraries.ensure(with_screen=False)
    assert refused.value.line == line


@linux
def test_a_missing_font_is_told_and_stops_nothing(
    bare: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    bare.setattr(libraries, "missing", lambda *_: ())
    bare.setattr(chinese_font, "present", lambda: False)
    libraries.ensure(with_screen=True)
    assert chinese_font.PACKAGE in capsys.readouterr().out


@linux
def test_a_failing_apt_stops_no_run_that_can_do_without(
    bare: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def unreachable() -> None:
        raise refusals.AptFailed("apt-get update", reason="no network")

    bare.setattr(libraries, "missing", lambda asked=(FOR_A_SCREEN,): tuple(asked))
    bare.setattr(chinese_font, "present", lambda: False)
    bare.setattr(apt, "may_install", lambda: True)
    bare.setattr(apt, "update", unreachable)
    libraries.ensure(with_screen=False)
    told = capsys.readouterr().out
    assert "no network" in told
    assert chinese_font.PACKAGE in told
    with pytest.raises(refusals.AptFailed):
        libraries.ensure(with_screen=True)


def test_only_where_packages_come_from_is_kept_of_a_machines_pip_configuration() -> None:
    listing = """
        global.index-url='https://mirror.example/simple'
        global.extra-index-url='\\nfile:///a\\nfile:///b'
        global.user='true'
        install.no-binary=':all:'
        :env:.index-url='https://nearer.example/simple'
        :env:.require-virtualenv='1'
    """
    assert pip_settings._settings(listing) == {
        "PIP_INDEX_URL": "https://nearer.example/simple",
        "PIP_EXTRA_INDEX_URL": "file:///a file:///b",
    }


def test_pip_sees_no_configuration_but_ours(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PIP_TARGET", "/nowhere")
    assert "PIP_TARGET" not in pip_settings.plain()


FAKE_PIP = """
print("Ignoring colorama: markers 'sys_platform == \\"win32\\"' don't match your environment")
print("Collecting click==8.5.1 (from -r requirements.lock (line 245))")
print("  Downloading pyside6_addons-6.11.3.whl (175.3 MB)")
"""


def test_progress_counts_what_is_for_this_machine(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    lock = tmp_path / "requirements.lock"
    lock.write_text("click==8.5.1 \\\n    --hash=sha256:00\ncolorama==0.4.6 ; x\n", "utf-8")
    target = packages.Target(Path(sys.executable), tmp_path)
    finished, _said = packages._Run(target, lock).follow([sys.executable, "-c", FAKE_PIP], {})
    told = capsys.readouterr().out
    assert finished
    assert "1/1" in told
    assert "click 8.5.1" in told
    assert "175.3 MB" in told


@pytest.mark.parametrize(
    ("said", "refusal"),
    [
        ("WARNING: Retrying ... NewConnectionError('...: Failed", refusals.NoNetwork),
        ("Temporary failure in name resolution", refusals.NoNetwork),
        ("ERROR: Could not install: [Errno 28] No space left on device", refusals.DiskFull),
        ("ERROR: THESE PACKAGES DO NOT MATCH THE HASHES", refusals.PackagesFailed),
    ],
)
def test_what_stopped_pip_is_told_in_our_words(
    tmp_path: Path, said: str, refusal: type[refusals.NotReady]
) -> None:
    trouble = packages._refusal(said, tmp_path / "log", "python3 main.py demo")
    assert type(trouble) is refusal
    assert trouble.line == "python3 main.py demo"


def _refusals() -> list[type[refusals.NotReady]]:
    return refusals.NotReady.__subclasses__()


@pytest.mark.parametrize("refusal", _refusals(), ids=lambda kind: str(kind.__name__))
def test_every_refusal_is_one_paragraph_in_both_languages(
    refusal: type[refusals.NotReady],
) -> None:
    assert refusal.words.zh != refusal.words.en
    assert re.search(r"[\u4e00-\u9fff]", refusal.words.zh)
    assert "\n" not in refusal.words.zh + refusal.words.en


def test_an_environment_of_another_lock_is_not_ready(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(environment, "LOCK", tmp_path / "lock")
    monkeypatch.setattr(environment, "STAMP", tmp_path / "stamp")
    monkeypatch.setattr(environment, "python", lambda: Path(sys.executable))
    environment.LOCK.write_text("click==8.5.1\n", "utf-8")
    environment.STAMP.write_text(environment._mark(), "utf-8")
    assert environment.ready()
    environment.LOCK.write_text("click==8.5.2\n", "utf-8")
    assert not environment.ready()


def test_a_refusal_is_told_twice_with_its_line_and_exits_with_three(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def offline(again: str, options: list[str]) -> None:
        raise refusals.NoNetwork(again)

    monkeypatch.setattr(environment, "runs_here", lambda: False)
    monkeypatch.setattr(libraries, "ensure", lambda **_: None)
    monkeypatch.setattr(environment, "ensure", offline)
    assert bootstrap.main(["demo"]) == 3
    told = capsys.readouterr().err
    assert "联网" in told
    assert "network" in told
    assert "main.py demo" in told


@linux
def test_a_screen_that_does_not_answer_is_no_screen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    monkeypatch.setenv("DISPLAY", ":4711")
    assert not bootstrap.screen_is_there()


def test_the_window_without_a_screen_is_refused_before_anything_is_installed(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(bootstrap, "screen_is_there", lambda: False)
    assert bootstrap.main([]) == 3
    assert "main.py demo" in capsys.readouterr().err


def _lock() -> str:
    return environment.LOCK.read_text("utf-8")


def test_the_lock_names_no_host_and_pins_every_package_by_hash() -> None:
    entries = re.split(r"\n(?=\S)", _lock().strip())
    entries = [entry for entry in entries if not entry.startswith(("#", " "))]
    assert "://" not in _lock()
    assert all("--hash=sha256:" in entry for entry in entries)


def test_the_lock_holds_everything_that_the_project_asks_for() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    pinned = {pin["name"]: pin["version"] for pin in PINS.finditer(_lock())}
    asked = [*project["project"]["dependencies"], *project["dependency-groups"]["dev"]]
    for text in asked:
        requirement = Requirement(text)
        assert requirement.specifier.contains(pinned[requirement.name.lower()]), text


@linux
@pytest.mark.parametrize("folder", ["bin", '更新 it\'s "台账"'])
def test_the_command_runs_from_any_folder(tmp_path: Path, folder: str) -> None:
    (tmp_path / folder).mkdir()
    (tmp_path / folder / "python").symlink_to(sys.executable)
    launchers.put(tmp_path / folder / "python", tmp_path, ROOT)
    run = subprocess.run(
        [tmp_path / folder / "renewtrack", "--version"],
        cwd=tmp_path,
        env={"PYTHONPATH": f"{ROOT}:{':'.join(sys.path)}", "LC_ALL": "C.UTF-8"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stderr
    assert "renewtrack" in run.stdout
