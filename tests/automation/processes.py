"""`Child`: a process with all that it starts, ended together; what stays behind is named."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from collections.abc import Callable, Mapping
from pathlib import Path

PATIENCE = 60.0  # seconds for a process to go by itself
POLL = 0.05


class Child:
    """A process in a session of its own, so that its descendants can be found; it writes into a log."""

    def __init__(
        self,
        command: list[str],
        environment: Mapping[str, str],
        log: Path,
        *,
        folder: Path | None = None,
        fds: tuple[int, ...] = (),
    ) -> None:
        with log.open("wb") as file:
            self._process = subprocess.Popen(
                command,
                env=dict(environment),
                cwd=folder,
                stdin=subprocess.DEVNULL,
                stdout=file,
                stderr=subprocess.STDOUT,
                pass_fds=fds,
                start_new_session=True,
            )
        self.pid = self._process.pid
        self.log = log

    @property
    def code(self) -> int | None:
        """Return the exit code, None while it runs."""
        return self._process.poll()

    def said(self) -> str:
        """Return what it wrote so far."""
        return self.log.read_text("utf-8", errors="replace")

    def wait(self, seconds: float = PATIENCE) -> bool:
        """Wait for its own end; return whether it came."""
        return _until(lambda: self.code is not None, seconds)

    def descendants(self) -> list[str]:
        """Return every other process of its session that still runs, as "pid name"."""
        return [f"{pid} {name}" for pid, name in _session(self.pid) if pid != self.pid]

    def end(self) -> list[str]:
        """End it and what it started; return what did not go by itself."""
        if self.code is None:
            self._process.terminate()
            if not self.wait():
                self._process.kill()
                self._process.wait()
        _until(lambda: not self.descendants(), PATIENCE)
        left = self.descendants()
        for line in left:
            os.kill(int(line.split()[0]), signal.SIGKILL)
        return left


def _until(holds: Callable[[], bool], seconds: float) -> bool:
    """Wait until something holds, at most this long; return whether it does."""
    end = time.monotonic() + seconds
    while not holds():
        if time.monotonic() > end:
            return False
        time.sleep(POLL)
    return True


def _session(leader: int) -> list[tuple[int, str]]:
    """Return the live processes of a session; one that has ended and is only not yet collected is not alive."""
    found = []
    for folder in Path("/proc").iterdir():
        if not folder.name.isdigit():
            continue
        try:
            name, _, rest = (folder / "stat").read_text().partition("(")[2].rpartition(")")
        except OSError:
            continue
        state, _parent, _group, session = rest.split()[:4]
        if int(session) == leader and state not in "ZX":
            found.append((int(folder.name), name))
    return found
