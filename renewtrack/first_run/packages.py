"""The pinned packages, fetched and installed by pip with every hash checked."""

from __future__ import annotations

import re
import subprocess
import threading
from dataclasses import dataclass
from pathlib import Path

from renewtrack.first_run import pip_settings, refusals
from renewtrack.first_run.telling import say
from renewtrack.words import Words

PINNED = re.compile(r"^[\w.-]+==", re.MULTILINE)
COLLECTING = re.compile(r"Collecting (?P<name>[\w.-]+)==(?P<version>[\w.+!-]+)")
IGNORING = re.compile(r"Ignoring [\w.-]+: markers")
SIZE = re.compile(r"Downloading .*\((?P<size>[\d.]+ [kMG]B)\)")
OFFLINE = re.compile(
    r"NewConnectionError|NameResolutionError|Temporary failure in name resolution|ConnectTimeout|"
    r"ReadTimeout|ProxyError|Max retries exceeded|SSLError"
)
FULL = "No space left on device"
BEAT_SECONDS = 3.0
FETCHING = Words("获取", "Fetching")


@dataclass(frozen=True, slots=True)
class Target:
    """Where packages go: an environment's interpreter and its folder of packages."""

    python: Path
    site_packages: Path

    def has_own_pip(self) -> bool:
        """Tell whether the environment was made with a pip inside."""
        return (self.site_packages / "pip" / "__main__.py").exists()

    def installed(self) -> int:
        """Count what is installed by now."""
        return sum(1 for _ in self.site_packages.glob("*.dist-info"))


def install(target: Target, lock: Path, options: list[str], again: str) -> None:
    """Install everything that the lock pins.

    The machine's own mirror is asked first, the plain index after it. ``options`` go to pip
    as they are (``--find-links FOLDER --no-index`` for a machine without a network).

    Raises NoNetwork, DiskFull or PackagesFailed, each with the line to run.
    """
    log = target.python.parents[1] / "renewtrack-install.log"
    log.write_text("", "utf-8")
    said = ""
    for environment in (pip_settings.of_this_machine(), pip_settings.plain()):
        finished, said = _Run(target, lock).follow(_command(target, lock, options), environment)
        with log.open("a", encoding="utf-8") as record:
            record.write(said)
        if finished:
            return
        if FULL in said:
            break
    raise _refusal(said, log, again)


def _command(target: Target, lock: Path, options: list[str]) -> list[str]:
    """Return pip's command line: the environment's own pip, else the one that started us."""
    if target.has_own_pip():
        pip = [str(target.python), "-m", "pip"]
    else:
        pip = [pip_settings.HOST_PYTHON, "-m", "pip", "--python", str(target.python)]
    return [
        *pip,
        "install",
        *("--no-deps", "--require-hashes", "--only-binary", ":all:"),
        *("--progress-bar", "off", "--retries", "3", "--timeout", "60"),
        *options,
        "-r",
        str(lock),
    ]


class _Run:
    """One run of pip, told step by step."""

    def __init__(self, target: Target, lock: Path) -> None:
        self._target = target
        self._total = len(PINNED.findall(lock.read_text("utf-8")))
        self._seen = 0
        self._done = threading.Event()

    def follow(self, command: list[str], environment: dict[str, str]) -> tuple[bool, str]:
        """Run pip to its end; return whether it succeeded, and all that it said."""
        said: list[str] = []
        with subprocess.Popen(
            command,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            encoding="utf-8",
            errors="replace",
        ) as pip:
            for line in pip.stdout or ():
                said.append(line)
                self._tell(line)
        self._done.set()
        return pip.returncode == 0, "".join(said)

    def _tell(self, line: str) -> None:
        package, size = COLLECTING.search(line), SIZE.search(line)
        if IGNORING.search(line):
            self._total -= 1
        elif package:
            self._seen += 1
            counted = f"{self._seen}/{self._total}"
            say(FETCHING, f"{counted}  {package['name']} {package['version']}")
        elif size and size["size"].endswith(("MB", "GB")):
            say(FETCHING, f"{self._seen}/{self._total}  {size['size']}")
        elif line.startswith("Installing collected packages"):
            self._tell_of_installing()

    def _tell_of_installing(self) -> None:
        """Say that the long unpacking begins, and count along while pip itself is silent."""
        say(Words("下载完毕，开始安装", "All fetched, now installing"))
        threading.Thread(target=self._count_along, daemon=True).start()

    def _count_along(self) -> None:
        before = -1
        while not self._done.wait(BEAT_SECONDS):
            here = self._target.installed()
            if here != before:
                say(Words("安装", "Installing"), f"{here}/{self._total}")
            before = here


def _refusal(said: str, log: Path, again: str) -> refusals.NotReady:
    if FULL in said:
        return refusals.DiskFull(again, folder=log.parent, needed="2.5", free="0")
    if OFFLINE.search(said):
        return refusals.NoNetwork(again)
    errors = [line for line in said.splitlines() if line.startswith("ERROR:")]
    reason = errors[0].removeprefix("ERROR:").strip() if errors else "pip"
    return refusals.PackagesFailed(again, reason=reason, log=log)
