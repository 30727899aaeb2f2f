"""The overview: what is new since last time first, with its arithmetic; nothing cut off; its empty state."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from tests.ui import factory
from ui.chart.arrange import Tab
from ui.chart.overview import Overview
from ui.window.window import MainWindow

Open = Callable[..., MainWindow]


def overview(window: MainWindow) -> Overview:
    """Return the overview, built."""
    made = window.chart.page(Tab.OVERVIEW)
    assert isinstance(made, Overview)
    made.finish()
    return made


def words(page: Overview) -> list[str]:
    """Return all words in sight."""
    return [found.text() for found in page.findChildren(QLabel)]


def test_what_is_new_since_last_time_stands_first_with_its_arithmetic(open_window: Open) -> None:
    page = overview(open_window())
    said = words(page)
    assert said[0] == "Since last time, 2 Oct 2026"
    assert "Haemoglobin 11.2 → 9.8 L g/dL" not in said  # marked before, and it did not move by half of its range
    place = said.index("Creatinine 1.3 → 1.9 H mg/dL")
    assert said[place + 1] == "+0.6 (+46 %) since 2 Oct 2026"
    assert "New: Family medicine note" in said


def test_a_change_lights_both_results_and_selects_the_newer(open_window: Open) -> None:
    window = open_window()
    page = overview(window)
    line = next(line for line in page.lines if "F6" in line.facts)
    assert line.facts == frozenset({"F5", "F6"})
    line.activate()
    assert window.chart.fact == "F6"


def test_names_wrap_and_are_not_cut(open_window: Open, qtbot: QtBot) -> None:
    made = factory.review()
    long = "Naproxen sodium 220 MG Oral Tablet to be taken with food"
    facts = tuple(replace(f, text=long) if "Ibuprofen" in f.label else f for f in made.chart.facts)
    page = overview(open_window(factory.Rooms(replace(made, chart=replace(made.chart, facts=facts))), size=(1024, 700)))
    found = next(x for x in page.findChildren(QLabel) if x.text().startswith(long))
    assert found.wordWrap()
    qtbot.waitUntil(lambda: found.height() >= found.heightForWidth(found.width()))


def test_what_qualifies_a_line_is_said_once(open_window: Open) -> None:
    made = factory.review()
    past = tuple(replace(f, text="Pneumonia (past)") if f.label == "Pneumonia" else f for f in made.chart.facts)
    said = words(overview(open_window(factory.Rooms(replace(made, chart=replace(made.chart, facts=past))))))
    assert "Pneumonia (past)" in said


def test_a_chart_seen_once_has_nothing_to_compare_with(open_window: Open) -> None:
    made = factory.review()
    once = tuple(f for f in made.chart.facts if f.when is None or not f.when.text.startswith(("2026-05", "2026-10")))
    said = words(overview(open_window(factory.Rooms(replace(made, chart=replace(made.chart, facts=once))))))
    assert "None here; a part of the record is missing." in said
    whole = replace(made, chart=replace(made.chart, facts=once), unknowns=())
    said = words(overview(open_window(factory.Rooms(whole))))
    assert "No earlier visit or result to compare with." in said


def test_a_column_in_which_nothing_stands_takes_no_room(open_window: Open) -> None:
    made = factory.review()
    plain = tuple(replace(f, detail="") for f in made.chart.facts)
    for facts, hidden in ((made.chart.facts, False), (plain, True)):
        window = open_window(factory.Rooms(replace(made, chart=replace(made.chart, facts=facts))))
        window.chart.show_tab(Tab.MEDICATIONS)
        assert window.chart.page(Tab.MEDICATIONS).table.isColumnHidden(1) is hidden
