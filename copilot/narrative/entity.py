"""Of whom, on which side and in which direction: words whose opposite makes another statement of a sentence."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from decimal import Decimal, InvalidOperation
from itertools import pairwise

from copilot.knowledge.stems import parts
from copilot.knowledge.words import normal
from copilot.narrative.cited import Cited
from copilot.narrative.narrative import Fault, Support
from copilot.narrative.ordinary import ordinary
from copilot.narrative.said import SMALL, Word, words_of
from copilot.narrative.values import values

_RELATIVES = """
    aunt brother cousin dad daughter father grandfather grandma grandmother grandpa grandparent grandson granddaughter
    maternal mom mother mum nephew niece parent paternal relative sibling sister son twin uncle family familial
    """
RELATIVES = frozenset(_RELATIVES.split())
_ANY = frozenset(("family", "familial", "relative"))
# Each line: words that exclude those of its other half.
_OPPOSED = """
    left | right
    bilateral both | unilateral one-sided
    upper | lower
    proximal | distal
    raised high higher elevated increased increase up rise rises rose risen rising climbed jumped
      | low lower reduced diminished decreased
      decrease down fall fell fallen falling dropped drop declined
    acute | chronic
    sudden suddenly abrupt | gradual gradually
    worse worsening worsened | better improving improved
    before | after
    lost lose losing loss loses | gain gained gaining gains
    elevation | depression
    stelevation | stdepression
    prelevation | prdepression
    male | female
    positive | negative
    mild | severe
    normal | abnormal raised low elevated reduced
    dry | productive
    new | old
    current currently | former formerly past previous previously
    systolic | diastolic
    wet | dry
    inspiration inspiratory | expiration expiratory
    hyperkalaemia | hypokalaemia
    tachycardia | bradycardia
    hypertension | hypotension
    arterial | venous
    concave | convex
    equal | unequal
    stiff stiffness | supple
    third | fourth
    noon midday | midnight
    easy easily | hard difficult
    symmetrical symmetric | asymmetrical asymmetric
    regular | irregular
    widespread diffuse generalised | localised localized
    """
HIGH = frozenset(["high", "raised", "elevated", "increased", "above"])
LOW = frozenset(["low", "reduced", "decreased", "below"])
NORMAL = frozenset(("normal",))
_EASED = "better relief relieved relieves ease eases eased improves improved improvement helped"
EASED = frozenset(_EASED.split())
_LEVELS = {1: HIGH, -1: LOW, 0: NORMAL}
_AROUND = 3


def _opposites() -> dict[str, frozenset[str]]:
    found: dict[str, frozenset[str]] = {}
    for line in _OPPOSED.strip().replace("\n      ", " ").splitlines():
        one, other = (frozenset(half.split()) for half in line.split("|"))
        for word in one:
            found[word] = found.get(word, frozenset()) | other
        for word in other:
            found[word] = found.get(word, frozenset()) | one
    return found


_COMPARED = re.compile(r"\bthan (?:the |his |her |on the |in the )?(?:left|right)(?: \w+)?", re.IGNORECASE)
_UNTIL_NOW = re.compile(r"\bbefore(?=\s*(?:[,.;)]|$))")  # "a headache that she did not know before"
_PIECES = re.compile(r"[,;.]|\b(?:and|but|while|whereas)\b")
_MODIFIED = re.compile(
    r"\b(?:(?P<better>better|eas(?:es?|ed|ing)|reliev\w+|relief|improv\w+|alleviat\w+|lessen\w*|sooth\w+|"
    r"help(?:s|ed)|lets? up)"
    r"|worse\w*|aggravat\w+|exacerbat\w+|provok\w+|intensif\w+)\b",
    re.IGNORECASE,
)
OPPOSITES = _opposites()
# What says the same of a direction: "risen" is "up".
ALIKE = {word: frozenset(w for w in OPPOSITES if OPPOSITES[w] == OPPOSITES[word]) for word in OPPOSITES}


def level_words(sources: Sequence[str]) -> frozenset[str]:
    """Return how a value may be called that stands with its range or limit: "low", "normal"."""
    return frozenset(word for source in sources for level in _levels(source) for word in _LEVELS[level])


def _levels(source: str) -> Iterator[int]:
    """Yield where the value of a text lies: 1 above its range, -1 below, 0 within; nothing without both."""
    said = values(source)
    try:
        measured = [Decimal(value.digits) for value in said if not value.role][:1]
        limits = [Decimal(value.digits) for value in said if value.role == "limit"]
    except InvalidOperation:
        return
    if not measured or not limits:
        return
    low = None if "upper limit" in source else limits[0]
    high = None if "lower limit" in source else limits[-1]
    if len(limits) == 1 and low is not None and high is not None:
        return
    below, above = low is not None and measured[0] < low, high is not None and measured[0] > high
    yield -1 if below else 1 if above else 0


def whose_faults(said: str, text: str, sources: Sequence[str], cited: Sequence[Cited]) -> Iterator[Fault]:
    """Yield whether a sentence gives to the patient what is said of a relative, or the other way round."""
    spoken = relatives(said)
    bearers = {word for one in cited for word in relatives(one.whose)} | relatives(text)
    known = bearers | {word for source in sources for word in relatives(source)}
    if bearers and not spoken:
        yield Fault(Support.CONTRADICTED, f"it leaves out “{min(bearers)}”: what it cites is not said of the patient")
    for word in sorted(spoken - known):
        if word in _ANY and known - _ANY:
            continue
        of = min(bearers) if bearers else "the patient"
        yield Fault(Support.CONTRADICTED, f"it says “{word}”; what it cites is said of {of}")


def relatives(text: str) -> set[str]:
    """Return the relatives that a text names; some facts name no one nearer than the family."""
    return {normal(word.text) for word in words_of(text)} & RELATIVES


def nearer(text: str) -> set[str]:
    """Return the relatives that a text names, without "the family", who may be anyone."""
    return relatives(text) - _ANY


def opposite_faults(
    said: str, sources: Sequence[str], levels: frozenset[str], judged: Collection[str] = ()
) -> Iterator[Fault]:
    """Yield a word whose opposite stands in the sources where it stands in the sentence; what is judged is left."""
    words = words_of(_UNTIL_NOW.sub(" ", _COMPARED.sub(" ", said)))
    for at, word in enumerate(words):
        others = OPPOSITES.get(word.text)
        if (
            others is None
            or word.text in judged
            or (word.denied and word.text not in levels)
            or (word.text in levels and not word.denied)
        ):
            continue
        rivals = [
            (source, spot) for source in sources for spot in _spots(source, {word.text, *ALIKE[word.text], *others})
        ]
        if levels and word.text in HIGH | LOW | NORMAL and word.denied is not None:
            yield Fault(Support.CONTRADICTED, f"it says “{word.text}”, which the value cited is not")
            continue
        same = [r for r in rivals if words_of(r[0])[r[1]].text in {word.text, *ALIKE[word.text]}]
        if not same and rivals:
            other = words_of(rivals[0][0])[rivals[0][1]].text
            yield Fault(Support.CONTRADICTED, f"it says “{word.text}” where what it cites says “{other}”")
        elif _elsewhere(words, at, same, [rival for rival in rivals if rival not in same]):
            yield Fault(Support.CONTRADICTED, f"it says “{word.text}” of what is otherwise in what it cites")


def side_faults(said: str, sources: Sequence[str]) -> Iterator[Fault]:
    """Yield a part of the body of which only the other side stands in the sources."""
    there = {pair for source in sources for pair in _sided(source)}
    for side, part in _sided(said):
        other = "left" if side == "right" else "right"
        if (side, part) not in there and (other, part) in there:
            yield Fault(
                Support.CONTRADICTED, f"it says \u201c{side}\u201d where what it cites says \u201c{other}\u201d"
            )


def _sided(text: str) -> set[tuple[str, str]]:
    """Return the parts of the body that a text names with their sides."""
    words = words_of(_COMPARED.sub(" ", text))
    return {
        (one.text, part.stem) for one, part in pairwise(words) if one.text in ("left", "right") and part.stem in parts()
    }


def relief_faults(said: str, sources: Sequence[str]) -> Iterator[Fault]:
    """Yield what is said to make worse where the sources say that it makes better, or the other way round."""
    there = [one for source in sources for one in _eased(source)]
    for better, words in _eased(said):
        same = max((len(words & other) for is_better, other in there if is_better is better), default=0)
        opposed = max((len(words & other) for is_better, other in there if is_better is not better), default=0)
        if opposed > same:
            turned = "worse where what it cites says better" if not better else "better where what it cites says worse"
            yield Fault(Support.CONTRADICTED, f"it says {turned}")


def _eased(text: str) -> Iterator[tuple[bool, set[str]]]:
    """Yield what a text says to make better or worse: whether better, and the words with it."""
    part: list[str] = []
    for piece in (*_PIECES.split(text), "better"):
        whole = " ".join(part)
        found = _MODIFIED.search(whole)
        if found is not None and _MODIFIED.search(piece):
            yield found["better"] is not None, _with(_MODIFIED.sub(" ", whole))
            part = []
        part.append(piece)


def _with(text: str) -> set[str]:
    """Return what makes better or worse: neither the pain itself nor where it is."""
    found = {word.stem for word in words_of(text) if word.text not in SMALL and not ordinary(word.text)}
    return found - parts() - {"pain", "when"}


def _elsewhere(
    words: Sequence[Word], at: int, same: Sequence[tuple[str, int]], rivals: Sequence[tuple[str, int]]
) -> bool:
    """Return whether a word stands beside what the sources put beside its opposite, and not beside itself."""
    kept = any(_beside(words, at, source, spot) for source, spot in same)
    return not kept and any(_beside(words, at, source, spot) for source, spot in rivals)


def _spots(source: str, wanted: set[str]) -> list[int]:
    return [at for at, word in enumerate(words_of(source)) if word.text in wanted]


def _beside(words: Sequence[Word], at: int, source: str, spot: int) -> bool:
    """Return whether the words about two places have one in common."""
    return not _about(words, at).isdisjoint(_about(words_of(source), spot))


def _about(words: Sequence[Word], at: int) -> set[str]:
    near = (*words[max(0, at - _AROUND) : at], *words[at + 1 : at + 1 + _AROUND])
    return {word.stem for word in near if word.text not in SMALL}
