"""Must not be missed: apart from the ranking, with the reason and what would settle each."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Qt, Signal

from copilot.differential.differential import Differential, Hypothesis
from copilot.knowledge.pack import DiagnosticTest
from ui.automation import Name, identify
from ui.parts.boxes import Box, row
from ui.parts.button import button
from ui.parts.label import label
from ui.parts.text import one_line


class CantMiss(Box):
    """Lists the dangerous conditions; `wanted` asks for the evidence of one."""

    wanted = Signal(str)

    def __init__(self, differential: Differential, tests: Mapping[str, DiagnosticTest]) -> None:
        super().__init__("danger", gap=6, margin=10)
        identify(self, Name.CANT_MISS, "Must not be missed")
        self._tests = tests
        self.body.addWidget(label("Must not be missed, however likely", "danger-strong"))
        for identifier in differential.cant_miss:
            hypothesis = differential.by_id.get(identifier)
            if hypothesis is not None:
                self._add(hypothesis)

    def _add(self, hypothesis: Hypothesis) -> None:
        """Add one condition: why, and what confirms or excludes it."""
        condition = hypothesis.condition
        head = row(gap=8)
        head.addWidget(label(one_line(condition.name), "strong", wrap=True), 1)
        head.addWidget(label(hypothesis.likelihood.value, "pill"), 0, Qt.AlignmentFlag.AlignVCenter)
        counts = f"{len(hypothesis.supporting)} for, {len(hypothesis.opposing)} against"
        link = button(
            counts,
            Name.CANT_MISS_OPEN,
            role="link",
            says=f"Evidence for {condition.name}: {counts}",
            key=condition.id,
        )
        link.setProperty("condition", condition.id)
        link.clicked.connect(self._clicked)
        head.addWidget(link)
        self.body.addLayout(head)
        settle = self._settled(condition.confirmed_by, condition.excluded_by)
        for words in (one_line(condition.cant_miss), settle):
            if words:
                self.body.addWidget(label(words, "", wrap=True))

    def _settled(self, confirmed: tuple[str, ...], excluded: tuple[str, ...]) -> str:
        """Return which tests confirm and which exclude it."""
        if confirmed and set(confirmed) == set(excluded):
            return f"Confirmed or excluded by: {self._names(confirmed)}."
        parts = []
        if confirmed:
            parts.append(f"Confirmed by: {self._names(confirmed)}.")
        if excluded:
            parts.append(f"Excluded by: {self._names(excluded)}.")
        return " ".join(parts)

    def _names(self, tests: tuple[str, ...]) -> str:
        """Return the tests' names."""
        return ", ".join(one_line(self._tests[t].name) if t in self._tests else t for t in tests)

    def _clicked(self) -> None:
        """Ask for the evidence of the link's condition."""
        self.wanted.emit(str(self.sender().property("condition")))
