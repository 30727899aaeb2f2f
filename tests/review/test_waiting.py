"""What an unknown would change: who waits for a finding, who rests on a fact, what is not here could hold."""

from __future__ import annotations

from dataclasses import replace

from copilot.chart.chart import Unknown, UnknownKind
from copilot.chart.fact import Coding
from copilot.knowledge.pack import ValueRule
from copilot.review.review import Review
from copilot.review.waiting import awaited, consequences
from tests.ui import factory


def with_unknowns(*unknowns: Unknown) -> Review:
    """Return the invented review with these unknowns."""
    return replace(factory.review(), unknowns=unknowns)


def test_the_findings_that_would_say_most_come_first_with_who_waits() -> None:
    first, second = awaited(factory.review())
    assert first.name == "M-protein in serum"
    assert first.change == "Would speak for Multiple myeloma, Bone metastases, Primary hyperparathyroidism and 4 more."
    assert second.name == "Abnormal free light chains"
    assert awaited(factory.review(), most=1) == (first,)


def test_a_doubtful_fact_names_the_conditions_that_rest_on_it() -> None:
    protein = Unknown(UnknownKind.IMPLAUSIBLE, "Total protein: a wrong unit is likely.", "Observation/lab11/_history/2")
    assert consequences(with_unknowns(protein)) == (
        "Counts for or against Multiple myeloma: right or wrong, it moves them.",
    )


def test_a_conflict_is_known_by_the_name_of_its_finding() -> None:
    conflict = Unknown(UnknownKind.CONFLICTING, "Fever: the record says both “38.5” and “no fever”.")
    (said,) = consequences(with_unknowns(conflict))
    assert said == "Counts for or against Multiple myeloma and Bone metastases: right or wrong, it moves them."


def test_a_doubtful_fact_on_which_nothing_rests_says_so() -> None:
    sodium = Unknown(UnknownKind.CONFLICTING, "Sodium: two values.", "Observation/lab13")
    assert consequences(with_unknowns(sodium)) == ("Nothing at the top of the list rests on it.",)


def test_an_old_value_says_for_whom_a_new_one_would_count() -> None:
    made = factory.review()
    pack = made.pack
    term = replace(pack.terms["CS:spep"], values=(ValueRule("high", ("33358-3",)),))
    facts = (replace(made.chart.facts[0], codes=(Coding("http://loinc.org", "33358-3"),)), *made.chart.facts[1:])
    old = Unknown(UnknownKind.STALE, "M-protein is from 2024-01-01.", facts[0].source.resource)
    aged = replace(
        made,
        chart=replace(made.chart, facts=facts),
        pack=replace(pack, terms={**pack.terms, term.id: term}),
        unknowns=(old,),
    )
    (said,) = consequences(aged)
    assert said.startswith("A new value could speak for Multiple myeloma, ")


def test_what_was_refused_or_cut_off_says_what_it_could_hold() -> None:
    labs = Unknown(UnknownKind.REFUSED, "Observation: the server says no.", "Observation")
    medicines = Unknown(UnknownKind.TRUNCATED, "MedicationRequest: cut off.", "MedicationRequest")
    nothing = Unknown(UnknownKind.REFUSED, "Binary: refused.")
    said = consequences(with_unknowns(labs, medicines, nothing))
    assert said[0].startswith("Could hold what is still open for Multiple myeloma")
    assert said[1:] == ("Without all medicines, one of them may be missed as a cause.", "")


def test_a_missing_age_weighs_everywhere() -> None:
    age = Unknown(UnknownKind.MISSING, "The patient's age is not known.", "Patient/p1")
    assert consequences(with_unknowns(age)) == ("Age and sex weigh in every condition of the list.",)
