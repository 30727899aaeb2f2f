"""What the model is told of one hypothesis: words, values and ids already joined, and made harmless."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from functools import cached_property

from copilot.chart.fact import Fact
from copilot.differential.differential import Differential, Evidence, Hypothesis, Likelihood, NextStep, StepKind
from copilot.findings.finding import Finding, Findings, How, Presence
from copilot.narrative.cited import Cited, cited_fact
from copilot.narrative.nouns import denied, noun, small, valued
from copilot.narrative.untrusted import harmless, told

TOP = 3
MOST_HYPOTHESES = 5
MOST_LINES = {"+": 5, "-": 3, "?": 3, ">": 1}
MOST_FACTS = 2
MUST_NOT_MISS = "must not be missed"


class Stand(StrEnum):
    """How a line bears on the condition; the value is the sign with which the model sees it."""

    FOR = "+"
    AGAINST = "-"
    UNKNOWN = "?"
    NEXT = ">"  # the test that would tell most; unknown as well


@dataclass(frozen=True, slots=True)
class Line:
    """One piece of evidence as the model sees it.

    `sources` are the texts that a sentence citing this line may draw on: the evidence's own words and
    name, and the text and time of its facts. `measured` says that a value shows it, `risk` that it is a cause
    rather than an effect.
    """

    stand: Stand
    text: str
    facts: tuple[str, ...]
    references: tuple[str, ...]
    sources: tuple[str, ...] = ()
    measured: bool = False
    risk: bool = False

    @property
    def ids(self) -> tuple[str, ...]:
        """Return what may be cited for this line, facts first."""
        return self.facts + self.references

    @property
    def citation(self) -> str:
        """Return the ids as they stand behind the words."""
        return " ".join(f"[{identifier}]" for identifier in self.ids)


@dataclass(frozen=True)
class Brief:
    """One hypothesis in the model's words; `condition` is its id, `name` what is written.

    `cited` says what stands behind the ids of facts, and `today` the day from which the review counts: the
    model is told neither, the check needs both.
    """

    condition: str
    name: str
    likelihood: Likelihood
    cant_miss: bool
    lines: tuple[Line, ...]
    cited: Mapping[str, Cited] = field(default_factory=dict)
    today: date | None = None

    @cached_property
    def text(self) -> str:
        """Return the lines that the model reads; every shape of prompt holds exactly this."""
        head = f"condition: {self.name} | {self.likelihood.value}"
        if self.cant_miss:
            head += f" | {MUST_NOT_MISS}"
        body = (f"{line.stand.value} {line.text} {line.citation}" for line in self.lines)
        return "\n".join((head, *body)) + "\n"

    @cached_property
    def by_id(self) -> Mapping[str, tuple[Line, ...]]:
        """Return the lines that each citable id belongs to."""
        found: dict[str, tuple[Line, ...]] = {}
        for line in self.lines:
            for identifier in line.ids:
                found[identifier] = (*found.get(identifier, ()), line)
        return found


_DOUBT = re.compile(r"\b(?:possibl[ey]|probabl[ey]|suspected|likely|uncertain|query|may|might)\b", re.IGNORECASE)


def briefs(
    differential: Differential,
    findings: Findings,
    facts: Mapping[str, Fact],
    references: Mapping[str, str],
    today: date | None = None,
) -> tuple[Brief, ...]:
    """Return what is told: the best three, and those that must not be missed and have some support.

    `references` maps reference ids to the short ids ("R1") under which the review lists them; `today` is the
    day from which the review counts.
    """
    chosen = [h for h in differential.hypotheses[:TOP] if h.supporting or h.opposing]
    dangerous = set(differential.cant_miss)
    chosen += [h for h in differential.hypotheses[TOP:] if h.condition.id in dangerous and _speaks_for(h.supporting)]
    steps = differential.next_steps
    made = (_brief(h, h.condition.id in dangerous, steps, findings, facts, references) for h in chosen)
    told = (replace(brief, today=today) for brief in made if brief.lines)
    return tuple(told)[:MOST_HYPOTHESES]


def _speaks_for(lines: Iterable[Evidence]) -> bool:
    """Return whether anything of the chart stands behind the hypothesis."""
    return any(line.facts and line.weight > 0 for line in lines)


def _brief(
    hypothesis: Hypothesis,
    dangerous: bool,
    steps: Iterable[NextStep],
    findings: Findings,
    facts: Mapping[str, Fact],
    references: Mapping[str, str],
) -> Brief:
    """Join one hypothesis with the words and the short ids of its evidence."""
    reading = tuple(references[r] for r in hypothesis.condition.references if r in references)[:1]
    lines: list[Line] = []
    sides = (
        (Stand.FOR, hypothesis.supporting),
        (Stand.AGAINST, hypothesis.opposing),
        (Stand.UNKNOWN, hypothesis.unknown),
    )
    for stand, evidences in sides:
        made = (_line(stand, evidence, reading, findings, facts, references) for evidence in evidences)
        unique = {line.text.casefold(): line for line in reversed([m for m in made if m])}
        lines += list(reversed(unique.values()))[: MOST_LINES[stand.value]]
    lines += _next(hypothesis.condition.name, steps, reading)
    return Brief(
        hypothesis.condition.id,
        harmless(hypothesis.condition.name),
        hypothesis.likelihood,
        dangerous,
        tuple(lines),
        {fact: cited_fact(facts[fact]) for line in lines for fact in line.facts},
    )


def _next(name: str, steps: Iterable[NextStep], reading: tuple[str, ...]) -> list[Line]:
    """Return the most useful test that is not done yet and would move this condition, if there is one."""
    for step in steps:
        moves = name in step.if_positive or name in step.if_negative
        if step.kind is StepKind.TEST and moves and reading and not step.already_done:
            text = noun(harmless(step.name))
            return [Line(Stand.NEXT, text, (), reading, (text, told(step.name, 400)))]
    return []


def _line(
    stand: Stand,
    evidence: Evidence,
    reading: tuple[str, ...],
    findings: Findings,
    facts: Mapping[str, Fact],
    references: Mapping[str, str],
) -> Line | None:
    """Return one line, or None where nothing could be cited for it: no citation, no assertion."""
    short = tuple(references[r] for r in evidence.references if r in references)[:1]
    known = () if stand is Stand.UNKNOWN else tuple(f for f in evidence.facts if f in facts)[:MOST_FACTS]
    if stand is Stand.UNKNOWN:
        short = short or reading
    if not (known or (stand is Stand.UNKNOWN and short)):
        return None
    finding = None if stand is Stand.UNKNOWN else findings.by_term.get(evidence.finding)
    text = noun(harmless(evidence.name)) if stand is Stand.UNKNOWN else _text(evidence, finding)
    if not text:
        return None
    cited = [facts[identifier] for identifier in known]
    sources = [text, evidence.name, evidence.text, *(fact.text for fact in cited)]
    sources += [fact.when.text for fact in cited if fact.when]
    measured, risk = finding is not None and finding.how is How.VALUE, "risk factor" in evidence.band
    return Line(stand, text, known, short, tuple(told(s, 400) for s in sources if s), measured, risk)


def _text(evidence: Evidence, finding: Finding | None) -> str:
    """Return the words of one line; what is denied or doubted says so, whatever words the chart used.

    A note is cited, not quoted: the finding's name makes a better sentence than half of somebody's own. A value,
    and a code's own words, stand in brackets behind it.
    """
    name, own = harmless(evidence.name), told(evidence.text)
    presence = finding.presence if finding else None
    read = finding is not None and finding.how in (How.TEXT, How.PARAPHRASE, How.STATED)
    if not name or not (own or read):
        return own and small(own)
    if presence is Presence.ABSENT:
        return denied(name) if finding is None or finding.how is not How.VALUE else valued(denied(name), own)
    same = ":" not in own and (own.casefold() in name.casefold() or name.casefold() in own.casefold())
    if presence is Presence.UNCERTAIN:
        own = own if same and not read else name
        return small(own) if _DOUBT.search(own) else f"possible {small(own)}"
    return noun(name) if read else small(own) if same else valued(name, own)
