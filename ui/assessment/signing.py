"""The label of the text, and the name under which it is signed: in place, without a dialog."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QLineEdit, QWidget

from copilot.review.assessment import Assessment
from ui.automation import Name, identify
from ui.parts.boxes import column, row
from ui.parts.button import button
from ui.parts.label import label, set_role
from ui.parts.text import one_line
from ui.theme import THEME

NAMELESS = "Write your name to sign."


class Signing(QWidget):
    """`signed` tells the name; `withdrawn` that the signature is to go."""

    signed = Signal(str)
    withdrawn = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.label = identify(label("", "", wrap=True), Name.ASSESSMENT_LABEL, "")
        self.name = QLineEdit()
        self.name.setPlaceholderText("Your name")
        self.name.setMaxLength(120)
        self.name.setMinimumWidth(THEME.px(120))
        identify(self.name, Name.ASSESSMENT_NAME, "Your name, to sign the assessment")
        self.sign = button("Sign", Name.ASSESSMENT_SIGN, says="Sign the assessment with this name")
        self.withdraw = button("Withdraw", Name.ASSESSMENT_WITHDRAW, says="Withdraw the signature")
        self.said = label("", "muted", wrap=True)
        self.said.hide()
        line = row(gap=8)
        line.addWidget(self.label, 1, Qt.AlignmentFlag.AlignVCenter)
        for widget in (self.name, self.sign, self.withdraw):
            line.addWidget(widget, 0, Qt.AlignmentFlag.AlignVCenter)
        layout = column(gap=4)
        layout.addLayout(line)
        layout.addWidget(self.said)
        self.setLayout(layout)
        self.sign.clicked.connect(self._sign)
        self.name.returnPressed.connect(self._sign)
        self.withdraw.clicked.connect(self.withdrawn)
        self.show_assessment(Assessment())

    def show_assessment(self, assessment: Assessment) -> None:
        """Show under which label the text stands now."""
        signed = assessment.signature is not None
        words = one_line(assessment.label)
        self.label.setText(words)
        self.label.setAccessibleName(words)
        set_role(self.label, "for" if signed else "strong")
        for widget in (self.name, self.sign):
            widget.setVisible(not signed)
        self.withdraw.setVisible(signed)
        self.said.hide()

    def begin(self) -> None:
        """Sign, or let the name be written first."""
        if one_line(self.name.text()):
            self._sign()
        else:
            self.name.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def clear(self) -> None:
        """Forget who signed."""
        self.name.clear()
        self.show_assessment(Assessment())

    @Slot()
    def _sign(self) -> None:
        """Tell the name, or ask for one."""
        name = one_line(self.name.text())
        self.said.setText("" if name else NAMELESS)
        self.said.setVisible(not name)
        if name:
            self.signed.emit(name)
        else:
            self.name.setFocus(Qt.FocusReason.OtherFocusReason)
