"""Whether the tensors that a GGUF header announces can lie in the file as it says."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

MOST_DIMENSIONS, LONGEST_NAME = 4, 63
MOST = (1 << 63) - 1
_GONE = {4, 5, 31, 32, 33, 36, 37, 38}  # types that llama.cpp reads no longer
_LAST = 41
# Bytes per block and weights per block, for the types whose size is known; others are not measured.
BLOCKS = {
    0: (4, 1), 1: (2, 1), 2: (18, 32), 3: (20, 32), 6: (22, 32), 7: (24, 32), 8: (34, 32), 10: (84, 256),
    11: (110, 256), 12: (144, 256), 13: (176, 256), 14: (210, 256), 30: (2, 1), 39: (17, 32),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Laid:
    """One tensor as the header has it; `kind` is ggml's number of its type."""

    name: str
    shape: tuple[int, ...]
    kind: int
    offset: int

    @property
    def weights(self) -> int:
        """Return how many numbers it holds; Python's integers do not overflow."""
        count = 1
        for size in self.shape:
            count *= size
        return count

    @property
    def bytes(self) -> int:
        """Return how many bytes it takes, 0 where its type is not known."""
        width, block = BLOCKS.get(self.kind, (0, 1))
        return self.weights * width // block


def end(tensors: Sequence[Laid]) -> int:
    """Return where the last of them ends, counted from where the first may begin."""
    return max((tensor.offset + tensor.bytes for tensor in tensors), default=0)


def fault(tensors: Sequence[Laid], alignment: int) -> str:
    """Return what is wrong with the first tensor that cannot be, "" where all can."""
    if alignment < 8 or alignment > 1 << 20 or alignment & (alignment - 1):
        return f"The alignment of {alignment} makes no sense"
    names: set[str] = set()
    for tensor in tensors:
        if tensor.name in names:
            return f"The tensor {tensor.name[:LONGEST_NAME]!r} is there twice"
        names.add(tensor.name)
        if wrong := _wrong(tensor, alignment):
            return f"The tensor {tensor.name[:LONGEST_NAME]!r} {wrong}"
    return ""


def _wrong(tensor: Laid, alignment: int) -> str:
    """Return what is wrong with one tensor."""
    if not tensor.name or len(tensor.name) > LONGEST_NAME:
        return "has a name that is too long or none"
    if not 1 <= len(tensor.shape) <= MOST_DIMENSIONS or 0 in tensor.shape:
        return "has a shape that makes no sense"
    if max(tensor.shape) > MOST or tensor.weights > MOST // 8:
        return "is larger than any machine"
    if tensor.kind in _GONE or tensor.kind > _LAST:
        return f"is of a type that is not known ({tensor.kind})"
    if tensor.shape[0] % BLOCKS.get(tensor.kind, (0, 1))[1]:
        return "has rows that its type cannot hold"
    if tensor.offset % alignment or tensor.offset > MOST:
        return "lies at a place that makes no sense"
    return ""
