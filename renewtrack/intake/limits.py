"""How much a file may be and cost; beyond it no office's sheet lies."""

from __future__ import annotations

import contextlib
import ctypes
import sys
from typing import Any

MOST_ROWS = 200_000
MOST_COLUMNS = 702  # three letters, AAA and beyond, are no office's sheet
MOST_CELLS = 8_000_000
MOST_SIGNS = 32_767  # of a cell, as in Excel
MOST_SIGNS_OF_A_SHAPE = 16 << 20  # a border of half a million corners
MOST_ENTRIES = 2_000
MOST_BYTES = 200 * 1024 * 1024  # of the file, and of what it unpacks to
MOST_RATIO = 400
RATIO_MATTERS_FROM = 32 * 1024 * 1024
MEMORY = 1 << 30  # bytes of the process that reads
SECONDS, SECONDS_A_MB = 25, 4  # that reading may take, by the size of the file


def seconds(size: int) -> int:
    """Return how long a file of so many bytes may take."""
    return SECONDS + SECONDS_A_MB * (size >> 20)


def cap_memory() -> None:
    """Let this process have ``MEMORY`` bytes and no more, and leave no core file behind."""
    if sys.platform == "win32":
        with contextlib.suppress(OSError, AttributeError):
            _cap_on_windows()
        return
    import resource

    for kind, most in ((resource.RLIMIT_AS, MEMORY), (resource.RLIMIT_CORE, 0)):
        with contextlib.suppress(OSError, ValueError):
            resource.setrlimit(kind, (most, resource.getrlimit(kind)[1]))


def _cap_on_windows() -> None:
    """Put this process into a job whose processes get no more memory than that."""

    class Limits(ctypes.Structure):
        """JOBOBJECT_EXTENDED_LIMIT_INFORMATION."""

        _fields_ = (
            ("times", ctypes.c_int64 * 2),
            ("flags", ctypes.c_uint32),
            ("working_set", ctypes.c_size_t * 2),
            ("processes", ctypes.c_uint32),
            ("affinity", ctypes.c_size_t),
            ("classes", ctypes.c_uint32 * 2),
            ("counters", ctypes.c_uint64 * 6),
            ("process_memory", ctypes.c_size_t),
            ("others", ctypes.c_size_t * 3),
        )

    extended, process_memory = 9, 0x100
    kernel: Any = ctypes.WinDLL("kernel32")  # type: ignore[attr-defined,unused-ignore]
    kernel.CreateJobObjectW.restype = kernel.GetCurrentProcess.restype = ctypes.c_void_p
    wanted = Limits(flags=process_memory, process_memory=MEMORY)
    job = ctypes.c_void_p(kernel.CreateJobObjectW(None, None))
    kernel.SetInformationJobObject(job, extended, ctypes.byref(wanted), ctypes.sizeof(wanted))
    kernel.AssignProcessToJobObject(job, ctypes.c_void_p(kernel.GetCurrentProcess()))
