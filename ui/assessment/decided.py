"""What is decided, one line each: the clinician's own words for it, what the engine said, and the way back."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QBoxLayout, QLabel, QLineEdit, QWidget

from copilot.review.decision import Decision, Decisions, Verdict
from ui.automation import Name, identify
from ui.parts.boxes import column, row, turn
from ui.parts.button import button
from ui.parts.label import Elided, label
from ui.parts.text import one_line
from ui.theme import THEME

PILLS = {Verdict.ACCEPTED: "pill-strong", Verdict.ADDED: "pill-strong", Verdict.REJECTED: "pill-muted"}
UNSCORED = "not in the engine's list"
NARROW = 480
PILL = 74
GAP = 4
INSIDE = 7  # where the words of a field begin


class Wording(QLineEdit):
    """The name of something kept, as the clinician puts it; emptied, it is called by its own name again."""

    def __init__(self, decision: Decision) -> None:
        super().__init__(one_line(decision.shown))
        self._name = one_line(decision.name)
        self.setMaxLength(300)
        self.setPlaceholderText(self._name)
        self.setCursorPosition(0)
        identify(self, Name.DECISION_WORDING, f"Your words for {self._name}", key=decision.condition)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Override: show the beginning again."""
        super().focusOutEvent(event)
        self.setCursorPosition(0)

    def sizeHint(self) -> QSize:
        """Override: the line decides how wide it is."""
        return QSize(THEME.px(120), super().sizeHint().height())


class DecisionLine(QWidget):
    """`worded` tells the condition with other words, `undone` one that is to be undecided again."""

    worded = Signal(str, str)
    undone = Signal(str)

    def __init__(self, decision: Decision) -> None:
        super().__init__()
        self.decision = decision
        name = one_line(decision.name)
        engine = decision.engine.words if decision.engine is not None else decision.no_evidence or UNSCORED
        detail = " \N{MIDDLE DOT} ".join(part for part in (one_line(decision.why), engine) if part)
        identify(self, Name.DECISION, f"{name}: {decision.verdict.value}, {detail}", key=decision.condition)
        self.undo = button("Undo", Name.DECISION_UNDO, role="link", says=f"Undo: {name}", key=decision.condition)
        self.undo.clicked.connect(self._undo)
        self.wording = Wording(decision) if decision.kept else None
        head = row(gap=8)
        head.addWidget(_pill(decision.verdict), 0, Qt.AlignmentFlag.AlignVCenter)
        if self.wording is not None:
            self.wording.editingFinished.connect(self._worded)
            head.addWidget(self.wording, 1)
        else:
            shown = Elided(name, "strong")
            shown.setContentsMargins(THEME.px(INSIDE), 0, 0, 0)
            head.addWidget(shown, 1)
        self._second = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._second.setSpacing(THEME.px(8))
        self._second.addLayout(head, 3)
        self._second.addWidget(Elided(detail, "small"), 2)
        layout = row(gap=8)
        layout.addLayout(self._second, 1)
        layout.addWidget(self.undo, 0, Qt.AlignmentFlag.AlignVCenter)
        self.setLayout(layout)

    def set_narrow(self, narrow: bool) -> None:
        """Put what the engine said under the name, or beside it."""
        turn(self._second, upright=narrow)
        self._second.setSpacing(THEME.px(2 if narrow else 8))

    @Slot()
    def _undo(self) -> None:
        """Ask to take it back."""
        self.undone.emit(self.decision.condition)

    @Slot()
    def _worded(self) -> None:
        """Tell the clinician's words."""
        assert self.wording is not None
        words = one_line(self.wording.text())
        if words != self.decision.shown:
            self.worded.emit(self.decision.condition, words)


def _pill(verdict: Verdict) -> QLabel:
    """Return the verdict; all are of one width, so that the names stand under each other."""
    made = label(verdict.value, PILLS[verdict])
    made.setAlignment(Qt.AlignmentFlag.AlignCenter)
    made.setMinimumWidth(THEME.px(PILL))
    return made


class Decided(QWidget):
    """All decisions in the order in which they were made."""

    worded = Signal(str, str)
    undone = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.lines: list[DecisionLine] = []
        self._column = column(gap=GAP)
        self._narrow = False
        self.setLayout(self._column)

    def show_decisions(self, decisions: Decisions) -> None:
        """Show these; lines that say the same as before stay as they are, and keep the keyboard."""
        known = {line.decision: line for line in self.lines}
        self.lines = [known.pop(decision) if decision in known else self._line(decision) for decision in decisions]
        for gone in known.values():
            self._column.removeWidget(gone)
            gone.hide()
            gone.deleteLater()
        for number, line in enumerate(self.lines):
            if self._column.indexOf(line) != number:
                self._column.insertWidget(number, line)

    @property
    def needed_height(self) -> int:
        """Return how high all lines are together."""
        return sum(line.sizeHint().height() + GAP for line in self.lines)

    def set_narrow(self, narrow: bool) -> None:
        """Rearrange for a narrow pane, or back."""
        self._narrow = narrow
        for line in self.lines:
            line.set_narrow(narrow)

    def _line(self, decision: Decision) -> DecisionLine:
        """Return the line of one decision."""
        made = DecisionLine(decision)
        made.worded.connect(self.worded)
        made.undone.connect(self.undone)
        made.set_narrow(self._narrow)
        return made
