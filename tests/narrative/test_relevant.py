from __future__ import annotations

from datetime import date

import pytest

from copilot.chart.fact import Kind
from copilot.narrative.question import Span, understand
from copilot.narrative.relevant import relevant
from tests.narrative.a_chart import review

TODAY = date(2026, 11, 20)


def found(question: str) -> list[str]:
    return [entry.fact.id for entry in relevant(understand(question, TODAY), review())]


@pytest.mark.parametrize(
    ("question", "facts"),
    [
        ("What was the last haemoglobin?", ["F5", "F4"]),
        ("Hemoglobin before 2026?", ["F4"]),
        ("Is there a low Hb?", ["F5", "F4"]),  # by its code: no line says Hb
        ("Does she have anaemia?", ["F5", "F4"]),  # by the finding that rests on it, and by the code
        ("Which drugs does she take?", ["F8"]),
        ("Any allergies?", ["F9"]),
        ("Does she smoke?", ["F30"]),
        ("Is she tired?", ["F30.1"]),
        ("creatinine", ["F6"]),  # what was entered in error is never told
        ("What happened in January 2009?", ["F3"]),
        ("Hypertension since 2024?", ["F3"]),  # it began in 2009 and has not ended
        ("Haemoglobin since 2026?", ["F5"]),
        ("Was she ever in Africa?", []),
        ("Haemoglobin in 2019?", []),
        ("", []),
        ("What is it?", []),
    ],
)
def test_the_facts_that_a_question_is_about(question: str, facts: list[str]) -> None:
    assert found(question) == facts


@pytest.mark.parametrize(
    ("question", "span"),
    [
        ("since 2024", Span(date(2024, 1, 1), None)),
        ("before March 2024", Span(None, date(2024, 2, 29))),
        ("until March 2024", Span(None, date(2024, 3, 31))),
        ("after 2024", Span(date(2025, 1, 1), None)),
        ("in December 2023", Span(date(2023, 12, 1), date(2023, 12, 31))),
        ("on 2024-02-29", Span(date(2024, 2, 29), date(2024, 2, 29))),
        ("on 2024-02-31", Span(date(2024, 2, 1), date(2024, 2, 29))),
        ("in 2024-13", Span(date(2024, 1, 1), date(2024, 12, 31))),
        ("in the last 2 weeks", Span(date(2026, 11, 6), TODAY)),
        ("in the past year", Span(date(2025, 11, 19), TODAY)),
        ("with 2000 mg", Span(date(2000, 1, 1), date(2000, 12, 31))),
        ("today", None),
    ],
)
def test_the_time_that_a_question_speaks_of(question: str, span: Span | None) -> None:
    assert understand(question, TODAY).span == span


def test_kinds_are_understood_in_any_form() -> None:
    assert understand("vaccinated? any operations, mother's illnesses").kinds == {
        Kind.IMMUNIZATION, Kind.PROCEDURE, Kind.FAMILY, Kind.PROBLEM,
    }  # fmt: skip


def test_a_long_note_gives_few_sentences_and_a_long_chart_few_facts() -> None:
    told = review(" ".join(f"Cough number {n} was dry." for n in range(200)))
    entries = relevant(understand("cough"), told)
    assert [entry.fact.id for entry in entries] == ["F30.1", "F30"]
    assert entries[1].words.count("Cough") == 2


def test_never_many() -> None:
    asked = understand("haemoglobin creatinine hypertension amlodipine penicillin smoke tired", TODAY)
    assert len(relevant(asked, review(), most=3)) == 3
    assert len(relevant(asked, review())) > 3
