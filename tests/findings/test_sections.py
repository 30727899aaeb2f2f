"""Sections and sentences of a note."""

from __future__ import annotations

from copilot.findings.notes.sections import Section
from copilot.findings.notes.text import sentences


def _read(text: str) -> list[tuple[str, str]]:
    return [(sentence.section.value, text[sentence.start : sentence.end]) for sentence in sentences(text)]


def test_headers_of_every_style() -> None:
    text = "HPI: Fever.\n**PMH**\n- DM\n- HTN\n\nFAMILY HISTORY\nfather MI\n# Plan\nRest."
    assert _read(text) == [
        ("present", "Fever."),
        ("past", "- DM"),
        ("past", "- HTN"),
        ("family", "father MI"),
        ("plan", "Rest."),
    ]


def test_a_header_inside_a_line_holds_for_its_sentence() -> None:
    text = "Fever. PMH: DM, HTN. BP 90/60."
    assert _read(text) == [("present", "Fever."), ("past", "DM, HTN."), ("present", "BP 90/60.")]


def test_a_header_with_text_holds_for_its_line() -> None:
    assert _read("PMH: asthma. Gout.\nCough today.")[-1] == ("present", "Cough today.")


def test_abbreviations_decimals_and_wrapped_lines_do_not_end_a_sentence() -> None:
    text = "Dr. Smith saw a 58 y.o. man, T 38.9, with\nfever. Well."
    assert [said for _, said in _read(text)] == ["Dr. Smith saw a 58 y.o. man, T 38.9, with\nfever.", "Well."]


def test_an_unknown_header_ends_what_came_before() -> None:
    assert _read("PMH:\nDM\nConsultant Physician:\nDr X")[-1] == (Section.OTHER.value, "Dr X")
