"""Says what a script says, held token by token to the grammar that a real model is held to; in the worker alone."""

from __future__ import annotations

import codecs
import ctypes
import math
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import llama_cpp

from copilot.errors import ModelError
from copilot.model.opened import begin
from copilot.model.protocol import Done, Generate, Load, Loaded
from copilot.model.script import NAME, read_script, reply_to

DEVICE = "script"
CONTEXT = 8192  # nothing is calculated: every prompt fits
BROKEN = "The script's reply does not keep to the form of the answer"


class Scripted:
    """Stands where `Engine` stands. Of the model's file it takes the vocabulary, which the grammar needs."""

    def __init__(self, request: Load) -> None:
        self.pulse: Callable[[], None] = lambda: None
        self._request = request
        self._script = read_script(Path(request.script))
        begin()
        parameters = llama_cpp.llama_model_default_params()
        parameters.vocab_only = True
        self._model: Any = llama_cpp.llama_model_load_from_file(request.path.encode("utf-8"), parameters)
        if not self._model:
            raise ModelError("The vocabulary could not be loaded.", where=request.path, remedy="Install it again.")
        self._vocabulary = llama_cpp.llama_model_get_vocab(self._model)
        self._room = ctypes.create_string_buffer(512)
        tokens = sorted(range(llama_cpp.llama_vocab_n_tokens(self._vocabulary)), key=self._by_length)
        self._longest_first = (llama_cpp.llama_token_data * len(tokens))(*((token, 0.0, 0.0) for token in tokens))

    def loaded(self) -> Loaded:
        """Return what runs: nothing that calculates."""
        build = f"llama-cpp-python {llama_cpp.__version__}"
        return Loaded(context=CONTEXT, device=DEVICE, build=build, description=NAME)

    def generate(self, request: Generate, stopped: Callable[[], bool]) -> Iterator[str | Done]:
        """Yield the reply piece by piece, and how it ended."""
        reply = reply_to("".join(part.text for part in request.parts), self._script)
        held = _Held(self._vocabulary, request.grammar)
        try:
            tokens = held.first(self._longest_first) if reply.says is None else self._taken(reply.says, held)
            yield from self._spoken(tokens, request, stopped)
        finally:
            held.close()

    def close(self) -> None:
        """Free the vocabulary."""
        if self._model:
            llama_cpp.llama_model_free(self._model)
            self._model = None

    def _spoken(self, tokens: Iterator[int], request: Generate, stopped: Callable[[], bool]) -> Iterator[str | Done]:
        """Yield the words of tokens; no time is told, for none is spent."""
        decoder, reason, made = codecs.getincrementaldecoder("utf-8")("replace"), "end", 0
        for token in tokens:
            if stopped() or made == request.max_tokens:
                reason = "stopped" if stopped() else "length"
                break
            made += 1
            if text := decoder.decode(self._spelled(token)):
                yield text
        yield Done(request.id, reason, 0, 0, made, 0.0, 0.0)

    def _taken(self, words: str, held: _Held) -> Iterator[int]:
        """Yield the tokens of a reply, each of them allowed; raises `ModelError` where one is not."""
        data = words.encode("utf-8")
        room = (ctypes.c_int32 * (len(data) + 2))()
        count = llama_cpp.llama_tokenize(self._vocabulary, data, len(data), room, len(room), False, False)
        said = b""
        for token in room[: max(count, 0)]:
            if not held.allows(token):
                raise ModelError(f"{BROKEN}, behind {len(said.decode('utf-8', 'replace'))} letters.")
            held.accept(token)
            said += self._spelled(token)
            yield token
        if not held.may_end() or said.strip() != data.strip():
            raise ModelError(f"{BROKEN}: it is cut off.")

    def _spelled(self, token: int) -> bytes:
        length = llama_cpp.llama_token_to_piece(self._vocabulary, token, self._room, len(self._room), 0, False)
        return self._room.raw[:length] if length > 0 else b""

    def _by_length(self, token: int) -> tuple[int, int]:
        return -len(self._spelled(token)), token


class _Held:
    """A grammar, asked about one token at a time; without rules everything is allowed."""

    def __init__(self, vocabulary: Any, rules: str) -> None:
        self._vocabulary = vocabulary
        self._grammar: Any = None
        if rules:
            self._grammar = llama_cpp.llama_sampler_init_grammar(vocabulary, rules.encode("utf-8"), b"root")
            if not self._grammar:
                raise ModelError("The grammar of the answer could not be read.", remedy="Report this.")
        self._one = llama_cpp.llama_token_data(0, 0.0, 0.0)
        self._alone = llama_cpp.llama_token_data_array(ctypes.pointer(self._one), 1, -1, False)

    def allows(self, token: int) -> bool:
        """Return whether a token may follow."""
        if self._grammar is None:
            return True
        self._one.id, self._one.logit = token, 0.0
        self._alone.size, self._alone.selected = 1, -1
        llama_cpp.llama_sampler_apply(self._grammar, ctypes.byref(self._alone))
        return not math.isinf(self._alone.data[0].logit)

    def accept(self, token: int) -> None:
        """Go on behind a token."""
        if self._grammar is not None:
            llama_cpp.llama_sampler_accept(self._grammar, token)

    def may_end(self) -> bool:
        """Return whether the answer may end here."""
        return self.allows(self._end)

    def first(self, order: ctypes.Array[Any]) -> Iterator[int]:
        """Yield the first telling that the rules allow, tokens tried in this order; a telling always ends."""
        if self._grammar is None:
            raise ModelError("The script leaves to the grammar what has none.", remedy="See docs/qa-guide.md.")
        amount = len(order)
        tried = (llama_cpp.llama_token_data * amount)()
        every = llama_cpp.llama_token_data_array(tried, amount, -1, False)
        while not self.may_end():
            ctypes.memmove(tried, order, ctypes.sizeof(order))
            every.size, every.selected = amount, -1
            llama_cpp.llama_sampler_apply(self._grammar, ctypes.byref(every))
            token = next(int(one.id) for one in tried if not math.isinf(one.logit))
            self.accept(token)
            yield token

    @property
    def _end(self) -> int:
        return int(llama_cpp.llama_vocab_eos(self._vocabulary))

    def close(self) -> None:
        """Free it."""
        if self._grammar is not None:
            llama_cpp.llama_sampler_free(self._grammar)
            self._grammar = None
