"""A language model of a billion random weights in Q4_0: as much work as a real one, made here, always the same."""

from __future__ import annotations

import contextlib
import hashlib
import struct
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from copilot.errors import KnownError, ModelError
from copilot.model.byte_letters import byte_letters
from copilot.model.gguf_file import read_header
from copilot.model.gguf_write import F32, Q4_0, Tensor, write
from copilot.places import cache

FILE = "chartside-bench-1b-q4_0.gguf"
SCALE = 0.005  # of a block: weights up to 0.04, about what training leaves behind
PIECE = 1 << 22  # bytes made at a time
SPECIAL = ("<|begin|>", "<|say|>", "<|end|>")


@dataclass(frozen=True, slots=True)
class Shape:
    """The shape of Llama 3.2 1B, with a smaller vocabulary."""

    width: int = 2048
    inner: int = 8192
    layers: int = 16
    heads: int = 32
    heads_kv: int = 8
    vocabulary: int = 32_000
    context: int = 8192


BILLION = Shape()


def bench_model(folder: Path | None = None, shape: Shape = BILLION) -> Path:
    """Return the model's file; it is made where there is none yet (about 590 MB), and kept for the next time."""
    path = (folder or cache() / "bench") / FILE
    if _is_whole(path):
        return path
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        write(path, _metadata(shape), list(_tensors(shape)))
    except OSError as error:
        with contextlib.suppress(OSError):
            path.with_suffix(".part").unlink(missing_ok=True)
        raise KnownError(
            f"The bench's model could not be written ({error.strerror}).", where=str(path), remedy="Make room there."
        ) from error
    return path


def remove(folder: Path | None = None) -> Path:
    """Delete the file, if there is one; return where it was."""
    path = (folder or cache() / "bench") / FILE
    path.unlink(missing_ok=True)
    return path


def _is_whole(path: Path) -> bool:
    """Return whether an earlier run left the file, all of it."""
    try:
        return path.is_file() and read_header(path).tensors > 0
    except ModelError:
        return False


def _metadata(shape: Shape) -> dict[str, Any]:
    """Return the header: a Llama with one token per byte, and fillers up to a real vocabulary's size."""
    letters = byte_letters()
    fillers = [f"filler{n}" for n in range(shape.vocabulary - len(SPECIAL) - len(letters))]
    return {
        "general.architecture": "llama",
        "general.name": "Bench, random weights",
        "general.file_type": 2,
        "llama.context_length": shape.context,
        "llama.embedding_length": shape.width,
        "llama.block_count": shape.layers,
        "llama.feed_forward_length": shape.inner,
        "llama.attention.head_count": shape.heads,
        "llama.attention.head_count_kv": shape.heads_kv,
        "llama.attention.layer_norm_rms_epsilon": 1e-5,
        "llama.rope.dimension_count": shape.width // shape.heads,
        "llama.vocab_size": shape.vocabulary,
        "tokenizer.ggml.model": "gpt2",
        "tokenizer.ggml.pre": "gpt-2",
        "tokenizer.ggml.tokens": [*SPECIAL, *letters, *fillers],
        "tokenizer.ggml.token_type": [3] * len(SPECIAL) + [1] * (shape.vocabulary - len(SPECIAL)),
        "tokenizer.ggml.merges": [],
        "tokenizer.ggml.bos_token_id": 0,
        "tokenizer.ggml.eos_token_id": 2,
        "tokenizer.ggml.add_bos_token": False,
    }


def _tensors(shape: Shape) -> Iterator[Tensor]:
    """Yield every tensor; the output shares the embeddings, as in small models."""
    yield _matrix("token_embd.weight", shape.vocabulary, shape.width)
    yield _ones("output_norm.weight", shape.width)
    key = shape.width // shape.heads * shape.heads_kv
    for layer in range(shape.layers):
        block = f"blk.{layer}."
        yield _ones(f"{block}attn_norm.weight", shape.width)
        yield _matrix(f"{block}attn_q.weight", shape.width, shape.width)
        yield _matrix(f"{block}attn_k.weight", key, shape.width)
        yield _matrix(f"{block}attn_v.weight", key, shape.width)
        yield _matrix(f"{block}attn_output.weight", shape.width, shape.width)
        yield _ones(f"{block}ffn_norm.weight", shape.width)
        yield _matrix(f"{block}ffn_gate.weight", shape.inner, shape.width)
        yield _matrix(f"{block}ffn_up.weight", shape.inner, shape.width)
        yield _matrix(f"{block}ffn_down.weight", shape.width, shape.inner)


def _ones(name: str, width: int) -> Tensor:
    """Return a norm that changes nothing."""
    return Tensor(name, (width,), F32, lambda _size: [struct.pack(f"<{width}f", *[1.0] * width)])


def _matrix(name: str, rows: int, columns: int) -> Tensor:
    """Return a matrix of random Q4_0 blocks: a scale of two bytes, then 32 weights in 16 bytes."""
    return Tensor(name, (rows, columns), Q4_0, _blocks(name))


def _blocks(name: str) -> Callable[[int], Iterable[bytes]]:
    """Return what yields the blocks of a tensor; its name is the seed, a hash the source of chance."""

    def blocks(size: int) -> Iterator[bytes]:
        import numpy as np

        scale = np.frombuffer(np.float16(SCALE).tobytes(), np.uint8)
        for number, begin in enumerate(range(0, size // 18, PIECE // 18)):
            count = min(PIECE // 18, size // 18 - begin)
            chance = hashlib.shake_128(f"{name}:{number}".encode()).digest(count * 16)
            piece = np.empty((count, 18), np.uint8)
            piece[:, :2] = scale
            piece[:, 2:] = np.frombuffer(chance, np.uint8).reshape(count, 16)
            yield piece.tobytes()

    return blocks
