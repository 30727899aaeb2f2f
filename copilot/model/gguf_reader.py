"""Walk through a GGUF header; every count and every length is doubted before it is believed."""

from __future__ import annotations

import re
import struct
from pathlib import Path
from typing import Any, BinaryIO

from copilot.errors import ModelError
from copilot.model import gguf_tensors
from copilot.model.gguf_tensors import MOST_DIMENSIONS, Laid

MAGIC = b"GGUF"
MOST_KEYS, MOST_TENSORS, MOST_ITEMS = 100_000, 1_000_000, 20_000_000
MOST_KEPT = 1024  # numbers of an array: one per layer, never one per token
LONGEST_KEY, LONGEST_TEXT = 65_535, 16 << 20
_SCALARS = {0: "B", 1: "b", 2: "H", 3: "h", 4: "I", 5: "i", 6: "f", 7: "?", 10: "Q", 11: "q", 12: "d"}
_TEXT, _ARRAY = 8, 9
_BYTE_LENGTHS = range(6, 9)
_NO_BYTE = re.compile(rb"<0x(?![0-9A-Fa-f]{2}>).*>", re.DOTALL)
WHOLE = "Fetch the file again and compare its SHA-256 with the publisher's."


class Reader:
    """What stands in a header: `metadata`, `arrays` (each one's type and length), and how much the weights take."""

    def __init__(self, file: BinaryIO, path: Path, size: int) -> None:
        self.file, self.path, self.size = file, path, size
        self.metadata: dict[str, Any] = {}
        self.arrays: dict[str, tuple[int, int]] = {}
        self.version = self.tensors = self.weights = self.broken_tokens = 0
        self._key = ""

    def read(self) -> None:
        """Read all of it."""
        if self.file.read(4) != MAGIC:
            raise self.wrong("This is not a GGUF file", "Choose a model in GGUF format.")
        self.version = int(self._number("I"))
        if self.version not in (2, 3):
            raise self.wrong(f"GGUF version {self.version} is not known", "Choose a file of version 2 or 3.")
        self.tensors, keys = int(self._number("Q")), int(self._number("Q"))
        if self.tensors > MOST_TENSORS or keys > MOST_KEYS:
            raise self.nonsense(f"{self.tensors:,} tensors and {keys:,} keys")
        for _ in range(keys):
            self._key = self._text(LONGEST_KEY)
            if self._key in self.metadata:
                raise self.nonsense(f"{self._key[:80]!r} is there twice")
            self.metadata[self._key] = self._value(int(self._number("I")))
        self._lay()

    def wrong(self, what: str, remedy: str) -> ModelError:
        """Return the error for this file."""
        return ModelError(f"{what}.", where=str(self.path), remedy=remedy)

    def nonsense(self, what: str) -> ModelError:
        """Return the error for a header that cannot be meant."""
        return self.wrong(f"The header makes no sense ({what})", WHOLE)

    def _lay(self) -> None:
        """Check that the file holds all the weights that it announces."""
        laid = []
        for _ in range(self.tensors):
            name, dimensions = self._text(LONGEST_KEY), int(self._number("I"))
            if dimensions > MOST_DIMENSIONS:
                raise self.nonsense(f"a tensor of {dimensions:,} dimensions")
            shape = tuple(int(self._number("Q")) for _ in range(dimensions))
            laid.append(Laid(name, shape, int(self._number("I")), int(self._number("Q"))))
        alignment = self.metadata.get("general.alignment", 32)
        if fault := gguf_tensors.fault(laid, alignment if isinstance(alignment, int) else 0):
            raise self.nonsense(fault)
        begin = -(-self.file.tell() // alignment) * alignment
        end = gguf_tensors.end(laid)
        if end and begin + end > self.size:
            raise self.wrong(f"The file is cut short ({self.size} of {begin + end} bytes)", WHOLE)
        self.weights = max(self.size - begin, 0)

    def _value(self, kind: int) -> Any:
        """Return a scalar, a text or a short array of numbers; any other array is walked over and not kept."""
        if kind in _SCALARS:
            return self._number(_SCALARS[kind])
        if kind == _TEXT:
            return self._text(LONGEST_TEXT)
        if kind != _ARRAY:
            raise self.nonsense(f"a value of type {kind}")
        inner, count = int(self._number("I")), int(self._number("Q"))
        if count > MOST_ITEMS:
            raise self.nonsense(f"a list of {count:,}")
        if inner != _TEXT and inner not in _SCALARS:
            raise self.nonsense("a list of lists" if inner == _ARRAY else f"a list of type {inner}")
        self.arrays[self._key] = (inner, count)
        if inner == _TEXT:
            for _ in range(count):
                self._pass_over(int(self._number("Q")))
            return None
        if count <= MOST_KEPT:
            return tuple(self._number(_SCALARS[inner]) for _ in range(count))
        self._take(struct.calcsize(_SCALARS[inner]) * count, keep=False)
        return None

    def _pass_over(self, length: int) -> None:
        """Step over one text of a list; count what claims to be the token of a byte and is none."""
        token = self._take(length, keep=length in _BYTE_LENGTHS)
        self.broken_tokens += _NO_BYTE.fullmatch(token) is not None

    def _number(self, form: str) -> Any:
        """Return one little-endian scalar."""
        return struct.unpack("<" + form, self._take(struct.calcsize("<" + form)))[0]

    def _text(self, longest: int) -> str:
        """Return one string."""
        length = int(self._number("Q"))
        if longest < length <= self.size - self.file.tell():
            raise self.nonsense(f"a text of {length:,} bytes")
        return self._take(length).decode("utf-8", "replace")

    def _take(self, count: int, *, keep: bool = True) -> bytes:
        """Return the next bytes, or step over them."""
        if count > self.size - self.file.tell():
            raise self.wrong(f"The file is cut short or damaged ({self.size} bytes)", WHOLE)
        if keep:
            return self.file.read(count)
        self.file.seek(count, 1)
        return b""
