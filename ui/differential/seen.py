"""What of a list was open, for the list that comes in its place."""

from __future__ import annotations

from collections.abc import Mapping

from ui.differential.listing import SHOWN
from ui.differential.row import HypothesisRow
from ui.differential.steps import NextSteps
from ui.unknowns.panel import Unknowns


class Seen:
    """What of the last list was open; asked when the new one is ready, so that a late click counts too."""

    def __init__(
        self,
        rows: Mapping[str, HypothesisRow] | None = None,
        unknowns: Unknowns | None = None,
        steps: NextSteps | None = None,
        *,
        longer: bool = False,
    ) -> None:
        self._rows = rows
        self._unknowns = unknowns
        self._steps = steps
        self.longer = longer and rows is not None and len(rows) > SHOWN

    @property
    def unknowns_open(self) -> bool:
        """Return whether all unknowns were in sight."""
        return self._unknowns is not None and self._unknowns.toggle.isChecked()

    @property
    def steps_open(self) -> bool:
        """Return whether all next steps were in sight."""
        return self._steps is not None and self._steps.all_shown

    @property
    def open_rows(self) -> frozenset[str]:
        """Return the hypotheses that were open."""
        return frozenset(name for name, row_ in (self._rows or {}).items() if row_.is_open)
