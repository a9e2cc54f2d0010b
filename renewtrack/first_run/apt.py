"""Debian's package manager, as far as a first start needs it."""

from __future__ import annotations

import os
import shutil
import subprocess

from renewtrack.first_run import refusals
from renewtrack.first_run.telling import say
from renewtrack.words import Words

T64_SINCE_GLIBC = (2, 39)  # Debian 13 and Ubuntu 24.04 renamed packages for 64-bit time
WAIT_FOR_LOCK = ["-o", "DPkg::Lock::Timeout=120"]  # seconds that another installer may take


def is_here() -> bool:
    """Tell whether this system has apt-get."""
    return shutil.which("apt-get") is not None


def may_install() -> bool:
    """Tell whether we are root, or may become root without being asked for a password."""
    return _prefix() is not None


def _prefix() -> list[str] | None:
    if os.geteuid() == 0:
        return []
    sudo = shutil.which("sudo")
    if sudo is None:
        return None
    free = subprocess.run([sudo, "-n", "true"], capture_output=True, check=False).returncode == 0
    return [sudo, "-n"] if free else None


def update() -> None:
    """Refresh the package lists.

    Raises AptFailed where a source cannot be reached and nothing is known from before.
    """
    say(Words("更新软件源目录", "Refreshing the package lists"))
    complaint = _apt_get("update", "-qq")
    if complaint and not _known(["libc6", "libgl1"]) > {"libc6"}:
        raise refusals.AptFailed("apt-get update", reason=complaint)


def install(names: list[str]) -> None:
    """Install packages by name.

    Raises AptFailed with apt's own first complaint.
    """
    say(Words("安装系统软件包", "Installing system packages"), len(names))
    complaint = _apt_get("install", "-y", "-qq", "--no-install-recommends", *names)
    if complaint:
        raise refusals.AptFailed(line(names), reason=complaint)


def _apt_get(*arguments: str) -> str:
    """Run apt-get quietly; return its first complaint, empty when it succeeded."""
    environment = ["env", "DEBIAN_FRONTEND=noninteractive", "LC_ALL=C"]
    run = subprocess.run(
        [*(_prefix() or []), *environment, "apt-get", *WAIT_FOR_LOCK, *arguments],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        errors="replace",
        check=False,
    )
    grave = "E:" if run.returncode else "W: Failed to fetch"  # update forgives a dead source
    said = [text for text in (run.stdout + run.stderr).splitlines() if text.startswith(grave)]
    if said:
        return said[0].partition(":")[2].strip()
    return f"exit {run.returncode}" if run.returncode else ""


def line(names: list[str]) -> str:
    """Return the exact line that installs packages, for whoever has to type it."""
    command = f"apt-get install -y --no-install-recommends {' '.join(names)}"
    if os.geteuid() == 0:
        return f"apt-get update && {command}"
    if shutil.which("sudo"):
        return f"sudo apt-get update && sudo {command}"
    return f'su -c "apt-get update && {command}"'


def renamed(names: list[str]) -> dict[str, str]:
    """Return the new names of those packages that this release calls ``...t64``.

    Where apt has no lists yet, the age of the C library tells.
    """
    known = _known([*names, *(f"{name}t64" for name in names)])
    if known:
        return {name: f"{name}t64" for name in names if f"{name}t64" in known}
    return {name: f"{name}t64" for name in names} if _glibc() >= T64_SINCE_GLIBC else {}


def _known(names: list[str]) -> set[str]:
    if not names or shutil.which("apt-cache") is None:
        return set()
    run = subprocess.run(
        ["apt-cache", "policy", *names],
        capture_output=True,
        text=True,
        errors="replace",
        check=False,
    )
    return {text.rstrip(":") for text in run.stdout.splitlines() if not text.startswith(" ")}


def _glibc() -> tuple[int, ...]:
    version = (os.confstr("CS_GNU_LIBC_VERSION") or "glibc 0.0").split()[-1]
    return tuple(int(part) for part in version.split(".")[:2])
