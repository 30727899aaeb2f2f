"""The page of the clinician's own list: named before looking, then held against Chartside's."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QWidget

from copilot.differential.own_list import Candidate, Reckoning
from copilot.review.decision import Decisions
from ui.automation import Name, identify
from ui.differential.evidence import Sources
from ui.own_list.field import OwnField
from ui.own_list.result import Result
from ui.parts.boxes import Scroll, clear, column, row
from ui.parts.button import button
from ui.parts.gradual import Gradual
from ui.parts.label import label
from ui.parts.reading_order import settle
from ui.parts.text import one_line

WHY = "Name what you think of before you look at Chartside's list. It stays on this screen and goes with the patient."
SHOW = "Hold it against Chartside's list"
HIDE = "Hide Chartside's list until I have named mine"


class OwnListView(Scroll):
    """`named` and `dropped` change the list, `reckon_wanted` holds it against the engine's, `hiding` sets the mode."""

    named = Signal(object)
    dropped = Signal(object)
    reckon_wanted = Signal()
    hiding = Signal(bool)
    made = Signal(object)
    wanted = Signal(str)

    def __init__(self) -> None:
        super().__init__("pane", gap=8, margins=(16, 12, 16, 16))
        identify(self, Name.OWN_LIST, "My list")
        self.field = OwnField()
        self.lines = column(gap=2)
        self.show_both = button(SHOW, Name.OWN_LIST_SHOW, role="primary")
        self.hide_list = identify(QCheckBox(HIDE), Name.OWN_LIST_HIDE, HIDE)
        self.result: Result | None = None
        self._decisions = Decisions()
        self._gradual = Gradual(self)
        self._below = column(gap=0)
        self.column.addWidget(label("My list", "heading"))
        self.column.addWidget(label(WHY, "muted", wrap=True))
        self.column.addWidget(self.field)
        self.column.addLayout(self.lines)
        self.column.addWidget(self.show_both, 0, Qt.AlignmentFlag.AlignLeft)
        self.column.addWidget(self.hide_list)
        self.column.addLayout(self._below)
        self.field.named.connect(self.named)
        self.show_both.clicked.connect(self.reckon_wanted)
        self.hide_list.toggled.connect(self.hiding)
        self.show_list(())

    @property
    def busy(self) -> bool:
        """Return whether the result is still being built."""
        return self._gradual.busy

    def finish(self) -> None:
        """Build the rest now."""
        self._gradual.finish()

    def show_list(self, candidates: tuple[Candidate, ...]) -> None:
        """Show what is named; what was said of another list goes."""
        clear(self.lines)
        for number, candidate in enumerate(candidates, 1):
            self.lines.addWidget(self._line(number, candidate))
        settle(self)
        self.show_both.setEnabled(bool(candidates))
        self.drop_result()

    def show_decisions(self, decisions: Decisions) -> None:
        """Show on both lists what was decided."""
        self._decisions = decisions
        if self.result is not None:
            self.result.show_decisions(decisions)

    def show_result(self, reckoning: Reckoning, sources: Sources) -> None:
        """Show both lists side by side, built in steps."""
        self.drop_result()
        self.result = Result()
        self.result.show_decisions(self._decisions)
        self.result.made.connect(self.made)
        self.result.wanted.connect(self.wanted)
        self._below.addWidget(self.result)
        self._gradual.add(partial(self.result.build, reckoning, sources))

    def drop_result(self) -> None:
        """Take the result away."""
        self._gradual.cancel()
        clear(self._below)
        self.result = None

    def _line(self, number: int, candidate: Candidate) -> QWidget:
        """Return one candidate with the button that takes it out."""
        made = QWidget()
        name = one_line(candidate.name)
        identify(made, Name.OWN_LIST_LINE, f"{number}. {name}", key=str(number))
        drop = button("Remove", Name.OWN_LIST_DROP, role="link", says=f"Remove {name}", key=str(number))
        drop.clicked.connect(partial(self.dropped.emit, candidate))
        layout = row(gap=8)
        layout.addWidget(label(str(number), "muted"))
        layout.addWidget(label(name, "strong", wrap=True), 1)
        layout.addWidget(drop)
        made.setLayout(layout)
        return made
