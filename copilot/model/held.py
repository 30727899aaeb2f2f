"""What the model has read: the tokens in its context, and copies of charts read before, in memory only."""

from __future__ import annotations

import ctypes
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import takewhile
from typing import Any

import llama_cpp

WORTH = 64  # tokens: what is shorter is read again sooner than it is copied


@dataclass(frozen=True, slots=True, eq=False)
class _State:
    """A copy of the context after some tokens."""

    tokens: list[int]
    data: Any
    size: int


class Held:
    """The context's tokens. Another chart's reading is set aside, within `limit` bytes, and taken up again.

    The copies never leave this process: they are as good as the chart itself.
    """

    def __init__(self, context: Any, limit: int) -> None:
        self._context = context
        self._memory = llama_cpp.llama_get_memory(context)
        self._limit = limit
        self._states: list[_State] = []
        self._tokens: list[int] = []
        self._prompt = 0

    @property
    def copies(self) -> int:
        """Return how many charts are set aside."""
        return len(self._states)

    def begin(self, prompt: list[int]) -> int:
        """Make the context hold as much of this prompt's beginning as was ever read; return how many tokens."""
        shared = _shared(self._tokens, prompt)
        best = max(self._states, key=lambda state: _shared(state.tokens, prompt), default=None)
        better = best is not None and _shared(best.tokens, prompt) >= shared + WORTH
        if min(self._prompt, len(self._tokens)) - shared >= WORTH:
            self._set_aside()
        if better and best is not None:
            self._take_up(best)
        self._prompt = len(prompt)
        return self._rewind(_shared(self._tokens, prompt))  # counted anew: either may have changed what is held

    def add(self, tokens: Sequence[int]) -> None:
        """Note what the model has read."""
        self._tokens += tokens

    def settle(self) -> None:
        """Drop what a reading that was broken off may have left behind the tokens that were noted."""
        self._rewind(len(self._tokens))

    def _rewind(self, length: int) -> int:
        """Forget all but the first tokens; return how many are left."""
        if not llama_cpp.llama_memory_seq_rm(self._memory, 0, length, -1):
            llama_cpp.llama_memory_clear(self._memory, True)  # recurrent models cannot forget only the end
            length = 0
        del self._tokens[length:]
        return length

    def _set_aside(self) -> None:
        """Copy what was read of the prompt, unless a copy of nearly all of it is there already."""
        length = min(self._prompt, len(self._tokens))
        for state in self._states:
            if _shared(state.tokens, self._tokens[: length + 1]) + WORTH > length:
                self._states.remove(state)
                self._states.append(state)  # used last
                return
        if self._rewind(length) < WORTH:
            return
        size = int(llama_cpp.llama_state_seq_get_size(self._context, 0))
        if not 0 < size <= self._limit:
            return
        while sum(state.size for state in self._states) + size > self._limit:
            del self._states[0]
        data = (ctypes.c_uint8 * size)()
        if llama_cpp.llama_state_seq_get_data(self._context, data, size, 0) == size:
            self._states.append(_State(self._tokens.copy(), data, size))

    def _take_up(self, state: _State) -> None:
        """Put a copy back into the context; where llama.cpp does not take it, the context is empty."""
        if state not in self._states:  # what was just set aside took its place
            return
        llama_cpp.llama_memory_clear(self._memory, True)
        self._tokens = []
        taken = llama_cpp.llama_state_seq_set_data(self._context, state.data, state.size, 0)
        self._states.remove(state)
        if taken != state.size:
            llama_cpp.llama_memory_clear(self._memory, True)
            return
        self._states.append(state)
        self._tokens = state.tokens.copy()


def _shared(held: Sequence[int], prompt: Sequence[int]) -> int:
    """Return how many tokens both begin with; the prompt's last one is always read anew, for its answer."""
    pairs = zip(held, prompt[:-1], strict=False)
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], pairs))
