"""Read what a GGUF file says of itself before anything is loaded from it, and refuse what is broken."""

from __future__ import annotations

import hashlib
import struct
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, BinaryIO

from copilot.errors import ModelError

MAGIC = b"GGUF"
MOST_KEYS, MOST_TENSORS, MOST_ITEMS = 100_000, 1_000_000, 20_000_000
MOST_KEPT = 1024  # numbers of an array: one per layer, never one per token
_SCALARS = {0: "B", 1: "b", 2: "H", 3: "h", 4: "I", 5: "i", 6: "f", 7: "?", 10: "Q", 11: "q", 12: "d"}
_TEXT, _ARRAY = 8, 9
# Bytes per block and weights per block, for the types whose size is known; others are not measured.
_BLOCKS = {
    0: (4, 1), 1: (2, 1), 2: (18, 32), 3: (20, 32), 6: (22, 32), 7: (24, 32), 8: (34, 32), 10: (84, 256),
    11: (110, 256), 12: (144, 256), 13: (176, 256), 14: (210, 256), 30: (2, 1),
}  # fmt: skip
_QUANTIZATIONS = {
    0: "F32", 1: "F16", 2: "Q4_0", 3: "Q4_1", 7: "Q8_0", 8: "Q5_0", 9: "Q5_1", 10: "Q2_K", 11: "Q3_K_S",
    12: "Q3_K_M", 13: "Q3_K_L", 14: "Q4_K_S", 15: "Q4_K_M", 16: "Q5_K_S", 17: "Q5_K_M", 18: "Q6_K", 32: "BF16",
}  # fmt: skip
_WHOLE = "Fetch the file again and compare its SHA-256 with the publisher's."


@dataclass(frozen=True, slots=True)
class GgufInfo:
    """What the header says. `prompt` names the prompt shape of our own models, empty for others.

    `weights` is how many bytes the tensors take, `vocabulary` how many tokens there are. `metadata` holds
    every other scalar, text and short array of numbers.
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

    def told(self, key: str) -> Any:
        """Return a value of the architecture's own ("block_count"), or None."""
        return self.metadata.get(f"{self.architecture}.{key}")


def read_header(path: Path) -> GgufInfo:
    """Return the header of a GGUF file; a `ModelError` says what is wrong with any other file."""
    try:
        size = path.stat().st_size
        with path.open("rb") as file:
            return _Reader(file, path, size).info()
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


class _Reader:
    """Walks the header; every length is compared with what is left of the file before it is believed."""

    def __init__(self, file: BinaryIO, path: Path, size: int) -> None:
        self.file, self.path, self.size = file, path, size
        self.counted = 0  # texts of the last array of texts

    def info(self) -> GgufInfo:
        """Return what the header says."""
        if self.file.read(4) != MAGIC:
            raise ModelError("This is not a GGUF file.", where=str(self.path), remedy="Choose a model in GGUF format.")
        version = int(self.number("I"))
        if version not in (2, 3):
            raise self.wrong(f"GGUF version {version} is not known", "Choose a file of version 2 or 3.")
        tensors, keys = int(self.number("Q")), int(self.number("Q"))
        if tensors > MOST_TENSORS or keys > MOST_KEYS:
            raise self.wrong("The header makes no sense", _WHOLE)
        held: dict[str, Any] = {}
        vocabulary = 0
        for _ in range(keys):
            key = self.text()
            held[key] = self.value(int(self.number("I")))
            if key == "tokenizer.ggml.tokens":
                vocabulary = self.counted
        weights = self.complete(tensors, int(held.get("general.alignment") or 32))
        architecture = str(held.get("general.architecture") or "")
        if not architecture:
            raise self.wrong("The file does not say what kind of model it holds", "Choose another file.")
        return GgufInfo(
            path=self.path,
            size=self.size,
            version=version,
            architecture=architecture,
            name=str(held.get("general.name") or self.path.stem),
            quantization=_QUANTIZATIONS.get(held.get("general.file_type", -1), "unknown"),
            context=int(held.get(f"{architecture}.context_length") or 0),
            chat_template=str(held.get("tokenizer.chat_template") or ""),
            licence=str(held.get("general.license") or ""),
            prompt=str(held.get("chartside.prompt") or ""),
            tensors=tensors,
            weights=weights,
            vocabulary=vocabulary,
            metadata=held,
        )

    def complete(self, tensors: int, alignment: int) -> int:
        """Check that the file holds all the weights that it announces; return how many bytes they take."""
        end = 0
        for _ in range(tensors):
            self.text()
            count = 1
            dimensions = int(self.number("I"))
            if dimensions > 8:
                raise self.wrong("The header makes no sense", _WHOLE)
            for _ in range(dimensions):
                count *= int(self.number("Q"))
            width, block = _BLOCKS.get(int(self.number("I")), (0, 1))
            end = max(end, int(self.number("Q")) + count * width // block)
        begin = -(-self.file.tell() // alignment) * alignment if alignment > 0 else self.file.tell()
        if end and begin + end > self.size:
            raise self.wrong(f"The file is cut short ({self.size} of {begin + end} bytes)", _WHOLE)
        return max(self.size - begin, 0)

    def value(self, kind: int) -> Any:
        """Return a scalar, a text or a short array of numbers; any other array is walked over and not kept."""
        if kind in _SCALARS:
            return self.number(_SCALARS[kind])
        if kind == _TEXT:
            return self.text()
        if kind != _ARRAY:
            raise self.wrong("The header makes no sense", _WHOLE)
        inner, count = int(self.number("I")), int(self.number("Q"))
        if count > MOST_ITEMS:
            raise self.wrong("The header makes no sense", _WHOLE)
        if inner in _SCALARS and count <= MOST_KEPT:
            return tuple(self.number(_SCALARS[inner]) for _ in range(count))
        if inner in _SCALARS:
            self.take(struct.calcsize(_SCALARS[inner]) * count, keep=False)
        else:
            for _ in range(count):
                if inner != _TEXT:
                    raise self.wrong("The header makes no sense", _WHOLE)
                self.take(int(self.number("Q")), keep=False)
            self.counted = count
        return None

    def number(self, form: str) -> Any:
        """Return one little-endian scalar."""
        return struct.unpack("<" + form, self.take(struct.calcsize("<" + form)))[0]

    def text(self) -> str:
        """Return one string."""
        return self.take(int(self.number("Q"))).decode("utf-8", "replace")

    def take(self, count: int, *, keep: bool = True) -> bytes:
        """Return the next bytes, or step over them."""
        if count > self.size - self.file.tell():
            raise self.wrong(f"The file is cut short or damaged ({self.size} bytes)", _WHOLE)
        if keep:
            return self.file.read(count)
        self.file.seek(count, 1)
        return b""

    def wrong(self, what: str, remedy: str) -> ModelError:
        """Return the error for this file."""
        return ModelError(f"{what}.", where=str(self.path), remedy=remedy)
