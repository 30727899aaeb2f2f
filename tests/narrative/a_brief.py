"""A small brief and the review behind it, used by several tests."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from copilot.chart.fact import Fact, Kind, Source
from copilot.differential.differential import Differential, Evidence, Hypothesis, Likelihood
from copilot.findings.finding import Finding, Findings, How, Patient, Presence
from copilot.knowledge.pack import Condition
from copilot.narrative.brief import Brief, briefs

REFERENCES = {"invented-one": "R3", "invented-two": "R4", "invented-three": "R5"}


@dataclass(frozen=True)
class Told:
    differential: Differential
    findings: Findings
    facts: dict[str, Fact]
    today: date | None = None


def fact(identifier: str, text: str) -> Fact:
    return Fact(identifier, Kind.OBSERVATION, text, text, Source("Observation/1", "value"))


def evidence(finding: str, name: str, text: str, facts: tuple[str, ...], weight: float, *references: str) -> Evidence:
    return Evidence(finding, name, text, weight, facts, references, editorial=not references)


def finding(term: str, text: str, facts: tuple[str, ...], presence: Presence) -> Finding:
    return Finding(term, presence, facts, text, How.CODE)


def condition(identifier: str, name: str) -> Condition:
    return Condition(identifier, name, "uncommon", "acute", ("invented-three",), ())


FACTS = {
    f.id: f
    for f in (
        fact("F12", "pleuritic chest pain"),
        fact("F14", "Heart rate 118 /min"),
        fact("F15", "Haemoglobin 9.8 g/dL"),
        fact("F30.2", "leg swelling"),
        fact("F31", "father with pulmonary embolism"),
    )
}
FINDINGS = Findings(
    Patient(),
    {
        "pain": finding("pain", "pleuritic chest pain", ("F12",), Presence.PRESENT),
        "fast": finding("fast", "Heart rate 118 /min", ("F14",), Presence.PRESENT),
        "hb": finding("hb", "Haemoglobin 9.8 g/dL", ("F15",), Presence.PRESENT),
        "leg": finding("leg", "leg swelling", ("F30.2",), Presence.ABSENT),
        "family": finding("family", "father with pulmonary embolism", ("F31",), Presence.PRESENT),
    },
)
EMBOLISM = Hypothesis(
    1,
    condition("embolism", "Pulmonary embolism"),
    -1.0,
    Likelihood.MODERATE,
    (
        evidence("pain", "Pleuritic chest pain", "pleuritic chest pain", ("F12",), 1.2, "invented-one"),
        evidence("fast", "Tachycardia", "Heart rate 118 /min", ("F14",), 0.8, "invented-one"),
        evidence("family", "Family history", "father with pulmonary embolism", ("F31",), 0.4),
    ),
    (
        evidence("leg", "No leg swelling", "leg swelling", ("F30.2",), -0.7, "invented-two"),
        evidence("hb", "Anaemia", "Haemoglobin 9.8 g/dL", ("F15",), -0.3),
    ),
    (evidence("dimer", "D-dimer raised", "D-dimer raised", (), 1.5),),
)
TOLD = Told(Differential((EMBOLISM,), ("embolism",), ()), FINDINGS, FACTS)


def brief() -> Brief:
    return briefs(TOLD.differential, TOLD.findings, TOLD.facts, REFERENCES)[0]
