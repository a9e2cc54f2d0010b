"""Which machine and process this is, and whether another process still lives."""

from __future__ import annotations

import ctypes
import functools
import hashlib
import os
import platform
import sys
import uuid
from pathlib import Path

_BOOT = Path("/proc/sys/kernel/random/boot_id")
_MACHINE = Path("/etc/machine-id")


def host() -> str:
    """Return the name of this machine, as people know it."""
    return platform.node() or "?"


@functools.cache
def machine() -> str:
    """Return what tells this machine from another of the same name, as a short hash."""
    known = f"{host()}\n{_guid() or _first_line(_MACHINE) or uuid.getnode()}"
    return hashlib.sha256(known.encode()).hexdigest()[:16]


def birth(pid: int) -> str:
    """Return when a process began, in the system's own count; empty where none can be told."""
    if sys.platform == "win32":
        return _birth_on_windows(pid)
    stat = _stat(pid)
    return f"{_first_line(_BOOT)[:8]}-{stat[19]}" if stat else ""


def alive(pid: int, born: str) -> bool:
    """Tell whether the process of a number still runs and is the one that began then."""
    if not _runs(pid):
        return False
    now = birth(pid)
    return not born or not now or now == born


def _runs(pid: int) -> bool:
    if sys.platform == "win32":
        return bool(_birth_on_windows(pid))
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except (PermissionError, OverflowError):
        return True
    return _stat(pid)[:1] != ["Z"]  # killed, and its parent has not looked yet


def _stat(pid: int) -> list[str]:
    """Return what Linux tells of a process after its name; nothing where it tells none."""
    return _first_line(Path(f"/proc/{pid}/stat")).rpartition(")")[2].split()


def _first_line(place: Path) -> str:
    try:
        return place.read_text("utf-8", "replace").strip()
    except OSError:
        return ""


def _guid() -> str:
    """Return the number that Windows gave this machine; empty on other systems."""
    if sys.platform == "win32":
        import winreg

        home = r"SOFTWARE\Microsoft\Cryptography"
        try:
            with winreg.OpenKey(winreg.HKEY_LOCAL_MACHINE, home) as key:
                return str(winreg.QueryValueEx(key, "MachineGuid")[0])
        except OSError:
            return ""
    return ""


def _birth_on_windows(pid: int) -> str:
    """Return the creation time of a running process; empty for one that has ended."""
    if sys.platform == "win32":
        kernel = ctypes.windll.kernel32
        handle = kernel.OpenProcess(0x1000, False, pid)  # PROCESS_QUERY_LIMITED_INFORMATION
        if not handle:  # 5 is ERROR_ACCESS_DENIED: a process of somebody else's
            return "?" if kernel.GetLastError() == 5 else ""
        try:
            code, times = ctypes.c_ulong(), [ctypes.c_ulonglong() for _ in range(4)]
            kernel.GetExitCodeProcess(handle, ctypes.byref(code))
            kernel.GetProcessTimes(handle, *(ctypes.byref(each) for each in times))
            return str(times[0].value) if code.value == 259 else ""  # STILL_ACTIVE
        finally:
            kernel.CloseHandle(handle)
    return ""
