"""How much memory a model will take, before anything of it is loaded; and an honest no where there is not enough."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from copilot.errors import ModelError
from copilot.model.gguf_file import GgufInfo

CACHE_BYTES = 2  # keys and values are kept as 16-bit floats
# On the careful side of what `chartside bench --model` prints beside the estimate: Python, numpy and llama.cpp
# without a model, and by how much the rest is more than the sum of what can be counted.
PROGRAM = 110 << 20
MARGIN = 1.1


@dataclass(frozen=True, slots=True)
class Need:
    """Bytes: the weights, the context's keys and values, room to calculate in, and charts set aside."""

    weights: int
    cache: int
    working: int
    states: int

    @property
    def whole(self) -> int:
        """Return what it cannot do without: all but the charts set aside, with the margin and the program itself."""
        return PROGRAM + int((self.weights + self.cache + self.working) * MARGIN)

    @property
    def addresses(self) -> int:
        """Return how many addresses that may take: llama.cpp keeps the file mapped beside rearranged weights."""
        return self.whole + self.states + int(self.weights * 1.25)

    def __str__(self) -> str:
        """Return it for a person."""
        return f"{gigabytes(self.whole)} (weights {gigabytes(self.weights)}, context {gigabytes(self.cache)})"


def need(info: GgufInfo, context: int, batch: int, states: int) -> Need:
    """Return what a model needs at a context length; what a header does not say counts as nothing."""
    width = _number(info.told("embedding_length"))
    inner = _most(info.told("feed_forward_length")) + _number(info.told("expert_feed_forward_length"))
    batch = min(batch, context)
    # A batch's activations, the mask over the context, and one row of the vocabulary for each token. With flash
    # attention, which llama.cpp uses wherever it can, the scores of all heads are never held at once.
    working = batch * 4 * (8 * width + 3 * inner + context + info.vocabulary)
    return Need(info.weights, context * cache_per_token(info), working, states)


def cache_per_token(info: GgufInfo) -> int:
    """Return how many bytes one token of context takes; layers may differ in their heads."""
    layers = _number(info.told("block_count"))
    heads = info.told("attention.head_count_kv") or info.told("attention.head_count")
    each = _number(info.told("embedding_length")) // max(_most(info.told("attention.head_count")), 1)
    both = _number(info.told("attention.key_length"), each) + _number(info.told("attention.value_length"), each)
    all_heads = sum(_number(h) for h in heads) if isinstance(heads, Sequence) else _number(heads) * layers
    return all_heads * both * CACHE_BYTES


def refuse_if_too_large(info: GgufInfo, wanted: Need, free: int, context: int) -> None:
    """Raise a `ModelError` that says what is missing and what would help, if the memory is not there."""
    if wanted.whole <= free:
        return
    room = free - (wanted.whole - int(wanted.cache * MARGIN))
    fitting = int(room / MARGIN / max(cache_per_token(info), 1)) // 256 * 256
    if fitting >= 512:
        remedy = f"Use a context of {fitting:,} tokens instead of {context:,}, or close other programs."
    else:
        largest = max(free - (wanted.whole - int(wanted.weights * MARGIN)), 0) / MARGIN
        remedy = (
            f"Close other programs, or choose a smaller model or quantization: a file of at most "
            f"{gigabytes(int(largest))} fits here now."
            if largest > 1 << 20
            else "Close other programs."
        )
    raise ModelError(
        f"This model needs about {wanted}, and {gigabytes(free)} are free.", where=str(info.path), remedy=remedy
    )


def gigabytes(count: int) -> str:
    """Return a size as a person says it."""
    return f"{count / 1e9:.1f} GB" if count >= 1e9 else f"{count / 1e6:.0f} MB"


def _number(value: Any, otherwise: int = 0) -> int:
    """Return a count that a header gives, if it is one."""
    return value if isinstance(value, int) and value >= 0 else otherwise


def _most(value: Any) -> int:
    """Return the largest of what may be one count or one for each layer."""
    return max((_number(v) for v in value), default=0) if isinstance(value, Sequence) else _number(value)
