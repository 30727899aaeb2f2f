"""What came of one case: where the answer stood, how sure the first line was, or why there is no review."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from copilot.differential.differential import Likelihood
from copilot.review.measures.answers import Answers, Wanted
from copilot.review.review import Review

FIRST = 3


@dataclass(frozen=True, slots=True)
class Outcome:
    """One case. `answer` is empty where the case names none: it is reviewed and timed, not measured.

    `rank` is None where the answer is not in the list. `first` are the names that led the list; `band` and `share`
    say how sure its first line was. `failure` says why there is no review, in which case the answer counts as missed.
    """

    case: str
    answer: str = ""
    named: bool = False
    cant_miss: bool = False
    rank: int | None = None
    in_group: bool = False  # the answer stood in the can't-miss group
    first: tuple[str, ...] = ()
    band: Likelihood | None = None
    share: float = 0.0
    abstained: bool = False
    age_years: float | None = None
    sex: str = "unknown"
    seconds: float = 0.0
    failure: str = ""

    def among(self, top: int) -> bool:
        """Return whether the answer stood among the first `top` lines."""
        return self.rank is not None and self.rank <= top


def of_review(case: str, answer: str, review: Review, answers: Answers, seconds: float) -> Outcome:
    """Return the outcome of a reviewed case."""
    wanted = answers.wanted(answer)
    listed = review.differential.hypotheses
    leader = listed[0] if listed else None
    person, patient = review.chart.person, review.findings.patient
    return Outcome(
        case=case,
        answer=answer,
        named=wanted.named,
        cant_miss=wanted.cant_miss,
        rank=rank_of(review, wanted),
        in_group=_in_group(review, wanted),
        first=tuple(h.condition.name for h in listed[:FIRST]),
        band=leader.likelihood if leader else None,
        share=leader.share if leader else 0.0,
        abstained=bool(review.differential.abstention),
        age_years=patient.age_years,
        sex=person.sex if person.sex != "unknown" else patient.sex,
        seconds=seconds,
    )


def of_failure(case: str, answer: str, failure: str, answers: Answers) -> Outcome:
    """Return the outcome of a case that could not be reviewed."""
    wanted = answers.wanted(answer)
    return Outcome(case, answer, named=wanted.named, cant_miss=wanted.cant_miss, failure=failure)


def rank_of(review: Review, wanted: Wanted) -> int | None:
    """Return the rank (1-based) of the first hypothesis that is the answer."""
    return next((h.rank for h in review.differential.hypotheses if wanted.is_met_by(h.condition)), None)


def _in_group(review: Review, wanted: Wanted) -> bool:
    group: Sequence[str] = review.differential.cant_miss
    return any(wanted.is_met_by(review.differential.by_id[identifier].condition) for identifier in group)
