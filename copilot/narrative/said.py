"""What a text says, word for word by meaning, and which of its words it denies."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from functools import lru_cache
from typing import NamedTuple

from copilot.knowledge.stems import parts, said_as_one, stem, wider
from copilot.knowledge.words import normal, tokens
from copilot.narrative import wording
from copilot.narrative.ordinary import ordinary

_SMALL_WORDS = "a an and at by for from in of on or the to with is are was were be been has have had his her their as"
SMALL = frozenset(_SMALL_WORDS.split())
_DENIES = frozenset(
    [
        "no",
        "not",
        "non",
        "never",
        "none",
        "nothing",
        "nor",
        "neither",
        "without",
        "denies",
        "denied",
        "denying",
        "deny",
        "nil",
        "lack",
        "unlike",
        "lacking",
        "free",
    ]
)
_LISTS = frozenset(["denies", "denied", "denying", "deny", "neither"])  # what they deny goes on behind commas
_DENIED = frozenset(["absent", "absence", "negative", "denied", "missing"])  # these look back: "fever was absent"
TURNS = frozenset(["but", "however", "although", "though", "yet", "while", "whereas", "except", "apart"])
_FORMS = frozenset(
    ["tablet", "tablets", "capsule", "capsules", "solution", "injection", "oral", "daily"]
)  # a drug needs no form
# Behind a comma or "and" these begin something new: "no effusion, and a normal heart", "no fever and she coughs".
_NEW_THING = frozenset(["a", "an", "some"])
_WHO = frozenset(["there", "she", "he", "it", "they"])
_IS = frozenset(["is", "are", "was", "were"])
_ACTS = "has had takes uses reports admits describes drinks smokes received underwent continues shows lives works"
_DOES = _IS | frozenset(map(normal, _ACTS.split()))
_SEEN = "found seen reported noted recorded present detected observed heard documented elicited"
_FOUND = frozenset(_SEEN.split())
_ADDS = frozenset(["and", "but"])
_WHERE = frozenset(["in", "on"])
_SPANS = frozenset(["day", "week", "month", "year", "recent"])  # denied with what happened in them


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
        if any(mark in gap for mark in ".;:()") or token.word in TURNS:
            denial, since = False, len(made)
        elif "," in gap:
            denial, since = (denial if listed or denial is False else None), len(made)
        if _begins(token.word, gap, found[at - 1].word if at else "", listed=listed):
            denial, since = False, len(made)
        if denial is None and _is_told(made[since:], [one.word for one in found[at : at + 2]]):
            denial, made[since:] = False, [word._replace(denied=False) for word in made[since:]]
        if token.word in _DENIED and [one.word for one in found[at : at + 2]] != ["absence", "of"]:
            made[since:] = [word._replace(denied=True) for word in made[since:]]
        if token.word in _DENIES or token.word in _DENIED:
            denial, listed = True, token.word in _LISTS
        if denial and _places(token.word, found[at - 1].word):
            denial = None  # where a thing is not: "no change in the bowels", "no thickening of the wall"
        joined = said_as_one([one.word for one in found[at : at + 3]])
        meaning, count = joined or (stem(token.word), 1)
        made.append(Word(text[token.start : found[at + count - 1].end], meaning, denial))
        at += count
    return tuple(made)


def _begins(word: str, gap: str, before: str, *, listed: bool) -> bool:
    """Return whether a word begins something that a denial in front of it does not reach."""
    begins = word in _WHO or (word in _NEW_THING and not listed)
    return (begins and ("," in gap or before in _ADDS)) or (word in _DOES and before in _ADDS)


def _is_told(made: Sequence[Word], following: Sequence[str]) -> bool:
    """Return whether words behind a comma state something of their own: "no cough, and the chest was clear"."""
    says = len(following) > 1 and following[0] in _IS and following[1] not in _FOUND
    return says and made[:1] != [] and made[0].text in _ADDS and all(word.text != "or" for word in made)


def _places(word: str, before: str) -> bool:
    """Return whether a word says where a thing is; a "history of" and "neither of" do not."""
    return word in _WHERE or (word == "of" and not ordinary(before) and before not in _DENIES | _DENIED)


def content(text: str) -> list[str]:
    """Return what the words that carry meaning mean, negations left out: those are `words_of`'s."""
    return [word.stem for word in words_of(text) if _carries(word)]


def _means(word: Word) -> bool:
    """Return whether a denial of the word matters: it is more than a joining word or a span of time."""
    return word.stem not in _SPANS and (word.stem in parts() or not wording.joins(word.text))


def _carries(word: Word) -> bool:
    """Return whether a word means something by itself."""
    return word.text not in SMALL and word.text not in _DENIES and word.text not in _FORMS


def meanings(texts: Sequence[str]) -> frozenset[str]:
    """Return what the words of texts mean, and what they mean more widely: a calf is a leg."""
    found: set[str] = set()
    for text in texts:
        for word in words_of(text):
            found.update((word.stem, word.text, *wider(normal(word.text))))
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
    spoken = [w for w in words_of(said) if _carries(w) and w.stem in there and _means(w)]
    if all(signs == {True} for signs in there.values()):
        denied = any(word.denied is not False for word in spoken)
        return spoken[-1].text if spoken and not denied else ""
    if not parts().issuperset(there):  # nobody lacks a back: "no change in the bowels" denies no bowels
        spoken = [word for word in spoken if word.stem not in parts()]
    alike = any(word.denied and there[word.stem] == {True} for word in spoken)
    for word in spoken:
        if word.denied and alike:  # "no wall thickening" denies no wall, where "wall not thickened" is cited
            continue
        signs = {other.denied for other in spoken if other.stem == word.stem}
        if None not in signs | there[word.stem] and not signs & there[word.stem]:
            return word.text
    return ""
