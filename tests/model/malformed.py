"""GGUF files that no publisher would make: lengths, counts, types, places and vocabularies that cannot be."""

from __future__ import annotations

import struct
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from tests.model.gguf_bytes import Described, Raw, described, text, value, whole
from tests.model.tiny_families import FAMILIES
from tests.model.tiny_gguf import Tiny

TINY = Tiny()
SPM = FAMILIES["mistral"]
HEAD = b"GGUF" + struct.pack("<I", 3)


@dataclass(frozen=True)
class Malformed:
    """One file; `reason` is what the refusal says, from whoever refuses first."""

    name: str
    make: Callable[[], bytes]
    reason: str


def _changed(tiny: Tiny = TINY, /, **changes: Any) -> Callable[[], bytes]:
    def make() -> bytes:
        held = tiny.metadata() | {key.replace("__", "."): value for key, value in changes.items()}
        return whole(held.items(), tiny.weights())

    return make


def _without(*keys: str) -> Callable[[], bytes]:
    def make() -> bytes:
        held = {key: value for key, value in TINY.metadata().items() if key not in keys}
        return whole(held.items(), TINY.weights())

    return make


def _told(change: Callable[[list[Described]], list[Described]]) -> Callable[[], bytes]:
    def make() -> bytes:
        weights = TINY.weights()
        return whole(TINY.metadata().items(), weights, told=change(described(weights)))

    return make


def _first(**changes: Any) -> Callable[[], bytes]:
    return _told(lambda infos: [replace(infos[0], **changes), *infos[1:]])


def _counts(tensors: int, keys: int) -> Callable[[], bytes]:
    return lambda: whole(TINY.metadata().items(), TINY.weights(), counts=(tensors, keys))


def _key(data: bytes) -> Callable[[], bytes]:
    return lambda: HEAD + struct.pack("<QQ", 0, 1) + data


def _twice() -> bytes:
    pairs = list(TINY.metadata().items())
    return whole([*pairs, pairs[1]], TINY.weights())


def _cut(share: float) -> Callable[[], bytes]:
    def make() -> bytes:
        content = whole(TINY.metadata().items(), TINY.weights())
        return content[: int(len(content) * share)]

    return make


def _tokens(tiny: Tiny, old: str, new: str) -> Callable[[], bytes]:
    def make() -> bytes:
        held = tiny.metadata()
        held["tokenizer.ggml.tokens"] = [new if token == old else token for token in tiny.tokens]
        return whole(held.items(), tiny.weights())

    return make


def _types(kind: int, count: int) -> Raw:
    return Raw(9, struct.pack("<IQ", kind, count) + bytes(count * (4 if kind in (4, 5, 6) else 1)))


MALFORMED = (
    Malformed("empty", lambda: b"", "not a GGUF"),
    Malformed("another magic", lambda: b"GGML" + bytes(64), "not a GGUF"),
    Malformed("version 0", lambda: b"GGUF" + struct.pack("<IQQ", 0, 0, 0), "version 0"),
    Malformed("big-endian version", lambda: b"GGUF" + struct.pack(">IQQ", 3, 0, 0), "version 50331648"),
    Malformed("only the magic", lambda: b"GGUF", "cut short"),
    Malformed("tensors without end", _counts(1 << 62, 3), "makes no sense"),
    Malformed("keys without end", _counts(0, 1 << 63), "makes no sense"),
    Malformed("more keys than there are", _counts(21, 999), "makes no sense|cut short"),
    Malformed("more tensors than there are", _counts(999, 19), "makes no sense|cut short"),
    Malformed("key longer than the file", _key(struct.pack("<Q", 1 << 40)), "cut short"),
    Malformed("key of the largest length", _key(struct.pack("<Q", (1 << 64) - 1)), "cut short"),
    Malformed("key of a megabyte", _key(text("k" * (1 << 20)) + value(1)), "a text of 1,048,576 bytes"),
    Malformed("unknown type", _key(text("k") + struct.pack("<I", 99)), "type 99"),
    Malformed("list of an unknown type", _key(text("k") + struct.pack("<IIQ", 9, 77, 3)), "a list of type 77"),
    Malformed("list of lists", _key(text("k") + struct.pack("<IIQ", 9, 9, 3)), "a list of lists"),
    Malformed("list without end", _key(text("k") + struct.pack("<IIQ", 9, 8, 1 << 40)), "a list of"),
    Malformed("list whose size overflows", _key(text("k") + struct.pack("<IIQ", 9, 10, 1 << 61)), "a list of"),
    Malformed(
        "text in a list longer than the file", _key(text("k") + struct.pack("<IIQQ", 9, 8, 1, 1 << 50)), "cut short"
    ),
    Malformed("huge template", _changed(tokenizer__chat_template="x" * (17 << 20)), "a text of"),
    Malformed("same key twice", _twice, "there twice"),
    Malformed("no architecture", _without("general.architecture"), "does not say what kind"),
    Malformed("architecture is a number", _changed(general__architecture=7), "is no text"),
    Malformed("unheard-of architecture", _changed(general__architecture="../../etc"), "embedding_length"),
    Malformed("context is a text", _changed(llama__context_length="many"), "is no count"),
    Malformed("context below nothing", _changed(llama__context_length=-5), "is no count"),
    Malformed("layers below nothing", _changed(llama__block_count=-1), "block_count"),
    Malformed("layers are a text", _changed(llama__block_count="two"), "block_count"),
    Malformed("no layers", _changed(llama__block_count=0), "block_count"),
    Malformed("100,000 layers", _changed(llama__block_count=100_000), "100,000 layers"),
    Malformed("no heads", _changed(llama__attention__head_count=0), "head_count"),
    Malformed("heads that do not divide", _changed(llama__attention__head_count=7), "cannot be shared"),
    Malformed("no width", _changed(llama__embedding_length=0), "embedding_length"),
    Malformed("other width than the weights", _changed(llama__embedding_length=128), "could not be loaded"),
    Malformed("more experts than any", _changed(llama__expert_count=100_000), "experts"),
    Malformed("alignment 0", _changed(general__alignment=0), "alignment of 0"),
    Malformed("alignment 3", _changed(general__alignment=3), "alignment of 3"),
    Malformed("alignment is a text", _changed(general__alignment="wide"), "alignment"),
    Malformed("alignment without end", _changed(general__alignment=(1 << 31)), "alignment of"),
    Malformed("cut in the header", _cut(0.02), "cut short"),
    Malformed("cut in the weights", _cut(0.9), "cut short"),
    Malformed("weights beyond the end", _first(offset=1 << 40), "cut short"),
    Malformed("place that overflows", _first(offset=(1 << 64) - 32), "a place that makes no sense"),
    Malformed("place between two", _first(offset=7), "a place that makes no sense"),
    Malformed("size that overflows", _first(shape=(1 << 32, 1 << 32)), "larger than any machine"),
    Malformed("size that overflows to little", _first(shape=((1 << 63) + 1, 2)), "larger than any machine"),
    Malformed("dimension of nothing", _first(shape=(64, 0)), "a shape"),
    Malformed("no dimension", _first(shape=()), "a shape"),
    Malformed("nine dimensions", _first(shape=(1,) * 9), "9 dimensions"),
    Malformed("type of weights unknown", _first(kind=250), "not known"),
    Malformed("type of weights gone", _first(kind=4), "not known"),
    Malformed("rows that blocks cannot hold", _first(kind=2, shape=(33, 64)), "its type cannot hold"),
    Malformed("name of 64 letters", _first(name="t" * 64), "name"),
    Malformed("no name", _first(name=""), "name"),
    Malformed("same tensor twice", _told(lambda infos: [infos[0], *infos[:-1]]), "there twice"),
    Malformed("a tensor is missing", _first(name="another.weight"), "could not be loaded"),
    Malformed("other shape than the header says", _first(shape=(64, 7)), "could not be loaded"),
    Malformed("no vocabulary", _without("tokenizer.ggml.tokens"), "no vocabulary"),
    Malformed("types of tokens are bytes", _changed(tokenizer__ggml__token_type=_types(0, 259)), "token_type"),
    Malformed("too few types of tokens", _changed(tokenizer__ggml__token_type=_types(5, 3)), "token_type"),
    Malformed("types of tokens are a text", _changed(tokenizer__ggml__token_type="normal"), "token_type"),
    Malformed("too few scores", _changed(SPM, tokenizer__ggml__scores=_types(6, 3)), "scores"),
    Malformed("token of byte -1", _tokens(SPM, "<0x0A>", "<0x-1>"), "no bytes"),
    Malformed("token of byte 123", _tokens(SPM, "<0x0A>", "<0x123>"), "no bytes"),
    Malformed("end token outside", _changed(tokenizer__ggml__eos_token_id=999_999), "not in the vocabulary"),
    Malformed("unknown tokenizer", _changed(tokenizer__ggml__model="none-of-these"), "could not be loaded"),
)
