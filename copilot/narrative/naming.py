"""Which condition of the packs a name means: by name or synonym, whatever its case, spelling or small misprints."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cached_property

from copilot.knowledge.pack import Condition
from copilot.knowledge.words import normal_words

# A shorter word with one letter changed is soon another word.
LEAST_LETTERS = 7
_EMPTY = frozenset(("a", "an", "the", "of", "disease", "syndrome", "disorder"))

Key = tuple[str, ...]


def of_conditions(conditions: Iterable[Condition]) -> Iterator[tuple[str, str]]:
    """Yield every name of every condition with its id."""
    for condition in conditions:
        for name in (condition.name, *condition.synonyms):
            yield name, condition.id


class Names:
    """Names with the ids they stand for, taken apart once."""

    def __init__(self, named: Iterable[tuple[str, str]]) -> None:
        self._by_key: dict[Key, set[str]] = {}
        for name, identifier in named:
            for key in _keys(name):
                self._by_key.setdefault(key, set()).add(identifier)

    def find(self, name: str) -> str | None:
        """Return the one condition that a name means; None where none or several could be meant."""
        for key in _keys(name):
            found = self._by_key.get(key)
            if found is not None:
                return next(iter(found)) if len(found) == 1 else None
        return self._misprinted(normal_words(name))

    @cached_property
    def _vocabulary(self) -> frozenset[str]:
        return frozenset(word for key in self._by_key for word in key)

    def _misprinted(self, words: Key) -> str | None:
        """Return what is meant by words of which one has a letter wrong; a word that other names use is meant as is."""
        strange = [n for n, word in enumerate(words) if word not in self._vocabulary]
        if len(strange) != 1 or len(words[strange[0]]) < LEAST_LETTERS:
            return None
        at = strange[0]
        meant = {
            condition
            for key, conditions in self._by_key.items()
            if len(key) == len(words) and key[:at] == words[:at] and key[at + 1 :] == words[at + 1 :]
            if _one_letter(key[at], words[at])
            for condition in conditions
        }
        return meant.pop() if len(meant) == 1 else None


def _keys(name: str) -> Iterator[Key]:
    """Yield the ways to compare a name, the strictest first: without what stands in brackets, without empty words."""
    words = normal_words(name)
    yield words
    outside = normal_words(name.partition("(")[0])
    if outside and outside != words:
        yield outside
    telling = tuple(word for word in outside or words if word not in _EMPTY)
    if telling and telling not in (words, outside):
        yield telling


def _one_letter(one: str, other: str) -> bool:
    """Return whether two words differ by one letter: another, one more, one less, or two in the other order."""
    if one == other or abs(len(one) - len(other)) > 1:
        return False
    start = next((n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    left, right = one[start:], other[start:]
    swapped = left[:2] == right[1::-1] and left[2:] == right[2:]
    return swapped or left[1:] == right[1:] or left[1:] == right or left == right[1:]
