"""Put a GGUF file together byte by byte, so that a test can also put one together wrongly."""

from __future__ import annotations

import struct
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

Array = np.ndarray[Any, np.dtype[np.float32]]
_FORMS = {bool: (7, "?"), int: (4, "I"), float: (6, "f")}


@dataclass(frozen=True)
class Raw:
    """A value of a stated type, written as it stands."""

    kind: int
    data: bytes


@dataclass(frozen=True)
class Described:
    """What the header says of one tensor; `kind` 0 is F32."""

    name: str
    shape: tuple[int, ...]
    offset: int
    kind: int = 0


def text(value: str) -> bytes:
    data = value.encode("utf-8", "surrogatepass")
    return struct.pack("<Q", len(data)) + data


def value(held: Any) -> bytes:
    if isinstance(held, Raw):
        return struct.pack("<I", held.kind) + held.data
    if isinstance(held, str):
        return struct.pack("<I", 8) + text(held)
    if isinstance(held, list):
        if held and isinstance(held[0], bool):
            return struct.pack("<IIQ", 9, 7, len(held)) + struct.pack(f"<{len(held)}?", *held)
        if held and isinstance(held[0], int):
            return struct.pack("<IIQ", 9, 5, len(held)) + struct.pack(f"<{len(held)}i", *held)
        if held and isinstance(held[0], float):
            return struct.pack("<IIQ", 9, 6, len(held)) + struct.pack(f"<{len(held)}f", *held)
        return struct.pack("<IIQ", 9, 8, len(held)) + b"".join(text(item) for item in held)
    if isinstance(held, int) and held < 0:
        return struct.pack("<Ii", 5, held)
    kind, form = _FORMS[type(held)]
    return struct.pack("<I", kind) + struct.pack("<" + form, held)


def described(tensors: Mapping[str, Array]) -> list[Described]:
    """Return where each tensor will lie."""
    offset, made = 0, []
    for name, values in tensors.items():
        made.append(Described(name, tuple(reversed(values.shape)), offset))
        offset += -(-values.nbytes // 32) * 32
    return made


def whole(
    metadata: Iterable[tuple[str, Any]],
    tensors: Mapping[str, Array],
    *,
    told: Iterable[Described] | None = None,
    version: int = 3,
    counts: tuple[int, int] | None = None,
) -> bytes:
    """Return the file; `told` and `counts` may say of it what is not so."""
    pairs, infos = list(metadata), list(told) if told is not None else described(tensors)
    head = b"GGUF" + struct.pack("<IQQ", version, *(counts or (len(infos), len(pairs))))
    head += b"".join(text(key) + value(held) for key, held in pairs)
    for info in infos:
        head += text(info.name) + struct.pack("<I", len(info.shape))
        head += struct.pack(f"<{len(info.shape)}Q", *info.shape) + struct.pack("<IQ", info.kind, info.offset)
    body = b"".join(values.tobytes() + bytes(-values.nbytes % 32) for values in tensors.values())
    return head + bytes(-len(head) % 32) + body
