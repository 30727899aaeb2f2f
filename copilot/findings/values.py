"""Clues from measured values: the newest value of an analyte decides, older ones are its trend."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from copilot.breath import in_breaths
from copilot.chart.chart import Chart, Unknown, UnknownKind
from copilot.chart.fact import Fact, Kind, Quantity, Standing
from copilot.chart.units import unit_of
from copilot.findings.children import for_age
from copilot.findings.clue import Clue
from copilot.findings.finding import How, Patient, Presence
from copilot.findings.lexicon import Lexicon, Measure
from copilot.findings.limits import Level, level, said_limit
from copilot.findings.recency import Recency

LOINC = "http://loinc.org"
_LOINC_SYSTEMS = frozenset({LOINC, "urn:oid:2.16.840.1.113883.6.1", "2.16.840.1.113883.6.1", "https://loinc.org"})
_KINDS = (Kind.LABORATORY, Kind.VITAL_SIGN, Kind.OBSERVATION)
# Where "Glucose [Mass/volume] in …" is a blood value: other specimens have limits of their own.
_BLOOD = frozenset({"blood", "serum", "plasma", "serum or plasma", "arterial blood", "venous blood", "capillary blood"})


@dataclass(frozen=True, slots=True)
class _Judged:
    """The newest value of one analyte under one rule."""

    fact: Fact
    level: Level
    measure: Measure
    text: str


def value_clues(chart: Chart, lexicon: Lexicon, patient: Patient, recency: Recency) -> tuple[list[Clue], list[Unknown]]:
    """Return one clue per term that a measured value decides, and the abnormal values that are too old."""
    series = _series(chart.facts, lexicon)
    judged: dict[str, list[_Judged]] = defaultdict(list)
    unknowns: list[Unknown] = []
    for measure, facts in series.items():
        mine = for_age(measure, patient.age_years)
        if mine is None:
            continue
        newest = _judge(mine, facts, patient.who)
        if newest is None:
            continue
        if recency.stale(newest.fact):
            if newest.level is not Level.NORMAL:
                unknowns.append(_stale(newest))
            continue
        judged[measure.term].append(newest)
    return [_clue(term, found) for term, found in judged.items()], unknowns


def loinc_of(fact: Fact) -> tuple[str, ...]:
    """Return the LOINC codes of a fact."""
    return tuple(coding.code for coding in fact.codes if coding.system in _LOINC_SYSTEMS)


def _series(facts: Iterable[Fact], lexicon: Lexicon) -> Mapping[Measure, list[Fact]]:
    """Return the values of every analyte that a rule speaks of, oldest first."""
    found: dict[Measure, list[Fact]] = defaultdict(list)
    for fact in in_breaths(facts):
        if fact.kind in _KINDS and fact.value is not None and fact.standing in (Standing.ASSERTED, Standing.UNCERTAIN):
            for measure in _measures(fact, lexicon):
                found[measure].append(fact)
    for values in found.values():
        values.sort(key=lambda fact: (fact.when.latest if fact.when else datetime.min, fact.text))
    return found


def _measures(fact: Fact, lexicon: Lexicon) -> Iterator[Measure]:
    codes = loinc_of(fact)
    coded = [measure for code in codes for measure in lexicon.by_loinc.get(code, ())]
    if coded:
        yield from dict.fromkeys(coded)
        return
    name, specimen = _split(fact.label)
    if codes and specimen not in _BLOOD:
        return  # a LOINC code that no rule names, of a specimen that we do not know
    if specimen in _BLOOD or not specimen:
        yield from dict.fromkeys(lexicon.measures.named(name))


def _split(label: str) -> tuple[str, str]:
    """Return ("Glucose", "serum or plasma") of "Glucose [Mass/volume] in Serum or Plasma by …"."""
    name, _, rest = label.partition("[")
    if not rest:
        return label, ""
    specimen = rest.partition("] in ")[2].partition(" by ")[0].partition(" --")[0]
    return name.strip(), specimen.strip().casefold()


def _judge(measure: Measure, facts: list[Fact], sex: str) -> _Judged | None:
    """Judge the newest value; where that is not possible nothing older stands in for it."""
    newest = facts[-1]
    loinc = next((code for code in loinc_of(newest) if code in measure.rule.loinc), None)
    where = level(newest, measure.rule, sex, loinc or next(iter(measure.rule.loinc), None))
    if where is None:
        return None
    return _Judged(newest, where, measure, _text(newest, facts, measure, sex))


def _text(newest: Fact, facts: list[Fact], measure: Measure, sex: str) -> str:
    limit = said_limit(newest, measure.rule, sex)
    parts = [f"{newest.text} ({limit})" if limit else newest.text, _trend(facts)]
    return ", ".join(part for part in parts if part)


def _trend(facts: list[Fact]) -> str:
    """Return "up from 9.1 g/dL on 2024-03-01" where the value before was another one in the same unit."""
    newest = facts[-1].value
    if not isinstance(newest, Quantity):
        return ""
    for fact in reversed(facts[:-1]):
        before = fact.value
        if not isinstance(before, Quantity) or unit_of(before) != unit_of(newest):
            continue
        if before.value == newest.value:
            return ""
        moment = f" on {fact.when.text[:10]}" if fact.when else ""
        return f"{'up' if newest.value > before.value else 'down'} from {before}{moment}"
    return ""


def _clue(term: str, found: list[_Judged]) -> Clue:
    """An abnormal analyte decides over a normal one that belongs to the same term (ALT and AST)."""
    abnormal = [judged for judged in found if judged.level.value == judged.measure.rule.direction]
    chosen = sorted(abnormal or found, key=lambda judged: judged.fact.text)
    uncertain = all(judged.fact.standing is Standing.UNCERTAIN for judged in chosen)
    presence = Presence.PRESENT if abnormal else Presence.ABSENT
    newest = max(chosen, key=lambda judged: judged.fact.when.latest if judged.fact.when else datetime.min)
    facts = tuple(dict.fromkeys(judged.fact.id for judged in chosen))
    return Clue(
        term=term,
        presence=Presence.UNCERTAIN if uncertain else presence,
        facts=facts,
        text="; ".join(dict.fromkeys(judged.text for judged in chosen)),
        how=How.VALUE,
        origin=newest.fact.id,
        when=newest.fact.when,
    )


def _stale(judged: _Judged) -> Unknown:
    moment = judged.fact.when.text[:10] if judged.fact.when else ""
    return Unknown(UnknownKind.STALE, f"{judged.fact.text} is from {moment}.", judged.fact.source.resource)
