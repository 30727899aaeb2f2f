"""In words: the model's sentences as they come, checked one by one, with Stop, Restart and the draft label."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtWidgets import QFrame

from copilot.narrative.narrate import Checked, Pending
from copilot.narrative.narrative import Narrative, Sentence, Support
from copilot.review.review import Review
from ui.automation import Name, identify
from ui.narrative.browser import NarrativeText
from ui.narrative.words import DRAFT, Citations, targets
from ui.parts.announce import announce
from ui.parts.boxes import column, row
from ui.parts.button import button
from ui.parts.icon import icon
from ui.parts.label import label
from ui.parts.text import count, one_line
from ui.theme import THEME


class NarrativeView(QFrame):
    """`fact_wanted` and `reference_wanted` follow chips; `stop_wanted` and `start_wanted` follow buttons."""

    fact_wanted = Signal(str)
    reference_wanted = Signal(str)
    hovered = Signal(object)
    stop_wanted = Signal()
    start_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("role", "pane")
        identify(self, Name.NARRATIVE, "In words")
        self.draft = identify(label(DRAFT, "pill-muted"), Name.NARRATIVE_LABEL, DRAFT)
        self.stop = button("Stop  Esc", Name.NARRATIVE_STOP, says="Stop the model, Escape")
        self.start = button("Write", Name.NARRATIVE_START, says="Let the model write")
        self.text = NarrativeText()
        self.note = label("", "muted", wrap=True)
        self.note.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._citations: Citations | None = None
        self._review: Review | None = None
        self._narrative: Narrative | None = None
        self._seen = (0, 0)
        self._condition = ""
        self._shown: list[Sentence] = []
        self._silent = False
        self._held = ""
        self._last = ("", False, "Write")
        head = row(gap=8)
        head.addWidget(label("In words", "heading"))
        head.addWidget(self.draft)
        head.addStretch(1)
        head.addWidget(self.start)
        head.addWidget(self.stop)
        layout = column(gap=6, margins=(16, 8, 16, 10))
        layout.addLayout(head)
        layout.addWidget(self.note)
        layout.addWidget(self.text, 1)
        layout.addStretch(0)
        self.setLayout(layout)
        self.stop.clicked.connect(self.stop_wanted)
        self.start.clicked.connect(self.start_wanted)
        self.text.target_wanted.connect(self._target)
        self.text.target_hovered.connect(self._pointed)
        THEME.changed.connect(self._dress)
        self._dress()
        self.show_review(None, "Open a patient first.")

    @property
    def narrative(self) -> Narrative | None:
        """Return the finished narrative, if there is one."""
        return self._narrative

    def show_review(self, review: Review | None, why_silent: str = "") -> None:
        """Forget the last patient's words; `why_silent` says why nothing is written now."""
        self._review = review
        self._citations = Citations(review) if review is not None else None
        self._narrative = None
        self._reset()
        self._state(note=why_silent, writing=False)

    def set_aside(self, review: Review, why: str) -> None:
        """The list has changed: no words of the one before, and an offer to write again."""
        self.show_review(review)
        self._state(note=why, writing=False, again="Write again")

    def be_silent(self) -> None:
        """There is no model: take little room, offer nothing to press."""
        self._silent = True
        self.draft.hide()
        self.start.hide()
        self.setMaximumHeight(THEME.px(72))

    def hold(self, why: str) -> None:
        """Let nothing be copied or written while `why` holds (empty: go on); what is written stays in sight."""
        self._held = why
        self.text.held = bool(why)
        note, writing, again = self._last
        self._state(note=note, writing=writing, again=again)

    def begin(self, note: str) -> None:
        """The model is about to write."""
        self._reset()
        self._narrative = None
        self._seen = (0, 0)
        self._state(note=note, writing=True)

    def say(self, note: str) -> None:
        """Say what the model does."""
        self._state(note=note, writing=True)

    def add(self, event: Pending | Checked) -> None:
        """Show what came from the model."""
        if self._citations is None:
            return
        if isinstance(event, Pending):
            self.text.add_pending(event.text)
        else:
            unsupported = event.sentence.support is not Support.SUPPORTED
            self._seen = (self._seen[0] + 1, self._seen[1] + unsupported)
            self._add(event.sentence)
        if self.note.isVisible() or self.text.isHidden():
            self._state(note="", writing=True)

    def show_narrative(self, narrative: Narrative) -> None:
        """Show a finished narrative; what was streamed already stays."""
        if self._citations is None:
            return
        self._narrative = narrative
        self.text.drop_pending()
        if tuple(self._shown) != narrative.sentences:
            self._reset()
            with self.text.at_once():
                for sentence in narrative.sentences:
                    self._add(sentence)
        self.text.to_start()
        unsupported = sum(s.support is not Support.SUPPORTED for s in narrative.sentences)
        self._seen = (len(narrative.sentences), unsupported)
        note = f"Incomplete, do not use: {one_line(narrative.incomplete)}" if narrative.incomplete else ""
        if not narrative.sentences and not narrative.incomplete:
            note = "The model was told nothing: no hypothesis rests on the chart."
        self._state(note=note, writing=False, again="Write again")
        announce(self, f"The model has written {self.accessibleDescription() or 'nothing'}. {note}")

    def _add(self, sentence: Sentence) -> None:
        """Add a checked sentence, under the name of the condition it speaks of."""
        if self._citations is None or self._review is None:
            return
        hypothesis = self._review.differential.by_id.get(sentence.condition)
        if sentence.condition != self._condition and hypothesis is not None:
            self._condition = sentence.condition
            self.text.add_heading(hypothesis.condition.name)
        self._shown.append(sentence)
        self.text.add_sentence(sentence, self._citations)

    def fail(self, note: str) -> None:
        """The model is gone: what was checked stays, marked as incomplete."""
        self.text.drop_pending()
        self._state(note=note, writing=False, again="Restart")

    def sizeHint(self) -> QSize:
        """Override."""
        return QSize(THEME.px(520), THEME.px(72 if self._silent else 190))

    def minimumSizeHint(self) -> QSize:
        """Override: never smaller than its head, whose words are not to be cut, and a few lines."""
        return QSize(max(THEME.px(300), super().minimumSizeHint().width()), THEME.px(60 if self._silent else 96))

    def _reset(self) -> None:
        """Empty the text."""
        self.text.reset()
        self._condition = ""
        self._shown = []

    def _state(self, *, note: str, writing: bool, again: str = "Write") -> None:
        """Show what can be done now."""
        self._last = (note, writing, again)
        note = self._held or note
        self.note.setText(note)
        self.note.setVisible(bool(note))
        self.text.setVisible(not self.text.document().isEmpty())
        self.stop.setVisible(writing)
        self.start.setVisible(not (writing or self._held or self._silent) and self._review is not None)
        self.start.setText(again)
        self.start.setAccessibleName(f"{again}: let the model put the differential into words")
        sentences, unsupported = self._seen
        words = f"{count(sentences, 'sentence')}, {unsupported} not supported" if sentences else ""
        self.setAccessibleDescription(words)

    @Slot(str)
    def _target(self, target: str) -> None:
        """Follow a chip."""
        kind, identifiers = targets(target)
        if identifiers:
            (self.fact_wanted if kind == "fact" else self.reference_wanted).emit(identifiers[0])

    @Slot(str)
    def _pointed(self, target: str) -> None:
        """Highlight the fact of the chip under the pointer."""
        kind, identifiers = targets(target)
        self.hovered.emit(frozenset(identifiers) if kind == "fact" else frozenset())

    @Slot()
    def _dress(self) -> None:
        """Draw in the colours of the theme."""
        self.stop.setIcon(icon("stop", THEME.colours.opposing))
