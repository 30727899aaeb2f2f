"""Take from the model process what it does not need: debuggers, core files, new rights, memory without end.

This bounds accidents and makes a break-in less useful; it is not a sandbox. Elsewhere than on Linux only the
environment, the umask and (on macOS) the core files are seen to.
"""

from __future__ import annotations

import ctypes
import os
import sys

from copilot.hardening import no_dumps

PR_SET_NO_NEW_PRIVS = 38
SLACK = 1 << 30  # addresses, not memory: libraries, thread stacks, what the allocator sets aside
PER_THREAD = 80 << 20


def harden() -> None:
    """Do all that can be done before anything is known of the model. Called before llama.cpp is imported."""
    os.environ["GGML_NO_BACKTRACE"] = "1"  # or ggml starts whatever is called gdb, and prints our memory
    no_dumps()
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)


def bound(need: int, threads: int) -> None:
    """Let this process have `need` bytes more than it has now and write no file; 0 lifts nothing and sets nothing.

    Not for a process that uses a GPU: drivers reserve addresses by the terabyte and share memory as files.
    """
    if need <= 0 or sys.platform != "linux":
        return
    import resource

    most = _held() + need + SLACK + PER_THREAD * threads
    hard = resource.getrlimit(resource.RLIMIT_AS)[1]
    if hard != resource.RLIM_INFINITY:
        most = min(most, hard)
    resource.setrlimit(resource.RLIMIT_AS, (most, hard))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))


def _held() -> int:
    """Return how many bytes of addresses this process has now."""
    with open("/proc/self/statm", "rb") as file:  # noqa: PTH123 - a file of the kernel
        return int(file.read().split()[0]) * os.sysconf("SC_PAGE_SIZE")
