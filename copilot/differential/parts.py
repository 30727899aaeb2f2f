"""The parts of a score that are no finding of the chart: how common, whom it strikes, and what stays unexplained."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from copilot.chart.words import lower_first
from copilot.differential.differential import Part, PartKind
from copilot.differential.priors import ALREADY_KNOWN, log_commonness, log_person
from copilot.differential.weighed import Weighed
from copilot.findings.finding import Assertion, Findings, How, Patient, Presence
from copilot.knowledge.pack import Condition, Pack, TermKind

# The complaints stand in the first characters of a note; what explains none of them pays so much (e^2 is 7 to 1),
# what explains some pays for the others' share.
COMPLAINT_SPAN = 130
COMPLAINT_OPEN = 2.0
# A note that tells of symptoms and leaves out one that nearly every patient with the condition has says
# something by that: this share of what a denial would say.
SILENT_SHARE = 0.35
# Who tells of symptoms tells of the childbirth, the fall or the new medicine before them; where the chart shows none,
# a condition that is defined by one pays so much. It stays in the list: the exposure may just not be written down.
NEEDED_OPEN = 2.0
PREGNANCY = "CS:pregnancy"


class Complaint(NamedTuple):
    """A symptom or sign with which the notes begin, and with it what is more general."""

    term: str
    kin: frozenset[str]


def complaints(findings: Findings, pack: Pack) -> tuple[Complaint, ...]:
    """Return why the patient came: what the notes begin with, each complaint once, in its most special form."""
    first = dict.fromkeys(
        mention.term
        for mention in findings.mentions
        if mention.span[0] - mention.unread < COMPLAINT_SPAN
        and mention.assertion is Assertion.AFFIRMED
        and pack.terms[mention.term].kind in (TermKind.SYMPTOM, TermKind.SIGN)
        and not _corrected_away(mention.term, findings)
    )
    implied = frozenset[str]().union(*(pack.ancestors[term] for term in first))
    return tuple(Complaint(term, pack.ancestors[term] | {term}) for term in first if term not in implied)


def _corrected_away(term: str, findings: Findings) -> bool:
    """Return whether the clinician says that a finding of the notes is not there, or not to count."""
    known = findings.by_term.get(term)
    denied = known is not None and known.how is How.STATED and known.presence is Presence.ABSENT
    return denied or term in findings.paused


def tells_symptoms(findings: Findings, pack: Pack) -> bool:
    """Return whether a note tells of symptoms at all; a list of results is silent about everything."""
    return any(
        pack.terms[f.term].kind is TermKind.SYMPTOM
        for f in findings.present
        if f.how in (How.TEXT, How.PARAPHRASE) and f.term in pack.terms
    )


def beforehand(condition: Condition, patient: Patient, *, known: bool) -> Iterator[Part]:
    """Yield what is known before any finding: how common it is, age and sex, and whether the chart names it."""
    yield Part(PartKind.PRIOR, f"how common: {condition.prior}", log_commonness(condition))
    if person := log_person(condition, patient):
        yield Part(PartKind.PERSON, "age and sex", person)
    if known:
        yield Part(PartKind.KNOWN, "already in the chart", math.log(ALREADY_KNOWN))


def explaining(complaint: Complaint, findings: Findings, table: Weighed) -> frozenset[str]:
    """Return the conditions that list a complaint, or what is more general, as speaking for them."""
    rows = (row for term in complaint.kin if term in findings.by_term for row in table.of_finding(term))
    return frozenset(row.condition for row in rows if row.weight.present > 0)


def unexplained(complaint: Complaint, among: int, pack: Pack) -> Part:
    """Return what a condition pays that does not explain one complaint among so many."""
    name = lower_first(pack.terms[complaint.term].name)
    return Part(PartKind.COMPLAINT, f"does not explain: {name}", -COMPLAINT_OPEN / among, (complaint.term,))


def silence(usual: Iterable[tuple[str, float]], findings: Findings, pack: Pack) -> Iterator[Part]:
    """Yield what the chart says by not mentioning a condition's usual symptoms."""
    for finding, absent in usual:
        if finding not in findings.by_term and finding not in findings.paused:
            name = lower_first(pack.terms[finding].name)
            yield Part(PartKind.SILENCE, f"would usually show: {name}", SILENT_SHARE * absent, (finding,))


def needed(condition: Condition, findings: Findings, pack: Pack) -> Iterator[Part]:
    """Yield what a condition pays that is defined by an exposure or a state of which the chart shows none."""
    if condition.needs and not any(_perhaps(finding, findings, pack) for finding in condition.needs):
        names = " or ".join(lower_first(pack.terms[finding].name) for finding in condition.needs)
        yield Part(PartKind.NEEDED, f"needs: {names}", -NEEDED_OPEN, condition.needs)


def _perhaps(finding: str, findings: Findings, pack: Pack) -> bool:
    """Return whether the chart shows a finding, or something more general that leaves it open."""
    kin = {finding, *pack.ancestors[finding]}
    if findings.patient.pregnant and PREGNANCY in kin:
        return True
    known = (findings.by_term.get(term) for term in kin)
    return any(one is not None and one.presence is not Presence.ABSENT for one in known)
