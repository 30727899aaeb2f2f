"""One model process that runs: what is asked of it, what comes back, and when it is given up."""

from __future__ import annotations

import time
from collections.abc import Callable, Generator, Iterator, Sequence

from copilot.errors import ModelCrashError, ModelError
from copilot.model.endings import HUNG, ended
from copilot.model.process import Process
from copilot.model.protocol import Done, Event, Failed, Generate, Load, Loaded, Progress, Reading, Stop, Tokens

STOP_SECONDS = 0.9  # after that long a stop that was not obeyed ends the process
# A worker says how far it is every third of a second or so; a large model on a machine short of memory is slower.
SILENT_SECONDS = 90.0
LOADING_SECONDS = 600.0  # a large file from a slow disk, which reports every hundredth of the way
POLL_SECONDS = 0.05


class StopSign:
    """Whether somebody asked to stop, and since when; may be raised from any thread."""

    def __init__(self) -> None:
        self._since: float | None = None

    @property
    def raised(self) -> bool:
        """Return whether to stop."""
        return self._since is not None

    @property
    def overdue(self) -> bool:
        """Return whether a stop was asked for and not obeyed."""
        return self._since is not None and time.monotonic() > self._since + STOP_SECONDS

    def up(self) -> None:
        """Ask to stop."""
        if self._since is None:
            self._since = time.monotonic()

    def down(self) -> None:
        """Begin something new."""
        self._since = None


def loading_stopped() -> ModelError:
    """Return the error for a load that was given up because somebody asked for it."""
    return ModelError("Loading the model was stopped.", remedy="Load it again when you need it.")


class Conversation:
    """A live process. Whatever ends it is raised as `ModelCrashError`, with the process cleared away."""

    def __init__(self, command: Sequence[str], sign: StopSign) -> None:
        self._process = Process(command)
        self._sign = sign
        self._last_id = 0

    @property
    def pid(self) -> int | None:
        """Return the process id while it lives."""
        return self._process.pid if self._process.alive else None

    def load(self, request: Load, progress: Callable[[float], None]) -> Loaded:
        """Load a model; a stop ends the process."""
        self._process.send(request)
        heard = time.monotonic()
        while True:
            event = self._event()
            heard = heard if event is None else time.monotonic()
            if isinstance(event, Progress):
                progress(event.share)
            elif isinstance(event, Loaded):
                return event
            elif isinstance(event, Failed):
                raise ModelError(event.what, where=event.where, remedy=event.remedy)
            elif time.monotonic() - heard > LOADING_SECONDS:
                self._process.kill()
                raise ended(HUNG)
            if self._sign.raised:
                self._process.kill()
                raise loading_stopped()

    def ask(
        self,
        request: Generate,
        stopped: Callable[[], bool],
        reading: Callable[[int, int], None],
    ) -> Generator[str | Done, None, None]:
        """Yield text, and `Done` at the end; `Done` says "stopped" too where the process had to be ended for it."""
        self._last_id = request.id
        self._process.send(request)
        finished = False
        try:
            for piece in self._pieces(stopped, reading):
                finished = isinstance(piece, Done)
                yield piece
        except ModelError:
            finished = True
            raise
        finally:
            if not finished:  # whoever asked went away
                self.stop()
                self._drain()

    def stop(self) -> None:
        """End what runs; it ends within a second, if need be with the process."""
        self._sign.up()
        self._process.send(Stop(self._last_id))

    def kill(self) -> None:
        """End the process now."""
        self._process.kill()

    def close(self) -> None:
        """Let the process leave."""
        self._process.close()

    def _pieces(self, stopped: Callable[[], bool], reading: Callable[[int, int], None]) -> Iterator[str | Done]:
        """Yield what belongs to the last request, until its end."""
        heard = time.monotonic()
        while True:
            if not self._sign.raised and stopped():
                self.stop()
            event = self._event()
            heard = heard if event is None else time.monotonic()
            if isinstance(event, Failed):
                raise ModelError(event.what, where=event.where, remedy=event.remedy)
            if isinstance(event, Reading) and event.id == self._last_id:
                if event.tokens:
                    reading(event.read, event.tokens)
            elif isinstance(event, Tokens) and event.id == self._last_id:
                yield event.text
            elif isinstance(event, Done) and event.id == self._last_id:
                yield event
                return
            elif self._sign.overdue:
                self._process.kill()
                yield Done(self._last_id, "stopped", 0, 0, 0, 0.0, 0.0)
                return
            elif time.monotonic() - heard > SILENT_SECONDS:
                self._process.kill()
                raise ended(HUNG)

    def _drain(self) -> None:
        """Wait for the end of a generation that nobody reads any more."""
        try:
            for _ in self._pieces(lambda: False, lambda _read, _tokens: None):
                pass
        except ModelError:
            return  # it is gone, which is what was wanted

    def _event(self) -> Event | None:
        """Return the next event or None; a dead process is cleared away, and its end raised."""
        try:
            return self._process.event(POLL_SECONDS)
        except ModelCrashError:
            self._process.kill()
            raise
