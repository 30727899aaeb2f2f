"""The assessment: what is decided, the text made of it, its label, the signature, and how it leaves."""

from __future__ import annotations

from tests.automation.pages.page import Page
from tests.automation.waiting import wait_for

DRAFT = "AI-assisted draft, not reviewed"


class Assessment(Page):
    """Decide and leave."""

    def show(self) -> None:
        """Go to the page, by its tab."""
        self.show_side("Assessment")
        self.find("assessment")

    def accept(self, hypothesis: str) -> None:
        """Accept a hypothesis whose evidence is open."""
        accept = self.find(f"differential.hypothesis.accept.{hypothesis}")
        accept.press()
        wait_for("the decision on the row", lambda: "checked" in accept.states)

    def add(self, condition: str) -> None:
        """Add a condition of one's own."""
        self.find("assessment.own").fill(condition)
        self.press("assessment.add")

    def decisions(self) -> dict[str, str]:
        """Return what is decided, by condition, as it is read out."""
        return {key: line.name for key, line in self.rows("assessment.decision").items()}

    @property
    def note(self) -> str:
        """Return what is said above the text."""
        return self.find("assessment.note").name

    @property
    def text(self) -> str:
        """Return the text."""
        return self.find("assessment.text").text

    def write(self, text: str) -> None:
        """Put another text in its place."""
        self.find("assessment.text").fill(text)
        wait_for("the text", lambda: self.text == text)

    @property
    def label(self) -> str:
        """Return the label that goes with the text."""
        return self.find("assessment.label").name

    def sign(self, name: str) -> None:
        """Sign with a name."""
        self.find("assessment.name").fill(name)
        self.press("assessment.sign")
        self.find("assessment.withdraw")

    def copy(self) -> None:
        """Copy the text."""
        self.press("assessment.copy")
        wait_for("word of it", lambda: "Copied" in self.find("assessment.note").name)
