"""The child process that holds the model: started with little, watched closely, ended for certain."""

from __future__ import annotations

import contextlib
import os
import queue
import subprocess
import sys
import threading
from collections.abc import Mapping, Sequence
from pathlib import Path

from copilot.errors import ModelCrashError, ModelError
from copilot.model import protocol
from copilot.model.endings import CLOSED, GARBLED, ended, ending

# What Python, the dynamic loader and a GPU driver need; everything else of the environment stays outside.
KEPT = (
    "HOME", "USERPROFILE", "SYSTEMROOT", "WINDIR", "TEMP", "TMP", "TMPDIR", "LANG", "LC_ALL",
    "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH", "VIRTUAL_ENV", "CUDA_VISIBLE_DEVICES", "CUDA_PATH",
    "HIP_VISIBLE_DEVICES", "VK_ICD_FILENAMES", "NUMBER_OF_PROCESSORS", "OMP_NUM_THREADS", "LOCALAPPDATA",
)  # fmt: skip
# Where the system keeps its own programs. The worker needs none; what is not on its PATH it cannot start by mistake.
SYSTEM_PATH = "/usr/bin:/bin"
LEAVE_SECONDS = 1.0
# How long a thread of llama.cpp turns round in a circle while it waits for another. By default that is for ever
# nearly, and where another program has a core for itself, a model then runs at a seventh of what it could (measured).
SPINS = {"GOMP_SPINCOUNT": "5000"}
MOST_LINE = 1 << 20  # bytes: no event is near as long


def worker_command() -> list[str]:
    """Return how the model process is started, from a checkout, a wheel or the frozen application."""
    if getattr(sys, "frozen", False):
        return [sys.executable, "--model-worker"]
    return [sys.executable, "-P", "-m", "copilot.model.worker"]


def environment(whole: Mapping[str, str]) -> dict[str, str]:
    """Return what the child may see of the environment."""
    kept = {name: value for name, value in whole.items() if name.upper() in KEPT}
    kept["PATH"] = os.path.join(whole.get("SYSTEMROOT", ""), "System32") if os.name == "nt" else SYSTEM_PATH  # noqa: PTH118
    kept["PYTHONUTF8"] = kept["PYTHONNOUSERSITE"] = kept["PYTHONDONTWRITEBYTECODE"] = "1"
    kept |= SPINS
    kept["GGML_NO_BACKTRACE"] = "1"  # or an abort in ggml starts whatever is called gdb
    kept["MALLOC_ARENA_MAX"] = "2"  # a bound on addresses is no use where every thread sets 64 MB aside
    if not getattr(sys, "frozen", False):
        kept["PYTHONPATH"] = str(Path(__file__).parents[2])
    return kept


class Process:
    """A running child; events come through one queue, and None once it has ended.

    Two threads of its own read and write, so that no caller, least of all the window, ever waits for a pipe.
    """

    def __init__(self, command: Sequence[str]) -> None:
        try:
            self._child = subprocess.Popen(
                list(command),
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env=environment(os.environ),
                creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
            )
        except OSError as error:
            raise ModelError(
                f"The model process could not be started ({error.strerror}).", remedy="Install Chartside again."
            ) from error
        self._events: queue.SimpleQueue[protocol.Event | None] = queue.SimpleQueue()
        self._requests: queue.SimpleQueue[bytes | None] = queue.SimpleQueue()
        self._garbled = False
        self._threads = (
            threading.Thread(target=self._listen, name="model-events", daemon=True),
            threading.Thread(target=self._speak, name="model-requests", daemon=True),
        )
        for thread in self._threads:
            thread.start()

    @property
    def pid(self) -> int:
        """Return the child's process id."""
        return self._child.pid

    @property
    def alive(self) -> bool:
        """Return whether the child still runs."""
        return self._child.poll() is None

    def send(self, request: protocol.Request) -> None:
        """Send one request, without waiting; a child that is gone is noticed by the reader, with its reason."""
        self._requests.put(protocol.written(request))

    def event(self, timeout: float) -> protocol.Event | None:
        """Return the next event, None where none came in time; a dead child raises `ModelCrashError`."""
        try:
            event = self._events.get(timeout=timeout)
        except queue.Empty:
            return None
        if event is None:
            self._events.put(None)  # whoever asks next hears it too
            raise self._ended()
        return event

    def kill(self) -> None:
        """End the child now and free everything that belongs to it."""
        self._child.kill()
        self._free()

    def close(self) -> None:
        """Ask the child to leave, and end it if it does not."""
        self.send(protocol.Unload())
        try:
            self._child.wait(LEAVE_SECONDS)
        except subprocess.TimeoutExpired:
            self._child.kill()
        self._free()

    def _ended(self) -> ModelCrashError:
        """Return why the child ended: what was seen here, else what its exit code tells."""
        try:
            code = self._child.wait(LEAVE_SECONDS)
        except subprocess.TimeoutExpired:  # it lives on, but nothing can be heard of it
            self._child.kill()
            return ended(CLOSED)
        return ended(GARBLED) if self._garbled else ending(code)

    def _free(self) -> None:
        """Close the pipes and wait for the threads, so that nothing stays behind."""
        assert self._child.stdin is not None
        assert self._child.stdout is not None
        self._child.wait()
        self._requests.put(None)
        for thread in self._threads:
            thread.join(LEAVE_SECONDS)
        with contextlib.suppress(OSError):  # what a broken pipe still held is of no use to anybody
            self._child.stdin.close()
        self._child.stdout.close()

    def _speak(self) -> None:
        """Write requests until there are no more, or nobody reads them."""
        assert self._child.stdin is not None
        with contextlib.suppress(OSError, ValueError):
            while (line := self._requests.get()) is not None:
                self._child.stdin.write(line)
                self._child.stdin.flush()

    def _listen(self) -> None:
        """Pass events on until the pipe ends; what is no event is a broken child."""
        assert self._child.stdout is not None
        try:
            while line := self._child.stdout.readline(MOST_LINE):
                message = protocol.read(line)
                if isinstance(message, protocol.Event):
                    self._events.put(message)
        except ValueError:
            self._garbled = True
            self._child.kill()
        self._events.put(None)
