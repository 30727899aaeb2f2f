"""One line of evidence: sign, the chart's words, weight, and where the weight comes from."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSizePolicy

from copilot.differential.differential import Evidence
from copilot.knowledge.pack import Reference
from ui.automation import Name, identify
from ui.differential.weight import WeightBar, weight_words
from ui.differential.wording import source_detail, source_words
from ui.parts.boxes import row
from ui.parts.label import Elided, label
from ui.parts.line import Line
from ui.parts.text import one_line, tip
from ui.theme import THEME

SIGNS = {"for": "+", "against": "\N{MINUS SIGN}", "unknown": "?"}
SOURCE_WIDTH = 138
NARROW_SOURCE = 118


class EvidenceLine(Line):
    """A line over the evidence's facts; unknown findings have none, and are not clickable."""

    def __init__(
        self, line: Evidence, side: str, key: str, references: Mapping[str, Reference], short: Mapping[str, str]
    ) -> None:
        super().__init__(line.facts)
        self.evidence = line
        words = one_line(line.text if side != "unknown" else line.name) or line.name
        source = source_words(line, short)
        spoken = f"{side}: {words}, {weight_words(line.weight)}, {source}"
        identify(self, Name.EVIDENCE, spoken, key=key)
        sign = label(SIGNS[side], {"for": "for", "against": "against"}.get(side, "muted"))
        sign.setFixedWidth(THEME.px(12))
        text = label(words, "" if side != "unknown" else "muted", wrap=True)
        if line.name.casefold() not in words.casefold():
            tip(text, f"{words}\nread as: {line.name}")
        origin = Elided(source, "editorial" if line.editorial else "figure")
        origin.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Preferred)
        inner = row(gap=8, margins=(6, 2, 4, 2))
        inner.addWidget(sign, 0, Qt.AlignmentFlag.AlignTop)
        inner.addWidget(text, 1)
        inner.addWidget(WeightBar(line.weight, hollow=side == "unknown"))
        inner.addWidget(origin)
        self.setLayout(inner)
        origin.set_detail(source_detail(line, references))
        self._origin = origin
        self.set_narrow(False)

    def set_narrow(self, narrow: bool) -> None:
        """Give the source less room in a narrow pane; its tip tells all."""
        self._origin.setFixedWidth(THEME.px(NARROW_SOURCE if narrow else SOURCE_WIDTH))
