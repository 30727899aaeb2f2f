"""Many clues, one finding."""

from __future__ import annotations

import random

from copilot.chart.chart import Chart
from copilot.findings.finding import Presence
from copilot.findings.recognise import recognise
from tests.findings.factory import HPO, chart, fact, note, refuted, small_pack

PACK = small_pack()
COUGH, CP = "HP:0012735", "HP:0100749"


def test_the_newer_note_wins() -> None:
    notes = (note("Cough.", "F1", "2025-12-01"), note("No cough.", "F2", "2025-12-20"))
    found = recognise(chart(notes=notes), PACK).by_term[COUGH]
    assert found.presence is Presence.ABSENT
    assert found.facts == ("F2.1",)


def test_presence_wins_within_one_note() -> None:
    found = recognise(chart(notes=(note("HPI: cough.\nROS: denies cough."),)), PACK).by_term[COUGH]
    assert found.presence is Presence.PRESENT


def test_a_definite_statement_wins_over_doubt() -> None:
    found = recognise(chart(notes=(note("Possible rash. No rash."),)), PACK).by_term["HP:0000988"]
    assert found.presence is Presence.ABSENT


def test_contradicting_facts_of_one_day_are_an_unknown() -> None:
    facts = (
        fact("F1", code=COUGH, system=HPO, day="2025-12-01", label="Cough"),
        refuted("F2", code=COUGH, system=HPO, day="2025-12-01", label="Cough"),
    )
    findings = recognise(chart(*facts), PACK)
    assert findings.by_term[COUGH].presence is Presence.PRESENT
    assert [unknown.kind.value for unknown in findings.unknowns] == ["conflicting"]


def test_past_illness_stays_whatever_a_newer_note_leaves_out() -> None:
    notes = (note("PMH: DM", "F1", "2020-12-01"), note("No PMH.", "F2", "2025-12-20"))
    findings = recognise(chart(notes=notes), PACK)
    assert findings.by_term["CS:diabetes"].presence is Presence.PRESENT
    assert [unknown.kind.value for unknown in findings.unknowns] == ["conflicting"]


def test_an_old_symptom_is_not_a_present_one() -> None:
    notes = (note("Cough.", "F1", "2020-12-01"), note("Rash.", "F2", "2025-12-20"))
    assert COUGH not in recognise(chart(notes=notes), PACK).by_term


def test_the_special_implies_the_general_with_its_facts() -> None:
    findings = recognise(chart(notes=(note("Chest pain on exertion."),)), PACK).by_term
    assert findings[CP].presence is Presence.PRESENT
    assert set(findings["CS:exertional"].facts) <= set(findings[CP].facts)


def test_absence_of_the_general_implies_absence_of_the_special() -> None:
    findings = recognise(chart(notes=(note("No chest pain."),)), PACK).by_term
    assert findings["CS:exertional"].presence is Presence.ABSENT
    findings = recognise(chart(notes=(note("No chest pain at rest. Chest pain on exertion."),)), PACK).by_term
    assert findings["CS:exertional"].presence is Presence.PRESENT


def test_the_order_of_facts_does_not_matter() -> None:
    facts = [fact(f"F{n}", code=code, system=HPO, day=f"2025-12-0{n}") for n, code in enumerate((COUGH, CP, COUGH), 1)]
    facts.append(refuted("F4", code=CP, system=HPO, day="2025-12-02"))
    notes = [note("Cough and fever.", "F5", "2025-12-01"), note("No fever.", "F6", "2025-12-01")]
    first = recognise(chart(*facts, notes=tuple(notes)), PACK)
    for seed in range(5):
        shuffled_facts, shuffled_notes = list(facts), list(notes)
        random.Random(seed).shuffle(shuffled_facts)
        random.Random(seed).shuffle(shuffled_notes)
        again = recognise(chart(*shuffled_facts, notes=tuple(shuffled_notes)), PACK)
        assert again.by_term == first.by_term
        assert again.unknowns == first.unknowns
        assert set(again.mentions) == set(first.mentions)


def test_every_mention_becomes_a_fact_with_its_place() -> None:
    text = "Cough for two days. No fever."
    given: Chart = chart(notes=(note(text),))
    findings = recognise(given, PACK)
    by_id = {made.id: made for made in findings.facts}
    assert [mention.fact for mention in findings.mentions] == ["F1.1", "F1.2"]
    made = by_id["F1.1"]
    assert made.text == "Cough for two days."
    assert made.source.resource == "DocumentReference/F1"
    assert made.source.span is not None
    assert text[slice(*made.source.span)] == "Cough"
