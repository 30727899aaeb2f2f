"""Reviews made by hand, so that views are tested without the rooms behind them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

from copilot.chart.chart import Chart, Note, Person, Unknown, UnknownKind
from copilot.chart.fact import Coding, Fact, Kind, Quantity, Range, Source, Standing, When
from copilot.differential.differential import (
    Differential,
    Evidence,
    Hypothesis,
    Likelihood,
    NextStep,
    Part,
    PartKind,
    StepKind,
)
from copilot.fhir.pull import Pull
from copilot.findings.corrections import Correction
from copilot.findings.finding import Assertion, Finding, Findings, How, Mention, Patient, Presence
from copilot.knowledge.pack import Condition, DiagnosticTest, Figure, FigureKind, Pack, Reference, Term, TermKind
from copilot.model.client import LoadedModel
from copilot.model.gguf_file import GgufInfo
from copilot.model.protocol import Loaded
from copilot.narrative.narrative import ModelIdentity, Narrative, Sentence, Support
from copilot.review import engine
from copilot.review.review import Review

NOTE = (
    "58-year-old with back pain for four months, worse at night and on movement, not relieved by "
    "ibuprofen. Tired, lost 5 kg. Two chest infections since spring. No fever, no night sweats. "
    "No leg weakness, bladder and bowel normal. Percussion tenderness at L1. "
    "Mother had breast cancer. Return if numbness develops."
)
PARTS = (
    Part(PartKind.PRIOR, "how common: common", -0.9),
    Part(PartKind.SILENCE, "would usually show: cough", -0.3),
)
IDENTITY = ModelIdentity("Starter 12M", "starter.gguf", "0" * 64, "llama", "Q8_0", 2048, "CPU", "b1234")


def when(text: str) -> When:
    """Return a day as a `When`."""
    moment = datetime.fromisoformat(text)
    return When(moment, moment + timedelta(days=1) if len(text) == 10 else moment, text)


def _labs() -> list[Fact]:
    rows = [
        ("Haemoglobin", "718-7", "g/dL", "13.5", "17.5", [("13.1", "L"), ("11.2", "L"), ("9.8", "L")]),
        ("Creatinine", "2160-0", "mg/dL", "0.7", "1.3", [("1.0", ""), ("1.3", ""), ("1.9", "H")]),
        ("Calcium", "17861-6", "mg/dL", "8.6", "10.3", [("9.9", ""), ("10.4", "H"), ("11.3", "H")]),
        ("Total protein", "2885-2", "g/dL", "6.0", "8.3", [("7.4", ""), None, ("9.6", "H")]),
        ("ESR", "4537-7", "mm/h", "0", "20", [None, None, ("102", "H")]),
        ("Sodium", "2951-2", "mmol/L", "135", "145", [("138", ""), ("140", ""), ("139", "")]),
        ("Potassium", "2823-3", "mmol/L", "3.5", "5.1", [("4.1", ""), ("4.0", ""), ("4.4", "")]),
    ]
    days = ["2026-05-12T08:30:00", "2026-10-02T09:05:00", "2026-11-18T08:50:00"]
    made = []
    for label, code, unit, low, high, values in rows:
        for day, cell in zip(days, values, strict=True):
            if cell is None:
                continue
            number = len(made) + 1
            made.append(
                Fact(
                    id=f"F{number}",
                    kind=Kind.LABORATORY,
                    label=label,
                    text=f"{label} {cell[0]} {unit}",
                    source=Source(f"Observation/lab{number}", "valueQuantity"),
                    codes=(Coding("http://loinc.org", code),),
                    value=Quantity(Decimal(cell[0]), unit),
                    when=when(day),
                    status="final",
                    range=Range(Decimal(low), Decimal(high)),
                    flag=cell[1],
                )
            )
    return made


def _simple(number: int, kind: Kind, text: str, day: str = "", detail: str = "", **more: object) -> Fact:
    standing = more.get("standing", Standing.ASSERTED)
    assert isinstance(standing, Standing)
    return Fact(
        id=f"F{number}",
        kind=kind,
        label=text,
        text=text,
        source=Source(f"{kind.value.title()}/x{number}", "code"),
        when=when(day) if day else None,
        detail=detail,
        status="active",
        standing=standing,
    )


def facts() -> tuple[Fact, ...]:
    """Return a small chart's facts."""
    made = _labs()
    n = len(made)
    made += [
        _simple(n + 1, Kind.PROBLEM, "Hypertension", "2014-01-01"),
        _simple(n + 2, Kind.PROBLEM, "Low back pain", "2026-07-01"),
        _simple(n + 3, Kind.PROBLEM, "Fatigue", "2026-09-01"),
        _simple(n + 4, Kind.PROBLEM, "Pneumonia", "2026-03-01", standing=Standing.PAST),
        _simple(n + 5, Kind.MEDICATION, "Ibuprofen 600 mg", "2026-08-06", "1 tablet 3 × daily"),
        _simple(n + 6, Kind.MEDICATION, "Lisinopril 20 mg", "2014-02-01", "1 × daily"),
        _simple(n + 7, Kind.ALLERGY, "Penicillin", "2001-01-01", "rash"),
        _simple(n + 8, Kind.REPORT, "Chest radiograph", "2026-04-02", "No consolidation."),
        _simple(n + 9, Kind.PROCEDURE, "Appendicectomy", "1988-01-01"),
        _vital(n + 10, "Heart rate", "96", "/min"),
        _vital(n + 11, "Body temperature", "37.1", "°C"),
    ]
    made.append(
        Fact(
            id="F30",
            kind=Kind.NOTE,
            label="Family medicine note",
            text="Family medicine note",
            source=Source("DocumentReference/n1", "content[0].attachment.data"),
            when=when("2026-11-18"),
        )
    )
    return tuple(made)


def _vital(number: int, label: str, value: str, unit: str) -> Fact:
    return Fact(
        id=f"F{number}",
        kind=Kind.VITAL_SIGN,
        label=label,
        text=f"{label} {value} {unit}",
        source=Source(f"Observation/v{number}", "valueQuantity"),
        value=Quantity(Decimal(value), unit),
        when=when("2026-11-18T08:40:00"),
        status="final",
    )


def mentions(text: str = NOTE) -> tuple[Mention, ...]:
    """Return the mentions in the note."""
    wanted = [
        ("HP:0003418", "back pain for four months", Assertion.AFFIRMED),
        ("HP:0012378", "Tired", Assertion.AFFIRMED),
        ("HP:0001824", "lost 5 kg", Assertion.AFFIRMED),
        ("HP:0001945", "No fever", Assertion.DENIED),
        ("HP:0030166", "no night sweats", Assertion.DENIED),
        ("CS:breast-cancer", "breast cancer", Assertion.FAMILY),
        ("HP:0003474", "numbness", Assertion.HYPOTHETICAL),
    ]
    made = []
    for number, (term, words, assertion) in enumerate(wanted, 1):
        start = text.find(words)
        if start >= 0:
            made.append(Mention(term, "F30", (start, start + len(words)), assertion, f"F30.{number}"))
    return tuple(made)


def mention_facts(text: str = NOTE) -> tuple[Fact, ...]:
    """Return one fact per mention."""
    return tuple(
        Fact(
            id=m.fact,
            kind=Kind.NOTE,
            label=text[slice(*m.span)],
            text=text[slice(*m.span)],
            source=Source("DocumentReference/n1", "content[0].attachment.data", m.span),
            when=when("2026-11-18"),
        )
        for m in mentions(text)
    )


# Invented on purpose, and recognisably so: a reference that was not opened exists nowhere, not even in a test.
REFERENCES = {
    identifier: Reference(
        id=identifier,
        url=f"https://example.org/{identifier}",
        title=title,
        publisher=publisher,
        year=2003,
        type="cohort",
        accessed="2026-11-01",
    )
    for identifier, title, publisher in (
        ("invented-cohort", "An invented cohort for tests", "Invented Journal"),
        ("invented-page", "An invented page for tests", "Invented Agency"),
    )
}


def _evidence(finding: str, name: str, text: str, weight: float, ids: tuple[str, ...], **more: object) -> Evidence:
    figure = more.get("figure")
    assert figure is None or isinstance(figure, Figure)
    return Evidence(
        finding,
        name,
        text,
        weight,
        ids,
        ("invented-cohort",) if figure else ("invented-page",),
        figure is None,
        str(more.get("band", "")),
        figure,
    )


def hypotheses(count: int = 9) -> tuple[Hypothesis, ...]:
    """Return `count` hypotheses, the first with full evidence."""
    anaemia = Figure(
        FigureKind.FREQUENCY, 0.73, "invented-cohort", "newly diagnosed myeloma", n=1027, low=0.70, high=0.76
    )
    renal = Figure(FigureKind.FREQUENCY, 0.19, "invented-cohort", "newly diagnosed myeloma", n=1027)
    supporting = (
        _evidence(
            "HP:0001903", "Anaemia", "Haemoglobin 9.8 g/dL, falling since May", 2.1, ("F3", "F2"), figure=anaemia
        ),
        _evidence("CS:protein", "High total protein", "Total protein 9.6 g/dL", 2.3, ("F11",), band="very common"),
        _evidence("HP:0003259", "Raised creatinine", "Creatinine 1.9 mg/dL", 0.9, ("F6",), figure=renal),
        _evidence("HP:0003418", "Back pain", "back pain for four months", 1.2, ("F30.1",), band="common"),
    )
    opposing = (_evidence("HP:0001945", "Fever", "No fever", -0.2, ("F30.4",), band="uncommon"),)
    unknown = (
        _evidence("CS:spep", "M-protein in serum", "M-protein in serum", 3.4, (), band="very common"),
        _evidence("CS:flc", "Abnormal free light chains", "Abnormal free light chains", 2.4, (), band="common"),
    )
    names = [
        ("multiple-myeloma", "Multiple myeloma"),
        ("bone-metastases", "Bone metastases"),
        ("primary-hyperparathyroidism", "Primary hyperparathyroidism"),
        ("nsaid-kidney-injury", "Kidney injury from ibuprofen"),
        ("vertebral-osteomyelitis", "Vertebral osteomyelitis"),
        ("spinal-cord-compression", "Spinal cord compression"),
        ("osteoporotic-fracture", "Osteoporotic vertebral fracture"),
        ("mechanical-back-pain", "Mechanical low back pain"),
        ("ankylosing-spondylitis", "Axial spondyloarthritis"),
    ]
    made = []
    for rank in range(1, count + 1):
        identifier, name = names[(rank - 1) % len(names)]
        if rank > len(names):
            identifier, name = f"{identifier}-{rank}", f"{name} {rank}"
        made.append(
            Hypothesis(
                rank,
                condition(identifier, name),
                -float(rank),
                Likelihood.STRONG if rank == 1 else Likelihood.MODERATE if rank < 4 else Likelihood.WEAK,
                supporting if rank == 1 else supporting[2:4],
                opposing if rank < 3 else (),
                unknown,
                already_known=("F23",) if identifier == "mechanical-back-pain" else (),
                parts=PARTS if rank == 1 else (),
            )
        )
    return tuple(made)


def condition(identifier: str, name: str) -> Condition:
    """Return a condition; two of them must not be missed."""
    reasons = {
        "spinal-cord-compression": "Paralysis becomes permanent within hours to days.",
        "vertebral-osteomyelitis": "Sepsis and cord damage when treated late.",
    }
    return Condition(
        identifier,
        name,
        "uncommon",
        "chronic",
        ("invented-page", "invented-cohort"),
        (),
        cant_miss=reasons.get(identifier, ""),
        confirmed_by=("mri-spine",) if identifier in reasons else (),
        excluded_by=("mri-spine",) if identifier in reasons else (),
    )


def pack() -> Pack:
    """Return a pack that knows what the hypotheses name."""
    terms = {
        e.finding: Term(e.finding, e.name, TermKind.LABORATORY, 0.1)
        for h in hypotheses(1)
        for e in (*h.supporting, *h.opposing, *h.unknown)
    }
    conditions = {h.condition.id: h.condition for h in hypotheses()}
    tests = {"mri-spine": DiagnosticTest("mri-spine", "MRI of the whole spine", "imaging", 3)}
    return Pack("2f9c01d4", terms, conditions, tests, REFERENCES)


def steps() -> tuple[NextStep, ...]:
    """Return three next steps, one already in the chart."""
    return (
        NextStep(
            StepKind.TEST,
            "Serum protein electrophoresis and free light chains",
            2,
            0.9,
            ("CS:spep",),
            "Multiple myeloma becomes strong",
            "Multiple myeloma becomes weak",
        ),
        NextStep(
            StepKind.QUESTION,
            "New numbness, leg weakness or retention?",
            1,
            0.4,
            ("HP:0003474",),
            "Spinal cord compression rises",
            "Spinal cord compression falls",
            already_done=("F30.4",),
        ),
        NextStep(StepKind.TEST, "MRI of the whole spine", 3, 0.3, (), "Confirms cord compression", "Excludes it"),
    )


def unknowns() -> tuple[Unknown, ...]:
    """Return one unknown of several kinds."""
    return (
        Unknown(UnknownKind.MISSING, "No serum protein electrophoresis in the chart."),
        Unknown(UnknownKind.MISSING, "Calcium is not corrected: no albumin in the chart."),
        Unknown(UnknownKind.STALE, "Weight is 14 months old.", "Observation/w1"),
        Unknown(UnknownKind.CONFLICTING, "Smoking: never (2014) and current (2020).", "Observation/s1"),
        Unknown(UnknownKind.UNREADABLE, "1 of 41 resources could not be read.", "Observation/bad"),
    )


def narrative() -> Narrative:
    """Return three sentences, the last without support."""
    return Narrative(
        IDENTITY,
        (
            Sentence(
                "Haemoglobin 9.8 g/dL and total protein 9.6 g/dL speak for multiple myeloma.",
                "multiple-myeloma",
                ("F3", "F11"),
                ("invented-cohort",),
                Support.SUPPORTED,
            ),
            Sentence("No fever speaks against infection.", "multiple-myeloma", ("F30.4",), (), Support.SUPPORTED),
            Sentence(
                "Kidney function was normal last week.",
                "multiple-myeloma",
                ("F6",),
                (),
                Support.NOT_FOUND,
                "not in the chart",
            ),
        ),
        142.0,
    )


def review(*, note: str = NOTE, count: int = 9, abstention: str = "", name: str = "Daniel Okafor") -> Review:
    """Return a whole review of one invented patient."""
    every = facts()
    chart = Chart(
        source="daniel-okafor.json",
        person=Person("p1", name, "male", "1968-03-03", 58.7, ("MRN 004-118-27",)),
        facts=every,
        notes=(Note("F30", "Family medicine", note, Source("DocumentReference/n1", "content[0]"), when("2026-11-18")),),
        unknowns=unknowns(),
        as_of="2026-11-20T09:12:00",
        as_of_date=date(2026, 11, 20),
        resource_count=41,
        raw={
            fact.source.resource: {"resourceType": fact.source.resource.split("/")[0], "value": Decimal("9.80")}
            for fact in every
        },
    )
    findings = Findings(
        Patient(58.7, "male"),
        {"HP:0001903": Finding("HP:0001903", Presence.PRESENT, ("F3",), "Haemoglobin 9.8 g/dL", How.VALUE)},
        mentions(note),
        mention_facts(note),
    )
    listed = hypotheses(count)
    dangerous = tuple(h.condition.id for h in listed if h.condition.cant_miss)
    return Review(
        chart,
        findings,
        Differential(listed, dangerous, steps(), abstention, REFERENCES),
        pack(),
        {"read": 0.02, "findings": 0.03, "differential": 0.01, "narrative": 0.0},
        unknowns(),
    )


def longer(made: Review, more: int = 80) -> Review:
    """Return the review with as many problems more at its head, so that every number of a fact has moved."""
    size = len(made.chart.facts)
    extra = [
        replace(
            _simple(n, Kind.PROBLEM, f"Old problem {size}-{n}", "1990-01-01"),
            source=Source(f"Condition/{size}-{n}", "code"),
        )
        for n in range(1, more + 1)
    ]

    def moved(fact: Fact) -> Fact:
        number, dot, rest = fact.id[1:].partition(".")
        return replace(fact, id=f"F{int(number) + more}{dot}{rest}")

    def named(identifiers: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(moved(made.facts[i]).id for i in identifiers if i in made.facts)

    def line(evidence: Evidence) -> Evidence:
        return replace(evidence, facts=named(evidence.facts))

    listed = tuple(
        replace(h, supporting=tuple(map(line, h.supporting)), opposing=tuple(map(line, h.opposing)))
        for h in made.differential.hypotheses
    )
    chart = replace(
        made.chart,
        facts=(*extra, *map(moved, made.chart.facts)),
        notes=tuple(replace(n, fact_id=moved(made.facts[n.fact_id]).id) for n in made.chart.notes),
    )
    mentioned = tuple(
        replace(m, note=moved(made.facts[m.note]).id, fact=moved(made.facts[m.fact]).id) for m in made.findings.mentions
    )
    findings = replace(made.findings, mentions=mentioned, facts=tuple(map(moved, made.findings.facts)))
    return replace(made, chart=chart, findings=findings, differential=replace(made.differential, hypotheses=listed))


class Rooms:
    """Stands in for `copilot.review.engine`: every path is the same invented patient."""

    def __init__(self, made: Review | None = None, error: Exception | None = None) -> None:
        self.made = made
        self.error = error

    def load_pack(self) -> Pack:
        """Return the invented pack."""
        return pack()

    def prepare(self, _pack: Pack) -> None:
        """Nothing has to be made."""

    def read(self, path: Path, patient: str | None = None, _early: object = None) -> tuple[Pull, ...]:
        """Return one empty pull, or raise what the test asked for until a patient is chosen."""
        if self.error is not None and patient is None:
            raise self.error
        return (Pull(str(path), ()),)

    def review(self, pull: Pull, pack: Pack) -> Review:
        """Return the invented review."""
        return self.made or review()

    def rerank(self, reviewed: Review, corrections: Sequence[Correction]) -> Review:
        """Rank the invented findings again, as the engine does."""
        return engine.rerank(reviewed, corrections)


def loaded_model() -> LoadedModel:
    """Return what the status line shows of a model."""
    info = GgufInfo(
        Path("starter.gguf"), 12_000_000, 3, "llama", "Starter 12M", "Q8_0", 2048, "", "Apache-2.0", "lines", 60
    )
    return LoadedModel(info, "0" * 64, Loaded(2048, "CPU", "b1234", "llama 12M"))
