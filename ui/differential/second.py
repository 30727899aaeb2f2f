"""What the model named and the list does not show: with the engine's evidence where the packs know it."""

from __future__ import annotations

from collections.abc import Mapping

from copilot.narrative.reading import Proposal, SecondReading
from copilot.review.review import Review
from ui.automation import Name, identify
from ui.differential.evidence import Sources
from ui.differential.row import HypothesisRow
from ui.parts.boxes import Box
from ui.parts.label import label
from ui.parts.text import one_line

BELOW = "Named by the model, below the list: scored by the evidence of this chart"
UNKNOWN = "Named by the model only, no evidence"


class ModelNames(Box):
    """Rows for what the packs know; words for the rest. Nothing here has a rank."""

    def __init__(self, reading: SecondReading, review: Review, short: Mapping[str, str]) -> None:
        super().__init__("info", margin=10)
        identify(self, Name.MODEL_NAMES, "Named by the model")
        self.rows: list[HypothesisRow] = []
        if reading.below:
            self.body.addWidget(label(BELOW, "strong", wrap=True))
        for proposal in reading.below:
            self._add_row(proposal, review, short)
        if reading.unknown:
            self.body.addWidget(label(UNKNOWN, "strong", wrap=True))
        for proposal in reading.unknown:
            self.body.addWidget(label(unknown_words(proposal), "", wrap=True))
        if not reading.below and not reading.unknown:
            self.body.addWidget(label("The model named nothing that the list does not show.", "muted", wrap=True))

    def _add_row(self, proposal: Proposal, review: Review, short: Mapping[str, str]) -> None:
        """Add one condition that the packs know."""
        assert proposal.hypothesis is not None
        made = HypothesisRow(proposal.hypothesis, Sources(review.pack.references, short), cant_miss=False)
        made.show_origin(f"model \N{MIDDLE DOT} {proposal.agreement}", origin_tip(proposal))
        self.rows.append(made)
        self.body.addWidget(made)


def unknown_words(proposal: Proposal) -> str:
    """Return a name without evidence, and why it has none."""
    why = "known to the rare pack, too little here to score" if proposal.rare else "not in the packs"
    return f"{one_line(proposal.name)} \N{MIDDLE DOT} {proposal.agreement} \N{MIDDLE DOT} {why}"


def origin_tip(proposal: Proposal) -> str:
    """Return what the small pill means."""
    return f"The model named it {proposal.agreement} readings, the lines in another order each time."
