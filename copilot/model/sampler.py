"""Choose the next token: freely first, and only where the grammar refuses it, among all that it allows."""

from __future__ import annotations

import ctypes
import math
from typing import Any

import llama_cpp

from copilot.errors import ModelError
from copilot.model.protocol import Generate


class Sampler:
    """A grammar and a choice.

    Asking the grammar about every token of a large vocabulary costs more than the model itself, so the
    free choice is asked about alone; it is nearly always allowed.
    """

    def __init__(self, vocabulary: Any, request: Generate) -> None:
        self._free = _chooser(request)
        self._strict: Any = None
        self._grammar: Any = None
        if request.grammar:
            self._grammar = llama_cpp.llama_sampler_init_grammar(vocabulary, request.grammar.encode("utf-8"), b"root")
            if not self._grammar:
                self.close()
                raise ModelError(
                    "The grammar of the answer could not be read, so no answer is asked for.",
                    remedy="Report this; the differential is not affected.",
                )
            self._strict = llama_cpp.llama_sampler_chain_init(llama_cpp.llama_sampler_chain_default_params())
            llama_cpp.llama_sampler_chain_add(self._strict, self._grammar)  # the chain frees it
            for sampler in _choice(request):
                llama_cpp.llama_sampler_chain_add(self._strict, sampler)
        self._one = llama_cpp.llama_token_data(0, 0.0, 0.0)
        self._alone = llama_cpp.llama_token_data_array(ctypes.pointer(self._one), 1, -1, False)

    def sample(self, context: Any) -> int:
        """Return the next token after the last one that was read."""
        token = int(llama_cpp.llama_sampler_sample(self._free, context, -1))
        if self._grammar is None:
            return token
        self._one.id, self._one.logit = token, 0.0
        self._alone.size, self._alone.selected = 1, -1
        llama_cpp.llama_sampler_apply(self._grammar, ctypes.byref(self._alone))
        if math.isinf(self._alone.data[0].logit):
            return int(llama_cpp.llama_sampler_sample(self._strict, context, -1))
        llama_cpp.llama_sampler_accept(self._grammar, token)
        return token

    def close(self) -> None:
        """Free both chains."""
        for chain in (self._free, self._strict):
            if chain:
                llama_cpp.llama_sampler_free(chain)
        self._free = self._strict = self._grammar = None


def _chooser(request: Generate) -> Any:
    """Return a chain that chooses without a grammar."""
    chain = llama_cpp.llama_sampler_chain_init(llama_cpp.llama_sampler_chain_default_params())
    for sampler in _choice(request):
        llama_cpp.llama_sampler_chain_add(chain, sampler)
    return chain


def _choice(request: Generate) -> list[Any]:
    """Return samplers for the temperature asked for, always with a fixed seed."""
    if request.temperature <= 0:
        return [llama_cpp.llama_sampler_init_greedy()]
    return [
        llama_cpp.llama_sampler_init_top_k(40),
        llama_cpp.llama_sampler_init_temp(request.temperature),
        llama_cpp.llama_sampler_init_dist(request.seed),
    ]
