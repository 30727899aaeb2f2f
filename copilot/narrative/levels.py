"""Whether a measured value lies where a sentence puts it, and went the way that it says."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal, InvalidOperation

from copilot.narrative.cited import Cited
from copilot.narrative.narrative import Fault, Support
from copilot.narrative.said import TURNS, Word, content, words_of
from copilot.narrative.times import without_times
from copilot.narrative.values import values, without_values

Levels = frozenset[int]

_BOTH = "increased decreased reduced lowered higher lower increase decrease reduction elevation"


def _set(words: str) -> frozenset[str]:
    """Return the words of a list."""
    return frozenset(words.split())


HIGH = _set("high raised elevated increased above exceed exceeds exceeding exceeded positive higher elevation increase")
LOW = _set("low reduced decreased below lowered lower decrease reduction")
NORMAL = _set("normal unremarkable negative")
UP = _set(
    "rise rises rose risen rising increase increased increasing climb climbs climbed climbing up higher grew grown "
    "jumped gained gain elevation"
)
DOWN = _set(
    "fall falls fell fallen falling drop drops dropped dropping decline declines declined declining decrease decreased "
    "decreasing down lower lowered reduced reduction lost loss"
)
SAME = _set("stable unchanged steady constant static")
WORSE = _set("worse worsened worsening deteriorated deteriorating deterioration")
BETTER = _set("better improved improving improvement recovered recovering")
EITHER = frozenset(_BOTH.split())
SIDES: dict[str, Levels] = {
    **dict.fromkeys(HIGH, frozenset((1,))),
    **dict.fromkeys(LOW, frozenset((-1,))),
    **dict.fromkeys(NORMAL, frozenset((0,))),
    "abnormal": frozenset((-1, 1)),
}
_WAYS = {**dict.fromkeys(UP, 1), **dict.fromkeys(DOWN, -1), **dict.fromkeys(SAME, 0)}
# Of a value that stands alone these say where it lies: "CRP is up".
_ALONE: dict[str, Levels] = {"up": frozenset((1,)), "down": frozenset((-1,))}
_FAR, _CLOSE = 20, 6
_NOW = _set("now currently today")
_EMPTY = re.compile(r"\(\s*\)")
_MARK = re.compile(r"[,;]")
# What is called high or low in an adult, where the record states no range: (low from, normal from, normal to, high
# from); between them both may be said.
_USUAL: dict[str, tuple[Decimal | int, ...]] = {
    "8867-4": (50, 60, 90, 101), "9279-1": (9, 12, 19, 23), "59408-5": (94, 96, 100, 101), "2708-6": (94, 96, 100, 101),
    "8310-5": (Decimal("35.0"), 36, Decimal("37.4"), 38), "8480-6": (90, 101, 129, 140), "8462-4": (59, 61, 79, 90),
    "39156-5": (18, 19, 24, 26),
}  # fmt: skip
# A value's level said in one word: the word's beginning, the names of what was measured, the level in words.
_STATES = """
an(a)?emi(a|c) | haemoglobin | low
polycyth(a)?emi(a|c) | haemoglobin | raised
leu[ck]ocytosis | leukocytes | raised
leu[ck]openi(a|c) | leukocytes | low
neutropeni(a|c) | neutrophils | low
neutrophilia | neutrophils | raised
thrombocytosis | platelets | raised
thrombocytopeni(a|c) | platelets | low
microcyt(osis|ic) | mean corpuscular volume | low
macrocyt(osis|ic) | mean corpuscular volume | raised
normocytic | mean corpuscular volume | normal
hyponatr(a)?emi(a|c) | sodium | low
hypernatr(a)?emi(a|c) | sodium | raised
hypokal(a)?emi(a|c) | potassium | low
hyperkal(a)?emi(a|c) | potassium | raised
hypocalc(a)?emi(a|c) | calcium | low
hypercalc(a)?emi(a|c) | calcium | raised
hypoglyc(a)?emi(a|c) | glucose | low
hyperglyc(a)?emi(a|c) | glucose | raised
hyperuric(a)?emi(a|c) | urate | raised
hypoalbumin(a)?emi(a|c) | albumin | low
hyperbilirubin(a)?emi(a|c) | total bilirubin | raised
hyperlactat(a)?emi(a|c) | lactate | raised
ur(a)?emi(a|c) | urea | raised
tachycardi(a|c) | heart rate | raised
bradycardi(a|c) | heart rate | low
tachypn(o)?e(a|ic) | respiratory rate | raised
bradypn(o)?e(a|ic) | respiratory rate | low
normox(ia|ic) | oxygen saturation by pulse oximetry | normal
hypox(ia|ic)|hypox(a)?emi(a|c)|desaturat(ed|ing|ion) | oxygen saturation by pulse oximetry | low
fever | body temperature | raised
hypothermi(a|c) | body temperature | low
hypertensi(on|ve) | systolic blood pressure | raised
hypotensi(on|ve) | systolic blood pressure | low
ha?emodynamically stable | systolic blood pressure | normal
normotensive | systolic blood pressure | normal
overweight|obesity | body mass index | raised
underweight | body mass index | low
iron deficiency | ferritin | low
inflammation|inflammatory (markers?|parameters?|response) | c-reactive protein | raised
inflammation|inflammatory (markers?|parameters?|response) | erythrocyte sedimentation rate | raised
hypothyroidism | thyrotropin | raised
hyperthyroidism|thyrotoxicosis | thyrotropin | low
(impaired|reduced|decreased|poor) renal function | creatinine | raised
renal (impairment|insufficiency|dysfunction) | creatinine | raised
renal function | creatinine |
renal function | estimated glomerular filtration rate |
liver (function )?tests|liver (chemistry|panel|biochemistry|profile) | alanine aminotransferase |
liver enzymes|transaminases | alanine aminotransferase |
"""
NO_LEVEL = re.compile(
    r"(?<!within )(?<!within the )(?<!in the )(?<!in )(?<!is )(?<!was )\bnormal (?:range|limits?|values?|up to|is|<)"
    r"|\b(?:(?:upper|lower) )?(?:limit|range|bound|end) of (?:the )?(?:normal|reference)(?: range)?\b"
    r"|\b(?:upper|lower) (?:limit|bound|end)\b|\bnormal (?:up to|<)|\(up to\b"
    r"|\babove target\b|\bincreas\w+ (?:the )?(?:risk|likelihood)\b|\bfall or\b",
    re.IGNORECASE,
)
_WITHIN = re.compile(
    r"\b(?:with)?in (?:the |its |their )?(?:normal |reference |usual )?(?:range|limits)\b", re.IGNORECASE
)
_WITHIN_GIVEN = re.compile(
    _WITHIN.pattern + r"(?=[\s:(]*(?:of|from)?[\s(]*(?:[<>\u2264\u2265]|\d[\d.,]*\s?(?:[\u2013-]|to\b)))", re.IGNORECASE
)
_DEGREE = re.compile(
    r"\b(?:mild|moderate|marked|severe|significant|slight|profound|gross|minimal|modest|new|relative) "
    r"(?=(?:raised|low|normal|elevation|rise|fall|drop|increase|decrease|reduction)\b)",
    re.IGNORECASE,
)


def _states() -> tuple[tuple[re.Pattern[str], str, str], ...]:
    """Return what says a level in one word, what was measured, and the level."""
    rows = (line.split(" | ") for line in _STATES.strip().splitlines())
    return tuple(
        (re.compile(rf"\b(?:{row[0].strip()})\b", re.IGNORECASE), row[1].strip(" |"), (*row, "")[2].strip())
        for row in rows
    )


_STATED = _states()


@dataclass(frozen=True, slots=True)
class Measured:
    """One value: what was measured, how much, when, its bounds and where it lies between them."""

    name: str
    value: Decimal
    at: datetime | None
    low: Decimal | None
    high: Decimal | None
    levels: Levels


def measured(cited: Sequence[Cited]) -> tuple[Measured, ...]:
    """Return the values among what is cited."""
    return tuple(made for one in cited if (made := _measured(one)) is not None)


def _measured(one: Cited) -> Measured | None:
    said = values(without_times(one.words[0][len(one.label) :])) if one.words else ()
    if not one.chart or one.lasting or len(said) != 1 or not one.words[0].casefold().startswith(one.label.casefold()):
        return None
    try:
        value = Decimal(said[0].digits)
    except InvalidOperation:
        return None
    low, high = _bounds(one)
    at = one.when.earliest if one.when else None
    return Measured(one.label.casefold(), value, at, low, high, _levels(one, value, low, high))


def _bounds(one: Cited) -> tuple[Decimal | None, Decimal | None]:
    """Return the laboratory's range."""
    stated = next((text.partition("(range ")[2] for text in one.words if "(range " in text), "")
    limits = [value for value in values(stated) if re.fullmatch(r"[\d.]+", value.digits)]
    if len(limits) == 2:
        return Decimal(limits[0].digits), Decimal(limits[1].digits)
    if len(limits) == 1:
        limit = Decimal(limits[0].digits)
        return (limit, None) if limits[0].sign.startswith(">") else (None, limit)
    return None, None


def _levels(one: Cited, value: Decimal, low: Decimal | None, high: Decimal | None) -> Levels:
    """Return where a value may be said to lie: -1 low, 0 normal, 1 high; nothing where no bound is known."""
    if low is not None or high is not None:
        return frozenset((-1 if low is not None and value < low else 1 if high is not None and value > high else 0,))
    bounds = next((_USUAL[code] for code in one.loinc if code in _USUAL), None)
    if bounds is None:
        return frozenset()
    below, normal_from, normal_to, above = bounds
    found = {-1} if value < normal_from else set()
    found |= {1} if value > normal_to else set()
    return frozenset(found | ({0} if below <= value < above else set()))


def in_levels(words: str, cited: Sequence[Cited], texts: Sequence[str] = ()) -> str:
    """Return a sentence with the level of a value in plain words: "tachycardia" is "raised heart rate".

    What the record itself calls so stays: hypertension on the list of problems is no measured pressure.
    """
    there = {one.name for one in measured(cited)}
    own = " ".join(texts or (text for one in cited for text in (one.label, *one.words)))
    for pattern, name, level in _STATED:
        if name in there and not pattern.search(own):
            words = pattern.sub(f"{level} {name}".strip(), words)
    return _WITHIN.sub("normal", _WITHIN_GIVEN.sub("normal, range", _DEGREE.sub("", words))) if there else words


class Told:
    """What a sentence says of levels and of change; `words` are those that were judged here, so nowhere else."""

    def __init__(self, said: str, cited: Sequence[Cited]) -> None:
        self._values = measured(cited)
        plain = _EMPTY.sub(" ", without_values(without_times(NO_LEVEL.sub(" ", said))))
        turn = " " if "neither" in plain.casefold() else " whereas "  # "neither A, at 2, nor B, at 3, is raised"
        self._said = words_of(_MARK.sub(turn, plain))
        self.changed = any(_change(self._values, one.name) for one in self._values)
        self._own = {word.text for one in cited for text in (one.label, *one.words) for word in words_of(text)}
        self.words: set[str] = set()
        self.denied = False
        self.faults = tuple(self._judge()) if self._values else ()

    def _judge(self) -> Iterator[Fault]:
        for at, word in enumerate(self._said):
            wanted, way = SIDES.get(word.text), _WAYS.get(word.text)
            alone = word.text in _ALONE and not self.changed
            if alone and [one.text for one in self._said[at + 1 : at + 2]] not in (["to"], ["on"]):
                wanted, way = _ALONE[word.text], None
            worse = word.text in WORSE or word.text in BETTER
            if (wanted is None and way is None and not worse) or word.text in self._own:
                continue
            near = self._near(at)
            changes = [one for one in (_change(self._values, name) for name in near) if one is not None]
            verdicts = [self._lies(at, name, wanted) for name in near if wanted is not None]
            if changes and (way is not None or worse):
                verdicts += [_went(word, change) for change in changes]
            known = [one for one in verdicts if one is not None]
            if not known:
                continue
            self.words.add(word.text)
            self.denied = self.denied or word.denied is not False
            if not any(known):
                yield Fault(Support.CONTRADICTED, f"it says \u201c{word.text}\u201d, which the value cited is not")

    def _near(self, at: int) -> list[str]:
        """Return what was measured and stands nearest to a word; all of it where none is named."""
        names = list(dict.fromkeys(one.name for one in self._values))
        far = {name: min((self._between(spot, at) for spot in self._spots(name)), default=99) for name in names}
        least = min(far.values())
        before = {name: max((spot for spot in self._spots(name) if spot < at), default=-1) for name in names}
        last = max(before.values())
        if least > _FAR and last >= 0:  # "sodium fell to 131, slightly below the range": still of sodium
            return [name for name in names if before[name] == last]
        return [name for name in names if far[name] == least]

    def _between(self, one: int, other: int) -> int:
        """Return how far two words are apart; a turn between them ("whereas") counts for many."""
        first, last = sorted((one, other))
        return last - first + _FAR * any(word.text in TURNS for word in self._said[first:last])

    def _spots(self, name: str) -> list[int]:
        stems = set(content(name))
        return [at for at, word in enumerate(self._said) if word.stem in stems]

    def _lies(self, at: int, name: str, wanted: Levels) -> bool | None:
        """Return whether a value of this name lies so, where "now" is said the last; None where no bound is known."""
        word, own = self._said[at], [one for one in self._values if one.name == name and one.levels]
        if len(own) > 1 and any(near.text in _NOW for near in self._said[max(0, at - _CLOSE) : at]):
            own = [max(own, key=lambda one: one.at or datetime.min)]
        levels = [one.levels for one in own]
        if not levels:
            return None
        if word.denied:
            return any(own - wanted for own in levels)
        return any(own & wanted for own in levels)


def _change(found: Sequence[Measured], name: str) -> tuple[Measured, Measured] | None:
    """Return the first and the last of the values of one name, where it was measured more than once."""
    dated = sorted((one for one in found if one.name == name and one.at), key=lambda one: one.at or datetime.min)
    return (dated[0], dated[-1]) if len({one.at for one in dated}) > 1 else None


def _went(word: Word, change: tuple[Measured, Measured]) -> bool | None:
    """Return whether a value went the way that a word says."""
    first, last = change
    if word.text in WORSE or word.text in BETTER:
        gap = _gap(last) - _gap(first)
        went = gap > 0 if word.text in WORSE else gap < 0
    elif (way := _WAYS[word.text]) == 0:
        went = abs(last.value - first.value) <= abs(first.value) / 10
    else:
        went = (last.value - first.value) * way > 0
    return went is not bool(word.denied)


def _gap(one: Measured) -> Decimal:
    """Return how far a value lies from the middle of its range; from nought where only one bound is known."""
    if one.low is not None and one.high is not None:
        return abs(one.value - (one.low + one.high) / 2)
    if one.low is not None:
        return -one.value
    return one.value
