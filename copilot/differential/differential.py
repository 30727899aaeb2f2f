"""`Differential`: hypotheses with their evidence, the can't-miss group, and the next steps."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from typing import TYPE_CHECKING

from copilot.knowledge.pack import Condition, Figure, Reference

if TYPE_CHECKING:  # its rows are lines of what is defined here
    from copilot.differential.scores import Scores


class Likelihood(StrEnum):
    """A band, on purpose without a number beside it."""

    STRONG = "strong"
    MODERATE = "moderate"
    WEAK = "weak"


@dataclass(frozen=True, slots=True)
class Evidence:
    """One line of a hypothesis.

    `weight` is a natural-log likelihood ratio (positive: for; negative: against; for an unknown finding:
    what it would add if present). `text` is the chart's own words, or for an unknown the finding's name.
    `editorial` says that the weight comes from `band`, the project's own judgement, in words; else it comes
    from `figure`. Beside an editorial weight `figure` is a published number that is shown, not weighed.
    `explained_by` names known illnesses of the patient that explain the finding already: it counts half.
    `timing` says of a medicine when it was started, measured against the first sign of what it may have caused.
    """

    finding: str
    name: str
    text: str
    weight: float
    facts: tuple[str, ...]
    references: tuple[str, ...]
    editorial: bool
    band: str = ""
    figure: Figure | None = None
    explained_by: tuple[str, ...] = ()
    timing: str = ""


class PartKind(StrEnum):
    """What a part of the score is about that is no finding of the chart."""

    PRIOR = "prior"  # how common the condition is
    PERSON = "person"  # age and sex
    KNOWN = "known"  # the chart already names it
    COMPLAINT = "complaint"  # a complaint that it does not explain
    SILENCE = "silence"  # a symptom that nearly all with it have, and no word of it
    NEEDED = "needed"  # an exposure or state without which it is not this condition, and no word of it
    SERIES = "series"  # subtypes of a rare series that share the findings among them count in part
    SIZE = "size"  # a rare disease of which much is annotated fits easily


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the score beside the evidence lines, in words; `findings` are what it is about."""

    kind: PartKind
    text: str
    weight: float
    findings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Hypothesis:
    """A condition scored for this patient; `score` is a log posterior, comparable within one list only.

    It is the sum of what is shown: the weights of `supporting`, `opposing` and `parts`. `paused` are lines that the
    clinician left out of account, with the weight that they would have.
    `share` is its tempered share of the whole, what the band is made from: for measuring, never shown beside a
    patient. It is 0 where nothing supports the condition.
    """

    rank: int
    condition: Condition
    score: float
    likelihood: Likelihood
    supporting: tuple[Evidence, ...]
    opposing: tuple[Evidence, ...]
    unknown: tuple[Evidence, ...]
    already_known: tuple[str, ...] = ()
    share: float = 0.0
    parts: tuple[Part, ...] = ()
    paused: tuple[Evidence, ...] = ()

    @property
    def lines(self) -> tuple[Evidence, ...]:
        """Return all lines that are shown, those that count and those that do not."""
        return (*self.supporting, *self.opposing, *self.unknown, *self.paused)


class StepKind(StrEnum):
    """How one would learn of it."""

    QUESTION = "question"
    EXAM = "exam"
    TEST = "test"


@dataclass(frozen=True, slots=True)
class NextStep:
    """A question, an examination or a test, with what each result would change.

    `gain` is the expected fall in uncertainty over the list (bits); `findings` the terms it answers;
    `already_done` facts that already hold a result of it.
    """

    kind: StepKind
    name: str
    cost_tier: int
    gain: float
    findings: tuple[str, ...]
    if_positive: str
    if_negative: str
    already_done: tuple[str, ...] = ()


@dataclass(frozen=True)
class Differential:
    """The ranked list. `cant_miss` are ids; `abstention` says why no list can be trusted, or is empty.

    `references` are all that any line cites, by id: the common pack's pages and HPO's annotations. `scores` are what it
    was made from: ranking the same chart with another correction goes on from there.
    """

    hypotheses: tuple[Hypothesis, ...]
    cant_miss: tuple[str, ...]
    next_steps: tuple[NextStep, ...]
    abstention: str = ""
    references: Mapping[str, Reference] = field(default_factory=dict)
    scores: Scores | None = field(default=None, repr=False, compare=False)

    @cached_property
    def shown(self) -> tuple[Hypothesis, ...]:
        """Return what a person is shown: nothing without a line of the chart that speaks for it."""
        return tuple(h for h in self.hypotheses if h.supporting)

    @cached_property
    def by_id(self) -> Mapping[str, Hypothesis]:
        """Return the hypotheses by condition id."""
        return {h.condition.id: h for h in self.hypotheses}
