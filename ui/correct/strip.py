"""The corrections in force, always in sight above the list that they changed, each to be put back."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QApplication, QWidget

from copilot.findings.corrections import said
from copilot.review.review import Review
from ui.automation import Name, identify
from ui.parts.boxes import Box, row
from ui.parts.button import button
from ui.parts.label import Elided, label
from ui.parts.text import one_line

TITLE = "Ranked with your corrections"
ALL_BACK = "Put all back"


class Strip(Box):
    """Hidden while nothing is corrected; `put_back` tells a finding, `all_put_back` that only the chart counts."""

    put_back = Signal(str)
    all_put_back = Signal()

    def __init__(self) -> None:
        super().__init__("info", gap=2, margin=10)
        identify(self, Name.CORRECTIONS, TITLE)
        self._lines: list[QWidget] = []
        self.all_back = button(ALL_BACK, Name.CORRECTIONS_BACK, role="link", says=f"{ALL_BACK}: the chart alone counts")
        self.all_back.clicked.connect(self.all_put_back)
        head = row(gap=8)
        head.addWidget(label(TITLE, "strong"), 1)
        head.addWidget(self.all_back)
        self.body.addLayout(head)
        self.hide()

    def show_review(self, review: Review | None) -> None:
        """Show what is corrected in a review; None: nobody is open."""
        held = self.isAncestorOf(focus) if (focus := QApplication.focusWidget()) is not None else False
        for line in self._lines:
            self.body.removeWidget(line)
            line.hide()
            line.deleteLater()
        corrections = review.findings.corrections if review is not None else ()
        self._lines = [
            self._line(one.finding, said(one, review.findings, review.pack))
            for one in corrections
            if review is not None
        ]
        for line in self._lines:
            self.body.addWidget(line)
        self.all_back.setVisible(len(self._lines) > 1)
        self.setVisible(bool(self._lines))
        if held and self._lines:
            self._lines[0].findChildren(QWidget)[-1].setFocus(Qt.FocusReason.OtherFocusReason)

    def _line(self, finding: str, words: str) -> QWidget:
        """Return one correction with the button that puts it back."""
        made = QWidget()
        identify(made, Name.CORRECTION, one_line(words), key=finding)
        back = button("Put back", Name.CORRECTION_BACK, role="link", says=f"Put back. {words}", key=finding)
        back.clicked.connect(partial(self.put_back.emit, finding))
        layout = row(gap=8)
        layout.addWidget(Elided(words), 1)
        layout.addWidget(back)
        made.setLayout(layout)
        return made
