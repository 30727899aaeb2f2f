"""Between the clinician's decisions and the page that shows them: in memory, and gone with the patient."""

from __future__ import annotations

from datetime import datetime
from functools import partial

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QWidget

from copilot.review.assessment import Assessment
from copilot.review.assessment_text import assessment_text
from copilot.review.decision import Decision, Decisions, Verdict, accepted, own, rejected
from copilot.review.known_names import known_condition, known_names
from copilot.review.review import Review
from ui.assessment.view import AssessmentView
from ui.differential.actions import Wish
from ui.differential.row import HypothesisRow
from ui.differential.view import DifferentialView
from ui.operations import Operations
from ui.parts.announce import announce
from ui.window.commands import Command
from ui.window.exporting import Exporting, Leaving
from ui.window.holding import Holding
from ui.window.side import Side

COPIED = "Copied, with its label."
NOT_SO = "needs something decided"


class Deciding(QObject):
    """Holds what is decided about the patient in sight, and the text made from it; `shown` asks for its page."""

    shown = Signal(object)

    def __init__(
        self,
        operations: Operations,
        differential: DifferentialView,
        view: AssessmentView,
        holding: Holding,
        side: Side,
    ) -> None:
        super().__init__()
        self.exporting = Exporting(operations, view, self._tell)
        self._differential, self._view, self._holding, self._side = differential, view, holding, side
        self.decisions = Decisions()
        self.assessment = Assessment()
        self.review: Review | None = None
        side.add_page("Assessment", view)
        differential.reviewed.connect(self._reviewed)
        differential.wished.connect(self._wished)
        view.own_wanted.connect(self._add_own)
        view.copy_wanted.connect(self.copy)
        view.print_wanted.connect(self.print)
        view.save_wanted.connect(self.save)
        view.again_wanted.connect(self._write_anew)
        view.decided.undone.connect(self._undo)
        view.decided.worded.connect(self._word)
        view.editor.edited.connect(self._edit)
        view.signing.signed.connect(self._sign)
        view.signing.withdrawn.connect(self._withdraw)

    def commands(self) -> tuple[Command, ...]:
        """Return what the window can be told of it."""
        group, text = "Assessment", self.has_text
        return (
            Command("decide.accept", "Accept the explanation in focus", group, self.accept, ("Ctrl+Return",)),
            Command("decide.reject", "Reject the explanation in focus", group, self.reject, ("Ctrl+Shift+Return",)),
            Command("assessment.show", "Show the assessment", group, self.show, ("Ctrl+Shift+A",)),
            Command("assessment.copy", "Copy the assessment", group, self.copy, ("Ctrl+Shift+C",), text, NOT_SO),
            Command("assessment.save", "Save the assessment to a file", group, self.save, ("Ctrl+S",), text, NOT_SO),
            Command("assessment.print", "Print the assessment", group, self.print, ("Ctrl+Shift+P",), text, NOT_SO),
            Command("assessment.sign", "Sign the assessment", group, self.sign, (), text, NOT_SO),
        )

    def has_text(self) -> bool:
        """Return whether there is something to leave with."""
        return bool(self.assessment.text.strip())

    def show(self) -> None:
        """Go to the page."""
        self._side.show_page(self._view)
        self.shown.emit(self._view)

    def accept(self) -> None:
        """Accept the hypothesis in focus, or take that back."""
        self._decide(Verdict.ACCEPTED)

    def reject(self) -> None:
        """Reject the hypothesis in focus, or take that back."""
        self._decide(Verdict.REJECTED)

    @Slot()
    def sign(self) -> None:
        """Go to the page and sign there."""
        self.show()
        self._view.signing.begin()

    @Slot()
    def copy(self) -> None:
        """Put the text on the clipboard, under its label."""
        if self._may_leave("Not copied."):
            QGuiApplication.clipboard().setText(self.assessment.labelled)
            self._tell(f"{COPIED} {self.assessment.label}.")

    @Slot()
    def print(self) -> None:
        """Print the text."""
        if self.review is not None and self._may_leave("Not printed."):
            self.exporting.print(Leaving(self.assessment, self.review))

    @Slot()
    def save(self) -> None:
        """Save the text to a file."""
        if self.review is not None and self._may_leave("Not saved."):
            self.exporting.save(Leaving(self.assessment, self.review))

    def _may_leave(self, refused: str) -> bool:
        """Return whether there is a text and it may leave; while the EHR shows another patient it may not."""
        why = self._holding.why
        if why:
            self._tell(f"{refused} {why}")
        return self.has_text() and not why

    @Slot(object, bool)
    def _reviewed(self, review: Review | None, same: bool) -> None:
        """Another review is in sight: of the same patient, of another one, or none."""
        self.review = review
        self._view.own.know(partial(known_names, review.pack) if review is not None else tuple)
        if not same:
            self.decisions, self.assessment = Decisions(), Assessment()
            self._view.clear()
        self._changed()

    @Slot(object)
    def _wished(self, wish: Wish) -> None:
        """Decide on a hypothesis, or take it back."""
        if self.review is None:
            return
        pack = self.review.pack.version
        if wish.verdict is None:
            self._take_back(wish.hypothesis.condition.id)
        elif wish.verdict is Verdict.ACCEPTED:
            self._made(accepted(wish.hypothesis, pack))
        else:
            self._made(rejected(wish.hypothesis, pack, wish.reason, wish.remark))

    @Slot(str)
    def _add_own(self, words: str) -> None:
        """Take one of the clinician's own; what the list shows under that name is accepted."""
        if self.review is None:
            return
        pack = self.review.pack
        known = known_condition(words, pack)
        listed = self.review.differential.by_id.get(known.id) if known is not None else None
        if listed is not None:
            self._made(accepted(listed, pack.version))
        else:
            self._made(own(known.name, known.id) if known is not None else own(words))

    @Slot(str)
    def _undo(self, condition: str) -> None:
        """Take a decision back."""
        self._take_back(condition)

    @Slot(str, str)
    def _word(self, condition: str, wording: str) -> None:
        """Call something by other words."""
        self.decisions = self.decisions.worded(condition, wording)
        self._changed()

    @Slot(str)
    def _edit(self, text: str) -> None:
        """The clinician changed the text."""
        signed = self.assessment.signature is not None
        self.assessment = self.assessment.changed(text)
        self._show()
        if signed and self.assessment.signature is None:
            self._tell("The text has changed, so it is not signed any more.")

    @Slot()
    def _write_anew(self) -> None:
        """Give up what the clinician changed."""
        self.assessment = self.assessment.from_decisions()
        self._show()

    @Slot(str)
    def _sign(self, name: str) -> None:
        """Sign."""
        if self.has_text():
            self.assessment = self.assessment.signed(name, datetime.now().astimezone())
            self._show()
            announce(self._view, self.assessment.label)

    @Slot()
    def _withdraw(self) -> None:
        """Withdraw the signature."""
        self.assessment = self.assessment.withdrawn()
        self._show()
        announce(self._view, self.assessment.label)

    def _decide(self, verdict: Verdict) -> None:
        """Let the row in focus decide."""
        found = _row_of(QApplication.focusWidget())
        if found is not None:
            found.decide(verdict)

    def _made(self, decision: Decision) -> None:
        """Keep a decision."""
        known = self.decisions.by_condition.get(decision.condition)
        self.decisions = self.decisions.deciding(decision)
        self._changed()
        if known is None or known.verdict is not decision.verdict:
            announce(self._differential, f"{decision.name}: {decision.verdict.value}")

    def _take_back(self, condition: str) -> None:
        """Let a condition be undecided again."""
        known = self.decisions.by_condition.get(condition)
        if known is not None:
            self.decisions = self.decisions.without(condition)
            self._changed()
            announce(self._differential, f"{known.name}: undecided again")

    def _changed(self) -> None:
        """Make the text from what is decided now, and show it everywhere."""
        self._differential.show_decisions(self.decisions)
        if self.review is not None:
            self.assessment = self.assessment.written_anew(assessment_text(self.review, self.decisions))
            self._show()

    def _show(self) -> None:
        """Show it on the page."""
        self._view.show_assessment(self.decisions, self.assessment)

    def _tell(self, words: str) -> None:
        """Say it on the page, and to a screen reader."""
        self._view.say(words)
        announce(self._view, words)


def _row_of(widget: QWidget | None) -> HypothesisRow | None:
    """Return the hypothesis in which a widget stands."""
    while widget is not None and not isinstance(widget, HypothesisRow):
        widget = widget.parentWidget()
    return widget
