"""Write tiny models as GGUF: a few hundred kilobytes, byte tokens and a few whole ones, real enough for llama.cpp."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from copilot.model.byte_letters import byte_letters
from tests.model.gguf_bytes import Array, whole
from tests.model.tiny_tensors import EXPERTS, HIDDEN, made_to, tensors

WIDTH, HEADS, LAYERS, CONTEXT = 64, 2, 2, 2048
SPECIAL = ("<|begin|>", "<|say|>", "<|end|>")
NORMAL, UNKNOWN, CONTROL, USER, BYTE = 1, 2, 3, 4, 6
Pairs = Sequence[tuple[str, str]]


@dataclass(frozen=True)
class Tiny:
    """What a tiny model is made of; `special` and `user` are its control and user-defined tokens.

    The last special token ends a turn. Words are tokens of their own. Weights are random unless `copies` or
    `follows` says what the model does (Llama only, see `made_to`).
    """

    architecture: str = "llama"
    sentencepiece: bool = False
    special: Sequence[str] = SPECIAL
    user: Sequence[str] = ()
    words: Sequence[str] = ()
    merges: Pairs = ()
    copies: Sequence[str] = ()
    follows: Mapping[str, str] = field(default_factory=dict)
    layers: int = LAYERS
    width: int = WIDTH
    changes: Mapping[str, Any] = field(default_factory=dict)

    @property
    def tokens(self) -> list[str]:
        """Return the whole vocabulary; its order is the tokens' numbers."""
        first = ["<unk>"] if self.sentencepiece else []
        letters = [f"<0x{byte:02X}>" for byte in range(256)] if self.sentencepiece else byte_letters()
        return [*first, *self.special, *self.user, *letters, *(a + b for a, b in self.pairs), *self._spelled()]

    @property
    def pairs(self) -> list[tuple[str, str]]:
        """Return the merges of byte pairs, those that make up the words among them."""
        made = list(self.merges)
        if not self.sentencepiece:
            for word in self.words:
                made += [(word[:n], word[n]) for n in range(1, len(word))]
        return list(dict.fromkeys(made))

    def _spelled(self) -> list[str]:
        """Return what SentencePiece joins letters to on its way to a word."""
        if not self.sentencepiece:
            return []
        letters = [chr(n) for n in range(0x21, 0x7F)] + ["▁"]
        starts = [word[:n] for word in self.words for n in range(2, len(word) + 1)]
        return list(dict.fromkeys([*letters, *starts]))

    def metadata(self) -> dict[str, Any]:
        """Return every key of the header."""
        name, heads = self.architecture, HEADS
        held: dict[str, Any] = {
            "general.architecture": name,
            "general.name": "tiny",
            "general.file_type": 0,
            f"{name}.context_length": CONTEXT,
            f"{name}.embedding_length": self.width,
            f"{name}.block_count": self.layers,
            f"{name}.feed_forward_length": HIDDEN,
            f"{name}.attention.head_count": heads,
            f"{name}.attention.head_count_kv": heads,
            f"{name}.attention.layer_norm_rms_epsilon": 1e-5,
            f"{name}.rope.dimension_count": self.width // heads,
        }
        if name in ("gemma2", "gemma3", "gpt-oss"):
            held |= {f"{name}.attention.{part}_length": self.width // heads for part in ("key", "value")}
            held[f"{name}.attention.sliding_window"] = 128
        if name == "gpt-oss":
            held |= {f"{name}.expert_count": EXPERTS, f"{name}.expert_used_count": 1}
            held[f"{name}.expert_feed_forward_length"] = HIDDEN
        return held | self._tokenizer() | {key.replace("__", "."): value for key, value in self.changes.items()}

    def _tokenizer(self) -> dict[str, Any]:
        tokens, first = self.tokens, int(self.sentencepiece)
        rest = len(tokens) - len(self.special) - len(self.user) - first
        kinds = [UNKNOWN] * first + [CONTROL] * len(self.special) + [USER] * len(self.user)
        kinds += [BYTE] * 256 + [NORMAL] * (rest - 256) if self.sentencepiece else [NORMAL] * rest
        held: dict[str, Any] = {
            "tokenizer.ggml.model": "llama" if self.sentencepiece else "gpt2",
            "tokenizer.ggml.pre": "default" if self.sentencepiece else "gpt-2",
            "tokenizer.ggml.tokens": tokens,
            "tokenizer.ggml.token_type": kinds,
            "tokenizer.ggml.bos_token_id": first,
            "tokenizer.ggml.eos_token_id": first + len(self.special) - 1,
            "tokenizer.ggml.add_bos_token": False,
        }
        if self.sentencepiece:
            held["tokenizer.ggml.scores"] = [float(len(token)) for token in tokens]
        else:
            held["tokenizer.ggml.merges"] = [f"{left} {right}" for left, right in self.pairs]
        return held

    def weights(self) -> dict[str, Array]:
        """Return every tensor."""
        if self.copies or self.follows:
            return made_to(self.tokens, self.width, self.copies, self.follows)
        return tensors(self.architecture, len(self.tokens), self.layers, self.width, HEADS)

    def write(self, path: Path) -> Path:
        """Write the file."""
        path.write_bytes(whole(self.metadata().items(), self.weights()))
        return path


def write_tiny(path: Path, *, layers: int = LAYERS, width: int = WIDTH, merges: Pairs = (), **changes: Any) -> Path:
    """Write a random Llama; `changes` override metadata keys, dots written as double underscores."""
    return Tiny(layers=layers, width=width, merges=merges, changes=changes).write(path)
