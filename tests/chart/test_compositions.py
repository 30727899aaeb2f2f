from __future__ import annotations

from typing import Any

from copilot.chart.chart import UnknownKind
from copilot.chart.fact import Kind, Standing
from tests.fhir.samples import chart, concept, condition, resource

DIV = '<div xmlns="http://www.w3.org/1999/xhtml"><p>Cough for <b>three</b> weeks</p></div>'


def ips(*sections: dict[str, Any]) -> dict[str, Any]:
    return resource(
        "Composition", status="final", type=concept("60591-5"), title="Summary", date="2026",
        author=[{"display": "Dr"}],
        section=list(sections),
    )  # fmt: skip


def empty(reason: str, code: str = "48765-2", title: str = "Allergies") -> dict[str, Any]:
    return {"title": title, "code": concept(code), "emptyReason": concept(reason, system="x")}


def test_only_nilknown_is_none() -> None:
    found = chart(
        ips(empty("nilknown"), empty("notasked", "10160-0", "Medications"), empty("unavailable", "11450-4", "Problems"))
    )
    (fact,) = found.of(Kind.ALLERGY)
    assert (fact.text, fact.standing, fact.source.path) == (
        "Allergies: none known",
        Standing.NONE_KNOWN,
        "section[0].emptyReason",
    )
    assert found.of(Kind.MEDICATION, Kind.PROBLEM) == ()
    assert [one.text for one in found.unknowns if one.kind is UnknownKind.MISSING] == [
        "Section “Medications” is empty: not asked.",
        "Section “Problems” is empty: not available.",
    ]


def test_a_section_of_words_is_a_note() -> None:
    found = chart(ips({"title": "History", "text": {"status": "generated", "div": DIV}}))
    (note,) = found.notes
    assert (note.title, note.text, note.source.path) == ("History", "Cough for three weeks", "section[0].text.div")


def test_a_section_with_entries_is_read_through_them() -> None:
    section = {
        "title": "Problems",
        "text": {"status": "generated", "div": DIV},
        "entry": [{"reference": "Condition/c1"}],
    }
    found = chart(ips(section), condition())
    assert found.notes == ()
    assert [one.text for one in found.unknowns] == []


def test_lost_entries_are_said_and_the_words_kept() -> None:
    section = {
        "title": "Problems",
        "text": {"status": "generated", "div": DIV},
        "entry": [{"reference": "Condition/gone"}],
    }
    found = chart(ips(section))
    assert found.unknowns[0].text == "Section “Problems”: 1 of 1 entries are not in the document."
    assert len(found.notes) == 1


def test_nested_sections_have_their_path() -> None:
    found = chart(ips({"title": "Outer", "section": [{"title": "Inner", "text": {"status": "generated", "div": DIV}}]}))
    assert [note.source.path for note in found.notes] == ["section[0].section[0].text.div"]
