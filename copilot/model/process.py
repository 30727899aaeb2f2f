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

from copilot.errors import ModelError
from copilot.model import protocol

# What Python, the dynamic loader and a GPU driver need; everything else of the environment stays outside.
KEPT = (
    "PATH", "HOME", "USERPROFILE", "SYSTEMROOT", "WINDIR", "TEMP", "TMP", "TMPDIR", "LANG", "LC_ALL",
    "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH", "VIRTUAL_ENV", "CUDA_VISIBLE_DEVICES", "CUDA_PATH",
    "HIP_VISIBLE_DEVICES", "VK_ICD_FILENAMES", "NUMBER_OF_PROCESSORS", "OMP_NUM_THREADS", "LOCALAPPDATA",
)  # fmt: skip
LEAVE_SECONDS = 1.0

_SMALLER = "Choose a smaller model or close other programs, then load it again."
_CAUSES = {
    9: ("was ended from outside, or the machine ran out of memory", _SMALLER),
    4: ("met an instruction that this processor does not have", "Install the build for this processor."),
    11: ("crashed", "Load the model again; if it crashes again, choose another."),
    6: ("gave up", "Load the model again; if it gives up again, choose another."),
}
_WINDOWS = {0xC000001D: 4, 0xC0000005: 11, 0xC0000409: 6, 0xC0000017: 9}


def worker_command() -> list[str]:
    """Return how the model process is started, from a checkout, a wheel or the frozen application."""
    if getattr(sys, "frozen", False):
        return [sys.executable, "--model-worker"]
    return [sys.executable, "-P", "-m", "copilot.model.worker"]


def environment(whole: Mapping[str, str]) -> dict[str, str]:
    """Return what the child may see of the environment."""
    kept = {name: value for name, value in whole.items() if name.upper() in KEPT}
    kept["PYTHONUTF8"] = kept["PYTHONNOUSERSITE"] = "1"
    if not getattr(sys, "frozen", False):
        kept["PYTHONPATH"] = str(Path(__file__).parents[2])
    return kept


class Process:
    """A running child; events come through one queue, and None once it has ended."""

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
        self._writing = threading.Lock()
        self._reader = threading.Thread(target=self._listen, name="model-events", daemon=True)
        self._reader.start()

    @property
    def pid(self) -> int:
        """Return the child's process id."""
        return self._child.pid

    @property
    def alive(self) -> bool:
        """Return whether the child still runs."""
        return self._child.poll() is None

    def send(self, request: protocol.Request) -> None:
        """Send one request; a child that is gone is noticed by the reader, with its reason."""
        assert self._child.stdin is not None
        try:
            with self._writing:
                self._child.stdin.write(protocol.written(request))
                self._child.stdin.flush()
        except (OSError, ValueError):
            return

    def event(self, timeout: float) -> protocol.Event | None:
        """Return the next event, None where none came in time; a dead child raises `ModelError`."""
        try:
            event = self._events.get(timeout=timeout)
        except queue.Empty:
            return None
        if event is None:
            self._events.put(None)  # whoever asks next hears it too
            raise self.ended()
        return event

    def ended(self) -> ModelError:
        """Return why the child ended, as far as its exit code tells."""
        code = self._child.wait()
        number = _WINDOWS.get(code & 0xFFFFFFFF, 0) or (-code if code < 0 else max(code - 128, 0))
        what, remedy = _CAUSES.get(number, (f"ended unexpectedly (exit code {code})", "Load the model again."))
        return ModelError(f"The model process {what}.", remedy=remedy)

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

    def _free(self) -> None:
        """Close the pipes and wait for the reader, so that no thread and no file stays behind."""
        assert self._child.stdin is not None
        assert self._child.stdout is not None
        self._child.wait()
        with contextlib.suppress(OSError):  # what a broken pipe still held is of no use to anybody
            self._child.stdin.close()
        self._reader.join(LEAVE_SECONDS)
        self._child.stdout.close()

    def _listen(self) -> None:
        """Pass events on until the pipe ends; what is no event is a broken child."""
        assert self._child.stdout is not None
        try:
            for line in self._child.stdout:
                message = protocol.read(line)
                if isinstance(message, protocol.Event):
                    self._events.put(message)
        except ValueError:
            self._child.kill()
        self._events.put(None)
