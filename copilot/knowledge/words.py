"""Text as tokens in one spelling: case, plural, hyphens and British spelling no longer matter."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

# "n/v", "c/c/e" and "u&e" are one word; an apostrophe stays inside its word ("can't"). Every other
# character separates words. No alternative can match the same characters in two ways.
_TOKEN = re.compile(r"[A-Za-z]&[A-Za-z]{1,2}\b|[A-Za-z](?:/[A-Za-z]){1,3}\b|[^\W_]+(?:['’][A-Za-z]{1,2}\b)?")

_BRITISH = tuple(
    (re.compile(pattern), replacement)
    for pattern, replacement in (
        (r"oe(?=d|a|i)", "e"),  # oedema, dyspnoea, dyspnoeic
        (r"^oe(?=s)", "e"),  # oesophagus, oestrogen
        (r"ae(?=m|s(?:th|ia)|n(?:a|$))", "e"),  # anaemia, anaesthesia, melaena
        (r"(?<=^f)ae(?=c)|(?<=c)ae(?=c)|(?<=gyn)ae(?=c)|(?<=p)ae(?=d)|(?<=orthop)ae(?=d)", "e"),
        (r"^coel", "cel"),  # coeliac
        (r"^foet", "fet"),
        (r"^leuco", "leuko"),
        (r"^sulph", "sulf"),
        (r"^(tum|col|lab|hum|od|behavi|fav|vap|rig)our", r"\1or"),
        (r"(?<=.{4})is(?=(?:e|ed|es|ing|ation)$)", "iz"),  # immobilised
        (r"^(trave|counse|labe)ll(?=ed|er|ing)", r"\1l"),
        (r"^fibre$", "fiber"),
        (r"^grey$", "gray"),
    )
)
_SAME = {
    "neg": "negative", "pos": "positive", "can't": "cannot", "kgs": "kg", "lbs": "lb", "kilogram": "kg",
    "kilograms": "kg",
}  # fmt: skip
_NO_PLURAL = frozenset({"does", "goes", "this", "thus", "plus", "less"})
# Nearly all words have none of these letters and need not try every rule.
_MAY_BE_BRITISH = re.compile(r"ae|oe|our|is|ll|leuc|sulph|fibr|grey")


# Words that mean nothing for recognition when they stand inside a phrase ("pain in his chest").
ARTICLES = frozenset({"a", "an", "the", "his", "her", "my", "their", "your", "some", "any", "its"})


class Token(NamedTuple):
    """One word of a text: its normal form and where it stands (a tuple, because there are so many)."""

    word: str
    start: int
    end: int


def tokens(text: str, start: int = 0, end: int | None = None) -> list[Token]:
    """Return the words of a text (or of a part of it) in reading order."""
    stop = len(text) if end is None else end
    return [Token(normal(m[0]), m.start(), m.end()) for m in _TOKEN.finditer(text, start, stop)]


def normal_words(phrase: str) -> tuple[str, ...]:
    """Return a phrase as normal words, for comparing phrases."""
    return tuple(normal(m[0]) for m in _TOKEN.finditer(phrase))


def phrase_words(phrase: str) -> tuple[str, ...]:
    """Return a phrase as normal words without articles, except as its first word ("a fib")."""
    words = normal_words(phrase)
    return words[:1] + tuple(word for word in words[1:] if word not in ARTICLES)


@lru_cache(maxsize=65536)
def normal(word: str) -> str:
    """Return a word in lower case, American spelling and the singular."""
    plain = word.casefold().replace("’", "'")
    plain = plain.removesuffix("'s")
    plain = _SAME.get(plain, plain)
    if _MAY_BE_BRITISH.search(plain):
        for pattern, replacement in _BRITISH:
            plain = pattern.sub(replacement, plain)
    return _singular(plain)


def _singular(word: str) -> str:
    if len(word) < 4 or word in _NO_PLURAL or not word.endswith("s") or word.endswith(("ss", "us", "is")):
        return word
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith(("shes", "ches", "sses", "xes")):
        return word[:-2]
    return word[:-1]


def joined(parts: Iterable[str]) -> str:
    """Return words as one key, for exact comparison of whole labels."""
    return " ".join(parts)
