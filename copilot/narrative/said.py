"""What a text says, word for word by meaning, and which of its words it denies."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from copilot.knowledge.stems import said_as_one, stem, wider
from copilot.knowledge.words import tokens
from copilot.narrative import wording

_SMALL_WORDS = "a an and at by for from in of on or the to with is are was were be been has have had his her their as"
SMALL = frozenset(_SMALL_WORDS.split())
_DENIES = frozenset(
    [
        "no",
        "not",
        "non",
        "never",
        "none",
        "nor",
        "neither",
        "without",
        "denies",
        "denied",
        "denying",
        "deny",
        "nil",
        "lack",
        "lacking",
        "free",
    ]
)
_LISTS = frozenset(["denies", "denied", "denying", "deny", "neither"])  # what they deny goes on behind commas
_DENIED = frozenset(["absent", "absence", "negative", "denied", "missing"])  # these look back: "fever was absent"
_TURNS = frozenset(["but", "however", "although", "though", "yet", "while", "whereas", "except", "apart"])
_FORMS = frozenset(
    ["tablet", "tablets", "capsule", "capsules", "solution", "injection", "oral", "daily"]
)  # a drug needs no form
_PLACES = frozenset(["of", "in", "on", "at", "over", "from"])


class Word(NamedTuple):
    """One word: as written, what it means, and whether it is denied; None where that cannot be told."""

    text: str
    stem: str
    denied: bool | None


@lru_cache(maxsize=2048)
def words_of(text: str) -> tuple[Word, ...]:
    """Return the words of a text. A denial reaches to the next turn or mark; behind a comma it may go on or not."""
    text = wording.INNOCENT.sub(" ", text.casefold())
    found = [token for token in tokens(text) if not token.word.isdigit()]
    made: list[Word] = []
    denial: bool | None = False
    listed, since, at = False, 0, 0
    while at < len(found):
        token = found[at]
        gap = text[found[at - 1].end : token.start] if at else ""
        if any(mark in gap for mark in ".;:()") or token.word in _TURNS:
            denial, since = False, len(made)
        elif "," in gap:
            denial, since = (denial if listed or denial is False else None), len(made)
        if token.word in _DENIED:
            made[since:] = [word._replace(denied=True) for word in made[since:]]
        if token.word in _DENIES or token.word in _DENIED:
            denial, listed = True, token.word in _LISTS
        joined = said_as_one([one.word for one in found[at : at + 3]])
        meaning, count = joined or (stem(token.word), 1)
        made.append(Word(text[token.start : found[at + count - 1].end], meaning, denial))
        at += count
    return tuple(made)


def content(text: str) -> list[str]:
    """Return what the words that carry meaning mean, negations left out: those are `words_of`'s."""
    return [word.stem for word in words_of(text) if _carries(word)]


def _carries(word: Word) -> bool:
    """Return whether a word means something by itself."""
    return word.text not in SMALL and word.text not in _DENIES and word.text not in _FORMS


def meanings(texts: Sequence[str]) -> frozenset[str]:
    """Return what the words of texts mean, and what they mean more widely: a calf is a leg."""
    found: set[str] = set()
    for text in texts:
        for word in words_of(text):
            found.update((word.stem, word.text, *wider(word.text)))
    return frozenset(found)


def share(wanted: Sequence[str], said: Collection[str]) -> float:
    """Return the share of the wanted words that were said."""
    return sum(word in said for word in wanted) / len(wanted) if wanted else 0.0


def turned(said: str, given: str) -> str:
    """Return a word whose denial is not as in what is given, or nothing.

    Where all is denied, one denied word is enough: "troponin was not raised" says what "no raised troponin" says.
    """
    there: dict[str, set[bool | None]] = {}
    for word in words_of(given):
        if _carries(word):
            there.setdefault(word.stem, set()).add(word.denied)
    spoken = [w for w in words_of(said) if _carries(w) and w.stem in there and not wording.joins(w.text)]
    if all(signs == {True} for signs in there.values()):
        denied = any(word.denied is not False for word in spoken)
        return spoken[-1].text if spoken and not denied else ""
    for word in spoken:
        if word.denied is not None and not there[word.stem] & {word.denied, None}:
            return word.text
    return ""


def in_order(said: str, given: str) -> bool:
    """Return whether the words of a text stand in this order in another, also turned about "of".

    "Swelling of the leg" is "leg swelling".
    """
    own = set(content(given))
    spoken = [[one for one in order if one in own] for order in _orders(said)]
    return any(_follow(some, whole) for whole in _orders(given) for some in spoken)


def _orders(text: str) -> Iterator[list[str]]:
    """Yield the words of a text as they stand, and with what follows an "of" or "in" put first."""
    found = [word for word in words_of(text) if word.text in ("and", *_PLACES) or _carries(word)]
    yield [word.stem for word in found]
    yield [word.stem for part in _parts(found) for word in _turned_about(part)]
    for at, word in enumerate(found):
        if word.text in _PLACES:
            yield [one.stem for one in (*found[at + 1 :], *found[:at])]


def _parts(words: Sequence[Word]) -> Iterator[list[Word]]:
    """Yield what stands between the "and"s."""
    part: list[Word] = []
    for word in words:
        if word.text == "and":
            yield part
            part = []
        else:
            part.append(word)
    yield part


def _turned_about(words: list[Word]) -> list[Word]:
    """Return the words with what follows the first "of" or "in" put first."""
    at = next((at for at, word in enumerate(words) if word.text in _PLACES), len(words))
    return words[at + 1 :] + words[:at]


def _follow(some: Sequence[str], whole: Sequence[str]) -> bool:
    """Return whether `some` stand in `whole` in this order."""
    rest = iter(whole)
    return all(word in rest for word in some)
