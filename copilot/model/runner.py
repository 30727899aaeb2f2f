"""Keeps one model running: starts its process, counts its crashes, and starts it again when it is asked."""

from __future__ import annotations

from collections.abc import Callable, Generator, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass
from pathlib import Path

from copilot.errors import ModelCrashError, ModelError
from copilot.model.conversation import Conversation, StopSign, loading_stopped
from copilot.model.crashes import ENOUGH, Crashes
from copilot.model.protocol import Done, Generate, Load, Loaded


@dataclass(frozen=True, slots=True)
class Chosen:
    """A model file as it was when it was hashed, and how it is to be loaded."""

    request: Load
    sha256: str
    state: tuple[int, ...]


def state_of(path: Path) -> tuple[int, ...]:
    """Return what changes when a file is changed; nothing for a file that is not there."""
    with suppress(OSError):
        found = path.stat()
        return (found.st_dev, found.st_ino, found.st_size, found.st_mtime_ns, found.st_ctime_ns)
    return ()


def unheard(_share: float) -> None:
    """Hear how much is loaded, and do nothing."""


class Runner:
    """At most one process, with the model that was chosen last."""

    def __init__(self, command: Sequence[str], crashes: Crashes, sign: StopSign) -> None:
        self._command = list(command)
        self._crashes = crashes
        self._sign = sign
        self._talk: Conversation | None = None
        self._chosen: Chosen | None = None
        self._suspect = True  # whether there may be crashes to forget
        self.answered = False

    @property
    def pid(self) -> int | None:
        """Return the process id, if a process runs."""
        talk = self._talk
        return talk.pid if talk else None

    @property
    def blocked(self) -> bool:
        """Return whether the model crashed so often that it is started only if the person wants it."""
        return self._chosen is not None and self._crashes.count(self._chosen.sha256) >= ENOUGH

    def choose(self, chosen: Chosen, *, anyway: bool) -> None:
        """Take another model; `anyway` forgets its crashes."""
        self._chosen, self._suspect, self.answered = chosen, True, False
        if anyway:
            self._crashes.forget(chosen.sha256)

    def start(self, progress: Callable[[float], None] = unheard) -> Loaded:
        """Start a process and load the model, if it is still the one that was hashed."""
        if self._chosen is None:
            raise ModelError("No model is loaded.", remedy="Load one first.")
        self.let_go()
        chosen = self._chosen
        self._crashes.check(chosen.sha256)
        self.unless_stopped()
        self._unless_changed(chosen)
        self._talk = Conversation(self._command, self._sign)
        loaded = self._load(self._talk, chosen, progress)
        self._unless_changed(chosen)
        return loaded

    def ask(
        self, request: Generate, stopped: Callable[[], bool], reading: Callable[[int, int], None]
    ) -> Generator[str | Done, None, None]:
        """Yield what the model answers, from a process that is started where none lives."""
        if self._talk is None or self._talk.pid is None:
            self.start()
        assert self._talk is not None
        assert self._chosen is not None
        try:
            with closing(self._talk.ask(request, stopped, reading)) as pieces:
                for piece in pieces:
                    if isinstance(piece, Done) and piece.reason != "stopped":
                        self._trust(self._chosen)
                    yield piece
        except ModelCrashError as crash:
            if not crash.rested:
                self._suspect = True
                self._crashes.crashed(self._chosen.sha256, crash.what)
            raise

    def stop(self) -> None:
        """End what runs; it ends within a second, if need be with the process."""
        talk = self._talk
        if talk is not None:
            talk.stop()

    def unless_stopped(self, _share: float = 0.0) -> None:
        """Give loading up where that was asked for."""
        if self._sign.raised:
            self.let_go()
            raise loading_stopped()

    def let_go(self, *, forget: bool = False) -> None:
        """Let the process leave, if there is one; `forget` the model too."""
        talk, self._talk = self._talk, None
        if forget:
            self._chosen = None
        if talk is not None:
            talk.close()

    def _load(self, talk: Conversation, chosen: Chosen, progress: Callable[[float], None]) -> Loaded:
        """Load the model, and remember it for the time being as one that crashed."""
        self._crashes.begin(chosen.sha256)
        try:
            loaded = talk.load(chosen.request, progress)
        except ModelCrashError as crash:
            self._crashes.explain(chosen.sha256, crash.what)
            raise
        except BaseException:
            self._crashes.stand(chosen.sha256)
            self.let_go()  # a process without a model would go on answering that there is none
            raise
        self._crashes.stand(chosen.sha256)
        return loaded

    def _trust(self, chosen: Chosen) -> None:
        """Note that the model has answered: it is none that crashes."""
        self.answered = True
        if self._suspect:
            self._suspect = False
            self._crashes.forget(chosen.sha256)

    def _unless_changed(self, chosen: Chosen) -> None:
        """Refuse a file that is not the one that was hashed any more."""
        if state_of(Path(chosen.request.path)) != chosen.state:
            self.let_go(forget=True)
            raise ModelError(
                "The model file changed after it was checked.", where=chosen.request.path, remedy="Load it again."
            )
