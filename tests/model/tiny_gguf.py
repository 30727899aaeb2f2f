"""Write a tiny random Llama as GGUF: a few hundred kilobytes, byte tokens only, real enough for llama.cpp."""

from __future__ import annotations

import struct
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

WIDTH, HIDDEN, HEADS, LAYERS, CONTEXT = 64, 96, 2, 2, 2048
SPECIAL = ("<|begin|>", "<|say|>", "<|end|>")
Pairs = Sequence[tuple[str, str]]
_FORMS = {bool: (7, "?"), int: (4, "I"), float: (6, "f")}


def write_tiny(path: Path, *, layers: int = LAYERS, width: int = WIDTH, merges: Pairs = (), **changes: Any) -> Path:
    """Write the model; `changes` override metadata keys, dots written as double underscores."""
    tokens = [*SPECIAL, *_letters(), *(left + right for left, right in merges)]
    metadata: dict[str, Any] = {
        "general.architecture": "llama",
        "general.name": "tiny",
        "general.file_type": 0,
        "llama.context_length": CONTEXT,
        "llama.embedding_length": width,
        "llama.block_count": layers,
        "llama.feed_forward_length": HIDDEN,
        "llama.attention.head_count": HEADS,
        "llama.attention.head_count_kv": HEADS,
        "llama.attention.layer_norm_rms_epsilon": 1e-5,
        "llama.rope.dimension_count": width // HEADS,
        "tokenizer.ggml.model": "gpt2",
        "tokenizer.ggml.pre": "gpt-2",
        "tokenizer.ggml.tokens": tokens,
        "tokenizer.ggml.token_type": [3] * len(SPECIAL) + [1] * (256 + len(merges)),
        "tokenizer.ggml.merges": [f"{left} {right}" for left, right in merges],
        "tokenizer.ggml.bos_token_id": 0,
        "tokenizer.ggml.eos_token_id": 2,
        "tokenizer.ggml.add_bos_token": False,
    }
    metadata.update({key.replace("__", "."): value for key, value in changes.items()})
    tensors = _tensors(len(tokens), layers, width)
    head = b"GGUF" + struct.pack("<IQQ", 3, len(tensors), len(metadata))
    head += b"".join(_text(key) + _value(value) for key, value in metadata.items())
    offset, body = 0, b""
    for name, values in tensors.items():
        head += _text(name) + struct.pack("<I", values.ndim)
        head += struct.pack(f"<{values.ndim}Q", *reversed(values.shape)) + struct.pack("<IQ", 0, offset)
        data = values.tobytes()
        body += data + bytes(-len(data) % 32)
        offset = len(body)
    path.write_bytes(head + bytes(-len(head) % 32) + body)
    return path


def _tensors(vocabulary: int, layers: int, width: int) -> dict[str, np.ndarray[Any, np.dtype[np.float32]]]:
    rng = np.random.default_rng(1)

    def matrix(rows: int, columns: int) -> np.ndarray[Any, np.dtype[np.float32]]:
        return rng.normal(0, 0.3, (rows, columns)).astype(np.float32)

    ones = np.ones(width, np.float32)
    made = {"token_embd.weight": matrix(vocabulary, width), "output_norm.weight": ones}
    for n in range(layers):
        made |= {
            f"blk.{n}.{name}.weight": matrix(width, width) for name in ("attn_q", "attn_k", "attn_v", "attn_output")
        }
        made |= {f"blk.{n}.{name}.weight": ones for name in ("attn_norm", "ffn_norm")}
        made |= {f"blk.{n}.{name}.weight": matrix(HIDDEN, width) for name in ("ffn_gate", "ffn_up")}
        made[f"blk.{n}.ffn_down.weight"] = matrix(width, HIDDEN)
    return made


def _text(text: str) -> bytes:
    data = text.encode("utf-8")
    return struct.pack("<Q", len(data)) + data


def _value(value: Any) -> bytes:
    if isinstance(value, str):
        return struct.pack("<I", 8) + _text(value)
    if isinstance(value, list):
        if value and isinstance(value[0], int):
            return struct.pack("<IIQ", 9, 5, len(value)) + struct.pack(f"<{len(value)}i", *value)
        return struct.pack("<IIQ", 9, 8, len(value)) + b"".join(_text(item) for item in value)
    kind, form = _FORMS[type(value)]
    return struct.pack("<I", kind) + struct.pack("<" + form, value)


def _letters() -> list[str]:
    printable = [*range(0x21, 0x7F), *range(0xA1, 0xAD), *range(0xAE, 0x100)]
    letters = {byte: chr(byte) for byte in printable}
    rest = [byte for byte in range(256) if byte not in letters]
    letters.update({byte: chr(256 + n) for n, byte in enumerate(rest)})
    return [letters[byte] for byte in range(256)]
