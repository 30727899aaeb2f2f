"""The window on an invented patient: jumps, highlights, Back, errors, the chooser, the theme."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtWidgets import QAbstractButton, QAbstractItemView, QLabel, QLineEdit, QTabBar, QTextEdit, QWidget
from pytestqt.qtbot import QtBot

from copilot.chart.chart import Unknown, UnknownKind
from copilot.chart.fact import Kind
from copilot.errors import InputError, PatientChoiceError
from tests.ui import factory
from ui.automation import Name
from ui.chart.arrange import Tab
from ui.chart.overview import Overview
from ui.differential.evidence import EvidenceLine
from ui.picker.chooser import Chooser
from ui.theme import DARK, LIGHT, THEME, Scheme
from ui.window.session import Wanted
from ui.window.window import MainWindow

Open = Callable[..., MainWindow]


def evidence(window: MainWindow, fact: str) -> EvidenceLine:
    """Return the first line of the first hypothesis that rests on a fact."""
    row = next(iter(window.differential.rows.values()))
    return next(line for line in row.lines if fact in line.facts)


def test_banner_names_the_patient_and_the_title_does_not(open_window: Open) -> None:
    window = open_window()
    assert window.banner.name.text() == "Daniel Okafor"
    assert window.banner.details.text() == "58 y · male · born 3 Mar 1968 · MRN 004-118-27"
    assert "Penicillin" in window.banner.allergies.text()
    assert "20 Nov 2026, 09:12" in window.banner.source.text()
    assert window.banner.local.text() == "Local only · 0 connections"
    assert window.windowTitle() == "Chartside"


def test_unknowns_stand_first_and_open_in_place(open_window: Open) -> None:
    window = open_window()
    box = window.differential.unknowns
    assert box is not None
    assert "2 missing, 1 conflicting, 1 stale, 1 unreadable" in box.title.text()
    assert box.y() < window.differential.listing.y()
    box.toggle.click()
    words = [label.text() for label in box.findChildren(QLabel)]
    assert any("Weight is 14 months old." in text for text in words)


def test_at_most_seven_rows_then_more(open_window: Open) -> None:
    window = open_window()
    assert len(window.differential.rows) == 7
    window.differential.more.click()
    assert len(window.differential.rows) == 9


def test_cant_miss_is_apart_and_opens_its_evidence(open_window: Open, qtbot: QtBot) -> None:
    window = open_window(factory.Rooms(factory.review(count=9)))
    links = [
        b
        for b in window.differential.findChildren(QAbstractButton)
        if b.objectName() == f"{Name.CANT_MISS_OPEN}.spinal-cord-compression"
    ]
    links[0].click()
    assert window.differential.rows["spinal-cord-compression"].is_open


def test_evidence_click_stays_where_the_fact_is_in_sight(open_window: Open) -> None:
    window = open_window()
    line = evidence(window, "F3")
    line.activate()
    assert window.chart.tab is Tab.OVERVIEW
    overview = window.chart.page(Tab.OVERVIEW)
    assert isinstance(overview, Overview)
    assert overview.table is not None
    assert overview.table.grid_model._lit == frozenset({"F3"})
    assert line.lit


def test_evidence_click_jumps_to_the_note_and_selects_the_span(open_window: Open) -> None:
    window = open_window()
    window.chart.show_tab(Tab.MEDICATIONS)
    evidence(window, "F30.4").activate()
    assert window.chart.tab is Tab.NOTES
    assert window.chart.page(Tab.NOTES).text.textCursor().selectedText() == "No fever"


def test_back_returns(open_window: Open) -> None:
    window = open_window()
    window.chart.show_tab(Tab.MEDICATIONS)
    evidence(window, "F30.4").activate()
    window.chart.go_back()
    assert window.chart.tab is Tab.MEDICATIONS
    window.chart.go_back()
    assert window.chart.tab is Tab.OVERVIEW
    assert not window.chart.back.isEnabled()


def test_every_fact_can_be_reached(open_window: Open) -> None:
    window = open_window()
    for fact in factory.review().facts:
        for start in (Tab.OVERVIEW, Tab.FACTS):
            window.chart.show_tab(start)
            assert window.chart.show_fact(fact), fact
    assert not window.chart.show_fact("F999")


def test_an_unknown_fact_is_said_not_raised(open_window: Open) -> None:
    window = open_window()
    window.show_fact("F999")
    assert "F999" in window.messages.messages[0].text.text()


def test_hover_lights_the_chart_and_leaves_again(open_window: Open) -> None:
    window = open_window()
    window.chart.show_tab(Tab.LABS)
    table = window.chart.page(Tab.LABS).table
    line = evidence(window, "F3")
    line.hovered.emit(line.facts)
    assert "F3" in table.grid_model._lit
    line.hovered.emit(frozenset())
    assert not table.grid_model._lit


def test_selecting_in_the_chart_lights_the_evidence_and_opens_raw_json(open_window: Open) -> None:
    window = open_window()
    window.chart.show_tab(Tab.FACTS)
    window.chart.page(Tab.FACTS).table.show_fact("F3")
    assert evidence(window, "F3").lit
    window.chart.show_raw()
    assert window.chart.dialog is not None
    assert '"value": 9.80' in window.chart.dialog.text.toPlainText()
    window.chart.dialog.close()


def test_filter_of_all_facts(open_window: Open, qtbot: QtBot) -> None:
    window = open_window()
    window.chart.show_tab(Tab.FACTS)
    page = window.chart.page(Tab.FACTS)
    page.filter.setText("ibuprofen")
    qtbot.waitUntil(lambda: page.table.fact_model.rowCount() == 1)
    assert window.chart.show_fact("F3")
    assert page.table.fact_model.rowCount() > 1


def test_abstention_is_shown(open_window: Open) -> None:
    words = "Too little is recorded. A full blood count would help most."
    window = open_window(factory.Rooms(factory.review(abstention=words)))
    shown = [label.text() for label in window.differential.findChildren(QLabel)]
    assert "Not enough to say" in shown
    assert words in shown


def test_known_error_says_what_where_and_what_to_do(open_window: Open, qtbot: QtBot) -> None:
    window = open_window()
    window.session._rooms = lambda: factory.Rooms(
        error=InputError("is not JSON.", where="/x/bad.json", remedy="Export it again.")
    )
    window.open(Path("/x/bad.json"))
    qtbot.waitUntil(lambda: any(m.kind == "open" for m in window.messages.messages))
    message = next(m for m in window.messages.messages if m.kind == "open")
    assert message.text.text() == "/x/bad.json: is not JSON. Export it again."
    assert window.banner.name.text() == "Daniel Okafor"  # nothing lost


def test_a_bug_is_said_plainly_and_logged_without_the_chart(
    open_window: Open, qtbot: QtBot, caplog: pytest.LogCaptureFixture
) -> None:
    window = open_window()
    window.session._rooms = lambda: factory.Rooms(error=ZeroDivisionError("Daniel Okafor, MRN 004-118-27"))
    with caplog.at_level(logging.ERROR):
        window.open(Path("x.json"))
        qtbot.waitUntil(lambda: any(m.kind == "open" for m in window.messages.messages))
    words = next(m for m in window.messages.messages if m.kind == "open").text.text()
    assert "bug" in words
    assert "Okafor" not in words + caplog.text
    assert "factory.py" in caplog.text
    caplog.clear()


def test_several_patients_are_asked_about(open_window: Open, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[Chooser] = []

    def choose(chooser: Chooser) -> int:
        seen.append(chooser)
        assert not chooser.accept_button.isEnabled()  # nobody is chosen beforehand
        chooser.list.setCurrentRow(1)
        assert chooser.accept_button.isEnabled()
        return 1

    monkeypatch.setattr(Chooser, "exec", choose)
    error = PatientChoiceError((("p1", "Ann, 1950"), ("p2", "Bob, 1960")), where="two.json")
    window = open_window(factory.Rooms(error=error))
    assert len(seen) == 1
    assert window.session._wanted == Wanted(Path("okafor.json"), "p2")


def test_theme_switches_and_is_remembered(open_window: Open) -> None:
    window = open_window()
    assert THEME.colours is LIGHT
    window.status.theme.click()
    assert THEME.colours is DARK
    assert QSettings().value("theme") == Scheme.DARK.value
    assert window.status.theme.text() == "Light"
    THEME.load()
    assert THEME.scheme is Scheme.DARK


def test_zoom_steps(open_window: Open) -> None:
    window = open_window()
    before = window.banner.height()
    THEME.step_zoom(1)
    THEME.step_zoom(1)
    assert THEME.zoom == 1.25
    assert window.banner.height() > before
    THEME.step_zoom(0)
    assert window.banner.height() == before


def test_nothing_is_cut_off_sideways(open_window: Open, qtbot: QtBot) -> None:
    for size in ((1440, 900), (1100, 700)):
        window = open_window(size=size)
        qtbot.wait(30)
        pane = window.differential
        pane.more.click()
        qtbot.wait(30)
        assert pane.inside.width() <= pane.viewport().width()
        overview = window.chart.page(Tab.OVERVIEW)
        assert isinstance(overview, Overview)
        assert overview.area.inside.width() <= overview.area.viewport().width()


def test_every_control_has_a_name_for_people_and_for_robots(open_window: Open, qtbot: QtBot) -> None:
    window = open_window()
    for tab in Tab:
        window.chart.show_tab(tab)
    controls = (QAbstractButton, QAbstractItemView, QLineEdit, QTextEdit, QTabBar)
    kinds = [w for w in window.findChildren(QWidget) if isinstance(w, controls)]
    nameless = [
        f"{type(w).__name__} in {type(w.parent()).__name__}"
        for w in kinds
        if not (w.accessibleName() and w.accessibleIdentifier())
        and not type(w).__name__.startswith(("QTableCorner", "QHeader", "QTabBar"))
        and "qt_" not in w.objectName()
        and not isinstance(w.parent(), QLineEdit | QTabBar | QAbstractItemView)
    ]
    assert not nameless
    assert len(kinds) > 30


def test_keyboard_opens_evidence_and_tabs(open_window: Open, qtbot: QtBot) -> None:
    window = open_window()
    window.activateWindow()
    qtbot.keyClick(window, Qt.Key.Key_4, Qt.KeyboardModifier.ControlModifier)
    assert window.chart.tab is Tab.NOTES
    line = evidence(window, "F3")
    qtbot.keyClick(line, Qt.Key.Key_Return)
    assert window.chart.fact == "F3"
    qtbot.keyClick(window, Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    assert window.chart.tab is Tab.NOTES


def test_references_are_plain_selectable_words(open_window: Open) -> None:
    window = open_window()
    row = next(iter(window.differential.rows.values()))
    assert row.sources is not None
    assert "An invented cohort for tests." in row.sources.text()
    assert "https://example.org/invented-cohort" in row.sources.text()
    assert row.sources.textFormat() is Qt.TextFormat.PlainText
    assert row.sources.textInteractionFlags() & Qt.TextInteractionFlag.TextSelectableByMouse


def test_figures_and_editorial_bands_differ_in_words(open_window: Open) -> None:
    window = open_window()
    row = next(iter(window.differential.rows.values()))
    sources = {line.source: line.evidence.editorial for line in row.lines}
    assert "73 %, n = 1,027 · R1" in sources
    assert all(words.startswith("editorial") == editorial for words, editorial in sources.items())
    assert "95 % interval 70–76 %" in evidence(window, "F3").toolTip()


def test_what_counts_besides_the_findings_is_shown_with_its_weight(open_window: Open) -> None:
    window = open_window()
    first = next(iter(window.differential.rows.values()))
    first.finish()
    shown = [label.text() for label in first.findChildren(QLabel) if label.text().startswith("Also counted")]
    assert shown == [
        "Also counted: how common: common (\N{MINUS SIGN}0.9) · would usually show: cough (\N{MINUS SIGN}0.3)"
    ]


def test_close_ends_everything(open_window: Open) -> None:
    window = open_window()
    window.close()
    assert not window.operations.busy


def test_nothing_found_is_not_none_where_a_part_of_the_record_is_missing(open_window: Open) -> None:
    whole = factory.review()
    bare = replace(whole.chart, facts=tuple(f for f in whole.chart.facts if f.kind not in (Kind.ALLERGY, Kind.PROBLEM)))
    missing = Unknown(UnknownKind.REFUSED, "AllergyIntolerance: the server refused (403).")
    for unknowns, says in (((missing,), "a part of the record is missing"), ((), "No problems recorded")):
        window = open_window(factory.Rooms(replace(whole, chart=bare, unknowns=unknowns)))
        window.chart.page(Tab.OVERVIEW).finish()
        shown = [label.text() for label in window.chart.findChildren(QLabel)]
        assert any(says in text for text in shown)
        assert ("record incomplete" in window.banner.allergies.text()) is bool(unknowns)


def test_in_a_narrow_window_the_overview_cuts_nothing_off(open_window: Open) -> None:
    whole = factory.review()
    missing = Unknown(UnknownKind.REFUSED, "AllergyIntolerance: the server refused (403).")
    bare = replace(whole, chart=replace(whole.chart, facts=(), notes=()), unknowns=(missing,))
    window = open_window(factory.Rooms(bare), size=(1024, 700))
    page = window.chart.page(Tab.OVERVIEW)
    page.finish()
    assert page.area.inside.width() <= page.area.viewport().width()
