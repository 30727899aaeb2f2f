"""A byte-level BPE tokenizer, learnt from the invented corpus, that splits as llama.cpp's `gpt-2` does."""

from __future__ import annotations

import json
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path

from copilot.model.byte_letters import byte_letters

BEGIN, SAY, END = "<|begin|>", "<|say|>", "<|end|>"
SPECIAL = (BEGIN, SAY, END)

# The pieces of GPT-2's splitting, over one letter of class per character (see `_classes`).
_PIECE = re.compile(r" ?L+| ?N+| ?O+|[ S]+(?![^ S])|[ S]+")
_CONTRACTION = re.compile(r"'(?:s|t|re|ve|m|ll|d)")
LETTERS = byte_letters()


def _classes(text: str) -> str:
    """Return one letter per character: L letter, N number, S white space other than the blank, O other."""
    made = []
    for character in text:
        category = unicodedata.category(character)
        if character == " ":
            made.append(" ")
        elif character.isspace():
            made.append("S")
        else:
            made.append(category[0] if category[0] in "LN" else "O")
    return "".join(made)


def pieces(text: str) -> Iterator[str]:
    """Yield the pieces within which tokens are merged."""
    classes = _classes(text)
    at = 0
    while at < len(text):
        found = _CONTRACTION.match(text, at) or _PIECE.match(classes, at)
        assert found is not None
        yield text[at : found.end()]
        at = found.end()


def spelled(piece: str) -> tuple[str, ...]:
    """Return the piece as byte letters."""
    return tuple(LETTERS[byte] for byte in piece.encode("utf-8"))


@dataclass
class Tokenizer:
    """Special tokens first, then 256 bytes, then what was merged, in the order in which it was learnt."""

    merges: list[tuple[str, str]]
    tokens: list[str] = field(init=False)
    _ids: dict[str, int] = field(init=False)
    _ranks: dict[tuple[str, str], int] = field(init=False)
    _known: dict[str, list[int]] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        self.tokens = [*SPECIAL, *LETTERS, *(left + right for left, right in self.merges)]
        self._ids = {token: n for n, token in enumerate(self.tokens)}
        self._ranks = {pair: n for n, pair in enumerate(self.merges)}

    def special(self, token: str) -> int:
        """Return the id of a special token; ordinary text can never produce it."""
        return SPECIAL.index(token)

    def encode(self, text: str) -> list[int]:
        """Return the ids of plain text."""
        made: list[int] = []
        for piece in pieces(text):
            known = self._known.get(piece)
            if known is None:
                known = [self._ids[symbol] for symbol in self._merged(piece)]
                if len(self._known) < 200_000:
                    self._known[piece] = known
            made += known
        return made

    def _merged(self, piece: str) -> list[str]:
        """Apply the merges, the earliest learnt first."""
        symbols = list(spelled(piece))
        while len(symbols) > 1:
            pairs = [self._ranks.get(pair, 1 << 30) for pair in pairwise(symbols)]
            best = min(pairs)
            if best == 1 << 30:
                break
            at = pairs.index(best)
            symbols[at : at + 2] = [symbols[at] + symbols[at + 1]]
        return symbols

    def save(self, path: Path) -> None:
        """Write the merges; everything else follows from them."""
        path.write_text(json.dumps(self.merges, ensure_ascii=False), encoding="utf-8")

    @classmethod
    def load(cls, path: Path) -> Tokenizer:
        """Read what `save` wrote."""
        return cls([(left, right) for left, right in json.loads(path.read_text(encoding="utf-8"))])


def learn(texts: Iterable[str], size: int) -> Tokenizer:
    """Return the tokenizer with `size` tokens whose merges shorten the texts most."""
    counts = Counter(piece for text in texts for piece in pieces(text))
    words = [(list(spelled(piece)), count) for piece, count in counts.items() if count > 1]
    pairs: Counter[tuple[str, str]] = Counter()
    places: dict[tuple[str, str], set[int]] = {}
    for n, (symbols, count) in enumerate(words):
        for pair in pairwise(symbols):
            pairs[pair] += count
            places.setdefault(pair, set()).add(n)
    merges: list[tuple[str, str]] = []
    known = set(LETTERS)
    while len(merges) < size - len(SPECIAL) - len(LETTERS) and pairs:
        best = max(pairs, key=lambda pair: (pairs[pair], pair))
        if pairs[best] < 2:
            break
        if best[0] + best[1] in known:  # two ways to one token would make ids ambiguous
            del pairs[best]
            continue
        merges.append(best)
        known.add(best[0] + best[1])
        _merge(best, words, pairs, places)
    return Tokenizer(merges)


def _merge(
    best: tuple[str, str],
    words: list[tuple[list[str], int]],
    pairs: Counter[tuple[str, str]],
    places: dict[tuple[str, str], set[int]],
) -> None:
    """Join the pair in every word that holds it, and keep the counts true."""
    for n in places.pop(best, set()):
        symbols, count = words[n]
        for pair in pairwise(symbols):
            pairs[pair] -= count
        at = 0
        while at < len(symbols) - 1:
            if (symbols[at], symbols[at + 1]) == best:
                symbols[at : at + 2] = [best[0] + best[1]]
            at += 1
        for pair in pairwise(symbols):
            pairs[pair] += count
            places.setdefault(pair, set()).add(n)
    del pairs[best]
