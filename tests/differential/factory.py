"""Small packs and findings, built by hand, for tests of the ranking."""

from __future__ import annotations

from collections.abc import Iterable

from copilot.chart.chart import Chart, Person
from copilot.chart.fact import Fact
from copilot.findings.finding import Finding, Findings, How, Patient, Presence
from copilot.knowledge.pack import Condition, DiagnosticTest, Link, Pack, Reference, Term, TermKind


def term(identifier: str, kind: TermKind = TermKind.SYMPTOM, background: float = 0.07, **more: object) -> Term:
    """Return a finding of the vocabulary, named after its id."""
    return Term(id=identifier, name=identifier.split(":")[-1].capitalize(), kind=kind, background=background, **more)  # type: ignore[arg-type]


def condition(identifier: str, bands: dict[str, str], **more: object) -> Condition:
    """Return a condition whose rows carry these bands."""
    links = tuple(Link(finding=finding, band=band) for finding, band in bands.items())
    values: dict[str, object] = {
        "name": identifier.capitalize(),
        "prior": "common",
        "course": "acute",
        "references": ("book",),
        "links": links,
        **more,
    }
    return Condition(id=identifier, **values)  # type: ignore[arg-type]


def pack(terms: Iterable[Term], conditions: Iterable[Condition], tests: Iterable[DiagnosticTest] = ()) -> Pack:
    """Return a pack with one reference, "book"."""
    book = Reference("book", "https://www.cdc.gov/book", "Book", "CDC", "government", "2026-11-20", 2020)
    return Pack(
        version="test",
        terms={t.id: t for t in terms},
        conditions={c.id: c for c in conditions},
        tests={t.id: t for t in tests},
        references={"book": book},
    )


def findings(
    present: Iterable[str] = (),
    absent: Iterable[str] = (),
    uncertain: Iterable[str] = (),
    patient: Patient | None = None,
    known: dict[str, tuple[str, ...]] | None = None,
    shared_fact: str = "",
) -> Findings:
    """Return findings, each resting on a fact of its own unless `shared_fact` is given."""
    said = [(t, Presence.PRESENT) for t in present]
    said += [(t, Presence.ABSENT) for t in absent] + [(t, Presence.UNCERTAIN) for t in uncertain]
    by_term = {t: Finding(t, presence, (shared_fact or f"F-{t}",), f"words for {t}", How.TEXT) for t, presence in said}
    return Findings(patient or Patient(40.0, "female"), by_term, known_conditions=known or {})


def chart(*facts: Fact) -> Chart:
    """Return a chart of an unnamed woman with these facts."""
    return Chart("test.json", Person("p", "", "female"), facts)
