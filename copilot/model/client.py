"""`ModelClient`: the program's side of the model process; everything that can go wrong is a `ModelError`."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from copilot.errors import ModelError
from copilot.model.gguf_file import GgufInfo, read_header, sha256
from copilot.model.process import Process, worker_command
from copilot.model.protocol import Done, Failed, Generate, Load, Loaded, Part, Progress, Stop, Tokens

STOP_SECONDS = 0.9  # after that long a stop that was not obeyed ends the process
SILENT_SECONDS = 300.0  # a large model may read a prompt for minutes; nothing takes longer than this
POLL_SECONDS = 0.05
SMALL = 64 << 20


@dataclass(frozen=True, slots=True)
class LoadedModel:
    """The model that runs: what its file says, its hash, and what llama.cpp says."""

    info: GgufInfo
    sha256: str
    runs: Loaded


def default_threads(info: GgufInfo) -> int:
    """Return how many threads help: a small model spends more time on waiting for a second than it saves.

    On a machine that does other work besides, that waiting made a 5 MB model ten times slower.
    """
    return 1 if info.size < SMALL else max(1, os.cpu_count() or 1)


def _never() -> bool:
    """Return that nobody asked to stop."""
    return False


class ModelClient:
    """Holds at most one model process; survives its death, and starts it again when asked for more.

    One generation at a time; a second caller waits. `stop` may be called from any thread.
    """

    def __init__(
        self,
        *,
        context: int = 4096,
        threads: int | None = None,
        batch: int = 512,
        gpu_layers: int = 0,
        command: Sequence[str] | None = None,
    ) -> None:
        self._command = list(command or worker_command())
        self._settings = (context, threads, batch, gpu_layers)
        self._process: Process | None = None
        self._request: Load | None = None
        self._turn = threading.Lock()
        self._last_id = 0
        self._stop_after: float | None = None
        self.model: LoadedModel | None = None
        self.last: Done | None = None

    @property
    def pid(self) -> int | None:
        """Return the process id of the model process, if one runs."""
        process = self._process
        return process.pid if process and process.alive else None

    def load(self, path: Path, progress: Callable[[float], None] = lambda _: None) -> LoadedModel:
        """Load a GGUF file after looking at its header; `progress` hears shares between 0 and 1."""
        info = read_header(path)
        context, threads, batch, gpu_layers = self._settings
        threads = threads or default_threads(info)
        with self._turn:
            self._stop_after = None
            digest = sha256(path, self._unless_stopped)
            self._request = Load(str(path), context, threads, batch, gpu_layers)
            runs = self._start(progress)
        self.model = LoadedModel(info, digest, runs)
        return self.model

    def generate(
        self,
        parts: Sequence[Part],
        grammar: str = "",
        max_tokens: int = 256,
        *,
        temperature: float = 0.0,
        stopped: Callable[[], bool] = _never,
    ) -> Iterator[str]:
        """Yield the answer piece by piece; afterwards `last` says how it ended and how long it took.

        `stopped` is asked every few milliseconds. A process that died before is started again first.
        """
        with self._turn:
            self._stop_after = None
            self.last = None
            if self._process is None or not self._process.alive:
                self._start(lambda _: None)
            assert self._process is not None
            self._last_id += 1
            request = Generate(self._last_id, tuple(parts), grammar, max_tokens, temperature)
            self._process.send(request)
            try:
                yield from self._pieces(self._process, stopped)
            finally:
                if self.last is None and self._process is not None:
                    self.stop()
                    self._drain(self._process)

    def stop(self) -> None:
        """End the generation or the loading that runs; it ends within a second, if need be with the process."""
        if self._stop_after is None:
            self._stop_after = time.monotonic() + STOP_SECONDS
        process = self._process
        if process is not None:
            process.send(Stop(self._last_id))

    def close(self) -> None:
        """End the process. The client may be used again after another `load`."""
        self.stop()
        with self._turn:
            self._drop(kill=False)
            self._request = None
            self.model = None

    def _start(self, progress: Callable[[float], None]) -> Loaded:
        """Start the process where none runs, and load the model that was asked for."""
        if self._request is None:
            raise ModelError("No model is loaded.", remedy="Load one first.")
        if self._process is not None and not self._process.alive:
            self._drop(kill=True)
        if self._process is None:
            self._process = Process(self._command)
        self._process.send(self._request)
        while True:
            event = self._event(self._process)
            if isinstance(event, Progress):
                progress(event.share)
            elif isinstance(event, Loaded):
                return event
            elif isinstance(event, Failed):
                raise ModelError(event.what, where=event.where, remedy=event.remedy)
            self._unless_stopped(0.0)

    def _unless_stopped(self, _share: float) -> None:
        """Give loading up where that was asked for."""
        if self._stop_after is not None:
            self._drop(kill=True)
            raise ModelError("Loading the model was stopped.", remedy="Load it again when you need it.")

    def _pieces(self, process: Process, stopped: Callable[[], bool]) -> Iterator[str]:
        """Yield text until the generation ends."""
        heard = time.monotonic()
        while True:
            if self._stop_after is None and stopped():
                self.stop()
            event = self._event(process)
            heard = heard if event is None else time.monotonic()
            if isinstance(event, Tokens) and event.id == self._last_id:
                yield event.text
            elif isinstance(event, Done) and event.id == self._last_id:
                self.last = event
                return
            elif isinstance(event, Failed):
                self.last = Done(self._last_id, "failed", 0, 0, 0, 0.0, 0.0)
                raise ModelError(event.what, where=event.where, remedy=event.remedy)
            elif self._overdue():
                self._give_up()
                return
            elif time.monotonic() - heard > SILENT_SECONDS:
                self._give_up()
                raise ModelError("The model process does not answer.", remedy="Choose a smaller model.")

    def _drain(self, process: Process) -> None:
        """Wait for the end of a generation that nobody reads any more."""
        try:
            for _ in self._pieces(process, _never):
                pass
        except ModelError:
            return  # it is gone, which is what was wanted

    def _event(self, process: Process) -> object:
        """Return the next event or None; a dead child is cleared away, and its end raised."""
        try:
            return process.event(POLL_SECONDS)
        except ModelError:
            self._drop(kill=True)
            raise

    def _overdue(self) -> bool:
        """Return whether a stop was asked for and not obeyed."""
        return self._stop_after is not None and time.monotonic() > self._stop_after

    def _give_up(self) -> None:
        """End a process that does not stop; the next generation starts a new one."""
        self._drop(kill=True)
        self.last = Done(self._last_id, "stopped", 0, 0, 0, 0.0, 0.0)

    def _drop(self, *, kill: bool) -> None:
        """Let go of the process."""
        process, self._process = self._process, None
        if process is not None:
            if kill:
                process.kill()
            else:
                process.close()
