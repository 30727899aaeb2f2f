"""The comparison: two or three explanations by what tells them apart."""

from __future__ import annotations

from tests.automation.pages.page import Page


class Compare(Page):
    """The page "Compare"."""

    def choose(self, *hypotheses: str) -> None:
        """Choose hypotheses of the list."""
        for hypothesis in hypotheses:
            self.press(f"differential.hypothesis.compare.{hypothesis}")

    def show(self) -> None:
        """Go to the page, by its tab."""
        self.show_side("Compare")
        self.find("compare")

    def columns(self) -> list[str]:
        """Return the headings of the columns."""
        return [cell.name for cell in self.find("compare.table").children if cell.role == "column header"]

    def table(self) -> list[list[str]]:
        """Return the cells of the comparison, row by row."""
        table = self.find("compare.table")
        high, wide = table.size
        return [[table.cell(row, column).name for column in range(wide)] for row in range(high)]
