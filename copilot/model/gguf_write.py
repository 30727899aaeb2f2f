"""Write a GGUF file tensor by tensor, so that a file of any size needs little memory."""

from __future__ import annotations

import math
import struct
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from copilot.model.gguf_tensors import BLOCKS

ALIGNMENT = 32
F32, Q4_0 = 0, 2


@dataclass(frozen=True, slots=True)
class Tensor:
    """A tensor to be written; `shape` as numpy has it, and `data` yields its bytes in pieces."""

    name: str
    shape: tuple[int, ...]
    kind: int
    data: Callable[[int], Iterable[bytes]]

    @property
    def size(self) -> int:
        """Return how many bytes it takes."""
        width, weights = BLOCKS[self.kind]
        return math.prod(self.shape) // weights * width


def write(path: Path, metadata: Mapping[str, Any], tensors: Sequence[Tensor]) -> None:
    """Write the file beside its place and move it there once it is whole."""
    fresh = path.with_suffix(".part")
    with fresh.open("wb") as file:
        file.write(_head(metadata, tensors))
        file.write(bytes(-file.tell() % ALIGNMENT))
        for tensor in tensors:
            for piece in tensor.data(tensor.size):
                file.write(piece)
            file.write(bytes(-tensor.size % ALIGNMENT))
    fresh.replace(path)


def _head(metadata: Mapping[str, Any], tensors: Sequence[Tensor]) -> bytes:
    """Return everything before the weights."""
    head = [b"GGUF", struct.pack("<IQQ", 3, len(tensors), len(metadata))]
    head += [_text(key) + _value(value) for key, value in metadata.items()]
    offset = 0
    for tensor in tensors:
        head.append(_text(tensor.name) + struct.pack("<I", len(tensor.shape)))
        head.append(struct.pack(f"<{len(tensor.shape)}Q", *reversed(tensor.shape)))
        head.append(struct.pack("<IQ", tensor.kind, offset))
        offset += tensor.size + -tensor.size % ALIGNMENT
    return b"".join(head)


def _text(text: str) -> bytes:
    """Return a string with its length."""
    data = text.encode("utf-8")
    return struct.pack("<Q", len(data)) + data


def _value(value: Any) -> bytes:
    """Return a value with its type: a flag, a count, a number, a text, or a list of counts or texts."""
    if isinstance(value, str):
        return struct.pack("<I", 8) + _text(value)
    if isinstance(value, bool):
        return struct.pack("<I?", 7, value)
    if isinstance(value, int):
        return struct.pack("<II", 4, value)
    if isinstance(value, float):
        return struct.pack("<If", 6, value)
    if value and isinstance(value[0], int):
        return struct.pack("<IIQ", 9, 5, len(value)) + struct.pack(f"<{len(value)}i", *value)
    return struct.pack("<IIQ", 9, 8, len(value)) + b"".join(_text(item) for item in value)
