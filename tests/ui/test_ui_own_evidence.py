"""A condition of the clinician's own carries the engine's evidence, as any other, or says why there is none."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from pytestqt.qtbot import QtBot

from copilot.findings.corrections import Says
from copilot.review.decision import NO_EVIDENCE, ONLY_RARE
from tests.ui.demo_rooms import DemoRooms
from ui.window.window import MainWindow

Open = Callable[..., MainWindow]
GCA = "giant-cell-arteritis"


@pytest.fixture
def ruth(open_window: Open) -> MainWindow:
    """A window on a demo patient."""
    return open_window(DemoRooms())


def add(window: MainWindow, qtbot: QtBot, words: str, amount: int) -> str:
    """Add a condition of one's own; return what is read out of it."""
    window.assessment.own_wanted.emit(words)
    lines = window.assessment.decided
    qtbot.waitUntil(lambda: len(lines.lines) == amount, timeout=30_000)
    return lines.lines[-1].accessibleName()


def test_what_the_packs_know_stands_below_the_list_with_its_evidence(ruth: MainWindow, qtbot: QtBot) -> None:
    assert "gout" not in ruth.differential.rows
    order = list(ruth.differential.rows)
    assert "engine: below the list, weak" in add(ruth, qtbot, "Gout", 1)
    assert ruth.differential.own is not None
    row = ruth.differential.own.rows["gout"]
    row.set_open(True)
    row.finish()
    assert {line.side for line in row.lines} == {"for", "against", "unknown"}
    assert row.choices is not None
    assert list(ruth.differential.rows) == order
    text = ruth.assessing.assessment.text
    mine = text.partition("1. Gout (added by the clinician; engine: below the list")[2].partition("\n\n")[0]
    assert {line.strip()[0] for line in mine.splitlines()[1:]} == {"+", "-", "?"}
    ruth.assessment.decided.undone.emit("gout")
    qtbot.waitUntil(lambda: ruth.differential.own is not None and ruth.differential.own.isHidden(), timeout=30_000)


def test_it_follows_a_correction(ruth: MainWindow, qtbot: QtBot) -> None:
    add(ruth, qtbot, "Gout", 1)
    assert ruth.differential.own is not None
    row = ruth.differential.own.rows["gout"]
    open_before = len(row.hypothesis.unknown)
    ruth.thinking.correcting.say(row.hypothesis.unknown[0].finding, Says.ABSENT)
    qtbot.waitUntil(lambda: len(row.hypothesis.unknown) < open_before, timeout=30_000)
    assert "now below the list" in ruth.assessing.assessment.text


def test_what_no_pack_knows_says_so(ruth: MainWindow, qtbot: QtBot) -> None:
    assert NO_EVIDENCE in add(ruth, qtbot, "Quetzalina's malady", 1)
    assert f"1. Quetzalina's malady (added by the clinician; {NO_EVIDENCE})" in ruth.assessing.assessment.text
    assert ruth.differential.own is None


def test_what_only_the_rare_pack_knows_says_so(ruth: MainWindow, qtbot: QtBot) -> None:
    review = ruth.deciding.review
    assert review is not None
    assert review.pack.rare is not None
    listed = {h.condition.name.casefold() for h in review.differential.hypotheses}
    rare = next(name for name in review.pack.rare.words.member_names if name.casefold() not in listed)
    assert ONLY_RARE in add(ruth, qtbot, rare, 1)


def test_what_the_list_shows_is_accepted_there(ruth: MainWindow, qtbot: QtBot) -> None:
    assert "accepted" in add(ruth, qtbot, "Giant cell arteritis", 1)
    assert ruth.differential.own is None
