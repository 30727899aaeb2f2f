"""The text to leave with: from the decisions alone, each line with its place and source, a draft until signed."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from markdown_it import MarkdownIt

from copilot.chart.fact import Fact, Kind
from copilot.differential.differential import Evidence
from copilot.findings.corrections import NOT_THE_CHART, Correction, Says
from copilot.review.assessment import DRAFT, Assessment
from copilot.review.assessment_markdown import as_markdown
from copilot.review.assessment_text import assessment_text
from copilot.review.decision import Decisions, Reason, accepted, own, rejected
from copilot.review.review import Review
from tests.ui import factory

AT = datetime(2026, 11, 27, 15, 30, tzinfo=UTC)
EVIL = "<img src=x> **bold** [a](http://example.com) # & _x_"


def decided(review: Review) -> Decisions:
    """Accept the first, set the third aside, add one."""
    first, _, third = review.differential.hypotheses[:3]
    return (
        Decisions()
        .deciding(accepted(first, review.pack.version))
        .deciding(rejected(third, review.pack.version, Reason.COURSE))
        .deciding(own("Amyloidosis"))
    )


def test_without_a_decision_there_is_no_text() -> None:
    assert assessment_text(factory.review(), Decisions()) == ""
    assert Assessment().labelled == ""


def test_evidence_stands_with_its_date_figure_and_source() -> None:
    text = assessment_text(factory.review(), decided(factory.review()))
    assert "1. Multiple myeloma (engine: number 1, strong, 4 for, 1 against)" in text
    assert (
        "+ Haemoglobin 9.8 g/dL, falling since May, 18 Nov 2026 "
        "(73 % of patients with it, n = 1,027; Invented Journal 2003 [2])" in text
    )
    assert "+ Total protein 9.6 g/dL, 18 Nov 2026 (editorial: very common; Invented Agency 2003 [1])" in text
    assert "- No fever, 18 Nov 2026 (editorial" in text
    assert "[2] An invented cohort for tests. Invented Journal, 2003. https://example.org/invented-cohort" in text


def test_it_names_the_patient_the_versions_and_what_was_set_aside() -> None:
    text = assessment_text(factory.review(), decided(factory.review()))
    assert text.startswith("Daniel Okafor · 58 y · male · born 3 Mar 1968 · MRN 004-118-27 · chart as of 20 Nov 2026")
    assert "- Primary hyperparathyroidism: does not fit the course (engine: number 3" in text
    assert "2. Amyloidosis (added by the clinician; not in the knowledge packs: no evidence can be shown)" in text
    assert "knowledge version 2f9c01d4" in text
    assert "the diagnosis is" not in text.casefold()


def test_what_the_engine_said_then_stands_beside_what_it_says_now() -> None:
    review = factory.review()
    first = review.differential.hypotheses[0]
    made = Decisions().deciding(accepted(first, "p"))
    fallen = replace(first, rank=4, supporting=first.supporting[:1])
    later = replace(review, differential=replace(review.differential, hypotheses=(fallen,), cant_miss=()))
    assert (
        "(engine: number 1, strong, 4 for, 1 against, when decided; now number 4, strong, 1 for, 1 against)"
        in assessment_text(later, made)
    )
    gone = replace(review, differential=replace(review.differential, hypotheses=(), cant_miss=()))
    assert "1 against, when decided; not listed now)" in assessment_text(gone, made)


def test_what_must_not_be_missed_stays_though_it_was_set_aside() -> None:
    review = factory.review()
    danger = review.differential.by_id["spinal-cord-compression"]
    text = assessment_text(review, Decisions().deciding(rejected(danger, "p")))
    assert "- Spinal cord compression (set aside by the clinician): Paralysis becomes permanent" in text
    assert "confirmed or excluded by MRI of the whole spine" in text
    kept = assessment_text(review, Decisions().deciding(accepted(danger, "p")))
    assert "   ! must not be missed: Paralysis" in kept
    assert "- Spinal cord compression" not in kept


@pytest.mark.parametrize("broken", [{"facts": ()}, {"facts": ("F999",)}, {"references": ("nowhere",)}])
def test_a_line_that_does_not_resolve_is_left_out(broken: dict[str, tuple[str, ...]]) -> None:
    review = factory.review()
    first = review.differential.hypotheses[0]
    lines: tuple[Evidence, ...] = tuple(
        replace(line, **broken) if line.finding == "CS:protein" else line for line in first.supporting
    )
    changed = replace(first, supporting=lines)
    review = replace(review, differential=replace(review.differential, hypotheses=(changed,), cant_miss=()))
    text = assessment_text(review, Decisions().deciding(accepted(changed, "p")))
    assert "Haemoglobin 9.8 g/dL" in text
    assert "Total protein" not in text


def test_only_supported_sentences_of_the_model_come_in_and_only_when_asked_for() -> None:
    review = replace(factory.review(), narrative=factory.narrative())
    without = assessment_text(review, decided(review))
    assert "Model:" not in without
    assert "No sentence in it was written by a language model." in without
    text = assessment_text(review, decided(review), with_words=True)
    assert "Model: No fever speaks against infection." in text
    assert "Kidney function was normal" not in text
    assert "Starter 12M, Q8_0" in text


def test_the_label_stands_first_and_a_signature_takes_its_place() -> None:
    made = Assessment().written_anew("Something to say")
    assert made.labelled.splitlines()[0] == DRAFT
    signed = made.signed(" Dr  Ada Byron ", AT)
    assert signed.labelled.splitlines()[0] == ("Reviewed and signed by Dr Ada Byron, 27 Nov 2026, 15:30; AI-assisted")
    assert signed.withdrawn().label == DRAFT


def test_a_change_after_signing_withdraws_the_signature() -> None:
    signed = Assessment().written_anew("One").signed("Ada", AT)
    assert signed.changed("One").signature is not None
    assert signed.changed("Two").signature is None
    assert signed.written_anew("Three").signature is None


def test_what_the_clinician_wrote_is_not_written_over() -> None:
    edited = Assessment().written_anew("One").changed("One, and more")
    later = edited.written_anew("Two")
    assert later.text == "One, and more"
    assert later.behind
    assert later.from_decisions() == Assessment("Two", "Two")


@pytest.mark.parametrize(("name", "text"), [("  ", "text"), ("Ada", "  ")])
def test_a_signature_needs_a_name_and_a_text(name: str, text: str) -> None:
    with pytest.raises(ValueError):
        Assessment().written_anew(text).signed(name, AT)


def test_markdown_says_the_same_and_nothing_in_it_is_markup() -> None:
    made = Assessment().written_anew(assessment_text(factory.review(), decided(factory.review())))
    made = made.changed(f"{made.text}\n{EVIL}\n- {EVIL}\n1) no list")
    html = MarkdownIt("commonmark").render(as_markdown(made))
    assert f"<strong>{DRAFT}</strong>" in html
    assert "<h2>Working differential</h2>" in html
    assert "<img" not in html
    assert "<a " not in html
    assert "<em>" not in html
    words = re.sub(r"<[^>]+>", "", html).replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
    assert words.count(EVIL) == 2
    assert "1) no list" in words


def test_what_the_clinician_corrected_is_said_with_who_it_is_about() -> None:
    review = factory.review()
    said = (Correction("HP:0001903", Says.PAUSED, AT), Correction("HP:0003418", Says.ABSENT, AT))
    review = replace(review, findings=replace(review.findings, corrections=said))
    lines = assessment_text(review, decided(review)).splitlines()
    assert lines[1] == "Findings corrected by the clinician: Paused: anaemia · Added: no back pain"


def test_what_the_clinician_stated_is_dated_once() -> None:
    review = factory.review()
    first = review.differential.hypotheses[0]
    stated = Fact(
        "F0.1", Kind.STATED, "Bone pain", "Bone pain: stated by the clinician, 27 Nov 2026, 15:30", NOT_THE_CHART
    )
    stated = replace(stated, when=factory.when("2026-11-27T15:30"))
    line = replace(first.supporting[0], name="Bone pain", text=stated.text, facts=("F0.1",), weight=9.0)
    changed = replace(first, supporting=(line,))
    review = replace(
        review,
        findings=replace(review.findings, facts=(*review.findings.facts, stated)),
        differential=replace(review.differential, hypotheses=(changed,), cant_miss=()),
    )
    text = assessment_text(review, Decisions().deciding(accepted(changed, "p")))
    assert "+ Bone pain: stated by the clinician, 27 Nov 2026, 15:30 (73 %" in text
