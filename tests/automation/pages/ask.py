"""Questions to the chart and the model's words: asked, heard, stopped."""

from __future__ import annotations

from tests.automation.pages.page import Page
from tests.automation.waiting import wait_for


class Ask(Page):
    """The model."""

    def wait_until_it_can_be_asked(self) -> None:
        """Wait for the model."""
        wait_for("the field to open", lambda: "enabled" in self.find("ask.question").states)

    def ask(self, question: str) -> None:
        """Put a question."""
        self.find("ask.question").fill(question)
        self.press("ask.send")

    def stop(self) -> None:
        """Stop the answer."""
        self.press("ask.stop")

    @property
    def note(self) -> str:
        """Return what is said of the answer."""
        found = self.look("ask.note")
        return found.name if found is not None else ""

    @property
    def answer(self) -> str:
        """Return the answer as it is shown, with what the check says of it."""
        return self.find("ask.answer").text

    @property
    def words(self) -> str:
        """Return what the model put into words."""
        return self.find("narrative.text").text.strip()

    def writes(self) -> bool:
        """Return whether the model is putting the differential into words."""
        return self.look("narrative.stop") is not None

    def stop_writing(self) -> None:
        """Stop the words."""
        self.press("narrative.stop")
        wait_for("the words to stop", lambda: not self.writes())
