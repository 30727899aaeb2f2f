"""Read what a GGUF file says of itself before anything is loaded from it, and refuse what is broken."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

from copilot.errors import ModelError
from copilot.model.gguf_reader import Reader

_QUANTIZATIONS = {
    0: "F32", 1: "F16", 2: "Q4_0", 3: "Q4_1", 7: "Q8_0", 8: "Q5_0", 9: "Q5_1", 10: "Q2_K", 11: "Q3_K_S",
    12: "Q3_K_M", 13: "Q3_K_L", 14: "Q4_K_S", 15: "Q4_K_M", 16: "Q5_K_S", 17: "Q5_K_M", 18: "Q6_K", 32: "BF16",
}  # fmt: skip
_Kind = TypeVar("_Kind", int, str)


@dataclass(frozen=True, slots=True)
class GgufInfo:
    """What the header says. `prompt` names the prompt shape of our own models, empty for others.

    `weights` is how many bytes the tensors take, `vocabulary` how many tokens there are. `metadata` holds
    every other scalar, text and short array of numbers, `arrays` the type and length of each array.
    `broken_tokens` counts tokens that claim to be a byte and are none.
    """

    path: Path
    size: int
    version: int
    architecture: str
    name: str
    quantization: str
    context: int
    chat_template: str
    licence: str
    prompt: str
    tensors: int
    weights: int = 0
    vocabulary: int = 0
    metadata: Mapping[str, Any] = field(default_factory=dict)
    arrays: Mapping[str, tuple[int, int]] = field(default_factory=dict)
    broken_tokens: int = 0

    def told(self, key: str) -> Any:
        """Return a value of the architecture's own ("block_count"), or None."""
        return self.metadata.get(f"{self.architecture}.{key}")


def read_header(path: Path) -> GgufInfo:
    """Return the header of a GGUF file; a `ModelError` says what is wrong with any other file."""
    try:
        size = path.stat().st_size
        with path.open("rb") as file:
            reader = Reader(file, path, size)
            reader.read()
            return _info(reader)
    except OSError as error:
        raise ModelError(
            f"The model file cannot be read ({error.strerror}).", where=str(path), remedy="Check the path."
        ) from error


def sha256(path: Path, progress: Callable[[float], None] = lambda _: None) -> str:
    """Return the SHA-256 of the whole file."""
    digest, done = hashlib.sha256(), 0
    try:
        size = max(path.stat().st_size, 1)
        with path.open("rb") as file:
            while block := file.read(1 << 22):
                digest.update(block)
                done += len(block)
                progress(done / size)
    except OSError as error:
        raise ModelError(
            f"The model file cannot be read ({error.strerror}).", where=str(path), remedy="Check the path."
        ) from error
    return digest.hexdigest()


def _info(reader: Reader) -> GgufInfo:
    """Return what was read, each part of the kind that it must be."""
    architecture = _held(reader, "general.architecture", "")
    if not architecture:
        raise reader.wrong("The file does not say what kind of model it holds", "Choose another file.")
    return GgufInfo(
        path=reader.path,
        size=reader.size,
        version=reader.version,
        architecture=architecture,
        name=_held(reader, "general.name", "") or reader.path.stem,
        quantization=_QUANTIZATIONS.get(_held(reader, "general.file_type", -1), "unknown"),
        context=_held(reader, f"{architecture}.context_length", 0),
        chat_template=_held(reader, "tokenizer.chat_template", ""),
        licence=_held(reader, "general.license", ""),
        prompt=_held(reader, "chartside.prompt", ""),
        tensors=reader.tensors,
        weights=reader.weights,
        vocabulary=reader.arrays.get("tokenizer.ggml.tokens", (0, 0))[1],
        metadata=reader.metadata,
        arrays=reader.arrays,
        broken_tokens=reader.broken_tokens,
    )


def _held(reader: Reader, key: str, absent: _Kind) -> _Kind:
    """Return a value of the header if it is of the same kind as what stands for its absence."""
    value = reader.metadata.get(key, absent)
    if isinstance(value, type(absent)) and not (isinstance(value, int) and value < absent):
        return value
    raise reader.nonsense(f"{key} is no {'text' if isinstance(absent, str) else 'count'}")
