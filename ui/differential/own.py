"""What the clinician named and the list does not show: with the engine's evidence, as for any other."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal

from copilot.differential.differential import Hypothesis
from ui.automation import Name, identify
from ui.differential.evidence import Sources
from ui.differential.row import HypothesisRow
from ui.parts.boxes import Box
from ui.parts.label import label

BELOW = "Named by you, below the list: scored by the evidence of this chart"


class OwnNames(Box):
    """Rows without a rank; `made` tells of a new one, so that others can wire it."""

    made = Signal(object)

    def __init__(self) -> None:
        super().__init__("info", margin=10)
        identify(self, Name.OWN_NAMES, "Named by you")
        self.rows: dict[str, HypothesisRow] = {}
        self.body.addWidget(label(BELOW, "strong", wrap=True))

    def show_named(self, named: Sequence[Hypothesis], sources: Sources) -> None:
        """Show these; a row that was there stays, open or closed as it was."""
        known, self.rows = self.rows, {}
        for hypothesis in named:
            condition = hypothesis.condition
            row = known.pop(condition.id, None)
            if row is None:
                row = HypothesisRow(hypothesis, sources, cant_miss=bool(condition.cant_miss))
                self.body.addWidget(row)
                self.made.emit(row)
            else:
                row.update_hypothesis(hypothesis, sources, "", cant_miss=bool(condition.cant_miss))
            self.rows[condition.id] = row
        for gone in known.values():
            self.body.removeWidget(gone)
            gone.hide()
            gone.deleteLater()
        self.setVisible(bool(self.rows))
