"""One model in this process: llama.cpp through its C interface, without a layer that costs time per token."""

from __future__ import annotations

import codecs
import ctypes
import time
from collections.abc import Callable, Generator, Iterator, Sequence
from typing import Any

import llama_cpp

from copilot.errors import ModelError
from copilot.model.gpu import Offload
from copilot.model.held import Held
from copilot.model.marks import apart, marks
from copilot.model.opened import Opened
from copilot.model.protocol import Done, Generate, Load, Loaded, Part, Reading
from copilot.model.sampler import Sampler

STOP_WITHIN = 0.3  # seconds of prompt reading between two looks at the stop flag
FIRST_CHUNK = 32
SLOW = 100  # tokens per second read; a faster model is stopped between two pieces soon enough
ABORTED = 2  # what llama_decode answers when it was told to stop
PULSE_SECONDS = 5.0  # a slow model says at least as often that it still calculates
NEVER = llama_cpp.ggml_abort_callback()  # a null pointer


class Engine:
    """A loaded model and its memory of the tokens read so far."""

    def __init__(
        self, request: Load, progress: Callable[[float], None] = lambda _: None, offload: Offload | None = None
    ) -> None:
        self.request = request
        self._opened = Opened(request, progress, offload)
        self._model, self._context = self._opened.model, self._opened.context
        self.context = self._opened.length
        self.pulse: Callable[[], None] = lambda: None
        self._beat = 0.0
        self._vocabulary = llama_cpp.llama_model_get_vocab(self._model)
        self._held = Held(self._context, request.states)
        self._marks = marks(self._vocabulary)
        self._tokens_per_second = 0.0
        self._piece = ctypes.create_string_buffer(512)
        self._stopped: Callable[[], bool] = lambda: False
        self._abort = llama_cpp.ggml_abort_callback(self._between)

    def loaded(self) -> Loaded:
        """Return what runs, and on what."""
        return self._opened.loaded()

    def tokens(self, parts: Sequence[Part]) -> list[int]:
        """Return the tokens of a prompt; control tokens come from our own parts only."""
        made: list[int] = []
        for part, text in self._pieces(parts):
            data = text.encode("utf-8")
            begin = not made and bool(llama_cpp.llama_vocab_get_add_bos(self._vocabulary))
            room = (ctypes.c_int32 * (len(data) + 2))()
            count = llama_cpp.llama_tokenize(self._vocabulary, data, len(data), room, len(room), begin, part.special)
            if count < 0:
                raise ModelError("The prompt could not be taken apart.", remedy="Report this model file.")
            made += room[:count]
        return made

    def _pieces(self, parts: Sequence[Part]) -> Iterator[tuple[Part, str]]:
        """Yield each part's text; what is not ours in pieces, so that no mark in it is left whole."""
        for part in parts:
            for text in [part.text] if part.special else apart(part.text, self._marks):
                yield part, text

    def generate(self, request: Generate, stopped: Callable[[], bool]) -> Iterator[str | Reading | Done]:
        """Yield how far the prompt is read, text piece by piece, and `Done`; `stopped` is asked before every step."""
        prompt = self.tokens(request.parts)
        if len(prompt) + request.max_tokens > self.context:
            raise ModelError(
                f"The prompt is too long for this model ({len(prompt)} tokens of {self.context}).",
                remedy="Load it with a larger context.",
            )
        sampler = Sampler(self._vocabulary, request)
        begun = time.perf_counter()
        reused = self._held.begin(prompt)
        self._stopped = stopped
        try:
            read = yield from self._read(request.id, prompt, reused)
            first = time.perf_counter()
            made, reason = (yield from self._write(request, sampler, stopped)) if read else (0, "stopped")
        finally:
            sampler.close()
        now = time.perf_counter()
        yield Done(request.id, reason, len(prompt), reused, made, first - begun, now - first)

    def _write(
        self, request: Generate, sampler: Sampler, stopped: Callable[[], bool]
    ) -> Generator[str, None, tuple[int, str]]:
        """Yield the text of token after token; return how many there were and why there are no more."""
        decoder = codecs.getincrementaldecoder("utf-8")("replace")
        for made in range(request.max_tokens):
            if stopped():
                return made, "stopped"
            token = sampler.sample(self._context)
            if llama_cpp.llama_vocab_is_eog(self._vocabulary, token):
                return made + 1, "end"
            if text := decoder.decode(self._spelled(token, request.control)):
                yield text
            if not self._decode([token]):
                return made + 1, "stopped"
        return request.max_tokens, "length"

    def _spelled(self, token: int, control: bool) -> bytes:
        """Return the bytes of a token; a control token has none unless they are asked for."""
        length = llama_cpp.llama_token_to_piece(self._vocabulary, token, self._piece, 512, 0, control)
        return self._piece.raw[:length] if length > 0 else b""

    def _read(self, number: int, prompt: list[int], at: int) -> Generator[Reading, None, bool]:
        """Read a prompt in pieces as large as may take `STOP_WITHIN`; return whether all of it was read."""
        size = FIRST_CHUNK
        while at < len(prompt):
            if self._stopped():
                return False
            if self._tokens_per_second:
                size = int(self._tokens_per_second * STOP_WITHIN)
            piece = prompt[at : at + max(8, min(size, self.request.batch, self.context))]
            begun = time.perf_counter()
            if not self._decode(piece):
                return False
            llama_cpp.llama_synchronize(self._context)
            at += len(piece)
            if len(piece) >= 8:
                self._tokens_per_second = len(piece) / max(time.perf_counter() - begun, 1e-6)
            if at < len(prompt):
                yield Reading(number, at, len(prompt))
        return True

    def _between(self, _data: Any) -> bool:
        """Return whether to stop between two steps of a calculation, and tell now and then that there are any."""
        now = time.monotonic()
        if now - self._beat >= PULSE_SECONDS:
            self._beat = now
            self.pulse()
        return self._stopped()

    def _decode(self, tokens: list[int]) -> bool:
        """Run the model over tokens; return False where it was stopped in the middle."""
        slow = self._tokens_per_second < SLOW
        if slow:  # on a CPU, llama.cpp asks between two steps of its calculation; a GPU never does
            llama_cpp.llama_set_abort_callback(self._context, self._abort, None)
        room = (ctypes.c_int32 * len(tokens))(*tokens)
        answer = llama_cpp.llama_decode(self._context, llama_cpp.llama_batch_get_one(room, len(tokens)))
        if slow:
            llama_cpp.llama_set_abort_callback(self._context, NEVER, None)
        if answer == 0:
            self._held.add(tokens)
            return True
        self._held.settle()
        if answer == ABORTED:
            return False
        raise ModelError(f"The model stopped working (llama_decode {answer}).", remedy="Load it again.")

    def close(self) -> None:
        """Free the memory; the engine is of no use afterwards."""
        self._opened.close()
        self._model = self._context = None
