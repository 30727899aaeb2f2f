"""Whether a sentence states what each fact that it cites states, and not the opposite."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from copilot.narrative import wording
from copilot.narrative.cited import Cited
from copilot.narrative.levels import Told, measured
from copilot.narrative.narrative import Fault, Support
from copilot.narrative.ordinary import ordinary
from copilot.narrative.said import content, meanings, share, turned, words_of
from copilot.narrative.times import without_times
from copilot.narrative.values import values, without_values

ENOUGH = 0.6
_AGED = re.compile(r"\baged?\b|\byears?[- ]old\b", re.IGNORECASE)
_FORMER = re.compile(r"\bformer(?:ly)?\b")
_PARTS = re.compile(r"[,;]|\b(?:and|but|while|whereas)\b")
_ASIDE = re.compile(
    r"\((?:range|upper limit|lower limit)[^)]*\)|,? (?:up|down) from .*$|\((?:H|L|HH|LL)\)|(?<=\S) (?:high|low)$",
    re.IGNORECASE,
)
# How a thing is said to be (of the past, possible, of the father) is judged by itself.
_QUALIFYING = meanings(tuple(wording.QUALIFIERS))
_LIGHT = meanings(("use", "level", "value", "count", "presence", "status"))  # said or not, it is the same


def fit(text: str, spoken: frozenset[str]) -> float:
    """Return how much of a text was said; its range and its earlier values need not be."""
    plain = without_values(without_times(_ASIDE.sub(" ", text)))
    return share([one for one in content(plain) if one not in _QUALIFYING | _LIGHT], spoken)


def dropped(said: str, given: str) -> str:
    """Return a word that turns a finding into another statement and was left out, or nothing."""
    there = {word.text for word in words_of(given)} & wording.QUALIFIERS
    spoken = {word.text for word in words_of(said)} | meanings((said,))
    if "never" in spoken:
        spoken |= wording.FORMERLY
    left = (one for one in sorted(there) if not (wording.ALIKE.get(one, frozenset()) | {one}) & spoken)
    return next(left, "")


def told_faults(said: str, cited: Sequence[Cited], told: Told) -> Iterator[Fault]:
    """Yield what is wrong with a sentence by each fact that it cites."""
    spoken = meanings((said,))
    for one in cited:
        texts = [text for text in (one.statement, *one.words) if _telling(text) & spoken]
        if not texts and not says_value(said, one):
            yield Fault(Support.NOT_FOUND, f"it says nothing of {one.id}")
            continue
        texts = [text.removeprefix(f"{one.label}:") for text in _telling_of(one, texts, spoken)]
        word = (
            ""
            if told.denied and measured((one,))
            else min((turned(said, text) for text in texts), key=bool, default="")
        )
        if word:
            yield Fault(Support.CONTRADICTED, f"it turns \u201c{word}\u201d into its opposite")
        yield from _standing(said, one)


def says_value(said: str, one: Cited) -> bool:
    """Return whether a sentence gives the value of a fact, unit and all: then it speaks of it; an age, of a birth."""
    if one.label.casefold() == "birth date" and _AGED.search(said):
        return True
    if not measured((one,)):
        return False
    given = {(value.digits, value.unit) for text in one.words for value in values(without_times(text)) if value.unit}
    return any((value.digits, value.unit) in given for value in values(without_times(said)))


def _telling_of(one: Cited, texts: list[str], spoken: frozenset[str]) -> list[str]:
    """Return the texts that say whether a fact is so: of what is denied its name, else the record's own words."""
    if one.denied and share(content(without_values(one.label)), spoken) >= ENOUGH:
        return [one.statement]
    return [text for text in texts if text in one.words] or texts


def _telling(text: str) -> set[str]:
    """Return what a text says beside everyday words; all of it where it has no others."""
    words = content(without_values(without_times(text)))
    return {one for one in words if not ordinary(one)} or set(words)


def _standing(said: str, one: Cited) -> Iterator[Fault]:
    """Yield whether what is past or doubted is told as it is."""
    own = max(_PARTS.split(said), key=lambda part: share(content(one.label), meanings((part,))))
    past = one.past or any(_FORMER.search(text) for text in one.words)
    if past and wording.GOES_ON.search(own):
        yield Fault(Support.CONTRADICTED, "what it cites is past, and it says that it goes on")
    elif past and not wording.PAST.search(said):
        yield Fault(Support.PARTLY, "what it cites is past, and it does not say so")
    texts = (one.statement,) if one.doubted else (one.statement, *one.words)
    told = [text for text in texts if _telling(text) & meanings((said,))]
    left = min((dropped(said, text) for text in told), key=bool, default="")
    if left:
        yield Fault(Support.PARTLY, f"it leaves out \u201c{left}\u201d")
