"""Measurements in prose: "BP 90/60", "T 38.9", "troponin was elevated"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from copilot.chart.fact import Quantity
from copilot.chart.units import canonical
from copilot.findings.children import for_age
from copilot.findings.lexicon import Lexicon, Measure
from copilot.findings.limits import Level, by_limit, limit_of
from copilot.findings.notes.matching import Match
from copilot.findings.notes.plausible import candidates
from copilot.findings.notes.text import Sentence
from copilot.knowledge.words import Token

_LINK = (
    r"(?:\bfrom\s\d[\d.,]{0,6}(?:\s?[A-Za-zµμ%/]{1,8})?\sto\b|[\s:=~,(*]|[-–](?=\s)|\b(?:was|is|of|to|at|up|a|an|level|levels|count|on|now|currently|value|reading|measured"
    r"|peak|peaked|admission|arrival|triage|presentation|around|about|approximately|approx|is|elevated|raised|high|low|"
    r"markedly|mildly|significantly|reduced|decreased|increased|normal|max|found|be|came|back|as|result|ra|the|initial"
    r"|initially|his|her|from|has|had|been|today|concentration|random|fasting|total|serum|are|were|dropped|fallen|fell"
    r"|risen|rose|rising|falling|gone|went|down|climbed|remains|remained|still|only|just|again|have|now)\b){1,12}"
)
_SIGN_WORDS = {
    "under": "<", "below": "<", "less than": "<", "over": ">", "above": ">", "more than": ">", "greater than": ">",
}  # fmt: skip
_NUMBER = re.compile(
    rf"(?P<link>{_LINK})?(?P<sign>[<>≤≥]=?|(?:{'|'.join(_SIGN_WORDS)})\b)?\s?(?P<number>\d{{1,3}}(?:,\d{{3}})+(?!\d)|\d{{1,6}}(?:\.\d{{1,3}})?)"
    r"(?P<rest>(?:\s?[-–]\s?\d{1,3})?)\s{0,2}"
    r"(?P<unit>(?:(?:beats?|breaths?|times)\s)?(?:(?:a|per|each|every)\s|/)min(?:ute)?\b|[A-Za-z%°ºµμ/][A-Za-z0-9%°ºµμ/^*()]{0,14}|[x×]\s?10[\^*]?[39]?/?[A-Za-z]{0,3})?"
)
_PRESSURE = re.compile(
    rf"\b(?:bp|blood\s+pressure|nibp|b/p)(?![a-z])(?:{_LINK})?(?P<high>\d{{2,3}})\s?/\s?(?P<low>\d{{2,3}})(?!\s?/|\d)",
    re.IGNORECASE,
)
_TIME = re.compile(
    r"(?:day|week|wk|month|year|yr|hour|hr|min(?:ute)?)s?|pm|am|y/o|yo|x|times|th|st|nd|rd|mg|mcg|tabs?|pack",
    re.IGNORECASE,
)
_A_MINUTE = re.compile(r"(?:\b(?:a|per|each|every)\s|/)min(?:ute)?$", re.IGNORECASE)
# The fluid that a value is of, where its name does not say so: "joint fluid: white cells 80,000".
_BLOOD = r"blood|serum|plasma|cbc|fbc|full count"
_FLUID = (
    r"csf|cerebrospinal|lumbar puncture|spinal tap|(?:joint|synovial|pleural|ascitic|peritoneal|amniotic|pericardial"
    r"|spinal|cyst|knee|nipple)\s(?:fluid|aspirate|tap)|arthrocentesis|thoracentesis|paracentesis"
    r"|bronchoalveolar lavage"
)
_LAST_FLUID = re.compile(rf"\b(?:(?P<blood>{_BLOOD})|(?:{_FLUID}))\b", re.IGNORECASE)
_OF_URINE = re.compile(r"\b(?:urine|urinary|spot|fetal|foetal)\s(?:\w+\s)?$", re.IGNORECASE)
_HIGH_WORDS = "elevated|raised|high|increased|positive|up|rising|supratherapeutic|abnormal|pos"
_LOW_WORDS = "low|reduced|decreased|depressed|suppressed|falling"
_NORMAL_WORDS = (
    "normal|negative|unremarkable|within normal limits|within normal range|wnl|undetectable|not detected|fine|nad|neg"
)
_DEGREE = (
    r"(?:(?:mildly|slightly|markedly|very|significantly|grossly|severely|moderately|borderline|persistently|also)\s+)?"
)
_VERB = (
    r"(?:\s{0,2}[:=-]?\s{0,2}|\s+(?:level|levels|count|test)?\s*"
    r"(?:was|were|is|are|came back|returned|remained|remains|has been)\s+)"
)
_WORD = rf"(?:(?P<high>{_HIGH_WORDS})|(?P<low>{_LOW_WORDS})|(?P<normal>{_NORMAL_WORDS}))"
_AFTER = re.compile(rf"{_VERB}(?P<no>not\s+)?(?:all\s+|both\s+)?{_DEGREE}{_WORD}\b", re.IGNORECASE)
_BEFORE = re.compile(rf"\b{_WORD}\s+(?:serum\s+|blood\s+|serial\s+|plasma\s+)?$", re.IGNORECASE)
_MARKERS = frozenset({"ca", "ck"})  # CK7 and CA125 are markers of tumours, not creatine kinase and calcium
_NAME_AND_NUMBER = re.compile(r"[A-Za-z]+(?=\d)")
# Names of one or two letters are also words and units: only as written in capitals, right before a number.
_SHORT = 2
_UNMISTAKABLE = frozenset({"hb", "hr", "rr", "ck", "ph"})


@dataclass(frozen=True, slots=True)
class ProseValue:
    """What one measurement says of one term: its words (end exclusive), and whether a word or a number said it."""

    term: str
    first: int
    last: int
    end: int
    abnormal: bool
    worded: bool
    text: str


def prose_values(
    text: str, sentence: Sentence, words: list[Token], lexicon: Lexicon, sex: str, age_years: float | None = None
) -> list[ProseValue]:
    """Return what the measurements in one sentence say, at most one value for each name that stands there."""
    found: list[ProseValue] = []
    if any(word.word.startswith(("bp", "pressure", "nibp", "b/p")) for word in words):
        found += _pressures(text, sentence, words, lexicon, sex, age_years)
    for match in (*lexicon.measures.find(words), *_glued(text, words, lexicon)):
        measures = [measure for m in match.entries if (measure := for_age(m, age_years)) is not None]
        if not measures:
            continue
        if _of_another_fluid(text, sentence, match):
            continue
        number = _number(text, sentence, match)
        if number is not None:
            found += _judged(text, match, number, measures, sex)
        elif match.end - match.start > _SHORT or text[match.start : match.end].lower() in _UNMISTAKABLE:
            found += _worded(text, sentence, match, measures)
    return found


def _number(text: str, sentence: Sentence, match: Match[Measure]) -> re.Match[str] | None:
    """Return the number that follows a name, unless it counts something else (days, milligrams)."""
    name = text[match.start : match.end]
    number = _NUMBER.match(text, match.end, sentence.end)
    if number is None:
        return None
    unit = number["unit"] or ""
    if number["rest"] or (unit and _TIME.fullmatch(unit)):
        return None
    following = text[number.end("number") : number.end("number") + 2].strip()
    if following[:1] == "/" and following[1:2].isdigit():
        return None
    glued = number.start("number") == match.end
    if len(name) <= _SHORT and not glued and name.lower() not in _UNMISTAKABLE:
        return number if name[0].isupper() and len(number["link"] or "") <= 3 else None
    return number


def _of_another_fluid(text: str, sentence: Sentence, match: Match[Measure]) -> bool:
    """Return whether a name of a blood value stands for one of another fluid, or of the unborn child."""
    if _LAST_FLUID.search(text, match.start, match.end):
        return False  # the name itself says of what
    if _OF_URINE.search(text, sentence.start, match.start):
        return True
    said = list(_LAST_FLUID.finditer(text, sentence.start, match.start))
    return bool(said) and not said[-1]["blood"]


def _glued(text: str, words: list[Token], lexicon: Lexicon) -> Iterator[Match[Measure]]:
    """Yield the names that stand right before their number: "wcc18.4"; one letter only before a decimal: "t38.3"."""
    for at, word in enumerate(words):
        name = _NAME_AND_NUMBER.match(text, word.start, word.end)
        if name is None or (len(name[0]) == 1 and not re.match(r"\d+\.\d", text[name.end() : name.end() + 6])):
            continue
        measures = lexicon.measures.named(name[0])
        if measures and name[0].lower() not in _MARKERS:
            yield Match(measures, name.start(), name.end(), at, at + 1)


def _judged(
    text: str, match: Match[Measure], number: re.Match[str], measures: Sequence[Measure], sex: str
) -> Iterator[ProseValue]:
    """Yield what a number says under each rule, where all units that it can have agree."""
    value = Decimal(number["number"].replace(",", ""))
    sign = number["sign"] or ""
    sign = _SIGN_WORDS.get(sign, sign).replace("≤", "<").replace("≥", ">")
    unit = _unit(number["unit"] or "")
    end = number.end("unit") if unit else number.end("number")
    shown = " ".join(text[match.start : end].split())
    for measure in measures:
        found = _level(value, unit, sign, measure, sex)
        if found is None:
            continue
        limit = limit_of(measure.rule, sex)
        side = "upper" if measure.rule.direction == "high" else "lower"
        said = f"{shown} ({side} limit {limit[0]} {limit[1]})" if limit else shown
        abnormal = found.value == measure.rule.direction
        yield ProseValue(measure.term, match.first, match.last, end, abnormal, False, said)


def _level(value: Decimal, unit: str, sign: str, measure: Measure, sex: str) -> Level | None:
    """Judge under the given unit, else under every unit in which the number would be plausible."""
    rule = measure.rule
    loinc = next(iter(rule.loinc), None)
    units = [unit] if unit else candidates(value, rule)
    levels = {by_limit(Quantity(value, each, "", sign), rule, sex, loinc) for each in units}
    return levels.pop() if len(levels) == 1 else None


def _unit(written: str) -> str:
    """Return the unit if the table knows it; "F" and "C" after a temperature are in the table too."""
    unit = written.strip().rstrip(".,;)")
    unit = "/min" if _A_MINUTE.search(unit) else unit
    unit = "g/dL" if unit == "g" else unit  # "Hb 7.2 g"
    return unit if canonical(unit) else ""


def _worded(text: str, sentence: Sentence, match: Match[Measure], measures: Sequence[Measure]) -> Iterator[ProseValue]:
    """Yield what a word says: "troponin elevated", "normal lipase"."""
    said = _AFTER.match(text, match.end, sentence.end)
    if said is None:
        said = _BEFORE.search(text, max(sentence.start, match.start - 40), match.start)
    if said is None:
        return
    groups = said.groupdict()
    normal = bool(groups["normal"] or groups.get("no"))
    direction = "" if normal else "high" if groups["high"] else "low"
    start, end = min(match.start, said.start()), max(match.end, said.end())
    shown = " ".join(text[start:end].split())
    for measure in measures:
        abnormal = direction == measure.rule.direction
        if abnormal or normal:
            yield ProseValue(measure.term, match.first, match.last, end, abnormal, True, shown)


def _pressures(
    text: str, sentence: Sentence, words: list[Token], lexicon: Lexicon, sex: str, age_years: float | None
) -> Iterator[ProseValue]:
    for found in _PRESSURE.finditer(text, sentence.start, sentence.end):
        first = next((at for at, word in enumerate(words) if word.start >= found.start()), 0)
        last = next((at for at, word in enumerate(words) if word.start >= found.start("high")), len(words))
        shown = " ".join(found[0].split())
        judged: dict[str, bool] = {}
        for loinc, number in (("8480-6", found["high"]), ("8462-4", found["low"])):
            quantity = Quantity(Decimal(number), "mm[Hg]")
            for measure in lexicon.by_loinc.get(loinc, ()):
                if for_age(measure, age_years) is None:
                    continue
                level = by_limit(quantity, measure.rule, sex, loinc)
                if level is not None:
                    abnormal = level.value == measure.rule.direction
                    judged[measure.term] = judged.get(measure.term, False) or abnormal
        for term, abnormal in judged.items():
            yield ProseValue(term, first, max(last, first + 1), found.end(), abnormal, False, f"{shown} mmHg")
