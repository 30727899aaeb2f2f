"""The page that asks for a passphrase, where there is no keyring."""

from __future__ import annotations

from tests.automation.pages.page import Page
from tests.automation.waiting import wait_for


class Passphrase(Page):
    """Wanted before anything is kept, or read from what is kept."""

    def words(self) -> str:
        """Return everything said on it, once it has the keyboard."""
        page = self.find("passphrase")
        field = self.find("passphrase.field")
        wait_for("the keyboard in the field", lambda: "focused" in field.states)
        return " ".join(element.name for element in page.within())

    def enter(self, *words: str) -> None:
        """Type, with Return behind each."""
        self.words()
        for each in words:
            self.keyboard.type(each)
            self.keyboard.press("Return")

    def wait_for_refusal(self, words: str) -> None:
        """Wait until it says why not."""
        wait_for("what is wrong", lambda: words in self.find("passphrase.said").name)

    def keep_nothing(self) -> None:
        """Go on without."""
        self.press("passphrase.keep-nothing")
