"""Search: case, accents and order do not count; spans are those of the text as it stands."""

from __future__ import annotations

import pytest

from copilot.chart.chart import Note
from copilot.chart.fact import Fact, Kind, Source
from copilot.chart.search import ChartIndex, spans, terms_of
from copilot.chart.times import when


def index() -> ChartIndex:
    """Return the index of a small chart."""

    def fact(number: int, text: str, detail: str = "", day: str = "") -> Fact:
        source = Source(f"X/{number}", "code")
        return Fact(f"F{number}", Kind.OTHER, text, text, source, detail=detail, when=when(day) if day else None)

    facts = (
        fact(1, "Haemoglobin 11.0 g/dL", day="2026-11-18"),
        fact(2, "Haemoglobin 13.1 g/dL", day="2026-05-20"),
        fact(3, "Café au lait spots"),
        fact(4, "Amlodipine 5 mg", "one tablet\nin the morning"),
    )
    return ChartIndex(facts, [Note("F9", "Note", "Naïve T cells. CAFÉ AU LAIT spots, cafe.", Source("D/1", "text"))])


@pytest.mark.parametrize(
    ("words", "facts"),
    [
        ("HAEMOGLOBIN", ("F1", "F2")),
        ("11.0 haemo", ("F1",)),
        ("cafe", ("F3",)),
        ("Café spots", ("F3",)),
        ("nov 2026", ("F1",)),
        ("tablet in", ("F4",)),
        ("spots amlodipine", ()),  # two lines
        ("h", ()),
        ("  ", ()),
    ],
)
def test_a_fact_holds_all_the_words(words: str, facts: tuple[str, ...]) -> None:
    assert index().find(words).facts == facts


def test_a_note_says_where() -> None:
    ((note, found),) = index().find("cafe").notes
    text = "Naïve T cells. CAFÉ AU LAIT spots, cafe."
    assert note == "F9"
    assert [text[slice(*span)] for span in found] == ["CAFÉ", "cafe"]


@pytest.mark.parametrize(
    ("text", "words", "found"),
    [
        ("Die Straße, die STRASSE", "strasse", ["Straße", "STRASSE"]),
        ("na\u0131\u0308ve e\u0301tat, \ufb01bres", "etat", ["e\u0301tat"]),
        ("\ufb01bres musculaires", "fibres", ["\ufb01bres"]),
        ("\U0001f600 pain in the back, back pain", "back pain", ["back pain"]),
        ("pain in the back", "back pain", ["pain", "back"]),
        ("pain in the leg", "back pain", []),
    ],
)
def test_spans_are_those_of_the_text_as_it_stands(text: str, words: str, found: list[str]) -> None:
    assert [text[slice(*span)] for span in spans(text, words)] == found


def test_terms_are_plain_words_once() -> None:
    assert terms_of("Été été  HB") == ("ete", "hb")
