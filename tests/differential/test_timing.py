"""A medicine as a cause is told with its timing: before or after the first sign, only where the chart dates both."""

from __future__ import annotations

from datetime import datetime

import pytest

from copilot.chart.fact import Fact, Kind, Source, When
from copilot.differential.differential import Differential
from copilot.differential.rank import rank
from copilot.findings.finding import Finding, Findings, How, Patient, Presence
from copilot.review.wording import line_words
from tests.differential.factory import chart, condition, pack, term

PACK = pack(
    (term("T:nsaid"), term("T:creatinine")),
    (condition("kidney-injury", {"T:nsaid": "common", "T:creatinine": "always"}),),
)


def when(day: str) -> When:
    """Return a day."""
    moment = datetime.fromisoformat(day if len(day) == 10 else f"{day}-01")
    return When(moment, moment, day)


def result(number: int, day: str, flag: str) -> Fact:
    """Return a creatinine."""
    return Fact(
        f"F{number}", Kind.LABORATORY, "Creatinine", "Creatinine", Source("O/1", "v"), when=when(day), flag=flag
    )


def ranked(started: str, *results: Fact) -> Differential:
    """Return the list for a medicine and the newest of these results."""
    tablet = Fact("F1", Kind.MEDICATION, "Ibuprofen", "Ibuprofen 600 mg", Source("M/1", "c"), when=when(started))
    by_term = {
        "T:nsaid": Finding("T:nsaid", Presence.PRESENT, ("F1",), "Ibuprofen 600 mg", How.CODE, tablet.when),
        "T:creatinine": Finding("T:creatinine", Presence.PRESENT, (results[-1].id,), "Creatinine 1.9", How.VALUE),
    }
    return rank(Findings(Patient(60.0, "male"), by_term), chart(tablet, *results), PACK)


def timing(made: Differential) -> str:
    """Return what is told of the medicine."""
    return next(line.timing for line in made.hypotheses[0].supporting if line.finding == "T:nsaid")


def test_the_first_of_a_run_of_abnormal_results_counts() -> None:
    results = (
        result(2, "2026-01-05", "H"),
        result(3, "2026-05-12", ""),
        result(4, "2026-08-18", "H"),
        result(5, "2026-11-18", "H"),
    )
    made = ranked("2026-08-06", *results)
    assert timing(made) == "started 6 Aug 2026, 12 days before creatinine was first abnormal"
    line = next(line for line in made.hypotheses[0].supporting if line.finding == "T:nsaid")
    assert line_words(line).startswith("Ibuprofen 600 mg: started 6 Aug 2026")


@pytest.mark.parametrize(
    ("started", "told"),
    [
        ("2026-11-18", "started 18 Nov 2026, the day on which creatinine was first abnormal"),
        ("2026-11-19", "started 19 Nov 2026, 1 day after creatinine was first abnormal"),
        ("2026-05-18", "started 18 May 2026, 6 months before creatinine was first abnormal"),
        ("2015-11-18", "started 18 Nov 2015, 11 years before creatinine was first abnormal"),
    ],
)
def test_it_is_told_on_which_side_and_in_a_unit_that_one_would_use(started: str, told: str) -> None:
    assert timing(ranked(started, result(2, "2026-11-18", "H"))) == told


@pytest.mark.parametrize(("started", "flag"), [("2026-08", "H"), ("2026-08-06", "")])
def test_without_two_days_nothing_is_told(started: str, flag: str) -> None:
    assert timing(ranked(started, result(2, "2026-11-18", flag))) == ""
