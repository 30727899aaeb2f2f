"""What this machine has for a model: processor cores that calculate, and memory that is free."""

from __future__ import annotations

import contextlib
import ctypes
import os
import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

KERNEL = Path("/proc")
GROUP = Path("/sys/fs/cgroup")  # a container's own limits, where there are any
UNKNOWN_FREE = 4 << 30  # where a system does not say


@dataclass(frozen=True, slots=True)
class Machine:
    """Cores that do their own arithmetic (two threads on one core are one), and free bytes."""

    cores: int
    free: int


def this_machine() -> Machine:
    """Look at the machine; what is free changes, so look again before every load."""
    return Machine(_cores(), _free())


def _cores() -> int:
    """Return how many cores this process may use."""
    allowed = len(os.sched_getaffinity(0)) if sys.platform == "linux" else os.cpu_count() or 1
    real = _linux_cores() if sys.platform == "linux" else _mac("hw.perflevel0.physicalcpu")
    return max(1, min(allowed, real or allowed, _quota() or allowed))


def _linux_cores() -> int:
    """Return how many different cores the kernel lists."""
    with contextlib.suppress(OSError):
        text = (KERNEL / "cpuinfo").read_text("utf-8", "replace")
        places = re.findall(r"^physical id\s*: (\d+)$.*?^core id\s*: (\d+)$", text, re.MULTILINE | re.DOTALL)
        return len(set(places))
    return 0


def _quota() -> int:
    """Return how many cores' time a container gets, or 0 for no limit."""
    with contextlib.suppress(OSError, ValueError):
        most, period = (GROUP / "cpu.max").read_text("ascii").split()
        return max(1, int(most) // int(period))
    return 0


def _free() -> int:
    """Return how many bytes can be had without pushing other programs out."""
    if sys.platform == "linux":
        found = _linux_free()
    elif sys.platform == "win32":
        found = _windows_free()
    else:  # macOS gives up much of what it holds; a third of the whole is a careful guess
        found = _mac("hw.memsize") // 3
    return found or UNKNOWN_FREE


def _linux_free() -> int:
    """Return what the kernel calls available, within the limit of a container."""
    found = 0
    with contextlib.suppress(OSError):
        text = (KERNEL / "meminfo").read_text("ascii", "replace")
        if match := re.search(r"^MemAvailable:\s+(\d+) kB$", text, re.MULTILINE):
            found = int(match.group(1)) * 1024
    with contextlib.suppress(OSError, ValueError):
        limit = int((GROUP / "memory.max").read_text("ascii"))
        found = min(found, max(limit - int((GROUP / "memory.current").read_text("ascii")), 1))
    return found


class _Status(ctypes.Structure):
    """MEMORYSTATUSEX."""

    _fields_ = (
        ("length", ctypes.c_ulong),
        ("load", ctypes.c_ulong),
        *((name, ctypes.c_ulonglong) for name in ("all", "free", "file", "free_file", "virtual", "free_virtual", "x")),
    )


def _windows_free() -> int:
    """Return what Windows calls available."""
    status = _Status(length=ctypes.sizeof(_Status))
    kernel = getattr(ctypes, "windll").kernel32  # noqa: B009 - is not there for mypy elsewhere
    return int(status.free) if kernel.GlobalMemoryStatusEx(ctypes.byref(status)) else 0


def _mac(name: str) -> int:
    """Return a number that macOS tells; elsewhere, where there is no such program, 0."""
    with contextlib.suppress(OSError, ValueError, subprocess.SubprocessError):
        said = subprocess.run(["/usr/sbin/sysctl", "-n", name], capture_output=True, timeout=5, check=True)
        return int(said.stdout)
    return 0
