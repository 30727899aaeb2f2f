"""Add a finding by typing: the vocabulary completes it, Enter says that it is there, Shift+Enter that it is not."""

from __future__ import annotations

from PySide6.QtCore import Signal

from copilot.chart.words import lower_first
from copilot.findings.corrections import Says
from copilot.knowledge.vocabulary import Suggestion, split_denial
from ui.automation import Name
from ui.parts.completion import Completion, Wording

WORDING = Wording(
    "Add a finding",
    "Add a finding: fever, no cough \N{HORIZONTAL ELLIPSIS}   Ctrl+E",
    "Enter: it is present \N{MIDDLE DOT} Shift+Enter, or 'no' before it: absent \N{MIDDLE DOT} Esc leaves",
    "The vocabulary has no such finding.",
)


class AddFinding(Completion):
    """`added` tells a finding, and what is said of it."""

    added = Signal(str, object)

    def __init__(self) -> None:
        super().__init__((Name.ADD_FINDING, Name.ADD_FINDING_LIST), WORDING)

    def meant(self, text: str) -> tuple[Suggestion, ...]:
        """Override: what is denied is looked up without its "no"."""
        return super().meant(split_denial(text)[0])

    def said(self, one: Suggestion) -> str:
        """Override: as it would be said, "No fever"."""
        name = f"No {lower_first(one.name)}" if self._denied(one) else one.name
        return f"{name}  ({one.form})" if one.form else name

    def take(self, one: Suggestion, *, shifted: bool) -> None:
        """Override: say that it is there, or that it is not."""
        absent = shifted or self._denied(one)
        self.clear()
        self.added.emit(one.id, Says.ABSENT if absent else Says.PRESENT)

    def _denied(self, one: Suggestion) -> bool:
        """Return whether what is typed denies it: "no fever", "afebrile"; "not afebrile" does not."""
        return split_denial(self.field.text())[1] is not one.denies
