"""Accept or reject a hypothesis in its place; a reason may be given afterwards, none has to be."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QGridLayout, QLineEdit, QPushButton, QWidget

from copilot.differential.differential import Hypothesis
from copilot.review.decision import Decision, Reason, Verdict
from ui.automation import Name, identify
from ui.parts.boxes import column, row
from ui.parts.button import button
from ui.parts.text import one_line
from ui.theme import THEME

ACCEPT, REJECT = "Accept  A", "Reject  R"
ACCEPTED, REJECTED = "\N{CHECK MARK} Accepted", "\N{MULTIPLICATION X} Rejected"
KEYS = {Qt.Key.Key_A: Verdict.ACCEPTED, Qt.Key.Key_R: Verdict.REJECTED}
WIDE, NARROW = 3, 2


@dataclass(frozen=True, slots=True)
class Wish:
    """What the clinician wants of a hypothesis; without a verdict it is to be undecided again."""

    hypothesis: Hypothesis
    verdict: Verdict | None
    reason: Reason | None = None
    remark: str = ""


def verdict_of(event: QKeyEvent) -> Verdict | None:
    """Return the verdict that a key asks for."""
    plain = event.modifiers() in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)
    return KEYS.get(Qt.Key(event.key())) if plain else None


class Actions(QWidget):
    """`wished` tells what the clinician wants; what is decided comes back through `show_decision`."""

    wished = Signal(object)

    def __init__(self, hypothesis: Hypothesis) -> None:
        super().__init__()
        self._hypothesis = hypothesis
        self._key = hypothesis.condition.id
        self._name = one_line(hypothesis.condition.name)
        self._decision: Decision | None = None
        self.accept = self._make(ACCEPT, Name.ACCEPT, Verdict.ACCEPTED)
        self.reject = self._make(REJECT, Name.REJECT, Verdict.REJECTED)
        self.reasons = QWidget()
        self.remark = QLineEdit()
        identify(self.remark, Name.REMARK, f"Why {self._name} is rejected, in your own words", key=self._key)
        self.remark.setPlaceholderText("in your own words")
        self.remark.setMaxLength(300)
        self.remark.editingFinished.connect(self._told)
        self.by_reason = {reason: self._make_reason(reason) for reason in Reason}
        self._grid = QGridLayout()
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(6)
        self.reasons.setLayout(self._grid)
        self.reasons.hide()
        head = row(gap=6)
        head.addWidget(self.accept)
        head.addWidget(self.reject)
        head.addStretch(1)
        layout = column(gap=6, margins=(THEME.px(22), 3, 0, 3))
        layout.addLayout(head)
        layout.addWidget(self.reasons)
        self.setLayout(layout)
        self.set_narrow(False)

    def stand_for(self, hypothesis: Hypothesis) -> None:
        """Stand for what the same hypothesis has become."""
        self._hypothesis = hypothesis

    def toggle(self, verdict: Verdict) -> None:
        """Decide, or take the same decision back; after a rejection the keyboard stands on the reasons."""
        (self.accept if verdict is Verdict.ACCEPTED else self.reject).click()
        if verdict is Verdict.REJECTED and self.reasons.isVisible():
            next(iter(self.by_reason.values())).setFocus(Qt.FocusReason.OtherFocusReason)

    def show_decision(self, decision: Decision | None) -> None:
        """Show what is decided; None: nothing."""
        self._decision = decision
        accepted = decision is not None and decision.verdict is Verdict.ACCEPTED
        rejected = decision is not None and decision.verdict is Verdict.REJECTED
        self.accept.setChecked(accepted)
        self.reject.setChecked(rejected)
        self.accept.setText(ACCEPTED if accepted else ACCEPT)
        self.reject.setText(REJECTED if rejected else REJECT)
        self.accept.setAccessibleName(f"{'Take back: accepted' if accepted else 'Accept'} {self._name}, A")
        self.reject.setAccessibleName(f"{'Take back: rejected' if rejected else 'Reject'} {self._name}, R")
        self.reasons.setVisible(rejected)
        for reason, choice in self.by_reason.items():
            choice.setChecked(decision is not None and decision.reason is reason)
        self.remark.setText(decision.remark if decision is not None else "")

    def set_narrow(self, narrow: bool) -> None:
        """Put the reasons in two columns in a narrow pane, in three otherwise."""
        across = NARROW if narrow else WIDE
        for number, widget in enumerate((*self.by_reason.values(), self.remark)):
            self._grid.addWidget(widget, number // across, number % across)
        for number in range(WIDE):
            self._grid.setColumnStretch(number, int(number < across))

    def _make(self, words: str, name: Name, verdict: Verdict) -> QPushButton:
        """Return the button of one verdict; pressed again it takes the verdict back."""
        made = button(words, name, says=f"{words.partition(' ')[0]} {self._name}, {words[-1]}", key=self._key)
        made.setCheckable(True)
        made.clicked.connect(lambda wanted: self._wish(verdict if wanted else None))
        return made

    def _make_reason(self, reason: Reason) -> QPushButton:
        """Return the button of one reason; pressed again it takes the reason back."""
        says = f"{self._name} is rejected: {reason.words}"
        made = button(reason.words, Name.REASON, says=says, key=f"{self._key}.{reason.value}")
        made.setCheckable(True)
        made.clicked.connect(lambda wanted: self._wish(Verdict.REJECTED, reason if wanted else None))
        return made

    def _wish(self, verdict: Verdict | None, reason: Reason | None = None) -> None:
        """Tell it; the words beside a rejection stay with it."""
        remark = one_line(self.remark.text()) if verdict is Verdict.REJECTED else ""
        self.wished.emit(Wish(self._hypothesis, verdict, reason, remark))

    @Slot()
    def _told(self) -> None:
        """Take the words beside a rejection."""
        decision = self._decision
        if decision is None or decision.verdict is not Verdict.REJECTED:
            return
        if one_line(self.remark.text()) != decision.remark:
            self._wish(Verdict.REJECTED, decision.reason)
