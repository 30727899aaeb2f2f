"""Deciding in the window: in its place, by keyboard, undone again, and gone with the patient."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLabel, QLineEdit, QPlainTextEdit
from pytestqt.qtbot import QtBot

from copilot.review.assessment import DRAFT
from copilot.review.decision import Reason, Verdict
from tests.ui import factory
from ui.assessment.view import NOTHING_YET
from ui.window.window import MainWindow

Open = Callable[..., MainWindow]
FIRST, SECOND = "multiple-myeloma", "bone-metastases"


def verdicts(window: MainWindow) -> dict[str, str]:
    """Return what is decided, by condition."""
    return {decision.condition: decision.verdict.value for decision in window.deciding.decisions}


def accept_first(window: MainWindow) -> None:
    """Accept the first by its button."""
    choices = window.differential.rows[FIRST].choices
    assert choices is not None
    choices.accept.click()


def test_nothing_is_accepted_before_somebody_does(open_window: Open) -> None:
    window = open_window()
    assert not window.deciding.decisions
    assert window.assessment.note.text() == NOTHING_YET
    assert not window.assessment.copy.isEnabled()
    assert window.assessment.editor.isHidden()


def test_a_button_accepts_and_takes_back(open_window: Open) -> None:
    window = open_window()
    accept_first(window)
    assert verdicts(window) == {FIRST: "accepted"}
    assert window.differential.rows[FIRST].decided.text() == "accepted"
    assert "1. Multiple myeloma" in window.assessment.editor.toPlainText()
    accept_first(window)
    assert verdicts(window) == {}
    assert window.differential.rows[FIRST].decided.text() == ""
    assert window.assessment.editor.toPlainText() == ""


def test_a_and_r_decide_on_the_row_in_focus(open_window: Open, qtbot: QtBot) -> None:
    window = open_window()
    row = window.differential.rows[SECOND]
    row.toggle.setFocus()
    qtbot.keyClick(row.toggle, Qt.Key.Key_A)
    assert verdicts(window) == {SECOND: "accepted"}
    qtbot.keyClick(row.toggle, Qt.Key.Key_R)
    assert verdicts(window) == {SECOND: "rejected"}
    assert row.is_open
    assert row.choices is not None
    assert row.choices.by_reason[Reason.EXCLUDED].hasFocus()
    qtbot.keyClick(row.toggle, Qt.Key.Key_R)
    assert verdicts(window) == {}


def test_a_reason_and_words_may_follow_a_rejection(open_window: Open, qtbot: QtBot) -> None:
    window = open_window()
    choices = window.differential.rows[FIRST].choices
    assert choices is not None
    choices.reject.click()
    assert window.deciding.decisions.rejected[0].reason is None
    choices.by_reason[Reason.COURSE].click()
    choices.remark.setFocus()
    qtbot.keyClicks(choices.remark, "a raised M protein")
    qtbot.keyClick(choices.remark, Qt.Key.Key_Return)
    decision = window.deciding.decisions.rejected[0]
    assert (decision.reason, decision.remark) == (Reason.COURSE, "a raised M protein")
    assert decision.engine is not None
    row = window.differential.rows[FIRST]
    assert row.decided.isHidden()
    row.set_open(False)
    assert not row.decided.isHidden()
    assert row.decided.text() == "rejected · does not fit the course: a raised M protein"
    row.set_open(True)
    choices.by_reason[Reason.COURSE].click()
    assert window.deciding.decisions.rejected[0].reason is None


def test_a_command_decides_on_the_row_in_focus(open_window: Open) -> None:
    window = open_window()
    window.activateWindow()
    window.differential.rows[SECOND].toggle.setFocus()
    window.commands.run("decide.accept")
    assert verdicts(window) == {SECOND: "accepted"}


def test_ones_own_is_added_and_what_is_listed_is_accepted(open_window: Open, qtbot: QtBot) -> None:
    window = open_window()
    for words in ("Amyloidosis", "bone METASTASES"):
        window.assessment.own.field.setText(words)
        qtbot.keyClick(window.assessment.own.field, Qt.Key.Key_Return)
    assert verdicts(window) == {"own:amyloidosis": "added", SECOND: "accepted"}


def test_names_that_the_packs_know_complete_themselves(open_window: Open, qtbot: QtBot) -> None:
    window = open_window()
    window.activateWindow()
    window.assessing.show()
    window.assessment.own.setFocus()
    own = window.assessment.own
    qtbot.waitUntil(lambda: own.vocabulary is not None)
    own.field.setText("METASTAS")
    assert own.list.item(0).text() == "Bone metastases"
    window.assessment.add.click()  # takes the words as they stand
    own.field.setText("metastas")
    qtbot.keyClick(own.field, Qt.Key.Key_Return)
    assert verdicts(window) == {"own:metastas": "added", SECOND: "accepted"}


def test_many_decisions_leave_most_of_the_page_to_the_text(open_window: Open) -> None:
    window = open_window()
    window.assessing.show()
    for number in range(30):
        window.assessment.own_wanted.emit(f"Condition {number}")
    window.assessment.layout().activate()
    assert window.assessment.editor.height() > window.assessment.height() // 4


def test_other_words_and_undo_stand_on_the_page(open_window: Open, qtbot: QtBot) -> None:
    window = open_window()
    accept_first(window)
    wording = window.assessment.decided.lines[0].wording
    assert wording is not None
    wording.setText("Myeloma with bone disease")
    qtbot.keyClick(wording, Qt.Key.Key_Return)
    assert "1. Myeloma with bone disease (Multiple myeloma; engine" in window.assessment.editor.toPlainText()
    window.assessment.decided.lines[0].undo.click()
    assert not window.deciding.decisions
    assert window.differential.rows[FIRST].decided.text() == ""


def test_a_line_that_says_the_same_stays_when_another_changes(open_window: Open) -> None:
    window = open_window()
    for words in ("One", "Two", "Three"):
        window.assessment.own_wanted.emit(words)
    first, second, third = window.assessment.decided.lines
    window.assessment.decided.worded.emit("own:two", "Two, or so")
    assert [line.decision.shown for line in window.assessment.decided.lines] == ["One", "Two, or so", "Three"]
    assert window.assessment.decided.lines[0] is first
    assert window.assessment.decided.lines[1] is not second
    window.assessment.decided.undone.emit("own:one")
    assert window.assessment.decided.lines[1] is third
    assert [window.assessment.decided.layout().indexOf(line) for line in window.assessment.decided.lines] == [0, 1]


def test_copy_carries_the_label_and_so_does_a_selection(open_window: Open) -> None:
    window = open_window()
    accept_first(window)
    assert not window.assessment.isVisible()
    window.commands.run("assessment.copy")
    assert window.assessment.isVisible()  # what leaves is in sight, and so is what is said of it
    board = QGuiApplication.clipboard()
    assert board.text().splitlines()[0] == DRAFT
    assert "Daniel Okafor" in board.text()
    editor = window.assessment.editor
    editor.selectAll()
    assert editor.createMimeDataFromSelection().text().startswith(f"{DRAFT}\n\n")
    before = editor.toPlainText()
    editor.insertFromMimeData(editor.createMimeDataFromSelection())
    assert editor.toPlainText() == before


def test_nothing_is_copied_while_the_ehr_shows_another_patient(open_window: Open) -> None:
    window = open_window()
    accept_first(window)
    QGuiApplication.clipboard().clear()
    window.holding.hold("The EHR shows another patient.")
    window.commands.run("assessment.copy")
    assert QGuiApplication.clipboard().text() == ""
    assert window.assessment.note.text() == "Not copied. The EHR shows another patient."


def test_it_is_signed_with_a_name_and_a_change_withdraws_that(open_window: Open, qtbot: QtBot) -> None:
    window = open_window()
    accept_first(window)
    signing = window.assessment.signing
    signing.sign.click()
    assert window.assessing.assessment.signature is None
    assert not signing.said.isHidden()
    qtbot.keyClicks(signing.name, "Ada Byron")
    qtbot.keyClick(signing.name, Qt.Key.Key_Return)
    assert signing.label.text().startswith("Reviewed and signed by Ada Byron, ")
    window.commands.run("assessment.copy")
    assert QGuiApplication.clipboard().text().startswith("Reviewed and signed by Ada Byron")
    window.assessment.editor.insertPlainText("x")
    assert signing.label.text() == DRAFT
    assert "not signed any more" in window.assessment.note.text()


def test_the_models_supported_sentences_come_in_when_asked_for(open_window: Open, qtbot: QtBot) -> None:
    window = open_window(writer=lambda *_: factory.narrative())
    qtbot.waitUntil(lambda: window.settled)
    assert window.assessment.words.isHidden()
    accept_first(window)
    assert not window.assessment.words.isHidden()
    assert "Model:" not in window.assessment.editor.toPlainText()
    window.assessment.words.click()
    text = window.assessment.editor.toPlainText()
    assert "Model: No fever speaks against infection." in text
    assert "Kidney function was normal" not in text
    window.differential.update_review(factory.longer(factory.review()))
    assert "Model:" not in window.assessment.editor.toPlainText()
    assert window.assessment.words.isHidden()
    window.differential.clear()
    assert window.assessment.editor.toPlainText() == ""


def test_what_the_clinician_wrote_stays_until_they_give_it_up(open_window: Open) -> None:
    window = open_window()
    accept_first(window)
    window.assessment.editor.insertPlainText("My words. ")
    window.differential.rows[SECOND].decide(Verdict.ACCEPTED)
    assert window.assessment.editor.toPlainText().startswith("My words. ")
    assert not window.assessment.behind.isHidden()
    window.assessment.again.click()
    assert "2. Bone metastases" in window.assessment.editor.toPlainText()
    assert window.assessment.behind.isHidden()


def test_decisions_stay_with_a_chart_that_grows_and_go_with_the_patient(open_window: Open, qtbot: QtBot) -> None:
    window = open_window()
    accept_first(window)
    window.differential.update_review(factory.longer(factory.review()))
    window.differential.finish()
    assert verdicts(window) == {FIRST: "accepted"}
    assert window.differential.rows[FIRST].decided.text() == "accepted"
    window.assessment.own.field.setText("Okafor's own")
    window.differential.clear()
    assert not window.deciding.decisions
    assert window.deciding.review is None

    def left() -> list[str]:
        shown = [
            *(label.text() for label in window.assessment.findChildren(QLabel)),
            *(field.text() for field in window.assessment.findChildren(QLineEdit)),
            *(editor.toPlainText() for editor in window.assessment.findChildren(QPlainTextEdit)),
        ]
        return [words for words in shown if "Okafor" in words or "myeloma" in words.casefold()]

    qtbot.waitUntil(lambda: not left())


def test_from_the_list_to_the_signed_copy_without_a_mouse(open_window: Open, qtbot: QtBot) -> None:
    window = open_window()
    window.activateWindow()
    both = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    window.differential.rows[SECOND].toggle.setFocus()
    qtbot.keyClick(window.focusWidget(), Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert verdicts(window) == {SECOND: "accepted"}
    qtbot.keyClick(window.focusWidget(), Qt.Key.Key_A, both)
    assert window.assessment.isVisible()
    window.assessment.own.setFocus()
    for _ in range(12):
        qtbot.keyClick(window.focusWidget(), Qt.Key.Key_Tab)
        if window.focusWidget() is window.assessment.signing.name:
            break
    qtbot.keyClicks(window.focusWidget(), "Ada Byron")
    qtbot.keyClick(window.focusWidget(), Qt.Key.Key_Return)
    qtbot.keyClick(window.focusWidget(), Qt.Key.Key_C, both)
    assert QGuiApplication.clipboard().text().startswith("Reviewed and signed by Ada Byron")
    assert "1. Bone metastases" in QGuiApplication.clipboard().text()
