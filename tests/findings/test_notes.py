"""How well notes are read: precision and recall on annotated notes of our own."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from copilot.findings.finding import Findings, Presence
from copilot.findings.recognise import recognise
from copilot.knowledge.pack import Pack
from copilot.knowledge.sources import read_sources
from tests.findings.factory import chart, note
from tests.findings.notes_set import Annotated, load_notes, tally

SOURCES = Path(__file__).parents[2] / "resources" / "knowledge"


@cache
def full_pack() -> Pack:
    """Return the pack as it is written, whether or not its conditions pass the lint."""
    sources = read_sources(SOURCES)
    return Pack("written", sources.terms, sources.conditions, sources.tests, sources.references)


@cache
def recognised() -> tuple[list[Annotated], dict[str, Findings]]:
    notes = load_notes(full_pack())
    return notes, {each.id: recognise(chart(notes=(note(each.text),)), full_pack()) for each in notes}


def test_precision_and_recall_keep_their_floor() -> None:
    notes, findings = recognised()
    present, absent = tally(notes, findings, full_pack())
    report = (
        f"present: precision {present.precision:.3f}, recall {present.recall:.3f}, missed {present.missed}, "
        f"wrong {present.wrong}; absent: precision {absent.precision:.3f}, recall {absent.recall:.3f}, "
        f"missed {absent.missed}, wrong {absent.wrong}"
    )
    assert len(notes) >= 20
    assert present.precision >= 0.93, report
    assert present.recall >= 0.93, report
    assert absent.precision >= 0.93, report
    assert absent.recall >= 0.93, report


@pytest.mark.parametrize("each", recognised()[0], ids=lambda each: each.id)
def test_what_others_have_or_what_may_come_is_not_found(each: Annotated) -> None:
    found = recognised()[1][each.id].by_term
    assert not {term for term in each.other if term in found and found[term].presence is Presence.PRESENT}
