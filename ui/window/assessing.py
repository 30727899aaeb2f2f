"""Between what is decided and the text to leave with: made anew with every decision, changed, signed, handed on."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QObject, Signal, Slot

from copilot import clock
from copilot.narrative.narrative import Narrative
from copilot.review.assessment import Assessment
from copilot.review.assessment_lines import supported
from copilot.review.assessment_text import assessment_text
from copilot.review.decision import Decisions
from copilot.review.review import Review
from copilot.store.audit import Action
from ui.assessment.view import AssessmentView
from ui.operations import Operations
from ui.parts.announce import announce
from ui.parts.clipboard import copy
from ui.window.commands import Command
from ui.window.exporting import Exporting, Leaving
from ui.window.holding import Holding
from ui.window.side import Side

COPIED = "Copied, with its label."
UNSIGNED = "The text has changed, so it is not signed any more."
NEEDS = "needs something decided"


class Assessing(QObject):
    """Holds the text about the patient in sight, in memory; `shown` asks for the column in which its page stands."""

    shown = Signal(object)
    done = Signal(object)

    def __init__(self, operations: Operations, view: AssessmentView, holding: Holding, side: Side) -> None:
        super().__init__()
        self._view, self._holding, self._side = view, holding, side
        self.exporting = Exporting(operations, view, self._tell)
        self.assessment = Assessment()
        self._review: Review | None = None
        self._decisions = Decisions()
        self._narrative: Narrative | None = None
        self._with_words = False
        self._waits = ""
        self.exporting.done.connect(self.done)
        side.add_page("Assessment", view)
        view.copy_wanted.connect(self.copy)
        view.print_wanted.connect(self.print)
        view.save_wanted.connect(self.save)
        view.again_wanted.connect(self._write_anew)
        view.words_wanted.connect(self._take_words)
        view.editor.edited.connect(self._edit)
        view.signing.signed.connect(self._sign)
        view.signing.withdrawn.connect(self._withdraw)

    def commands(self) -> tuple[Command, ...]:
        """Return what the window can be told of it."""
        group, text = "Assessment", self.has_text
        return (
            Command("assessment.show", "Show the assessment", group, self.show, ("Ctrl+Shift+A",)),
            Command("assessment.copy", "Copy the assessment", group, self.copy, ("Ctrl+Shift+C",), text, NEEDS),
            Command("assessment.save", "Save the assessment to a file", group, self.save, ("Ctrl+S",), text, NEEDS),
            Command("assessment.print", "Print the assessment", group, self.print, ("Ctrl+Shift+P",), text, NEEDS),
            Command("assessment.sign", "Sign the assessment", group, self.sign, (), text, NEEDS),
        )

    def has_text(self) -> bool:
        """Return whether there is something to leave with."""
        return bool(self.assessment.text.strip())

    def show(self) -> None:
        """Go to the page."""
        self._side.show_page(self._view)
        self.shown.emit(self._view)

    @Slot()
    def sign(self) -> None:
        """Go to the page and sign there."""
        self.show()
        self._view.signing.begin()

    @Slot()
    def copy(self) -> None:
        """Put the text on the clipboard, under its label."""
        if self._leaving("Not copied.") is not None:
            copy(self.assessment.labelled)
            self._tell(f"{COPIED} {self.assessment.label}.")
            self.done.emit(Action.COPY)

    @Slot()
    def print(self) -> None:
        """Print the text."""
        leaving = self._leaving("Not printed.")
        if leaving is not None:
            self.exporting.print(leaving)

    @Slot()
    def save(self) -> None:
        """Save the text to a file."""
        leaving = self._leaving("Not saved.")
        if leaving is not None:
            self.exporting.save(leaving)

    def wait(self, why: str) -> None:
        """Let nothing be signed and nothing leave while `why` holds; empty: let it."""
        self._waits = why

    @Slot(object, object, bool)
    def decided(self, review: Review | None, decisions: Decisions, same: bool) -> None:
        """Make the text of what is decided now; that of another patient goes."""
        if review is not self._review:
            self._narrative = None  # it speaks of the findings as they were
        self._review, self._decisions = review, decisions
        if not same:
            self.assessment = Assessment()
            self._view.clear()
        self._write()

    def take(self, assessment: Assessment) -> None:
        """Go on with the text as it was before the window was locked."""
        if assessment.text:
            self.assessment = assessment
            self._show()

    def compare(self) -> None:
        """Make the text once more: a chart that was read anew may say something else than when this was signed."""
        self._write()

    @Slot(object)
    def written(self, narrative: Narrative) -> None:
        """The model is done with the review in sight."""
        self._narrative = narrative
        self._write()

    @Slot(str)
    def _edit(self, text: str) -> None:
        """The clinician changed the text."""
        signed = self.assessment.signature is not None
        self.assessment = self.assessment.changed(text)
        self._show()
        if signed and self.assessment.signature is None:
            self._tell(UNSIGNED)

    @Slot(bool)
    def _take_words(self, wanted: bool) -> None:
        """Put the model's sentences into the text, or take them out."""
        self._with_words = wanted
        self._write()

    @Slot()
    def _write_anew(self) -> None:
        """Give up what the clinician changed."""
        self.assessment = self.assessment.from_decisions()
        self._show()

    @Slot(str)
    def _sign(self, name: str) -> None:
        """Sign."""
        if self._waits:
            self._tell(f"Not signed. {self._waits}")
        elif self.has_text():
            self.assessment = self.assessment.signed(name, clock.now())
            self._show()
            announce(self._view, self.assessment.label)
            self.done.emit(Action.SIGN)

    @Slot()
    def _withdraw(self) -> None:
        """Withdraw the signature."""
        self.assessment = self.assessment.withdrawn()
        self._show()
        announce(self._view, self.assessment.label)

    def _write(self) -> None:
        """Make the text from what is decided now."""
        if self._review is None:
            return
        review = replace(self._review, narrative=self._narrative)
        text = assessment_text(review, self._decisions, with_words=self._with_words)
        self.assessment = self.assessment.written_anew(text)
        kept = (decision.condition for decision in self._decisions.kept)
        self._view.offer_words(there=any(True for one in kept for _ in supported(review, one)))
        self._show()

    def _leaving(self, refused: str) -> Leaving | None:
        """Return what may leave now, in sight; while the EHR shows another patient that is nothing, and it says so."""
        why = self._holding.why or self._waits
        self.show()
        if why:
            self._tell(f"{refused} {why}")
        if why or self._review is None or not self.has_text():
            return None
        return Leaving(self.assessment, self._review)

    def _show(self) -> None:
        """Show it on the page."""
        self._view.show_assessment(self._decisions, self.assessment)

    def _tell(self, words: str) -> None:
        """Say it on the page, and to a screen reader."""
        self._view.say(words)
        announce(self._view, words)
