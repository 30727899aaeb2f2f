"""Find thousands of phrases in a text at once: a tree of words, compiled once, longest phrase first."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from threading import Lock
from typing import Generic, TypeVar

from copilot.knowledge.pack import PhraseTable
from copilot.knowledge.words import ARTICLES, Token, phrase_words

Entry = TypeVar("Entry")

_COPULAS = frozenset({"is", "are", "was", "were", "feels", "looks"})  # "liver tests were normal"
# Words that may stand inside a phrase of the text although the phrase is written without them; so may a
# number ("lost 5 kg").
INSERTED = frozenset({
    "acute", "associated", "bilateral", "both", "burning", "central", "chronic", "colicky", "constant", "cramping",
    "crushing", "diffuse", "dull", "increasingly", "intermittent", "left", "lower", "mild", "mildly", "moderate",
    "new", "ongoing", "persistent", "recent", "right", "severe", "severely", "sharp", "significant", "slight",
    "stabbing", "sudden", "sustained", "throbbing", "upper", "very", "worsening",
})  # fmt: skip
_FREE = ARTICLES | _COPULAS
_MOST_INSERTED = 2
# Heads that are shared in coordination: "chest and abdominal pain", "arm or leg weakness".
_SHARED_HEADS = frozenset({
    "ache", "cramp", "discomfort", "edema", "loss", "numbness", "pain", "swelling", "tenderness", "weakness",
})  # fmt: skip
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
        # Grouped by first word only; a group grows into its tree when a text first uses the word. A note
        # uses a few hundred words, the vocabulary begins with thousands.
        self._waiting: dict[str, list[tuple[str, Entry]]] = {}
        self._table: PhraseTable = {}
        self._entry: Callable[[str], Entry] | None = None
        self._begins: dict[str, _Node[Entry]] = {}
        self._grown: set[str] = set()
        self._exact: dict[tuple[str, ...], list[Entry]] = {}
        self._growing = Lock()
        for phrase, entry in phrases:
            words = phrase_words(phrase)
            if words:
                self._waiting.setdefault(words[0], []).append((" ".join(words), entry))

    @classmethod
    def of_table(cls, table: PhraseTable, entry: Callable[[str], Entry]) -> Phrases[Entry]:
        """Return the phrases of a compiled table; `entry` makes of an id what it stands for."""
        made: Phrases[Entry] = cls(())
        made._table, made._entry = table, entry
        return made

    def _begin(self, word: str) -> _Node[Entry] | None:
        """Return the tree of the phrases that begin with a word, or None."""
        if word not in self._grown and (word in self._waiting or word in self._table):
            with self._growing:
                if word not in self._grown:
                    for phrase, entry in (*self._waiting.get(word, ()), *self._read(word)):
                        self._add(tuple(phrase.split(" ")), entry)
                    self._grown.add(word)  # last: another thread uses the tree from now on
        return self._begins.get(word)

    def _read(self, word: str) -> Iterator[tuple[str, Entry]]:
        if self._entry is None:
            return
        for line in self._table.get(word, "").splitlines():
            phrase, _, identifier = line.partition("\t")
            yield phrase, self._entry(identifier)

    def _add(self, words: tuple[str, ...], entry: Entry) -> None:
        node = self._begins.setdefault(words[0], _Node())
        for word in words[1:]:
            node = node.children.setdefault(word, _Node())
        if entry not in node.entries:
            node.entries.append(entry)
            self._exact.setdefault(words, []).append(entry)

    def _whole(self, words: tuple[str, ...]) -> Sequence[Entry]:
        """Return the entries of exactly these words."""
        if not words:
            return ()
        self._begin(words[0])
        return self._exact.get(words, ())

    def named(self, label: str) -> tuple[Entry, ...]:
        """Return the entries of which this whole label is a phrase."""
        return tuple(self._whole(phrase_words(label)))

    def find(self, words: list[Token]) -> list[Match[Entry]]:
        """Return the phrases that stand in these words, longest first at each place, never overlapping."""
        found: list[Match[Entry]] = []
        at = 0
        while at < len(words):
            matches = self._from(words, at)
            if not matches:
                at += 1
                continue
            shared = self._coordinated(words, matches[-1])
            found += [shared, matches[-1]] if shared is not None else [matches[-1]]
            at = matches[-1].last
        return found

    def inside(self, words: list[Token], outer: Match[Entry]) -> list[Match[Entry]]:
        """Return the shorter phrases, of two words or more, that begin or end like a found one.

        "Severe epigastric pain radiating to the back" begins with "severe epigastric pain", and that ends
        with "epigastric pain". Single words are left out: in "pain on coughing" nobody says cough.
        """
        found: list[Match[Entry]] = []
        heads = [match for match in self._from(words, outer.first) if match.last < outer.last]
        for whole in (*heads, outer):
            for first in range(outer.first + 1, whole.last - 1):
                found += [match for match in self._from(words, first) if match.last == whole.last]
        return [match for match in (*heads, *found) if match.last - match.first > 1]

    def _from(self, words: list[Token], first: int) -> list[Match[Entry]]:
        """Return the phrases that begin at a word, shortest first."""
        begin = self._begin(words[first].word)
        if begin is None:
            return []
        node, at, inserted = begin, first + 1, 0
        found: list[Match[Entry]] = []
        if node.entries:
            found.append(Match(tuple(node.entries), words[first].start, words[first].end, first, at))
        while at < len(words):
            word = words[at].word
            child = node.children.get(word)
            if child is not None:
                node, at = child, at + 1
                if node.entries:
                    found.append(Match(tuple(node.entries), words[first].start, words[at - 1].end, first, at))
                continue
            # Only inside a phrase: what follows must still complete it.
            optional = word in INSERTED or word.isdecimal()
            if not (word in _FREE or (optional and inserted < _MOST_INSERTED)):
                break
            inserted += word not in _FREE
            at += 1
        return found

    def _coordinated(self, words: list[Token], match: Match[Entry]) -> Match[Entry] | None:
        """Return what the word before "and" means with the head of this match: "chest and back pain"."""
        head = words[match.last - 1].word
        before = match.first - 2
        if before < 0 or head not in _SHARED_HEADS or words[match.first - 1].word not in _JOINING:
            return None
        entries = self._whole((words[before].word, head))
        if match.last - match.first < 2 or not entries:
            return None
        return Match(tuple(entries), words[before].start, words[before].end, before, before + 1)
