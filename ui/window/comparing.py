"""Between the rows that are chosen and the page that compares them; what is compared follows every ranking."""

from __future__ import annotations

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QApplication

from copilot.differential.compare import FEWEST, MOST, compare
from copilot.differential.differential import Hypothesis
from copilot.differential.proposed import scored
from copilot.review.review import Review
from ui.compare.view import CompareView
from ui.differential.row import row_of
from ui.differential.view import DifferentialView
from ui.parts.announce import announce
from ui.window.commanding import NO_PATIENT
from ui.window.commands import Command
from ui.window.side import Side

SHOWS = "Ctrl+M"


class Comparing(QObject):
    """Holds which explanations are chosen, the last three; they go with the patient."""

    def __init__(self, differential: DifferentialView, side: Side) -> None:
        super().__init__()
        self._differential, self._side = differential, side
        self.view = CompareView()
        self.chosen: tuple[str, ...] = ()
        self._review: Review | None = None
        side.add_page("Compare", self.view)
        differential.reviewed.connect(self._reviewed)
        differential.compared.connect(self.choose)
        self.view.emptied.connect(self.choose_none)

    def commands(self) -> tuple[Command, ...]:
        """Return what the window can be told of it."""
        group, tick = "Differential", "Choose the explanation in focus to be compared, or not"
        return (
            Command("compare.choose", tick, group, self._choose_focused, (), self._in_row, "needs a row in focus"),
            Command("compare.show", "Compare explanations", group, self.show, (SHOWS,), self._is_open, NO_PATIENT),
        )

    def show(self) -> None:
        """Go to the page."""
        self._side.show_page(self.view)
        self.view.table.setFocus()

    @Slot(str, bool)
    def choose(self, condition: str, wanted: bool) -> None:
        """Choose an explanation, or not any more; the fourth takes the place of the first."""
        others = tuple(one for one in self.chosen if one != condition)
        self.chosen = (*others, condition)[-MOST:] if wanted else others
        self._show()
        announce(self._differential, self._said())

    @Slot()
    def choose_none(self) -> None:
        """Choose none."""
        self.chosen = ()
        self._show()

    @Slot(object, bool)
    def _reviewed(self, review: Review | None, same: bool) -> None:
        """Another review is in sight; of the same patient, what was chosen stays."""
        self._review = review
        self.chosen = self.chosen if same else ()
        self._show()

    def _show(self) -> None:
        """Show what is chosen, at the rows and on the page."""
        self._differential.show_compared(self.chosen)
        review = self._review
        hypotheses = [h for one in self.chosen if (h := self._hypothesis(one)) is not None]
        if review is None or len(hypotheses) < FEWEST:
            self.view.choose(tuple(h.condition.name for h in hypotheses))
            return
        ordered = sorted(hypotheses, key=lambda h: h.rank or len(review.differential.hypotheses) + 1)
        references = {**review.pack.references, **review.differential.references}
        self.view.show_comparison(compare(ordered, review.findings, review.pack), references, partial=review.partial)

    def _hypothesis(self, condition: str) -> Hypothesis | None:
        """Return a condition as the list has it, or scored where it stands below the list."""
        review = self._review
        if review is None:
            return None
        listed = review.differential.by_id.get(condition)
        known = condition in review.pack.conditions
        return listed or (scored((condition,), review.findings, review.pack)[0] if known else None)

    def _said(self) -> str:
        """Return for a listener how many are chosen."""
        enough = f" {SHOWS} compares them." if len(self.chosen) >= FEWEST else ""
        return f"{len(self.chosen)} chosen to be compared.{enough}"

    def _choose_focused(self) -> None:
        """Choose the row in focus, or not any more."""
        found = row_of(QApplication.focusWidget())
        if found is not None:
            found.compare.click()

    def _in_row(self) -> bool:
        return row_of(QApplication.focusWidget()) is not None

    def _is_open(self) -> bool:
        return self._review is not None
