"""`RemoteClient`: what `ModelClient` is, with a server of the hospital's in the place of the process."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

from copilot import keys
from copilot.errors import ModelError
from copilot.model.client import LoadedModel
from copilot.model.conversation import StopSign, loading_stopped
from copilot.model.destination import Destination
from copilot.model.events import Counted, Ended, Heard, Words
from copilot.model.exchange import exchange
from copilot.model.families import ELSEWHERE
from copilot.model.gate.standing import Standing
from copilot.model.gguf_file import GgufInfo
from copilot.model.protocol import Done, Generate, Loaded, Part
from copilot.model.server import Server

CHOSEN = Standing("chosen by IT, not checked here", good=True)
_REASONS = {"stop": "end", "length": "length"}


class RemoteClient:
    """One server, one question at a time; a second caller waits. `stop` may be called from any thread.

    There is no process: `load` asks whether the server is there and has the model. Do not call it where an event
    loop runs.
    """

    blocked = False

    def __init__(self, to: Destination, key: Callable[[str], str] = keys.key) -> None:
        self._to = to
        self._server = Server(to, key)
        self._turn = threading.Lock()
        self._sign = StopSign()
        self._last_id = 0
        self.destination = to.words
        self.model: LoadedModel | None = None
        self.last: Done | None = None

    def load(
        self, path: Path = Path(), progress: Callable[[float], None] = lambda _: None, *, anyway: bool = False
    ) -> LoadedModel:
        """Ask whether the model is there. `path` and `anyway` mean nothing here: no file and no process is touched."""
        del path, anyway
        with self._turn:
            self._sign.down()
            self.model = None
            contexts = list(exchange(self._server.look, lambda: self._sign.raised))
            if not contexts:
                raise loading_stopped()
            progress(1.0)
            self.model = _loaded(self._to, contexts[0] or self._to.context)
        return self.model

    def generate(
        self,
        parts: Sequence[Part],
        grammar: str = "",
        max_tokens: int = 256,
        *,
        temperature: float = 0.0,
        control: bool = False,
        stopped: Callable[[], bool] = lambda: False,
        reading: Callable[[int, int], None] = lambda _read, _tokens: None,
    ) -> Iterator[str]:
        """Yield the answer piece by piece, as `ModelClient` does; no server tells how far it has read.

        The grammar binds where the server takes one: whoever asks must judge what comes all the same.
        """
        del control, reading
        with self._turn:
            self._sign.down()
            self.last = None
            if self.model is None:
                raise ModelError("No model is loaded.", remedy="Load one first.")
            self._last_id += 1
            request = Generate(self._last_id, tuple(parts), grammar, max_tokens, temperature)
            tally = _Tally(self._last_id)
            self.last = tally.done("failed")

            async def talk(hear: Callable[[Heard], None]) -> None:
                """Ask this question."""
                await self._server.answer(request, hear)

            with closing(exchange(talk, lambda: self._asked_to_stop(stopped))) as heard:
                for event in heard:
                    yield from tally.add(event)
            self.last = tally.done("stopped" if self._sign.raised else self._reason(tally.why))

    def stop(self) -> None:
        """End what runs, within a second."""
        self._sign.up()

    def forget_read(self) -> None:
        """Do nothing: what was read is held by the server, and not here."""

    def close(self) -> None:
        """Let the server go. The client may be used again after another `load`."""
        self.stop()
        with self._turn:
            self.model = None

    def _asked_to_stop(self, stopped: Callable[[], bool]) -> bool:
        if stopped():
            self._sign.up()
        return self._sign.raised

    def _reason(self, why: str) -> str:
        """Return how it ended in the words of `Done`; an answer that was withheld or cut off is an error."""
        if why in _REASONS:
            return _REASONS[why]
        if why == "content_filter":
            what, remedy = "The model server's content filter withheld the answer.", "Ask IT about the filter."
        else:
            what, remedy = "The model server's answer broke off in the middle.", "Ask once more."
        raise ModelError(what, where=self._to.host, remedy=remedy)


@dataclass
class _Tally:
    """What one answer took."""

    id: int
    began: float = field(default_factory=time.monotonic)
    first: float = 0.0
    pieces: int = 0
    counted: Counted | None = None
    why: str = ""

    def add(self, event: Heard) -> Iterator[str]:
        """Yield the words of an event, and note the rest."""
        if isinstance(event, Words):
            self.first = self.first or time.monotonic()
            self.pieces += 1
            yield event.text
        elif isinstance(event, Ended):
            self.why = event.why
        else:
            self.counted = event

    def done(self, reason: str) -> Done:
        """Return the end; a server that counts no tokens is taken to have sent one a piece."""
        counted = self.counted or Counted(0, self.pieces, 0)
        now = time.monotonic()
        first = self.first or now
        return Done(
            self.id, reason, counted.prompt_tokens, counted.reused, counted.tokens, first - self.began, now - first
        )


def _loaded(to: Destination, context: int) -> LoadedModel:
    """Return who answers, as far as it can be known from here: no hash, no header."""
    info = GgufInfo(
        path=Path(to.model), size=0, version=0, architecture=ELSEWHERE, name=to.model, quantization="",
        context=context, chat_template="", licence="", prompt="", tensors=0,
    )  # fmt: skip
    runs = Loaded(context=context, device=to.words, build=to.kind.value, description=to.model)
    return LoadedModel(info, "", runs, standing=CHOSEN, destination=to.words)
