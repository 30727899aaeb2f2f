"""The unknowns: each with what it would change, what the list waits for, and no warning where none is due."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from copilot.chart.chart import Unknown, UnknownKind
from tests.ui import factory
from ui.unknowns.panel import Unknowns
from ui.window.window import MainWindow

Open = Callable[..., MainWindow]


def panel(qtbot: QtBot, *unknowns: Unknown, count: int = 9) -> Unknowns:
    """Return the panel over these unknowns."""
    made = Unknowns()
    qtbot.addWidget(made)
    made.show()
    made.show_review(replace(factory.review(count=count), unknowns=unknowns))
    return made


def listed(made: Unknowns) -> list[str]:
    """Return the words that are not hidden."""
    return [found.text() for found in made.findChildren(QLabel) if not found.isHidden()]


def test_each_unknown_says_what_it_would_change(qtbot: QtBot) -> None:
    made = panel(qtbot, Unknown(UnknownKind.IMPLAUSIBLE, "Total protein: odd.", "Observation/lab11"))
    made.toggle.click()
    said = "\N{BULLET} Total protein: odd. Counts for or against Multiple myeloma: right or wrong, it moves them."
    qtbot.waitUntil(lambda: len(listed(made)) > 1)
    assert said in listed(made)


def test_what_the_list_waits_for_is_named_in_short_and_with_who_waits(qtbot: QtBot) -> None:
    made = panel(qtbot, Unknown(UnknownKind.MISSING, "No albumin."))
    assert made.waits.text() == "The list waits most for: M-protein in serum · Abnormal free light chains"
    made.toggle.click()
    said = "\N{BULLET} M-protein in serum. Would speak for Multiple"
    qtbot.waitUntil(lambda: any(words.startswith(said) for words in listed(made)))


def test_nothing_found_is_no_warning_and_does_not_make_the_chart_complete(qtbot: QtBot) -> None:
    made = panel(qtbot)
    assert made.property("role") == "quiet"
    assert made.short.text().endswith("that does not make the chart complete.")
    assert not made.title.isVisible()
    made.toggle.click()
    assert made.short.isVisible()
    qtbot.waitUntil(lambda: any("M-protein" in words for words in listed(made)))


def test_a_list_that_waits_for_nothing_has_nothing_to_open(qtbot: QtBot) -> None:
    made = panel(qtbot, count=0)
    assert not made.toggle.isVisible()
    assert not made.waits.isVisible()


def test_the_window_counts_both(open_window: Open) -> None:
    box = open_window().differential.unknowns
    assert box is not None
    assert box.toggle.text() == "Show all 7"
