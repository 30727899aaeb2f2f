"""The banner: whose record it is."""

from __future__ import annotations

from tests.automation.pages.page import Page


class Banner(Page):
    """Who is open, and from where."""

    @property
    def name(self) -> str:
        """Return the name."""
        return self.find("banner.name").name

    @property
    def details(self) -> str:
        """Return age, sex, birth date and record number."""
        return self.find("banner.details").name

    @property
    def allergies(self) -> str:
        """Return the allergies."""
        return self.find("banner.allergies").name
