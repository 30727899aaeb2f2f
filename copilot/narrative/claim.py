"""The core of the check: what a clause says, held against what it cites; what cannot be shown to hold is a fault."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from copilot.narrative import wording
from copilot.narrative.cited import Cited
from copilot.narrative.entity import HIGH, LOW, NORMAL, level_words, opposite_faults, whose_faults
from copilot.narrative.narrative import Fault, Support
from copilot.narrative.said import content, in_order, meanings, share, turned, words_of
from copilot.narrative.times import lasted, time_faults, without_times
from copilot.narrative.values import number_faults, spelt, without_values

ENOUGH = 0.6
_KEPT = frozenset(["of", "in", "on", "at", "over", "from", "and"])  # about these, words may be turned
_ASIDE = re.compile(
    r"\((?:range|upper limit|lower limit)[^)]*\)|,? (?:up|down) from .*$|\((?:H|L|HH|LL)\)|(?<=\S) (?:high|low)$",
    re.IGNORECASE,
)
# How a thing is said to be (of the past, possible, of the father) is judged by itself.
_QUALIFYING = meanings(tuple(wording.QUALIFIERS))
STANDS = "xstatementx"  # in the place of a statement said word for word


@dataclass(frozen=True, slots=True)
class Ground:
    """What a clause rests on: `text` is what may be said, `sources` the words it may be said in.

    `names` are those of the condition, free to be said. `quotable` grounds may also be cited for any of their
    sources' words; else the clause must say what `text` or one whole source says.
    """

    ids: tuple[str, ...]
    text: str
    sources: tuple[str, ...]
    cited: tuple[Cited, ...] = ()
    names: tuple[str, ...] = ()
    today: date | None = None
    quotable: bool = False

    @property
    def texts(self) -> tuple[str, ...]:
        """Return all texts that may be drawn on."""
        return (self.text, *self.sources)


def faults(words: str, ground: Ground) -> Iterator[Fault]:
    """Yield what is wrong with the words of one clause."""
    around, verbatim = glue(words, ground)
    yield from claims(around, " ".join(ground.texts).casefold())
    said = _nameless(words, ground)
    if verbatim:
        if any(word.text == STANDS and word.denied for word in words_of(around)):
            yield Fault(Support.CONTRADICTED, f"it denies {ground.text}")
        yield from _beside(around, ground)
    else:
        yield from _same_statement(said, ground)
    yield from _whose(said, around, verbatim, ground)
    yield from _strays(around, ground)
    for span in lasted(spelt(said), ground.cited, ground.today):
        said = spelt(said).replace(span, " ")
    yield from time_faults(around if verbatim else said, ground.texts, ground.cited, ground.today)
    loinc = tuple(code for one in ground.cited for code in one.loinc)
    yield from number_faults(without_times(said), [without_times(text) for text in ground.texts], loinc)


def glue(words: str, ground: Ground) -> tuple[str, bool]:
    """Return what is said around the statement and the condition's name, and whether the statement is verbatim."""
    plain = _nameless(words, ground)
    around = _without(plain, ground.text, f" {STANDS} ")
    return around.casefold(), around != plain


def _nameless(words: str, ground: Ground) -> str:
    """Return the words without the condition's names; one that is part of the statement stays there."""
    for name in ground.names:
        if name.casefold() not in ground.text.casefold():
            words = _without(words, name)
    return words


def _without(text: str, part: str, instead: str = " ") -> str:
    """Return a text with one stretch of it replaced, once."""
    if not part:
        return text
    return re.sub(rf"(?<!\w){re.escape(part)}(?!\w)", lambda _: instead, text, count=1, flags=re.IGNORECASE)


def claims(around: str, sources: str) -> Iterator[Fault]:
    """Yield what no sentence may say unless these are the words of what it cites ("a foul discharge")."""
    for pattern, complaint in (
        (wording.COMMAND, "it repeats an instruction"),
        (wording.CERTAIN, "it claims certainty"),
        (wording.ORDER, "it tells what to do"),
        (wording.MORE, "it hints at more than it says"),
    ):
        found = next((one for one in pattern.finditer(around) if one.group() not in sources), None)
        if found:
            yield Fault(Support.NOT_FOUND, f"{complaint} (\u201c{found.group()}\u201d)")


def _same_statement(said: str, ground: Ground) -> Iterator[Fault]:
    """Yield whether other words than the ground's own still say it, neither more nor the opposite."""
    spoken = meanings((said,))
    kept = [one for one in content(without_values(without_times(said))) if one in meanings(ground.texts)]
    given = max(ground.texts, key=lambda text: (fit(text, spoken), _qualified(text, spoken)))
    if fit(given, spoken) < ENOUGH:
        quoted = [text for text in ground.texts if len(kept) > 1 and share(kept, meanings((text,))) == 1]
        if not quoted or not ground.quotable:
            yield Fault(Support.NOT_FOUND, f"its words are not those of {' and '.join(ground.ids)}")
            return
        given = quoted[0]
    word = turned(said, given)
    if word:
        yield Fault(Support.CONTRADICTED, f"it turns \u201c{word}\u201d into its opposite")
    dropped = sorted(
        word.text for word in words_of(given) if word.text in wording.QUALIFIERS and word.stem not in spoken
    )
    if any(one.past for one in ground.cited) and not wording.PAST.search(said):
        yield Fault(Support.PARTLY, "what it cites is past, and it does not say so")
    if dropped:
        yield Fault(Support.PARTLY, f"it leaves out \u201c{dropped[0]}\u201d")
    plain = " ".join(word.text for word in words_of(said) if word.text in _KEPT or not wording.joins(word.text))
    close = [text for text in ground.texts if text == given or fit(text, spoken) >= ENOUGH]
    if not any(in_order(plain, text) for text in close):
        yield Fault(Support.PARTLY, "it puts the words of the finding in another order")


def _qualified(text: str, spoken: frozenset[str]) -> bool:
    """Return whether a text says how its thing is said to be, and all of that was said too."""
    found = [word.stem in spoken for word in words_of(text) if word.text in wording.QUALIFIERS]
    return bool(found) and all(found)


def _of(kept: list[str], text: str) -> list[str]:
    """Return those of the words said that a text has."""
    own = meanings((text,))
    return [one for one in kept if one in own]


def fit(text: str, spoken: frozenset[str]) -> float:
    """Return how much of a text was said; its range and its earlier values need not be."""
    plain = without_values(without_times(_ASIDE.sub(" ", text)))
    return share([one for one in content(plain) if one not in _QUALIFYING], spoken)


def _beside(around: str, ground: Ground) -> Iterator[Fault]:
    """Yield a word beside a statement word for word that its sources have, and have otherwise."""
    for source in ground.sources:
        word = turned(around, source) if _of(content(around), source) else ""
        if word and not any(not turned(around, other) and _of([word], other) for other in ground.sources):
            yield Fault(Support.CONTRADICTED, f"it turns \u201c{word}\u201d into its opposite")
            return


def _whose(said: str, around: str, verbatim: bool, ground: Ground) -> Iterator[Fault]:
    """Yield what is said of another person, another side, another direction."""
    levels = level_words(ground.texts)
    if verbatim:
        yield from whose_faults(f"{around} {ground.text}", ground.text, ground.sources, ground.cited)
        yield from opposite_faults(_plain(around), ground.texts, levels)
        return
    yield from whose_faults(said, ground.text, ground.sources, ground.cited)
    yield from opposite_faults(_plain(said), ground.texts, levels)


def _plain(text: str) -> str:
    """Return the text without the words that weigh evidence: "less likely", "lower limit", "raises"."""
    return wording.WEIGHING.sub(" ", text.casefold())


def _strays(around: str, ground: Ground) -> Iterator[Fault]:
    """Yield a word that neither joins nor stands in what is cited."""
    sources = meanings((*ground.texts, *ground.names, STANDS))
    if level_words(ground.texts):  # then `opposite_faults` has judged them
        sources |= HIGH | LOW | NORMAL
    if any(one.whose for one in ground.cited):
        sources |= {"family", "relative"}
    for word in words_of(without_values(without_times(around))):
        if not wording.joins(word.text) and word.stem not in sources and word.text not in sources:
            yield Fault(Support.PARTLY, f"it says \u201c{word.text}\u201d, which is not in what it cites")
            return
