"""Sentences whose truth is known: right ones in many phrasings, and right ones with one error planted.

Two sets of phrasings: the check was improved against `TRIED` (with other seeds than the one that measures), never
against `UNTRIED`, which shows what a phrasing nobody thought of costs. A phrasing that is looked at moves to `TRIED`.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from copilot.chart.fact import Quantity
from copilot.chart.units import canonical, convert
from copilot.differential.differential import Likelihood
from copilot.narrative.brief import Brief, Line, Stand
from copilot.narrative.phrases import beginnings, filled
from copilot.training.data import invented_brief

TRIED = {
    Stand.FOR: (
        "{X} {C} supports {N}.",
        "{N} is supported by {x} {C}.",
        "In favour of {N} is {x} {C}.",
        "{N} would explain {x} {C}.",
        "The chart shows {x} {C}, which fits {N} {C}.",
        "{X} is in keeping with {N} {C}.",
        "{N} is suggested by {x} {C}.",
        "One finding pointing to {N} is {x} {C}.",
        "The patient has {x} {C}.",
        "Among the features that favour {N} is {x} {C}.",
        "{N} is backed by {x} {C}.",
        "{X} makes {N} more likely {C}.",
        "Supporting {N}, we find {x} {C}.",
        "{X} counts in favour of {N} {C}.",
        "This patient presents with {x} {C}, consistent with {N} {C}.",
        "The presence of {x} {C} raises the likelihood of {N} {C}.",
        "What speaks for {N} here is {x} {C}.",
        "Evidence for {N} includes {x} {C}.",
        "With {x} {C}, {N} becomes a possibility {C}.",
        "Notably, {x} was recorded {C}.",
        "{X} was found on record and is compatible with {N} {C}.",
        "{N} deserves consideration because of {x} {C}.",
        "On record is {x} {C}, a reason to think of {N} {C}.",
        "{N} could account for {x} {C}.",
        "{X} adds weight to {N} {C}.",
        "Consistent with {N} is {x} {C}.",
        "{N} remains plausible in view of {x} {C}.",
        "{N}: {x} {C}.",
        "There is {x} {C}, and this goes along with {N} {C}.",
        "Clinically, {x} tips the balance towards {N} {C}.",
        "{N} ties in with {x} {C}.",
        "The notes describe {x} {C}, so {N} comes to mind {C}.",
        "Favouring {N} we see {x} {C}.",
        "{N} gains support from {x} {C}.",
        "We note {x} {C}, in agreement with {N} {C}.",
        "{X} would be well explained by {N} {C}.",
        "Speaking for {N} is {x} {C}.",
        "{X} is another clue to {N} {C}.",
        "The picture includes {x} {C}, as can be seen with {N} {C}.",
        "{N} is on the list because the chart shows {x} {C}.",
        "The finding of {x} {C} argues for {N} {C}.",
        "{X} lends support to {N} {C}.",
        "{N} is worth considering in a patient with {x} {C}.",
        "The documented {x} {C} favours {N} {C}.",
        "Pointing towards {N}: {x} {C}.",
    ),
    Stand.AGAINST: (
        "{X} speaks against {N} {C}.",
        "Against {N} is {x} {C}.",
        "{N} is less likely given {x} {C}.",
        "{X} argues against {N} {C}.",
        "Not in keeping with {N} and against it: {x} {C}.",
        "However, {x} {C} points away from {N} {C}.",
        "{X} makes {N} less likely {C}.",
        "Counting against {N}, the chart documents {x} {C}.",
        "On the other hand, {x} {C} does not favour {N} and is against it {C}.",
        "{N} is opposed by {x} {C}.",
        "A point against {N} is {x} {C}.",
        "{X} lowers the likelihood of {N} {C}.",
        "Arguing against it: {x} {C}.",
        "{X} does not go with {N} and tells against it {C}.",
        "That {x} is recorded {C} makes {N} a less likely explanation {C}.",
        "{X} casts doubt on {N} and speaks against it {C}.",
        "Yet {x} weighs against {N} {C}.",
        "What does not fit {N} is {x} {C}.",
        "{X} is hard to reconcile with {N} {C}.",
        "{N} is made less likely by {x} {C}.",
        "{X} is a finding against {N} {C}.",
        "Evidence against {N} includes {x} {C}.",
        "{N} seems less probable with {x} {C}.",
        "{X} does not support {N} {C}.",
        "Set against {N} is {x} {C}.",
    ),
    Stand.UNKNOWN: (
        "It is not yet known whether there is {x} {C}.",
        "{X} is not documented {C}.",
        "The record does not mention {x} {C}.",
        "It would help to know about {x} {C}.",
        "Whether {x} is present remains unclear {C}.",
        "The chart says nothing about {x} {C}.",
        "Still unknown is {x} {C}.",
        "No mention of {x} has been made so far {C}.",
        "To settle {N}, it would be useful and would help to know about {x} {C}.",
        "{X} has not been documented {C}.",
        "We do not know yet whether there was {x} {C}, so it is unknown {C}.",
        "No information is available on {x} {C}.",
        "The chart is silent on {x} {C}.",
        "{X} has yet to be assessed {C}.",
        "Asking about {x} would be useful {C}.",
        "One open question is {x} {C}.",
        "It remains to be seen whether there is {x} {C}.",
        "Nothing is recorded about {x} {C}.",
        "It is unclear whether there is {x} {C}.",
        "The record contains no information about {x} {C}.",
        "Missing from the chart so far and not known: {x} {C}.",
        "{X} is still an open point {C}.",
        "The notes do not say whether {x} is there {C}.",
        "Information on {x} is lacking and would help {C}.",
    ),
}
UNTRIED = {
    Stand.FOR: (
        "{N} finds support in {x} {C}.",
        "Also recorded is {x} {C}, which {N} can explain {C}.",
        "{X} increases the probability of {N} {C}.",
        "In this record {x} {C} stands out as a reason for {N} {C}.",
        "The doctor noted {x} {C}; this agrees with {N} {C}.",
        "{N} has {x} on its side {C}.",
        "{N} may be behind {x} {C}.",
        "What favours {N} most here is {x} {C}.",
    ),
    Stand.AGAINST: (
        "{N} is hard to square with {x} {C}.",
        "{X} stands in the way of {N} and speaks against it {C}.",
        "The documented {x} {C} makes one doubt {N} and is against it {C}.",
        "{X} is evidence against {N} {C}.",
    ),
    Stand.UNKNOWN: (
        "We would want to know about {x}, so far unknown {C}.",
        "The chart leaves open whether there is {x} {C}.",
        "{X} is not described anywhere in this record and is not known {C}.",
        "No one has recorded whether {x} is present {C}.",
    ),
}
KINDS = ["number", "unit", "negation", "fact", "reference", "invented", "time", "entity", "band", "condition"]
Phrasings = dict[Stand, tuple[str, ...]]


@dataclass(frozen=True)
class Spoken:
    """One sentence about a brief; `kind` names the planted error, empty where it is right."""

    kind: str
    text: str
    brief: Brief


def right_ones(briefs: Callable[[], Brief], rng: random.Random, phrasings: Phrasings, count: int) -> Iterator[Spoken]:
    """Yield right sentences, a quarter of them in the grammar's own phrases."""
    for _ in range(count):
        brief, line = _chosen_line(briefs, rng)
        yield Spoken("", _sentence(brief, line, _reworded(line, rng), line.citation, rng, phrasings), brief)


def wrong_ones(briefs: Callable[[], Brief], rng: random.Random, phrasings: Phrasings, count: int) -> Iterator[Spoken]:
    """Yield sentences with one planted error, all kinds equally often."""
    for number in range(count):
        kind = KINDS[number % len(KINDS)]
        made = None
        while made is None:
            brief, line = _chosen_line(briefs, rng)
            made = _wrong(kind, brief, line, rng, phrasings)
        yield Spoken(kind, made, brief)


def _chosen_line(briefs: Callable[[], Brief], rng: random.Random) -> tuple[Brief, Line]:
    """Return a brief and one of its lines about a finding; what to test next has phrases of its own."""
    brief = briefs()
    lines = [line for line in brief.lines if line.stand is not Stand.NEXT]
    return (brief, rng.choice(lines)) if lines else _chosen_line(briefs, rng)


def invented(rng: random.Random) -> Callable[[], Brief]:
    """Return a maker of synthetic briefs."""
    return lambda: invented_brief(rng)


def chosen(briefs: Sequence[Brief], rng: random.Random) -> Callable[[], Brief]:
    """Return a maker that picks among given briefs."""
    return lambda: rng.choice(briefs)


def _sentence(brief: Brief, line: Line, said: str, ids: str, rng: random.Random, phrasings: Phrasings) -> str:
    if rng.random() < 0.25:
        phrases = beginnings(line.stand, brief.likelihood, brief.cant_miss, first=rng.random() < 0.5)
        return f"{filled(rng.choice(list(phrases)), brief.name)} {said} {ids}."
    return _phrase(rng.choice(phrasings[line.stand]), brief.name, said, ids)


def _phrase(phrase: str, name: str, said: str, ids: str) -> str:
    """Fill a phrasing in; one that cites twice says its second clause of the same line."""
    at_start = phrase.startswith("{X}")
    made = phrase.replace("{X}", said[:1].upper() + said[1:] if at_start else said).replace("{x}", said)
    first, _, rest = made.partition("{C}")
    made = first + ("{C}" + rest if "{C}" not in rest else rest)  # one citation, at the end
    return re.sub(r"\s+,", ",", re.sub(r"\s{2,}", " ", made)).replace("{N}", name).replace("{C}", ids)


_MEASURED = re.compile(
    r"(?P<name>[^\d<>(]+?):? (?P<sign>[<>]=?)?(?P<number>\d+(?:\.\d+)?) (?P<unit>[^\s,()]+(?:\(Hg\))?)(?P<rest>.*)"
)
_OTHER_UNITS = {
    "g/dL": "g/L", "g/L": "g/dL", "mg/L": "mg/dL", "mg/dL": "mg/L", "ug/L": "ng/mL", "ng/mL": "ug/L",
    "pg/mL": "ng/L", "10*3/uL": "10*9/L", "mmHg": "kPa", "\u00b0C": "\u00b0F", "Cel": "\u00b0F", "/min": "bpm",
    "kg": "lb",
}  # fmt: skip
_ABSENT = re.compile(r"(?:no|denies|without) (?P<name>[^,]+)", re.IGNORECASE)


def _reworded(line: Line, rng: random.Random) -> str:
    """Return the words of a line in one of the ways in which they may be said."""
    ways = [line.text, line.text, line.text[:1].lower() + line.text[1:], *_revalued(line.text)]
    denied = _ABSENT.fullmatch(line.text)
    if denied and not re.search(r"\b(?:and|or|no|not)\b", denied["name"]):
        name = denied["name"]
        ways += [f"the absence of {name}", f"absent {name}", f"lack of {name}", f"no evidence of {name}"]
    turned = re.fullmatch(r"(?P<head>[a-z]+) of the (?P<tail>[a-z]+)", line.text)
    if turned:
        ways += [f"{turned['tail'].removesuffix('s')} {turned['head']}"] * 2
    dated = re.search(r"\bon ((?:19|20)\d\d-\d\d-\d\d)", line.text)
    if dated:
        ways += [line.text.replace(dated.group(1), _spelled(dated.group(1)))] * 3
    return rng.choice(ways)


def _revalued(text: str) -> list[str]:
    """Return a finding with its value said otherwise: beside it, in another unit, without its range."""
    shown = re.fullmatch(r"(?P<finding>[^()]+) \((?P<value>[^()]+)\)", text)
    if shown is None:
        return []
    finding, value = shown["finding"], shown["value"]
    bare = value[:1].isdigit() or value[:1] in "<>"
    found = _MEASURED.fullmatch(f"{finding} {value}" if bare else value)
    plain = found and re.fullmatch(r"|, (?:range|lower limit|upper limit)[^,]*", found["rest"])
    if not (found and plain and canonical(found["unit"])) or found["name"].endswith(" for"):
        return []
    name, figure = found["name"], f"{found['sign'] or ''}{found['number']} {found['unit']}"
    ways = [f"{name} {figure}", f"{name} of {figure}", f"{name} at {figure}"]
    other = _in_other_unit(found["number"], found["unit"])
    ways += [f"{name} {found['sign'] or ''}{other}"] * 2 if other else []
    return ways if bare else [f"{finding} ({way})" for way in ways]


def _in_other_unit(number: str, unit: str) -> str:
    target = _OTHER_UNITS.get(unit)
    if target is None:
        return ""
    made = convert(Quantity(Decimal(number), unit, ""), canonical(target))
    return "" if made is None or made < 1 else f"{made.quantize(Decimal('0.1')).normalize():f} {target}"


def _spelled(day: str) -> str:
    months = ("Jan", "Feb", "March", "April", "May", "June", "July", "Aug", "Sept", "Oct", "Nov", "Dec")
    year, month, number = day.split("-")
    return f"{int(number)} {months[int(month) - 1]} {year}"


def _wrong(kind: str, brief: Brief, line: Line, rng: random.Random, phrasings: Phrasings) -> str | None:
    """Return a sentence with one error of this kind, or None where the line offers no place for it."""
    if kind in _IN_WORDS:
        said = _IN_WORDS[kind](line.text, rng)
        return None if said is None else _sentence(brief, line, said, line.citation, rng, phrasings)
    if kind in _IN_IDS:
        ids = _IN_IDS[kind](brief, line, rng)
        return None if ids is None else _sentence(brief, line, line.text, ids, rng, phrasings)
    if kind == "condition":
        other = rng.choice(("Sarcoidosis", "Acute appendicitis", "Lyme disease", "Bipolar disorder", "Hepatitis C"))
        phrase = rng.choice([p for p in phrasings[line.stand] if "{N}" in p] or [""])
        return _phrase(phrase, other, line.text, line.citation) if phrase and other != brief.name else None
    words = {Likelihood.STRONG: "strongly", Likelihood.MODERATE: "moderately", Likelihood.WEAK: "weakly"}
    word = rng.choice([said for band, said in words.items() if band is not brief.likelihood])
    if line.stand is not Stand.FOR:
        return None
    return f"{brief.name} is {word} supported by {line.text} {line.citation}."


def _number(text: str, rng: random.Random) -> str | None:
    """Change one number: a digit, the decimal point, or for another of the same line."""
    found = list(re.finditer(r"(?<![\w.*-])\d+(?:\.\d+)?(?![\w*-])", text))
    if not found:
        return None
    one = rng.choice(found)
    old = one.group()
    others = {f.group() for f in found} - {old}
    made = rng.choice([
        str(int(Decimal(old)) + rng.randint(1, 9)),
        f"{Decimal(old) * 10:f}" if Decimal(old) else "7",
        *(others or {str(int(Decimal(old)) + 1)}),
    ])  # fmt: skip
    return None if Decimal(made) == Decimal(old) else text[: one.start()] + made + text[one.end() :]


def _unit(text: str, rng: random.Random) -> str | None:
    found = re.search(r"(?<=\d )(?:g/dL|g/L|mg/L|mg/dL|mmol/L|umol/L|ug/L|ng/mL|pg/mL|U/L|10\*3/uL|/min|%|days|weeks|"
                      r"months|years|hours|mmHg|kPa|\u00b0C|kg|mm/h)(?=[\s,.)]|$)", text)  # fmt: skip
    if found is None:
        return None
    spans, units = (
        ["days", "weeks", "months", "years", "hours"],
        ["g/L", "mg/dL", "mmol/L", "pg/mL", "U/L", "kPa", "ng/L", "g/dL", "%"],
    )
    same = spans if found.group() in spans else units
    other = rng.choice([u for u in same if canonical(u) != canonical(found.group())])
    return text[: found.start()] + other + text[found.end() :]


def _negation(text: str, rng: random.Random) -> str | None:
    denied = re.fullmatch(r"(?:no|denies|without) (?P<rest>[^,]+)", text, re.IGNORECASE)
    if denied:
        return None if re.search(r"\b(?:or|no|not)\b", denied["rest"]) else denied["rest"]
    if re.search(r"\b(?:no|not|non|without|never|absent|negative|denies|normal|less|un\w+)\b|-", text, re.IGNORECASE):
        return None
    return rng.choice(("no {}", "absence of {}", "the absence of any {}", "denied {}", "lack of {}")).format(text)


def _time(text: str, rng: random.Random) -> str | None:
    dated = re.search(r"\b(?:19|20)\d\d(?=-\d\d|$)", text)
    if dated:
        return text[: dated.start()] + str(int(dated.group()) - rng.randint(1, 9)) + text[dated.end() :]
    if "202" in text:
        return None
    tails = ("since 2019", "since 3 March 2021", "7 months ago", "on 2 May 2024", "for 11 years", "last year",
             "since childhood", "two years ago", "in January 2022")  # fmt: skip
    return f"{text} {rng.choice(tails)}"


def _entity(text: str, rng: random.Random) -> str | None:
    for one, other in (("left", "right"), ("right", "left"), ("upper", "lower"), ("father", "mother")):
        if re.search(rf"\b{one}\b", text) and not re.search(rf"\b{other}\b|limit", text):
            return re.sub(rf"\b{one}\b", other, text, count=1)
    found = _MEASURED.fullmatch(text)
    if found and rng.random() < 0.6:
        other = rng.choice(("Sodium", "Platelets", "Albumin", "Ferritin", "Heart rate", "Creatinine"))
        return None if other.casefold() in text.casefold() else text.replace(found["name"], other, 1)
    if re.search(r"\b(?:family|father|mother|sister|brother|son|daughter|he|she|wife|husband)\b", text):
        return None
    return rng.choice(("the father's {}", "the patient's mother has {}", "{} in a sister", "left-sided {}")).format(
        text
    )


def _other_fact(brief: Brief, line: Line, rng: random.Random) -> str | None:
    others = [other for other in brief.lines if other.facts and not set(other.facts) & set(line.facts)]
    others = [o for o in others if not _near(o, line)]
    return None if not others or not line.facts else f"[{rng.choice(rng.choice(others).facts)}]"


def _near(one: Line, other: Line) -> bool:
    """Return whether what one line rests on also tells what the other says: its citation would be right."""
    return any(other.text.casefold() in source.casefold() for source in one.sources)


def _other_reference(brief: Brief, line: Line, rng: random.Random) -> str | None:
    others = sorted({r for other in brief.lines for r in other.references} - set(line.references))
    facts = " ".join(f"[{f}]" for f in line.facts)
    return f"{facts} [{rng.choice(others)}]".strip() if others else None


def _no_such_id(brief: Brief, line: Line, rng: random.Random) -> str | None:
    number = rng.randint(1, 99)
    made = rng.choice((f"F{number}", f"F{number}.{rng.randint(1, 9)}", f"R{number}"))
    return None if made in brief.by_id else rng.choice((f"[{made}]", f"{line.citation} [{made}]"))


_IN_WORDS = {"number": _number, "unit": _unit, "negation": _negation, "time": _time, "entity": _entity}
_IN_IDS = {"fact": _other_fact, "reference": _other_reference, "invented": _no_such_id}
