"""`ModelClient`: the program's side of the model process; everything that can go wrong is a `ModelError`."""

from __future__ import annotations

import threading
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path

from copilot.errors import ModelCrashError, ModelError
from copilot.model.conversation import StopSign
from copilot.model.crashes import Crashes
from copilot.model.gate.policy import permit
from copilot.model.gate.standing import SCRIPTED, UNKNOWN, Standing, standing
from copilot.model.gguf_file import GgufInfo, read_header, sha256
from copilot.model.machine import this_machine
from copilot.model.process import worker_command
from copilot.model.protocol import Done, Generate, Load, Loaded, Part
from copilot.model.runner import Chosen, Runner, state_of, unheard
from copilot.model.script import NAME
from copilot.model.settings import Settings, Wishes, choose

IDLE_SECONDS = 900.0  # after a quarter of an hour the process leaves, and the memory and what it read with it


@dataclass(frozen=True, slots=True)
class LoadedModel:
    """The model that runs: what its file says, its hash, what llama.cpp says, how it is run, what the gate said.

    `destination` is the server that the prompts go to, empty where none leaves this machine.
    """

    info: GgufInfo
    sha256: str
    runs: Loaded
    settings: Settings | None = None
    standing: Standing = UNKNOWN
    destination: str = ""


def _never() -> bool:
    """Return that nobody asked to stop."""
    return False


def _unheard(_read: int, _tokens: int) -> None:
    """Hear how far the prompt is read, and do nothing."""


class ModelClient:
    """Holds at most one model process; survives its death, and starts it again when asked for more.

    One generation at a time; a second caller waits. `stop` may be called from any thread.
    """

    destination = ""  # nothing leaves this machine

    def __init__(
        self,
        *,
        context: int = 0,
        threads: int = 0,
        batch: int = 0,
        gpu_layers: int = -1,
        idle_seconds: float = IDLE_SECONDS,
        command: Sequence[str] | None = None,
        crashes: Crashes | None = None,
        script: Path | None = None,
    ) -> None:
        self._script = script
        self._wishes = Wishes(context, batch, threads, gpu_layers)
        self._idle_seconds = idle_seconds
        self._sign = StopSign()
        self._runner = Runner(command or worker_command(), crashes or Crashes(), self._sign)
        self._turn = threading.Lock()
        self._last_id = 0
        self.model: LoadedModel | None = None
        self.last: Done | None = None

    @property
    def pid(self) -> int | None:
        """Return the process id of the model process, if one runs."""
        return self._runner.pid

    @property
    def blocked(self) -> bool:
        """Return whether the model crashed so often that it is started only with `anyway`."""
        return self._runner.blocked

    def load(self, path: Path, progress: Callable[[float], None] = unheard, *, anyway: bool = False) -> LoadedModel:
        """Load a GGUF file after looking at its header; `progress` hears shares between 0 and 1.

        What does not fit is refused, and so is a model that crashed again and again, unless `anyway`. With a script,
        only the file's vocabulary is used, and the model is called what it is.
        """
        path = path.resolve()
        state, info = state_of(path), read_header(path)
        with self._turn:
            self._sign.down()
            self._runner.let_go(forget=True)
            self.model = None
            settings = choose(info, this_machine(), self._wishes)
            digest = sha256(path, self._runner.unless_stopped)
            permit(path, digest)
            request = _request(path, settings, self._idle_seconds, self._script)
            self._runner.choose(Chosen(request, digest, state), anyway=anyway)
            runs = self._runner.start(progress)
        if self._script is not None:
            self.model = LoadedModel(_as_scripted(info), sha256(self._script), runs, standing=SCRIPTED)
        else:
            self.model = LoadedModel(info, digest, runs, settings, standing(path, digest))
        return self.model

    def generate(
        self,
        parts: Sequence[Part],
        grammar: str = "",
        max_tokens: int = 256,
        *,
        temperature: float = 0.0,
        control: bool = False,
        stopped: Callable[[], bool] = _never,
        reading: Callable[[int, int], None] = _unheard,
    ) -> Iterator[str]:
        """Yield the answer piece by piece; afterwards `last` says how it ended and how long it took.

        `control` spells control tokens out. `stopped` is asked every few milliseconds; `reading` hears how many
        tokens of the prompt are read. A process that died is started again first. If it dies now, and has answered
        before, the question is asked once more: what was said already is not said twice.
        """
        with self._turn:
            self._sign.down()
            self.last = None
            said, again = "", self._runner.answered
            while self.last is None:
                self._last_id += 1
                request = Generate(self._last_id, tuple(parts), grammar, max_tokens, temperature, control=control)
                try:
                    with closing(self._attempt(request, stopped, reading)) as pieces:
                        for text in _rest(pieces, said):
                            said += text
                            yield text
                except ModelCrashError as crash:
                    if self._sign.raised or not (again or crash.rested):
                        raise
                    again = again and crash.rested

    def stop(self) -> None:
        """End the generation or the loading that runs; it ends within a second, if need be with the process."""
        self._sign.up()
        self._runner.stop()

    def forget_read(self) -> None:
        """End the process, and with it what it has read of charts; the next question starts it again."""
        self.stop()
        with self._turn:
            self._runner.let_go()

    def close(self) -> None:
        """End the process. The client may be used again after another `load`."""
        self.stop()
        with self._turn:
            self._runner.let_go(forget=True)
            self.model = None

    def _attempt(
        self, request: Generate, stopped: Callable[[], bool], reading: Callable[[int, int], None]
    ) -> Generator[str, None, None]:
        """Yield the text of one answer, and note how it ended."""
        try:
            with closing(self._runner.ask(request, stopped, reading)) as pieces:
                for piece in pieces:
                    if isinstance(piece, Done):
                        self.last = piece
                    else:
                        yield piece
        except ModelCrashError:
            raise
        except ModelError:
            self.last = Done(request.id, "failed", 0, 0, 0, 0.0, 0.0)
            raise


def _as_scripted(info: GgufInfo) -> GgufInfo:
    """Return what is said of a model of which only the vocabulary is used."""
    return replace(info, name=NAME, architecture="", quantization="", chat_template="", licence="", prompt="")


def _request(path: Path, chosen: Settings, idle_seconds: float, script: Path | None) -> Load:
    """Return what the worker is told."""
    return Load(
        path=str(path),
        context=chosen.context,
        threads=chosen.threads,
        batch=chosen.batch,
        gpu_layers=chosen.gpu_layers,
        memory=chosen.need.addresses,
        states=chosen.states,
        idle_seconds=idle_seconds,
        script=str(script) if script is not None else "",
    )


def _rest(pieces: Iterator[str], said: str) -> Iterator[str]:
    """Yield what comes after the words that were said before the process died; other words are an error."""
    told = ""
    for piece in pieces:
        told += piece
        if not told.startswith(said[: len(told)]):
            raise ModelError(
                "The model process ended, and the answer could not be taken up again.", remedy="Ask once more."
            )
        if len(told) > len(said):
            yield told[max(len(said), len(told) - len(piece)) :]
