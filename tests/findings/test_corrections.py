"""What the clinician says against the chart holds, and nothing else of the chart changes by it."""

from __future__ import annotations

from datetime import datetime

from copilot.chart.fact import Kind, Standing
from copilot.findings.corrections import Correction, Says, apply, cause, corrected, said, said_together, without
from copilot.findings.finding import Findings, How, Presence
from copilot.findings.recognise import recognise
from tests.findings.factory import chart, note, small_pack

PACK = small_pack()
FEVER, COUGH, PRODUCTIVE, CP, EXERTIONAL = "HP:0001945", "HP:0012735", "HP:0031245", "HP:0100749", "CS:exertional"
NAUSEA = "HP:0002018"
AT = datetime(2026, 11, 27, 15, 20)


def read(text: str) -> Findings:
    """Return the findings of one note."""
    return recognise(chart(notes=(note(text, day="2025-12-01"),)), PACK)


def with_(findings: Findings, **said_: Says) -> Findings:
    """Return the findings with these words of the clinician, in this order."""
    ids = {"fever": FEVER, "cough": COUGH, "productive": PRODUCTIVE, "cp": CP, "exertional": EXERTIONAL}
    return apply(findings, [Correction(ids[name], says, AT) for name, says in said_.items()], PACK)


def test_a_paused_finding_neither_counts_nor_is_missing() -> None:
    found = with_(read("Fever and nausea."), fever=Says.PAUSED)
    assert set(found.by_term) == {NAUSEA}
    assert found.paused[FEVER].presence is Presence.PRESENT
    assert found.as_read is not None
    assert FEVER in found.as_read.by_term


def test_what_rests_on_a_paused_finding_alone_is_paused_with_it() -> None:
    found = with_(read("Productive cough."), productive=Says.PAUSED)
    assert set(found.paused) == {COUGH, PRODUCTIVE}
    assert cause(COUGH, found, PACK) == found.corrections[0]


def test_a_general_finding_with_words_of_its_own_stays() -> None:
    found = with_(read("Cough for weeks. Productive cough."), productive=Says.PAUSED)
    assert found.by_term[COUGH].facts == ("F1.1",)
    assert set(found.paused) == {PRODUCTIVE}


def test_a_general_finding_is_paused_without_its_kinds() -> None:
    found = with_(read("Chest pain on exertion."), cp=Says.PAUSED)
    assert set(found.by_term) == {EXERTIONAL}
    assert set(found.paused) == {CP}


def test_pausing_a_denial_pauses_what_was_denied_with_it() -> None:
    found = with_(read("No chest pain."), cp=Says.PAUSED)
    assert not found.by_term
    assert set(found.paused) == {CP, EXERTIONAL}


def test_who_has_it_after_all_may_have_any_kind_of_it() -> None:
    found = with_(read("No chest pain."), cp=Says.PRESENT)
    assert found.by_term[CP].presence is Presence.PRESENT
    assert EXERTIONAL not in found.by_term
    assert not found.paused  # open again, to be asked


def test_who_denies_the_whole_denies_every_kind() -> None:
    found = with_(read("Chest pain on exertion."), cp=Says.ABSENT)
    assert {finding.presence for finding in found.by_term.values()} == {Presence.ABSENT}
    assert found.by_term[EXERTIONAL].facts == ("F0.1",)


def test_a_special_finding_that_is_added_shows_the_general_one() -> None:
    found = with_(read("No cough. Nausea."), productive=Says.PRESENT)
    assert found.by_term[COUGH].presence is Presence.PRESENT
    assert found.by_term[COUGH].facts == ("F0.1",)


def test_doubt_about_the_general_finding_stands_beside_its_kind() -> None:
    found = with_(read("Chest pain on exertion."), cp=Says.UNCERTAIN)
    assert found.by_term[CP].presence is Presence.UNCERTAIN
    assert found.by_term[EXERTIONAL].presence is Presence.PRESENT


def test_what_is_stated_has_a_fact_that_is_not_the_charts() -> None:
    found = with_(read("Nausea."), fever=Says.ABSENT)
    fact = found.facts[-1]
    assert found.by_term[FEVER].facts == (fact.id,) == ("F0.1",)
    assert found.by_term[FEVER].how is How.STATED
    assert (fact.kind, fact.standing, fact.source.resource) == (Kind.STATED, Standing.REFUTED, "clinician")
    assert fact.text == "No fever: stated by the clinician, 27 Nov 2026, 15:20"


def test_the_last_word_on_a_finding_counts_and_can_be_put_back() -> None:
    paused, present = Correction(FEVER, Says.PAUSED, AT), Correction(FEVER, Says.PRESENT, AT)
    cough = Correction(COUGH, Says.ABSENT, AT)
    assert corrected((paused, cough), present) == (cough, present)
    assert without((present, cough), FEVER) == (cough,)


def test_put_back_everything_is_as_it_was_read() -> None:
    found = read("Fever, no cough.")
    changed = with_(found, fever=Says.ABSENT, cough=Says.PAUSED)
    assert apply(changed, (), PACK) is found
    assert with_(changed, cough=Says.PAUSED).by_term[FEVER].presence is Presence.PRESENT


def test_the_words_say_what_was_done() -> None:
    found = with_(read("Fever, no cough."), cough=Says.PAUSED, fever=Says.UNCERTAIN, exertional=Says.ABSENT)
    assert said(found.corrections[0], found, PACK) == "Paused: no cough"
    assert said_together(found, PACK).endswith("Corrected: possible fever · Added: no chest pain on exertion")
