"""Find thousands of phrases in a text at once: a tree of words, compiled once, longest phrase first."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from copilot.findings.notes.words import Token, normal_words

Entry = TypeVar("Entry")

# Words that mean nothing for recognition when they stand inside a phrase ("pain in his chest").
ARTICLES = frozenset({"a", "an", "the", "his", "her", "my", "their", "your", "some", "any", "its"})
# Words that may stand inside a phrase of the text although the phrase is written without them.
INSERTED = frozenset(
    [
        "left",
        "right",
        "bilateral",
        "both",
        "mild",
        "moderate",
        "severe",
        "significant",
        "new",
        "acute",
        "lower",
        "upper",
        "slight",
        "intermittent",
        "worsening",
        "associated",
        "mildly",
        "severely",
        "increasingly",
        "very",
    ]
)
_MOST_INSERTED = 2
# Heads that are shared in coordination: "chest and abdominal pain", "arm or leg weakness".
_SHARED_HEADS = frozenset(
    ["pain", "weakness", "swelling", "tenderness", "discomfort", "edema", "loss", "numbness", "cramp", "ache"]
)
_JOINING = frozenset({"and", "or"})


@dataclass(frozen=True, slots=True)
class Match(Generic[Entry]):
    """A phrase found: the entries it stands for, its characters and its words (indices, end exclusive)."""

    entries: tuple[Entry, ...]
    start: int
    end: int
    first: int
    last: int


@dataclass(slots=True)
class _Node(Generic[Entry]):
    children: dict[str, _Node[Entry]] = field(default_factory=dict)
    entries: list[Entry] = field(default_factory=list)


class Phrases(Generic[Entry]):
    """Phrases, each standing for one or more entries."""

    def __init__(self, phrases: Iterable[tuple[str, Entry]]) -> None:
        self._root: _Node[Entry] = _Node()
        self._exact: dict[tuple[str, ...], list[Entry]] = {}
        for phrase, entry in phrases:
            self._add(_without_articles(normal_words(phrase)), entry)

    def _add(self, words: tuple[str, ...], entry: Entry) -> None:
        if not words:
            return
        node = self._root
        for word in words:
            node = node.children.setdefault(word, _Node())
        if entry not in node.entries:
            node.entries.append(entry)
            self._exact.setdefault(words, []).append(entry)

    def named(self, label: str) -> tuple[Entry, ...]:
        """Return the entries of which this whole label is a phrase."""
        return tuple(self._exact.get(_without_articles(normal_words(label)), ()))

    def find(self, words: list[Token]) -> list[Match[Entry]]:
        """Return the phrases that stand in these words, longest first at each place, never overlapping."""
        found: list[Match[Entry]] = []
        at = 0
        children = self._root.children
        while at < len(words):
            if words[at].word not in children:
                at += 1
                continue
            match = self._longest(words, at)
            if match is None:
                at += 1
                continue
            shared = self._coordinated(words, match)
            if shared is not None:
                found.append(shared)
            found.append(match)
            at = match.last
        return found

    def _longest(self, words: list[Token], first: int) -> Match[Entry] | None:
        node, at, inserted = self._root, first, 0
        best: tuple[_Node[Entry], int] | None = None
        while at < len(words):
            word = words[at].word
            child = node.children.get(word)
            if child is None:
                # Only inside a phrase: what follows must still complete it.
                if at == first or not (word in ARTICLES or (word in INSERTED and inserted < _MOST_INSERTED)):
                    break
                inserted += word not in ARTICLES
                at += 1
                continue
            node, at = child, at + 1
            if node.entries:
                best = node, at
        if best is None:
            return None
        node, last = best
        return Match(tuple(node.entries), words[first].start, words[last - 1].end, first, last)

    def _coordinated(self, words: list[Token], match: Match[Entry]) -> Match[Entry] | None:
        """Return what the word before "and" means with the head of this match: "chest and back pain"."""
        head = words[match.last - 1].word
        before = match.first - 2
        if before < 0 or head not in _SHARED_HEADS or words[match.first - 1].word not in _JOINING:
            return None
        entries = self._exact.get((words[before].word, head))
        if match.last - match.first < 2 or not entries:
            return None
        return Match(tuple(entries), words[before].start, words[before].end, before, before + 1)


def _without_articles(words: tuple[str, ...]) -> tuple[str, ...]:
    """Leave articles out of a phrase, but never its first word ("a fib")."""
    return words[:1] + tuple(word for word in words[1:] if word not in ARTICLES)
