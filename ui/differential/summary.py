"""What speaks most for a hypothesis and what most against it, side by side while its evidence is closed."""

from __future__ import annotations

from PySide6.QtWidgets import QBoxLayout, QWidget

from copilot.differential.differential import Hypothesis
from copilot.review.wording import strongest
from ui.parts.boxes import turn
from ui.parts.label import Elided

GAP = 12


class Summary(QWidget):
    """One line each way; below each other in a narrow pane."""

    def __init__(self, hypothesis: Hypothesis) -> None:
        super().__init__()
        self.supporting, self.opposing = Elided("", "muted"), Elided("", "muted")
        self._layout = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(GAP)
        self._layout.addWidget(self.supporting, 3)
        self._layout.addWidget(self.opposing, 2)
        self.setLayout(self._layout)
        self.show_hypothesis(hypothesis)

    def show_hypothesis(self, hypothesis: Hypothesis) -> None:
        """Show the words of a hypothesis."""
        supporting, opposing = strongest(hypothesis)
        self.supporting.set_text(supporting)
        self.opposing.set_text(opposing)
        self.opposing.setVisible(bool(opposing))

    def set_narrow(self, narrow: bool) -> None:
        """Rearrange for a narrow pane, or back."""
        turn(self._layout, upright=narrow)
        self._layout.setSpacing(0 if narrow else GAP)
