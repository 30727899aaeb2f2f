"""Synthetic reviews from the full pack and the briefs that the product's own code makes of them, with their answers."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass, field

from copilot.chart.fact import Fact, Kind, Source
from copilot.differential.differential import Differential, Evidence, Hypothesis, Likelihood, NextStep, StepKind
from copilot.findings.finding import Finding, Findings, How, Patient, Presence
from copilot.knowledge.pack import Condition
from copilot.narrative.brief import Brief, Stand, briefs
from copilot.narrative.untrusted import harmless
from copilot.training import words
from copilot.training.clauses import clause, finding, history, measured, value
from copilot.training.telling import good

STRANGE = "äöüéèñçøåßµ°±²³½αβγ–‘’ŁžøАБяжあ字"
RISK = "moderate risk factor"


@dataclass(frozen=True)
class Case:
    """One brief with an answer that says all of it."""

    brief: Brief
    answer: str


def case(rng: random.Random, *, most: int = 12) -> Case:
    """Return one synthetic case with at most so many lines."""
    brief = invented_brief(rng, most=most)
    return Case(brief, good(brief, rng))


def invented_brief(rng: random.Random, *, most: int = 12) -> Brief:
    """Return what the product would tell a model of an invented patient: one to `most` lines."""
    while True:
        maker = _Maker(rng)
        hypothesis, steps = maker.hypothesis(most)
        differential = Differential((hypothesis,), ("x",) if rng.random() < 0.35 else (), steps)
        made = briefs(differential, Findings(Patient(), maker.findings), maker.facts, maker.references)
        if made:
            return made[0]


@dataclass
class _Maker:
    """Makes one hypothesis, and remembers the findings and facts behind it."""

    rng: random.Random
    findings: dict[str, Finding] = field(default_factory=dict)
    facts: dict[str, Fact] = field(default_factory=dict)
    references: dict[str, str] = field(default_factory=dict)
    numbers: list[int] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Choose ids as a chart of some size has them."""
        rng = self.rng
        self.numbers = rng.sample(range(1, rng.choice((30, 60, 140, 400))), 25)
        count = rng.choice((1, 2, 5))
        self.references = {f"r{n}": f"R{n}" for n in rng.sample(range(1, rng.choice((8, 30, 90))), count)}

    def hypothesis(self, most: int) -> tuple[Hypothesis, tuple[NextStep, ...]]:
        """Return a condition with what speaks for it, against it, and what is not known."""
        rng = self.rng
        counts = {
            Stand.FOR: rng.choices(range(6), (1, 2, 4, 5, 6, 9))[0],
            Stand.AGAINST: rng.choices(range(4), (4, 4, 4, 4))[0],
            Stand.UNKNOWN: rng.choices(range(4), (2, 2, 3, 9))[0],
        }
        if not any(counts.values()):
            counts[Stand.FOR] = 1
        sides: dict[Stand, list[Evidence]] = {stand: [] for stand in counts}
        name, known = self._condition()
        for stand, count in counts.items():
            for _ in range(min(count, most - sum(len(side) for side in sides.values()))):
                sides[stand].append(self._evidence(stand, rng.choice(known) if known and rng.random() < 0.8 else ""))
        condition = Condition("x", name, "uncommon", "acute", tuple(self.references)[:1], ())
        supporting, opposing, unknown = (tuple(side) for side in sides.values())
        band = rng.choice(tuple(Likelihood))
        return Hypothesis(1, condition, 0.0, band, supporting, opposing, unknown), self._steps(name)

    def _condition(self) -> tuple[str, Sequence[str]]:
        """Return a condition's name and, of a real one, the names of its own findings."""
        if self.rng.random() < 0.65:
            return self.rng.choice(words.conditions())
        parts = [words.invented(self.rng) for _ in range(self.rng.choice((1, 1, 2)))]
        parts += [self.rng.choice(words.HEADS)] if self.rng.random() < 0.7 else []
        return harmless(" ".join(parts).capitalize()), ()

    def _steps(self, name: str) -> tuple[NextStep, ...]:
        test = self.rng.choice(words.tests()) if self.rng.random() < 0.8 else words.invented(self.rng).capitalize()
        step = NextStep(StepKind.TEST, test, 2, 0.1, (), f"would confirm {name}", "changes little")
        return (step,) if self.rng.random() < 0.6 else ()

    def _evidence(self, stand: Stand, name: str) -> Evidence:
        """Return one line of the differential; `name` is that of a real finding, or empty."""
        rng = self.rng
        name = name or _strange(finding(rng), rng)
        cited = tuple(rng.sample(tuple(self.references), 1)) if rng.random() < 0.85 else ()
        if stand is Stand.UNKNOWN:
            return Evidence("unseen", name, name, 1.0, (), cited or tuple(self.references)[:1], editorial=True)
        absent = rng.random() < (0.55 if stand is Stand.AGAINST else 0.06)
        how = rng.choices((How.TEXT, How.VALUE, How.CODE), (5, 4, 2))[0]
        text = {How.TEXT: clause, How.CODE: history}.get(how, finding)(rng)
        if how is How.VALUE:
            name, label = measured(rng)
            text = value(label, rng)
        presence = Presence.ABSENT if absent else Presence.UNCERTAIN if rng.random() < 0.03 else Presence.PRESENT
        term = f"t{len(self.findings)}"
        facts = tuple(self._fact(text) for _ in range(1 if rng.random() < 0.85 else 2))
        self.findings[term] = Finding(term, presence, facts, text, how)
        band = RISK if how is How.CODE and rng.random() < 0.5 else "common"
        shown = f"No {name[:1].lower()}{name[1:]}" if absent else name
        return Evidence(term, shown, text, 1.0, facts, cited, editorial=True, band=band)

    def _fact(self, text: str) -> str:
        """Put a fact on the chart, one of its own or a place in a note, and return its id."""
        number = self.numbers.pop()
        identifier = f"F{number}.{self.rng.randint(1, 40)}" if self.rng.random() < 0.4 else f"F{number}"
        self.facts[identifier] = Fact(identifier, Kind.OBSERVATION, text, text, Source("Observation/1", "value"))
        return identifier


def _strange(text: str, rng: random.Random) -> str:
    """Return the text; now and then with letters from elsewhere or all in capitals."""
    if rng.random() < 0.04:
        text += " " + "".join(rng.choice(STRANGE) for _ in range(rng.randint(1, 6)))
    if rng.random() < 0.04:
        text = text.upper()
    return text[:1].upper() + text[1:]
