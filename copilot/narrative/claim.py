"""The core of the check: what a clause says, held against what it cites; what cannot be shown to hold is a fault."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import takewhile

from copilot.knowledge.stems import parts
from copilot.narrative import wording
from copilot.narrative.cited import Cited
from copilot.narrative.clinical import clinical
from copilot.narrative.drug_classes import classes_of
from copilot.narrative.entity import (
    ALIKE,
    EASED,
    HIGH,
    LOW,
    NORMAL,
    level_words,
    opposite_faults,
    relief_faults,
    side_faults,
    whose_faults,
)
from copilot.narrative.leads import lead_faults
from copilot.narrative.levels import DOWN, NO_LEVEL, UP, Told
from copilot.narrative.narrative import Fault, Support
from copilot.narrative.ordinary import ordinary
from copilot.narrative.reckoned import parts_of_day, reckoned
from copilot.narrative.said import content, meanings, turned, words_of
from copilot.narrative.stated import ENOUGH, dropped, fit, says_value, told_faults
from copilot.narrative.times import AGO, lasted, time_faults, without_times
from copilot.narrative.values import number_faults, without_values

# Where some of what is cited is past and some is not, `told_faults` judges these.
_THEN = frozenset(("current", "currently", "past", "previous", "previously", "former", "formerly"))
_PAINS = ("ache", "algia")
_SURGICAL = re.compile(
    r"repair|(?:ec|o)tomy\b|plasty\b|scopic\b|graft|bypass|implant|resection|replacement|section|fixation",
    re.IGNORECASE,
)
_NOT_OFF = re.compile(r"no (?:raised|high|elevated|low|reduced) ", re.IGNORECASE)
_BOTH = frozenset(("both", "bilateral"))
_WHERE = _BOTH | {"upper", "lower"}
_REGIONS = frozenset(("limb", "lobe", "extrem", "quadrant"))
_DRINKING = frozenset(("drink", "drinks", "drank", "drunk", "drinking"))
_PIECES = re.compile(r"[,;.]|\b(?:and|but|while|whereas)\b", re.IGNORECASE)
_HALF = 0.5  # of a statement is enough where two of its own words were said
_END, _NEW_ILLNESS = 4, frozenset(("itis", "osis", "emia", "uria"))  # another one than "gastric"
_LONG = 6  # letters of a word that may stand within another: "thyroid" in "hypothyroidism"
STANDS = "xstatementx"  # in the place of a statement said word for word
NAMED = "xconditionx"  # in the place of the condition's name


@dataclass(frozen=True, slots=True)
class Ground:
    """What a clause rests on: `text` is what may be said, `sources` the words it may be said in.

    `names` are those of the condition, free to be said. `quotable` grounds may also be cited for any of their
    sources' words; else the clause must say what `text` or one whole source says. What is `asked` is neither said nor
    denied. `raw` is all of it as the record spells it, `before` what the sentence has said so far.
    """

    ids: tuple[str, ...]
    text: str
    sources: tuple[str, ...]
    cited: tuple[Cited, ...] = ()
    names: tuple[str, ...] = ()
    today: date | None = None
    quotable: bool = False
    asked: bool = False
    raw: tuple[str, ...] = ()
    before: str = ""

    @property
    def texts(self) -> tuple[str, ...]:
        """Return all texts that may be drawn on."""
        return (self.text, *self.sources)


def faults(words: str, ground: Ground) -> Iterator[Fault]:
    """Yield what is wrong with the words of one clause; they and the ground are in plain words."""
    around, verbatim = glue(words, ground)
    if ground.quotable:
        around, verbatim = words.casefold(), False
    known = "diagnosed diagnosis" if any((one.lasting or one.whose) and not one.doubted for one in ground.cited) else ""
    yield from claims(
        wording.INQUIRY.sub(" ", around) if ground.asked else around, f"{' '.join(ground.texts)} {known}".casefold()
    )
    said = _nameless(words, ground)
    told = Told(wording.WEIGHING.sub(" ", around if verbatim else said), ground.cited)
    yield from told.faults
    if verbatim:
        denied = any(word.text == STANDS and word.denied for word in words_of(around))
        if denied and not ground.asked:
            yield Fault(Support.CONTRADICTED, f"it denies {ground.text}")
        if not ground.asked:
            yield from _beside(around, ground)
    elif ground.quotable:
        yield from told_faults(said, ground.cited, told)
    else:
        yield from _same_statement(said, ground, told)
    mixed = {one.past for one in ground.cited} == {True, False}
    judged = told.words | (_THEN if mixed else frozenset())
    yield from _whose(said, around, verbatim, ground, judged)
    yield from side_faults(said, ground.texts)
    yield from lead_faults(words, ground.raw)
    yield from relief_faults(said, ground.texts)
    yield from _strays(around, ground, told)
    for span in (*lasted(said, ground.cited, ground.today), *reckoned(said, ground.cited, ground.today)):
        said = said.replace(span, " limit " if "limit" in span else " ")
    yield from time_faults(around if verbatim else said, ground.texts, ground.cited, ground.today)
    loinc = tuple(code for one in ground.cited for code in one.loinc)
    sources = [without_times(text) for text in ground.texts]
    sources += [found.group() for text in ground.texts for found in AGO.finditer(text)]
    yield from number_faults(without_times(said), sources, loinc, max(1, len(ground.cited)))


def glue(words: str, ground: Ground) -> tuple[str, bool]:
    """Return what is said around the statement and the condition's name, and whether the statement is verbatim."""
    plain = _nameless(words, ground, f" {NAMED} ")
    around = _without(plain, ground.text, f" {STANDS} ")
    return " ".join(around.casefold().split()), around != plain


def _nameless(words: str, ground: Ground, instead: str = " ") -> str:
    """Return the words without the condition's names; one that is part of the statement stays there."""
    for name in ground.names:
        if name.casefold() not in ground.text.casefold():
            words = _without(words, name, instead)
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
        found = next(
            (
                one
                for one in pattern.finditer(around)
                if one.group() not in sources
                and not (pattern is wording.CERTAIN and wording.UNSURE.search(around[: one.start()]))
            ),
            None,
        )
        if found:
            yield Fault(Support.NOT_FOUND, f"{complaint} (\u201c{found.group()}\u201d)")


def _same_statement(said: str, ground: Ground, told: Told) -> Iterator[Fault]:
    """Yield whether other words than the ground's own still say it, neither more nor the opposite."""
    spoken = meanings((said,))
    for level, alike in ((HIGH | UP, HIGH), (LOW | DOWN, LOW), (EASED, EASED)):
        spoken |= meanings(tuple(alike)) if any(word.text in level for word in words_of(said)) else frozenset()
    calm = any(word.text in NORMAL and word.denied is False for word in words_of(said))
    if calm and _NOT_OFF.match(ground.text):  # "a normal troponin" is what "no raised troponin" says
        given = ground.text
        spoken |= HIGH | LOW | meanings(tuple(HIGH | LOW))
        if fit(given, spoken) >= ENOUGH:
            return
    texts = (*ground.texts, *_pieces(ground.sources))
    given = max(texts, key=lambda text: (fit(text, spoken), _qualified(text, spoken)))
    valued = any(says_value(said, one) and set(content(one.label)) & spoken for one in ground.cited)
    if not (valued or _states(given, spoken, ground)):
        yield Fault(Support.NOT_FOUND, f"its words are not those of {' and '.join(ground.ids)}")
        return
    word = "" if told.denied or ground.asked else turned(said, given)
    named = meanings(tuple(one.label for one in ground.cited)) if valued and not told.words else frozenset()
    if word and named.isdisjoint(meanings((word,))):
        yield Fault(Support.CONTRADICTED, f"it turns \u201c{word}\u201d into its opposite")
    if any(one.past for one in ground.cited) and not wording.PAST.search(said):
        yield Fault(Support.PARTLY, "what it cites is past, and it does not say so")
    if not (told.denied or valued or ground.asked):
        yield from _beside(said, ground)
    left = dropped(said, given)
    if left:
        yield Fault(Support.PARTLY, f"it leaves out \u201c{left}\u201d")


def _states(given: str, spoken: frozenset[str], ground: Ground) -> bool:
    """Return whether enough of a statement was said; of what it is said may stand earlier in the sentence.

    What is asked need only be named.
    """
    if fit(given, spoken) >= ENOUGH or _heads(given, spoken):
        return True
    own = [one for one in content(given) if one in spoken and not ordinary(one)]
    enough = fit(given, spoken | meanings((ground.before,))) >= ENOUGH
    return bool(own) and (enough or ground.asked or (len(own) > 1 and fit(given, spoken) >= _HALF))


def _pieces(sources: Collection[str]) -> tuple[str, ...]:
    """Return what the sources state one thing after the other, where a piece is more than a word."""
    pieces = (piece.strip() for source in sources for piece in _PIECES.split(source))
    return tuple(dict.fromkeys(piece for piece in pieces if len(content(piece)) > 1))


def _heads(given: str, spoken: frozenset[str]) -> bool:
    """Return whether the thing itself was said of a name of two words: "effusion" of "pleural effusion"."""
    words = [word for word in words_of(given) if word.text != "no"]
    return len(words) == 2 and words[1].stem in spoken


def _qualified(text: str, spoken: frozenset[str]) -> bool:
    """Return whether a text says how its thing is said to be, and all of that was said too."""
    found = [word.stem in spoken for word in words_of(text) if word.text in wording.QUALIFIERS]
    return bool(found) and all(found)


def _of(kept: list[str], text: str) -> list[str]:
    """Return those of the words said that a text has."""
    own = meanings((text,))
    return [one for one in kept if one in own]


def _beside(around: str, ground: Ground) -> Iterator[Fault]:
    """Yield a word beside a statement word for word that its sources have, and have otherwise."""
    for source in ground.sources:
        word = turned(around, source) if _of(content(around), source) else ""
        if word and not any(not turned(around, other) and _of([word], other) for other in ground.sources):
            yield Fault(Support.CONTRADICTED, f"it turns \u201c{word}\u201d into its opposite")
            return


def _whose(said: str, around: str, verbatim: bool, ground: Ground, judged: Collection[str]) -> Iterator[Fault]:
    """Yield what is said of another person, another side, another direction."""
    levels = level_words(ground.texts)
    if verbatim:
        yield from whose_faults(f"{around} {ground.text}", ground.text, ground.sources, ground.cited)
        yield from opposite_faults(_plain(around), ground.texts, levels, judged)
        return
    yield from whose_faults(said, ground.text, ground.sources, ground.cited)
    yield from opposite_faults(_plain(said), ground.texts, levels, judged)


def _plain(text: str) -> str:
    """Return the text without the words that weigh: "less likely", "lower limit", "raises", "a small point"."""
    text = wording.THIS_SPAN.sub(" ", wording.IDIOM.sub(" ", text.casefold()))
    return NO_LEVEL.sub(" ", wording.WEIGHT.sub(" ", wording.WEIGHING.sub(" ", text.casefold())))


def _akin(word: str, other: str) -> bool:
    """Return whether a word is another form of one cited ("chlamydial") or a part of it ("thyroid"), no new illness."""
    if len(word) < _LONG or len(other) < _LONG:
        return False
    common = len(list(takewhile(lambda pair: pair[0] == pair[1], zip(word, other, strict=False))))
    ends = {one[-_END:] for one in (word, other)} & _NEW_ILLNESS
    return word in other or (common >= max(_LONG, min(len(word), len(other)) - 2) and len(ends) == 0)


def _allowed(ground: Ground, told: Told) -> frozenset[str]:
    """Return the words that what is cited has, and those that go with them."""
    sources = meanings((*ground.texts, *ground.raw, *ground.names, STANDS, NAMED))
    if level_words(ground.texts):  # then `opposite_faults` has judged them
        sources |= HIGH | LOW | NORMAL
    if any(one.whose for one in ground.cited):
        sources |= {"family", "relative"}
    if told.changed or any(one.past for one in ground.cited) or wording.FORMERLY & sources:
        sources |= wording.FORMERLY | {"new"}
    sources |= classes_of(sources)
    if "alcohol" in sources:
        sources |= _DRINKING
    if "allergy" in sources:
        sources |= wording.ALLERGIC
    if any(_SURGICAL.search(text) for text in ground.texts):
        sources |= {"surgery"}
    if any(word.text.endswith(_PAINS) for text in ground.texts for word in words_of(text)):
        sources |= {"pain", "ache"}
    if any(one.doubted for one in ground.cited):
        sources |= wording.DOUBT
    return sources


def _strays(around: str, ground: Ground, told: Told) -> Iterator[Fault]:
    """Yield a word that is neither an everyday one nor stands in what is cited."""
    sources = _allowed(ground, told)
    free = told.words | sources | parts_of_day(ground.cited)
    texts = {word.text for text in ground.texts for word in words_of(text)}
    words = words_of(without_values(without_times(_plain(around))))
    for word, following in zip(words, (*words[1:], None), strict=True):
        part = following is not None and following.stem in parts() | _REGIONS
        beside = following.text if following is not None else ""
        paired = part and word.text in _BOTH and beside.endswith("s") and beside in texts
        if part and not paired and word.text in _WHERE and not (_BOTH if word.text in _BOTH else {word.text}) & sources:
            yield Fault(Support.CONTRADICTED, f"it says \u201c{word.text}\u201d, which what it cites does not")
        known = word.stem in free or word.text in free or not ALIKE.get(word.text, frozenset()).isdisjoint(sources)
        known = known or wording.joins(word.text) or (ordinary(word.text) and f"un{word.text}" not in sources)
        known = known or not clinical(word.text) or any(_akin(word.text, text) for text in texts)
        if not known:
            yield Fault(Support.PARTLY, f"it says \u201c{word.text}\u201d, which is not in what it cites")
            return
