"""The model's words on screen: streaming, chips, unsupported sentences, Stop, crash and Restart."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QTextCursor
from pytestqt.qtbot import QtBot

from copilot.narrative.narrate import STOPPED, Checked, Pending
from copilot.narrative.narrative import Narrative, Sentence, Support
from copilot.review.as_text import as_text
from copilot.review.review import Review
from tests.ui import factory
from ui.chart.arrange import Tab
from ui.narrative.browser import SUPPORTED
from ui.narrative.words import Citations, copied
from ui.window.window import MainWindow

Open = Callable[..., MainWindow]
CITED = "Multiple myeloma is supported by haemoglobin 9.8 g/dL [F3] [R1] and no fever [F30.4]."


DAY = "18\N{NO-BREAK SPACE}Nov"
FINE = Support.SUPPORTED


def writes(
    review: Review,
    references: Mapping[str, str],
    client: Any,
    on_event: Callable[[object], None],
    stopped: Callable[[], bool],
) -> Narrative:
    """Write three sentences at once."""
    made = factory.narrative()
    for sentence in made.sentences:
        on_event(Pending("multiple-myeloma", sentence.text))
        on_event(Checked(sentence))
    return made


def test_sentences_and_speed_are_shown(open_window: Open, qtbot: QtBot) -> None:
    window = open_window(writer=writes)
    qtbot.waitUntil(lambda: window.narrative.narrative is not None)
    words = window.narrative.text.toPlainText()
    assert "speak for multiple myeloma." in words
    assert window.narrative.draft.text() == "AI-assisted draft, not reviewed"
    assert "142 tokens/s" in window.status.model.text()
    assert "Q8_0" in window.status.model.text()
    assert "local only" in window.status.model.text()


def test_unsupported_words_are_struck_with_their_reason(open_window: Open, qtbot: QtBot) -> None:
    window = open_window(writer=writes)
    qtbot.waitUntil(lambda: window.narrative.narrative is not None)
    text = window.narrative.text
    text.moveCursor(QTextCursor.MoveOperation.Start)
    assert text.find("Kidney function")
    assert text.textCursor().charFormat().fontStrikeOut()
    assert text.textCursor().charFormat().property(SUPPORTED) is False
    assert "not found in what it cites: not in the chart" in text.toPlainText()


def test_copying_labels_the_draft_and_leaves_unsupported_words_out(open_window: Open, qtbot: QtBot) -> None:
    window = open_window(writer=writes)
    qtbot.waitUntil(lambda: window.narrative.narrative is not None)
    window.narrative.text.selectAll()
    copied = window.narrative.text.createMimeDataFromSelection()
    assert copied.text().startswith("AI-assisted draft, not reviewed: Multiple myeloma\nHaemoglobin 9.8")
    assert "Kidney" not in copied.text()
    assert not copied.hasHtml()


def test_only_what_is_supported_is_ever_copied(open_window: Open) -> None:
    window = open_window()
    said = {
        Support.SUPPORTED: "Haemoglobin fits [F3].",
        Support.PARTLY: "Severe haemoglobin fits [F3].",
        Support.NOT_FOUND: "Kidneys fit [F3].",
        Support.CONTRADICTED: "Haemoglobin 98 fits [F3].",
    }
    spoken = tuple(
        Sentence(t, "multiple-myeloma", ("F3",), (), s, "" if s == "supported" else "why") for s, t in said.items()
    )
    window.narrative.show_narrative(Narrative(factory.IDENTITY, spoken))
    text = window.narrative.text
    shown = text.toPlainText()
    for support in list(Support)[1:]:
        assert f"{support.words}: why" in shown
    text.moveCursor(QTextCursor.MoveOperation.Start)
    assert text.find("Severe")
    assert not text.textCursor().charFormat().fontStrikeOut()
    assert text.find("98")
    assert text.textCursor().charFormat().fontStrikeOut()
    window.narrative.add(Pending("multiple-myeloma", "WAITING WORDS"))
    text.selectAll()
    kept = text.createMimeDataFromSelection().text()
    assert "Haemoglobin" in kept
    assert not any(word in kept for word in ("Severe", "Kidneys", "98", "WAITING", "why"))
    assert copied(Narrative(factory.IDENTITY, spoken)).count("\n") == 1


def test_the_text_export_counts_what_it_leaves_out() -> None:
    spoken = (
        Sentence("Fine [F3].", "multiple-myeloma", ("F3",), (), Support.SUPPORTED),
        Sentence("Wrong [F3].", "multiple-myeloma", ("F3",), (), Support.CONTRADICTED, "why"),
        Sentence("Half [F3].", "multiple-myeloma", ("F3",), (), Support.PARTLY, "why"),
    )
    told = as_text(replace(factory.review(), narrative=Narrative(factory.IDENTITY, spoken)))
    assert "Fine [F3]." in told
    assert "Wrong" not in told
    assert "Half" not in told
    assert "(2 sentence(s) left out by the check: 1 only partly supported, 1 contradicted by what it cites)" in told


def test_the_two_old_words_are_still_understood() -> None:
    assert Support("supported") is Support.SUPPORTED
    assert Support("unsupported") is Support.NOT_FOUND


def test_chips_stand_behind_their_words_and_jump(open_window: Open, qtbot: QtBot) -> None:
    window = open_window()
    sentence = Sentence(CITED, "multiple-myeloma", ("F3", "F30.4"), ("R1",), Support.SUPPORTED)
    window.narrative.show_narrative(Narrative(factory.IDENTITY, (sentence,)))
    words = window.narrative.text.toPlainText().replace("\N{NO-BREAK SPACE}", " ")
    assert "9.8 g/dL  18 Nov" in words
    assert " R1 " in words
    assert "Invented Journal" not in words  # it is in the chip's tip
    assert "[F3]" not in words
    window.narrative.text.anchorClicked.emit(QUrl("fact:F30.4"))
    assert window.chart.fact == "F30.4"
    window.chart.show_tab(Tab.MEDICATIONS)
    window.narrative.text.anchorClicked.emit(QUrl("fact:F30.4"))
    assert window.chart.tab is Tab.NOTES
    window.narrative.text.anchorClicked.emit(QUrl("reference:invented-cohort"))
    assert window.differential.rows["multiple-myeloma"].is_open


def test_no_citation_stands_twice_in_a_row(open_window: Open) -> None:
    citations = Citations(open_window().session.arranged.review)
    twice = Sentence(
        "Haemoglobin 9.8 g/dL [F3] [R1], protein 9.6 g/dL [F11] [R1]", "multiple-myeloma", ("F3",), ("R1",), FINE
    )
    assert [p.text for p in citations.pieces(twice) if p.target] == [DAY, DAY, "R1"]
    beside = Sentence("Two results [F3] [F11].", "multiple-myeloma", ("F3", "F11"), (), FINE)
    chips = [p for p in citations.pieces(beside) if p.target]
    assert [p.target for p in chips] == ["fact:F3,F11"]
    assert "9.8" in chips[0].detail
    assert "9.6" in chips[0].detail


def test_the_sentences_of_a_condition_make_one_paragraph(open_window: Open) -> None:
    window = open_window()
    said = tuple(Sentence(f"Sentence {n}.", c, (), (), FINE) for n, c in enumerate(("multiple-myeloma",) * 3))
    window.narrative.show_narrative(Narrative(factory.IDENTITY, said))
    assert window.narrative.text.toPlainText() == "Multiple myeloma\nSentence 0. Sentence 1. Sentence 2."


def test_a_chip_tells_the_full_thing_in_its_tip(open_window: Open) -> None:
    window = open_window()
    sentence = Sentence(CITED, "multiple-myeloma", ("F3",), ("R1",), FINE)
    window.narrative.show_narrative(Narrative(factory.IDENTITY, (sentence,)))
    text = window.narrative.text
    text.moveCursor(QTextCursor.MoveOperation.Start)
    assert text.find("R1")
    assert "An invented cohort for tests." in text.textCursor().charFormat().toolTip()
    assert text.textCursor().charFormat().toolTip().startswith("<qt>")


def test_words_wait_greyed_until_they_are_checked(open_window: Open) -> None:
    window = open_window()
    view = window.narrative
    view.begin("")
    view.add(Pending("multiple-myeloma", "Kidney function was"))
    assert "Kidney function was" in view.text.toPlainText()
    cursor = QTextCursor(view.text.document())
    cursor.movePosition(QTextCursor.MoveOperation.End)
    assert cursor.charFormat().fontItalic()
    view.add(Checked(Sentence(CITED, "multiple-myeloma", ("F3",), (), Support.SUPPORTED)))
    assert "Kidney" not in view.text.toPlainText()


def test_waiting_words_show_no_ids(open_window: Open) -> None:
    view = open_window().narrative
    view.begin("")
    for part in ("Kidney function was [F", "3] low [R1], and", " so was [F1"):
        view.add(Pending("multiple-myeloma", part))
    assert view.text.toPlainText() == "Kidney function was low, and so was"


def test_stop_by_button_and_by_escape(open_window: Open, qtbot: QtBot) -> None:
    for way in ("button", "escape"):
        begun = threading.Event()

        def waits(
            review: Review, references: object, client: Any, on_event: Any, stopped: Any, begun: Any = begun
        ) -> Narrative:
            on_event(Checked(factory.narrative().sentences[0]))
            begun.set()
            while not stopped():
                threading.Event().wait(0.005)
            return Narrative(factory.IDENTITY, factory.narrative().sentences[:1], 10.0, STOPPED)

        window = open_window(writer=waits)
        qtbot.waitUntil(begun.is_set)
        qtbot.waitUntil(lambda w=window: w.narrative.stop.isVisible())
        if way == "button":
            window.narrative.stop.click()
        else:
            qtbot.keyClick(window, Qt.Key.Key_Escape)
        qtbot.waitUntil(lambda w=window: not w.writing.busy, timeout=1000)
        assert "Incomplete, do not use" in window.narrative.note.text()
        assert "speak for multiple myeloma" in window.narrative.text.toPlainText()
        assert not any(m.kind == "model" for m in window.messages.messages)


def test_crash_is_said_and_restart_writes_again(open_window: Open, qtbot: QtBot) -> None:
    calls = []

    def crashes_once(*given: Any) -> Narrative:
        calls.append(given)
        if len(calls) == 1:
            given[3](Checked(factory.narrative().sentences[0]))
            return Narrative(
                factory.IDENTITY, factory.narrative().sentences[:1], 0.0, "The model process ended (signal 9)."
            )
        return writes(*given)

    window = open_window(writer=crashes_once)
    qtbot.waitUntil(lambda: any(m.kind == "model" for m in window.messages.messages))
    message = next(m for m in window.messages.messages if m.kind == "model")
    assert "signal 9" in message.text.text()
    assert message.action.text() == "Restart"
    assert len(window.differential.rows) == 7
    assert "Incomplete, do not use" in window.narrative.note.text()
    message.action.click()
    qtbot.waitUntil(lambda: window.narrative.narrative is not None and not window.narrative.narrative.incomplete)
    assert len(calls) == 2
    assert not any(m.kind == "model" for m in window.messages.messages)


def test_a_model_that_crashed_again_and_again_is_started_only_if_the_person_wants_it(
    open_window: Open, qtbot: QtBot
) -> None:
    calls = []

    def crashes_once(*given: Any) -> Narrative:
        calls.append(given)
        if len(calls) > 1:
            return writes(*given)
        given[2].blocked = True
        return Narrative(factory.IDENTITY, (), 0.0, "This model ended its process 2 times in a row.")

    window = open_window(writer=crashes_once)
    qtbot.waitUntil(lambda: any(m.kind == "model" for m in window.messages.messages))
    message = next(m for m in window.messages.messages if m.kind == "model")
    assert message.action.text() == "Start it all the same"
    message.action.click()
    qtbot.waitUntil(lambda: window.narrative.narrative is not None and not window.narrative.narrative.incomplete)
    assert window.writing.guest._client.anyway == [False, True]
    assert not window.writing.guest.blocked


def test_another_patient_drops_the_words_of_the_first(open_window: Open, qtbot: QtBot) -> None:
    gate = threading.Event()
    calls = []

    def first_waits(*given: Any) -> Narrative:
        calls.append(given)
        if len(calls) == 1:
            gate.wait(5)
            given[3](Pending("x", "WORDS OF THE FIRST"))
            return Narrative(factory.IDENTITY, (), 0.0, STOPPED)
        return writes(*given)

    window = open_window(writer=first_waits)
    qtbot.waitUntil(lambda: len(calls) == 1)
    window.open(window.session.path)
    qtbot.waitUntil(lambda: not window.session.busy)
    gate.set()
    qtbot.waitUntil(lambda: window.narrative.narrative is not None)
    assert "WORDS OF THE FIRST" not in window.narrative.text.toPlainText()


def test_without_a_model_the_reason_is_said(open_window: Open) -> None:
    window = open_window()
    assert window.narrative.note.text() == "The model is off."
    assert not window.narrative.start.isVisible()
    assert "No model" in window.status.model.text()
