"""Clues from coded and named facts: problems, observations, medicines, procedures, family history."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from copilot.breath import in_breaths
from copilot.chart.chart import Chart
from copilot.chart.fact import Coding, Fact, Kind, Quantity, Standing
from copilot.findings.clue import Clue
from copilot.findings.finding import Assertion, How, Presence
from copilot.findings.lexicon import Lexicon
from copilot.findings.limits import Level, level_of_words
from copilot.findings.notes.reader import read
from copilot.findings.recency import Recency
from copilot.knowledge.pack import TermKind
from copilot.knowledge.words import normal_words

_HPO = re.compile(r"\bHP[:_](\d{7})\Z")
_ICD10 = ("icd-10", "icd10", "2.16.840.1.113883.6.90", "2.16.840.1.113883.6.3")
_SNOMED = ("snomed.info/sct", "2.16.840.1.113883.6.96")
_QUALIFIER = re.compile(
    r"\s*\((?:disorder|finding|situation|procedure|event|symptom|disease|morphologic abnormality)\)\s*\Z"
)
_OBSERVED = (Kind.OBSERVATION, Kind.LABORATORY, Kind.VITAL_SIGN)
_READ = (
    Kind.PROBLEM, *_OBSERVED, Kind.MEDICATION, Kind.PROCEDURE, Kind.FAMILY, Kind.ENCOUNTER, Kind.REPORT, Kind.OTHER,
)  # fmt: skip
# A procedure with such a word looks for an illness ("hepatitis C antibody test"), it does not show one.
_LOOKING_FOR = frozenset({
    "test", "testing", "screening", "screen", "measurement", "antibody", "antigen", "assay", "assessment", "evaluation",
    "education", "prophylaxis", "vaccination", "monitoring", "consultation", "counseling", "review", "culture",
})  # fmt: skip
# What such a fact says holds for its time, not until further notice.
_PASSING = (*_OBSERVED, Kind.REPORT, Kind.OTHER, Kind.ENCOUNTER, Kind.PROCEDURE)
_PRESENCE = {
    Standing.ASSERTED: Presence.PRESENT,
    Standing.UNCERTAIN: Presence.UNCERTAIN,
    Standing.PAST: Presence.PRESENT,
    Standing.REFUTED: Presence.ABSENT,
}
_SAID = {
    Assertion.AFFIRMED: Presence.PRESENT,
    Assertion.PAST: Presence.PRESENT,
    Assertion.DENIED: Presence.ABSENT,
    Assertion.UNCERTAIN: Presence.UNCERTAIN,
}
_OPEN = frozenset({"unknown", "not known", "not assessed", "indeterminate", "unsure", "not asked", "not done", "n/a"})


def code_clues(chart: Chart, lexicon: Lexicon, recency: Recency) -> list[Clue]:
    """Return what the coded and named facts of a chart say, one clue per term and fact."""
    found: list[Clue] = []
    for fact in in_breaths(chart.facts):
        if _is_read(fact):
            found += _clues(fact, lexicon, recency)
    return found


def known_conditions(chart: Chart, lexicon: Lexicon) -> dict[str, tuple[str, ...]]:
    """Return the pack's conditions that a current problem names, by code or by name, with these facts."""
    found: dict[str, list[str]] = {}
    for fact in chart.of(Kind.PROBLEM):
        if fact.standing not in (Standing.ASSERTED, Standing.UNCERTAIN):
            continue
        ids = [*lexicon.conditions.named(_plain(fact.label))]
        for coding in fact.codes:
            ids += lexicon.conditions.named(_plain(coding.display))
            if _is(coding, _ICD10):
                ids += lexicon.prefixed(lexicon.condition_icd10, coding.code)
        for condition in dict.fromkeys(ids):
            found.setdefault(condition, []).append(fact.id)
    return {condition: tuple(facts) for condition, facts in sorted(found.items())}


def hpo_id(coding: Coding) -> str:
    """Return "HP:0001945" where a coding is an HPO term in any of its spellings, else ""."""
    found = _HPO.search(coding.code.strip())
    if found:
        return f"HP:{found[1]}"
    bare = re.fullmatch(r"\d{7}", coding.code.strip())
    return f"HP:{bare[0]}" if bare and "human-phenotype-ontology" in coding.system else ""


def _clues(fact: Fact, lexicon: Lexicon, recency: Recency) -> Iterator[Clue]:
    if fact.standing is Standing.NONE_KNOWN:
        yield from _named(fact, fact.label, lexicon)
    elif fact.kind is Kind.FAMILY:
        yield from _family(fact, lexicon)
    elif fact.kind is Kind.OTHER:
        yield from _answered(fact, lexicon, recency)
    else:
        presence = _presence(fact)
        if presence is not None:
            yield from _stated(fact, presence, lexicon, recency)
        if fact.kind in _OBSERVED and isinstance(fact.value, str) and fact.standing is not Standing.REFUTED:
            yield from _answers(fact, lexicon, recency)


def _stated(fact: Fact, presence: Presence, lexicon: Lexicon, recency: Recency) -> Iterator[Clue]:
    """Yield what the codes of a fact say, and its label where the codes do not."""
    coded = _terms(fact.codes, lexicon)
    for term in coded:
        yield from _clue(fact, term, presence, How.CODE, lexicon, recency)
    observed = fact.kind in _OBSERVED
    if observed and (isinstance(fact.value, Quantity) or presence is Presence.UNCERTAIN):
        return
    for clue in _named(fact, fact.label, lexicon):
        if clue.term not in coded:
            said = presence if clue.presence is Presence.PRESENT else clue.presence
            yield from _clue(fact, clue.term, said, How.TEXT, lexicon, recency)


def _is_read(fact: Fact) -> bool:
    """Return whether a fact can show a finding: of a visit its reason, of a report its coded conclusions."""
    if fact.standing in (Standing.ERROR, Standing.PLANNED) or fact.kind not in _READ:
        return False
    if fact.kind is Kind.ENCOUNTER:
        return fact.category == "reason"
    if fact.kind is Kind.REPORT:
        return fact.source.path.startswith(("conclusionCode", "codedDiagnosis"))
    return fact.kind is not Kind.OTHER or fact.category == "questionnaire"


def _presence(fact: Fact) -> Presence | None:
    """Return what a fact says of the term that its code names: an observation may say no."""
    presence = _PRESENCE.get(fact.standing)
    if fact.kind not in _OBSERVED or presence is not Presence.PRESENT:
        return presence if fact.value is not None or fact.kind not in _OBSERVED else _unless_open(fact, presence)
    if isinstance(fact.value, str):
        if fact.value.casefold().strip() in _OPEN:
            return None
        says = level_of_words(fact.value)
        return Presence.ABSENT if says is Level.NORMAL else Presence.PRESENT if says else _coded_only(fact)
    return Presence.PRESENT


def _unless_open(fact: Fact, presence: Presence | None) -> Presence | None:
    """An observation whose value is missing (unknown, not asked) says nothing, unless it was refuted."""
    return presence if fact.standing is Standing.REFUTED else None


def _coded_only(fact: Fact) -> Presence | None:
    """ "Headache: throbbing": an HPO code with any other answer is there; a question is not."""
    return Presence.PRESENT if any(hpo_id(coding) for coding in fact.codes) else None


def _terms(codes: Iterable[Coding], lexicon: Lexicon) -> list[str]:
    found: list[str] = []
    for coding in codes:
        hpo = hpo_id(coding)
        if hpo:
            found.append(hpo)
        elif _is(coding, _SNOMED):
            found += lexicon.snomed.get(coding.code.strip(), ())
        elif _is(coding, _ICD10):
            found += lexicon.prefixed(lexicon.icd10, coding.code)
    return list(dict.fromkeys(found))


def _named(fact: Fact, label: str, lexicon: Lexicon) -> Iterator[Clue]:
    """Yield what the words of a label say; a whole label counts first, else the phrases inside it."""
    plain = _plain(label)
    senses = lexicon.phrases.named(plain)
    if senses:
        for sense in senses:
            said = Presence.ABSENT if sense.denies else Presence.PRESENT
            yield Clue(sense.term, said, (fact.id,), fact.text, How.TEXT, fact.id, fact.when)
        return
    if len(plain) > 300 or fact.kind in _OBSERVED:
        return
    if fact.kind is Kind.PROCEDURE and _LOOKING_FOR & set(normal_words(plain)):
        return
    for hit in read(plain, lexicon):
        presence = _SAID.get(hit.assertion)
        if presence is not None and hit.how is How.TEXT:
            yield Clue(hit.term, presence, (fact.id,), fact.text, How.TEXT, fact.id, fact.when)


def _answers(fact: Fact, lexicon: Lexicon, recency: Recency) -> Iterator[Clue]:
    """Yield what a coded or written answer names: "Tobacco smoking status: Never smoker"."""
    value = fact.value if isinstance(fact.value, str) else ""
    if level_of_words(value) is not None or len(value) > 300:
        return
    presence = Presence.UNCERTAIN if fact.standing is Standing.UNCERTAIN else Presence.PRESENT
    coded = _terms(fact.value_codes, lexicon)
    for term in coded:
        yield from _clue(fact, term, presence, How.CODE, lexicon, recency)
    for sense in lexicon.phrases.named(_plain(value)):
        if sense.denies:
            yield from _clue(fact, sense.term, Presence.ABSENT, How.TEXT, lexicon, recency)
        elif sense.term not in coded:
            yield from _clue(fact, sense.term, presence, How.TEXT, lexicon, recency)


def _answered(fact: Fact, lexicon: Lexicon, recency: Recency) -> Iterator[Clue]:
    """Yield what a questionnaire says: "Do you have chest pain?" answered with yes or no, or a named answer."""
    says = level_of_words(fact.value) if isinstance(fact.value, str) else None
    if says is None:
        yield from _answers(fact, lexicon, recency)
        return
    presence = Presence.ABSENT if says is Level.NORMAL else Presence.PRESENT
    asked = {hit.term for hit in read(fact.label[:300], lexicon) if hit.assertion is not Assertion.DENIED}
    for term in sorted(asked):
        yield from _clue(fact, term, presence, How.TEXT, lexicon, recency)


def _family(fact: Fact, lexicon: Lexicon) -> Iterator[Clue]:
    """A relative's illness shows the term that is called "family history of" it."""
    if fact.standing is Standing.UNCERTAIN:
        return
    labels = dict.fromkeys([fact.label, *(coding.display for coding in fact.codes)])
    names = [_plain(label) for label in labels if label]
    named = [sense.term for name in names for sense in lexicon.phrases.named(f"family history of {name}")]
    for name in names:
        named += [
            hit.term for hit in read(f"Family history of {name}.", lexicon) if hit.assertion is Assertion.AFFIRMED
        ]
    for term in dict.fromkeys(named):
        yield Clue(term, Presence.PRESENT, (fact.id,), fact.text, How.TEXT, fact.id, fact.when, lasting=True)


def _clue(fact: Fact, term: str, presence: Presence, how: How, lexicon: Lexicon, recency: Recency) -> Iterator[Clue]:
    """Yield one clue, unless it speaks of the past of something that passes.

    Past illness stays; an exposure (an operation, a cold) counts while it is recent, a medicine while it is taken.
    """
    known = lexicon.pack.terms.get(term)
    history = known is not None and known.kind is TermKind.HISTORY
    background = history or (known is not None and known.kind is TermKind.EXPOSURE)
    past = fact.standing is Standing.PAST and fact.kind is not Kind.ENCOUNTER  # a finished visit is still recent
    if fact.kind in (Kind.MEDICATION, Kind.PROCEDURE) and not background:
        return
    if past and (fact.kind is Kind.MEDICATION or not background):
        return
    passing = past or fact.kind in _PASSING
    if passing and not history and (recency.stale(fact) or recency.before(fact.until)):
        return
    current = fact.kind is Kind.PROBLEM and fact.standing is Standing.ASSERTED
    yield Clue(term, presence, (fact.id,), fact.text, how, fact.id, fact.when, lasting=history or current)


def _plain(label: str) -> str:
    return _QUALIFIER.sub("", label.strip())


def _is(coding: Coding, systems: tuple[str, ...]) -> bool:
    system = coding.system.casefold()
    return any(name in system for name in systems)
