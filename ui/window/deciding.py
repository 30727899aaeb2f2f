"""Between the clinician's wishes and what is decided: in memory, and gone with the patient."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QApplication

from copilot.differential.differential import Hypothesis
from copilot.knowledge.pack import Condition
from copilot.review.decision import Decision, Decisions, EngineView, Verdict, accepted, own, rejected
from copilot.review.known_names import known_condition, known_names
from copilot.review.named import unlisted, with_named
from copilot.review.review import Review
from ui.assessment.view import AssessmentView
from ui.differential.actions import Wish
from ui.differential.row import row_of
from ui.differential.view import DifferentialView
from ui.messages.bar import log_bug
from ui.operations import Operations
from ui.parts.announce import announce
from ui.window.commands import Command


class Deciding(QObject):
    """Holds the decisions about the patient in sight; `changed` tells the review, these, and whether it is the same."""

    changed = Signal(object, object, bool)

    def __init__(self, operations: Operations, differential: DifferentialView, view: AssessmentView) -> None:
        super().__init__()
        self._operations = operations
        self._differential, self._view = differential, view
        self.decisions = Decisions()
        self.review: Review | None = None
        self._wanted: tuple[str, ...] | None = None
        differential.reviewed.connect(self._reviewed)
        differential.wished.connect(self._wished)
        view.own_wanted.connect(self._add_own)
        view.own.names_wanted.connect(self._list_names)
        view.decided.undone.connect(self._take_back)
        view.decided.worded.connect(self._word)

    def commands(self) -> tuple[Command, ...]:
        """Return what the window can be told of it."""
        return (
            Command("decide.accept", "Accept the explanation in focus", "Assessment", self.accept, ("Ctrl+Return",)),
            Command(
                "decide.reject", "Reject the explanation in focus", "Assessment", self.reject, ("Ctrl+Shift+Return",)
            ),
        )

    def take(self, decisions: Decisions) -> None:
        """Go on with what was decided before the window was locked."""
        self.decisions = decisions
        self._tell()

    def accept(self) -> None:
        """Accept the hypothesis in focus, or take that back."""
        self._decide(Verdict.ACCEPTED)

    def reject(self) -> None:
        """Reject the hypothesis in focus, or take that back."""
        self._decide(Verdict.REJECTED)

    @Slot(object, bool)
    def _reviewed(self, review: Review | None, same: bool) -> None:
        """Another review is in sight: of the same patient, of another one, or none."""
        self.review = review
        if not same:
            self.decisions = Decisions()
        self._tell(same=same)

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

    @Slot()
    def _list_names(self) -> None:
        """Learn the names that the packs know, in the background: there are thousands."""
        if self.review is not None:
            pack = self.review.pack
            self._operations.start(lambda _job: known_names(pack), self._view.own.know, log_bug)

    @Slot(str)
    def _add_own(self, words: str) -> None:
        """Take one of the clinician's own; what the list shows under that name is accepted."""
        if self.review is None:
            return
        pack = self.review.pack
        known = known_condition(words, pack)
        listed = next((h for h in self.review.differential.hypotheses if _is(h, words, known)), None)
        if listed is not None:
            self._made(accepted(listed, pack.version))
        elif known is None:
            self._made(own(words, rare=pack.is_rare(words)))
        else:
            self._score_own(self.review, known)

    def _score_own(self, review: Review, known: Condition) -> None:
        """Add what the packs know, beside the engine's view of it; scored in the background."""

        def add(now: Review) -> None:
            """Take it, unless another patient is in sight now."""
            scored = now.hypothesis(known.id)
            if self.review is review and scored is not None:
                self.review = now
                self._differential.show_named(now.named)
                self._made(own(known.name, known.id, EngineView.of(scored, now.pack.version)))
            elif self.review is not None and self.review.chart is review.chart:
                self._score_own(self.review, known)

        wanted = (*unlisted(review, self.decisions), known.id)
        self._operations.start(lambda _job: with_named(review, wanted), add, log_bug)

    @Slot(str)
    def _take_back(self, condition: str) -> None:
        """Let a condition be undecided again."""
        known = self.decisions.by_condition.get(condition)
        if known is not None:
            self.decisions = self.decisions.without(condition)
            self._tell()
            announce(self._differential, f"{known.name}: undecided again")

    @Slot(str, str)
    def _word(self, condition: str, wording: str) -> None:
        """Call something by other words."""
        self.decisions = self.decisions.worded(condition, wording)
        self._tell()

    def _decide(self, verdict: Verdict) -> None:
        """Let the row in focus decide."""
        found = row_of(QApplication.focusWidget())
        if found is not None:
            found.decide(verdict)

    def _made(self, decision: Decision) -> None:
        """Keep a decision."""
        known = self.decisions.by_condition.get(decision.condition)
        self.decisions = self.decisions.deciding(decision)
        self._tell()
        if known is None or known.verdict is not decision.verdict:
            announce(self._differential, f"{decision.name}: {decision.verdict.value}")

    def _tell(self, *, same: bool = True) -> None:
        """Show it on the rows, and tell whoever makes a text of it."""
        self._differential.show_decisions(self.decisions)
        self.changed.emit(self.review, self.decisions, same)
        self._score()

    def _score(self) -> None:
        """Score what is held and not in the list, in the background, unless the review in sight holds it already."""
        review = self.review
        wanted = unlisted(review, self.decisions) if review is not None else ()
        if review is None or set(wanted) == {one.condition.id for one in review.named} or wanted == self._wanted:
            return
        self._wanted = wanted
        self._operations.start(lambda _job: (review, with_named(review, wanted)), self._scored, log_bug)

    @Slot(object)
    def _scored(self, found: tuple[Review, Review]) -> None:
        """Show the evidence for it; that for the chart as it was a moment ago is dropped."""
        before, now = found
        self._wanted = None
        if before is not self.review:
            self._score()
            return
        self.review = now
        self._differential.show_named(now.named)
        self._tell()


def _is(hypothesis: Hypothesis, words: str, known: Condition | None) -> bool:
    """Return whether a hypothesis of the list is what the clinician named: by its id, or a rare disease by its name."""
    condition = hypothesis.condition
    return condition.id == known.id if known is not None else condition.name.casefold() == words.casefold()
