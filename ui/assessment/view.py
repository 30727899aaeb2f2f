"""The page "Assessment": what is decided, the text it makes, under which label it stands, and how it leaves."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame

from copilot.review.assessment import Assessment
from copilot.review.decision import Decisions
from ui.assessment.decided import NARROW, Decided
from ui.assessment.editor import AssessmentEditor
from ui.assessment.own import OwnField
from ui.assessment.signing import Signing
from ui.automation import Name, identify
from ui.parts.boxes import Box, Scroll, column, row
from ui.parts.button import button
from ui.parts.label import label
from ui.parts.text import one_line
from ui.theme import THEME

NO_PATIENT = "Open a patient first."
NOTHING_YET = (
    "Nothing is decided yet, and nothing is decided for you. Under Differential, accept (A) or reject (R) what could "
    "explain this, or add one of your own here. The text to leave with is made from that."
)
LARGEST = 0.35  # of the page, for the decisions
WORDS = "With the model's sentences"
BEHIND = "The decisions or the chart have changed since you edited this text."


class AssessmentView(QFrame):
    """Shows decisions and their text; every wish of the clinician is told by a signal."""

    own_wanted = Signal(str)
    copy_wanted = Signal()
    print_wanted = Signal()
    save_wanted = Signal()
    again_wanted = Signal()
    words_wanted = Signal(bool)

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("role", "pane")
        identify(self, Name.ASSESSMENT, "Assessment")
        self.copy = button("Copy", Name.ASSESSMENT_COPY, role="primary", says="Copy the assessment, Ctrl+Shift+C")
        self.print = button("Print\N{HORIZONTAL ELLIPSIS}", Name.ASSESSMENT_PRINT, says="Print the assessment")
        self.save = button("Save as\N{HORIZONTAL ELLIPSIS}", Name.ASSESSMENT_SAVE, says="Save the assessment to a file")
        self.note = identify(label(NO_PATIENT, "muted", wrap=True), Name.ASSESSMENT_NOTE, "")
        self.decided, self.editor, self.signing = Decided(), AssessmentEditor(), Signing()
        self._listing = Scroll("pane", gap=0, margins=(0, 0, 0, 0))
        self.own = OwnField()
        self.add = button("Add", Name.ASSESSMENT_ADD, says="Add this condition to your list")
        self.behind = Box("caution", margin=8)
        self.again = button("Write it anew", Name.ASSESSMENT_AGAIN, says="Write the text anew; your changes go")
        self.words = button(WORDS, Name.ASSESSMENT_WORDS, role="link", says=f"{WORDS}, where the check supports them")
        self.words.setCheckable(True)
        self._lay_out()
        self.words.toggled.connect(self.words_wanted)
        self.own.named.connect(self.own_wanted)
        self.add.clicked.connect(self._add)
        for made, wanted in (
            (self.copy, self.copy_wanted),
            (self.print, self.print_wanted),
            (self.save, self.save_wanted),
            (self.again, self.again_wanted),
        ):
            made.clicked.connect(wanted)
        self.clear()

    def show_assessment(self, decisions: Decisions, assessment: Assessment) -> None:
        """Show what is decided about the patient who is open."""
        self.decided.show_decisions(decisions)
        self._listing.setVisible(bool(decisions))
        self._fit()
        self.editor.label = assessment.label
        self.editor.show_text(assessment.text)
        self.signing.show_assessment(assessment)
        self.behind.setVisible(assessment.behind)
        self.say("" if decisions or assessment.text else NOTHING_YET)
        self._allow(has_patient=True, has_text=bool(assessment.text.strip()))

    def offer_words(self, *, there: bool) -> None:
        """Offer the model's sentences where there are any about what is kept."""
        self.words.setVisible(there)

    def say(self, words: str) -> None:
        """Say something above the text: what to do first, or what has just been done."""
        self.note.setText(words)
        self.note.setAccessibleName(one_line(words))
        self.note.setVisible(bool(words))

    def clear(self) -> None:
        """Forget the patient: nothing of the text stays in any widget."""
        self.decided.show_decisions(Decisions())
        self._listing.hide()
        self.editor.show_text("")
        self.editor.document().clearUndoRedoStacks()
        self.own.clear()
        self.words.setChecked(False)
        self.words.hide()
        self.signing.clear()
        self.behind.hide()
        self.say(NO_PATIENT)
        self._allow(has_patient=False, has_text=False)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Override: tell the lines when they have little room."""
        super().resizeEvent(event)
        self.decided.set_narrow(self.width() < THEME.px(NARROW))
        self._fit()

    def _fit(self) -> None:
        """Give the decisions the room they need, but leave most of the page to the text."""
        self._listing.setFixedHeight(min(self.decided.needed_height, round(self.height() * LARGEST)))

    def _allow(self, *, has_patient: bool, has_text: bool) -> None:
        """Offer what makes sense now."""
        for leaving in (self.copy, self.print, self.save):
            leaving.setEnabled(has_text)
        self.editor.setVisible(has_text)
        self.signing.setVisible(has_text)
        self.own.setVisible(has_patient)
        self.add.setVisible(has_patient)

    def _lay_out(self) -> None:
        """Put everything in reading order."""
        head = row(gap=8)
        head.addWidget(label("Assessment", "heading"))
        head.addStretch(1)
        for widget in (self.copy, self.print, self.save):
            head.addWidget(widget)
        own = row(gap=8)
        own.addWidget(self.own, 1)
        own.addWidget(self.add, 0, Qt.AlignmentFlag.AlignTop)
        line = row(gap=10)
        line.addWidget(label(BEHIND, "caution", wrap=True), 1)
        line.addWidget(self.again, 0, Qt.AlignmentFlag.AlignTop)
        self.behind.body.addLayout(line)
        layout = column(gap=8, margins=(16, 12, 16, 12))
        layout.addLayout(head)
        layout.addWidget(self.note)
        self._listing.column.addWidget(self.decided)
        layout.addWidget(self._listing)
        layout.addLayout(own)
        layout.addWidget(self.behind)
        layout.addWidget(self.words, 0, Qt.AlignmentFlag.AlignLeft)
        layout.addWidget(self.signing)
        layout.addWidget(self.editor, 1)
        layout.addStretch(0)
        self.setLayout(layout)

    @Slot()
    def _add(self) -> None:
        """Take the words as they stand, whatever is offered."""
        self.own.take_words(one_line(self.own.field.text()))
