"""The question field under the words, the answer as it comes, and the button for the model's own list."""

from __future__ import annotations

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QFrame, QLineEdit

from copilot.narrative.answer import Answer, Outcome
from copilot.narrative.narrate import Checked, Pending
from copilot.review.review import Review
from ui.automation import Name, identify
from ui.narrative.browser import NarrativeText
from ui.narrative.words import DRAFT, Citations, targets
from ui.parts.announce import announce
from ui.parts.boxes import column, row
from ui.parts.button import button
from ui.parts.icon import icon
from ui.parts.label import label
from ui.parts.text import one_line, tip
from ui.theme import THEME

HINT = "Ask about this chart"
OWN_LIST = "Ask the model for its own list"
MOST_LETTERS = 300


class AskView(QFrame):
    """`asked` carries a question; `fact_wanted` and `hovered` follow the chips of an answer."""

    asked = Signal(str)
    list_wanted = Signal()
    stop_wanted = Signal()
    fact_wanted = Signal(str)
    hovered = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("role", "pane")
        identify(self, Name.ASK, "Questions about the chart")
        self.field = identify(QLineEdit(), Name.ASK_FIELD, HINT)
        self.field.setMaxLength(MOST_LETTERS)
        self.send = button("Ask", Name.ASK_SEND, says="Ask the model about this chart")
        self.own_list = button("Model's own list", Name.ASK_OWN_LIST, says=f"{OWN_LIST}: it never changes the ranking")
        tip(self.own_list, f"{OWN_LIST}. It is merged with its origin shown; the ranking stays as it is.")
        self.stop = button("Stop  Esc", Name.ASK_STOP, says="Stop the model, Escape")
        self.text = NarrativeText(Name.ASK_TEXT, f"Answer: {DRAFT}")
        self.note = identify(label("", "muted", wrap=True), Name.ASK_NOTE, "State of the answer")
        self._citations: Citations | None = None
        self._why_not = self._note = ""
        self._busy = False
        line = row(gap=6)
        for widget in (self.field, self.send, self.own_list, self.stop):
            line.addWidget(widget, int(widget is self.field))
        layout = column(gap=4, margins=(16, 6, 16, 8))
        layout.addWidget(self.text)
        layout.addWidget(self.note)
        layout.addLayout(line)
        self.setLayout(layout)
        self.field.returnPressed.connect(self._ask)
        self.send.clicked.connect(self._ask)
        self.own_list.clicked.connect(self.list_wanted)
        self.stop.clicked.connect(self.stop_wanted)
        self.text.target_wanted.connect(self._target)
        self.text.target_hovered.connect(self._pointed)
        THEME.changed.connect(self._dress)
        self._dress()
        self.show_review(None, "Open a patient first.")

    def show_review(self, review: Review | None, why_not: str) -> None:
        """Forget the last patient's question and answer; `why_not` says why nothing can be asked."""
        self._citations = Citations(review) if review is not None else None
        self.field.clear()
        self.text.reset()
        self._why_not = why_not
        self._state("", busy=False)

    def allow(self, why_not: str) -> None:
        """Open the field, or close it with the reason in it; what was said of the answer stays beside it."""
        self._why_not = why_not
        self._state(self._note, busy=self._busy)

    def begin(self, note: str) -> None:
        """The model was asked."""
        self.text.reset()
        self._state(note, busy=True)

    def say(self, note: str) -> None:
        """Say what the model does."""
        self._state(note, busy=True)

    def rest(self, note: str) -> None:
        """The model does nothing any more; say what came of it."""
        self.text.drop_pending()
        self.text.to_start()
        self._state(note, busy=False)
        announce(self, f"{self.text.toPlainText()} {note}")

    def add(self, event: Pending | Checked) -> None:
        """Show what came from the model."""
        if self._citations is None:
            return
        if isinstance(event, Pending):
            self.text.add_pending(event.text)
        else:
            self.text.add_sentence(event.sentence, self._citations)
        self._state("", busy=True)

    def show_answer(self, answer: Answer) -> None:
        """Show how it ended; what was streamed stays."""
        prefix = "Incomplete, do not use: " if answer.outcome is Outcome.INCOMPLETE else ""
        self.rest(f"{prefix}{one_line(answer.reason)}" if answer.reason else DRAFT)

    @Slot()
    def _ask(self) -> None:
        """Ask what stands in the field."""
        question = self.field.text().strip()
        if question and self.field.isEnabled():
            self.asked.emit(question)

    def _state(self, note: str, *, busy: bool) -> None:
        """Show what can be done now."""
        self._note, self._busy = note, busy
        able = not self._why_not
        self.field.setEnabled(able and not busy)
        self.field.setPlaceholderText(one_line(self._why_not) or HINT)
        self.field.setAccessibleDescription(one_line(self._why_not))
        tip(self.field, self._why_not)
        for widget in (self.send, self.own_list):
            widget.setVisible(able and not busy)
        self.stop.setVisible(busy)
        self.note.setText(note)
        self.note.setVisible(bool(note))
        self.text.setVisible(not self.text.document().isEmpty())

    @Slot(str)
    def _target(self, target: str) -> None:
        """Follow a chip."""
        for fact in targets(target)[1][:1]:
            self.fact_wanted.emit(fact)

    @Slot(str)
    def _pointed(self, target: str) -> None:
        """Highlight the fact of the chip under the pointer."""
        self.hovered.emit(frozenset(targets(target)[1]))

    @Slot()
    def _dress(self) -> None:
        """Draw in the colours of the theme, in the sizes of the zoom."""
        self.text.setFixedHeight(THEME.px(84))
        self.stop.setIcon(icon("stop", THEME.colours.opposing))
