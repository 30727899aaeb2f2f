"""`Assessment`: the text to leave with, as code wrote it and as the clinician left it, and who signed it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from copilot.chart.dates import moment
from copilot.chart.words import clean, one_line

DRAFT = "AI-assisted draft, not reviewed"


@dataclass(frozen=True, slots=True)
class Signature:
    """Who reviewed the text, and when, by the clock of this computer."""

    name: str
    at: datetime

    @property
    def words(self) -> str:
        """Return it as the first line of what was signed."""
        return f"Reviewed and signed by {self.name}, {moment(self.at.isoformat())}; AI-assisted"


@dataclass(frozen=True, slots=True)
class Assessment:
    """`written` is what code made of the decisions, `text` what stands now; both without the label.

    What the clinician changed is never written over: where the decisions have moved on since, it is `behind`.
    """

    written: str = ""
    text: str = ""
    signature: Signature | None = None
    behind: bool = False

    @property
    def edited(self) -> bool:
        """Return whether the clinician changed the text."""
        return self.text != self.written

    @property
    def label(self) -> str:
        """Return the line that goes wherever the text goes."""
        return self.signature.words if self.signature is not None else DRAFT

    @property
    def labelled(self) -> str:
        """Return the whole text under its label; empty where there is none."""
        return f"{self.label}\n\n{self.text.strip()}\n" if self.text.strip() else ""

    def written_anew(self, written: str) -> Assessment:
        """Return it after the decisions or the chart have changed; a signature does not outlive that."""
        if written == self.written:
            return self
        if self.edited:
            return replace(self, written=written, signature=None, behind=True)
        return Assessment(written, written)

    def from_decisions(self) -> Assessment:
        """Return it as code wrote it, what the clinician changed given up."""
        return Assessment(self.written, self.written)

    def changed(self, text: str) -> Assessment:
        """Return it with another text; what was signed is not what stands there now."""
        text = clean(text)
        if text == self.text:
            return self
        return replace(self, text=text, signature=None, behind=self.behind and text != self.written)

    def signed(self, name: str, at: datetime) -> Assessment:
        """Return it signed; raises `ValueError` without a name or a text."""
        name = one_line(name)
        if not name or not self.text.strip():
            raise ValueError("a signature needs a name and a text")
        return replace(self, signature=Signature(name, at))

    def withdrawn(self) -> Assessment:
        """Return it without its signature."""
        return replace(self, signature=None)
