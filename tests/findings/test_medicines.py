"""Medicines as causes: new ones, by the dates of their orders."""

from __future__ import annotations

from dataclasses import replace

from copilot.chart.fact import Fact, Kind
from copilot.findings.finding import Presence
from copilot.findings.medicines import NEW_MEDICINE
from copilot.findings.recognise import recognise
from copilot.knowledge.pack import TermKind
from tests.findings.factory import chart, fact, small_pack, term

PACK = replace(
    small_pack(),
    terms={
        **small_pack().terms,
        NEW_MEDICINE: term(NEW_MEDICINE, "New medicine", "new medicine", kind=TermKind.EXPOSURE),
    },
)


def new(*facts: Fact) -> tuple[str, ...]:
    visit = fact("F0", Kind.ENCOUNTER, "Visit", day="2025-12-20")
    earlier = fact("F8", Kind.MEDICATION, "Amlodipine", day="2023-02-01")
    found = recognise(chart(visit, earlier, *facts), PACK).by_term.get(NEW_MEDICINE)
    return found.facts if found and found.presence is Presence.PRESENT else ()


def test_a_first_order_in_the_last_weeks_is_a_new_medicine() -> None:
    assert new(fact("F1", Kind.MEDICATION, "Lamotrigine", day="2025-12-05")) == ("F1",)


def test_an_old_or_repeated_order_is_not() -> None:
    assert new(fact("F1", Kind.MEDICATION, "Lamotrigine", day="2024-12-05")) == ()
    old, again = (
        fact(f"F{n}", Kind.MEDICATION, "Lamotrigine", day=day) for n, day in ((1, "2025-02-01"), (2, "2025-12-05"))
    )
    assert new(old, again) == ()


def test_an_order_without_a_date_may_be_older_than_all() -> None:
    dated = fact("F1", Kind.MEDICATION, "Lamotrigine", day="2025-12-05")
    assert new(dated, replace(fact("F2", Kind.MEDICATION, "Lamotrigine"), when=None)) == ()


def test_a_chart_that_does_not_reach_back_tells_of_no_new_medicine() -> None:
    visit = fact("F0", Kind.ENCOUNTER, "Visit", day="2025-12-20")
    order = fact("F1", Kind.MEDICATION, "Lamotrigine", day="2025-12-05")
    assert NEW_MEDICINE not in recognise(chart(visit, order), PACK).by_term
