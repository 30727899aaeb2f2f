"""The chart: its tabs, the line that a jump leads to, and the way back."""

from __future__ import annotations

from tests.automation.element import Element
from tests.automation.pages.page import Page


class Chart(Page):
    """What the record says."""

    @property
    def tab(self) -> str:
        """Return the tab in sight."""
        return next(tab.name for tab in self.tabs() if "selected" in tab.states)

    def tabs(self) -> list[Element]:
        """Return the tabs."""
        return [tab for tab in self.find("chart.tabs").children if tab.role == "page tab"]

    @property
    def current(self) -> str:
        """Return the words of the line that is current in the chart, "" for none."""
        return self.find("chart").description

    def back(self) -> None:
        """Go back to where the last jump started."""
        self.press("chart.back")

    def can_go_back(self) -> bool:
        """Return whether there is a way back."""
        return "enabled" in self.find("chart.back").states
