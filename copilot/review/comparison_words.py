"""A comparison in words: what stands in its cells, and the whole of one row for who reads or hears it."""

from __future__ import annotations

from collections.abc import Mapping

from copilot.chart.dates import day
from copilot.chart.words import one_line
from copilot.differential.compare import Cell, Compared, Comparison
from copilot.knowledge.pack import Reference
from copilot.review.wording import figure_detail, figure_words, reference_line, reference_short

NOT_LISTED = "not listed"
OPEN = "not known"


def cell_words(cell: Cell) -> str:
    """Return how often the condition shows the finding: a published figure, else the project's band."""
    if not cell.listed:
        return NOT_LISTED
    if cell.figure is not None and not cell.editorial:
        return figure_words(cell.figure)
    return cell.band or "listed"


def chart_words(row: Compared) -> str:
    """Return what the chart says of the finding."""
    if row.finding is None:
        return OPEN
    return f"paused ({row.finding.presence.value})" if row.paused else row.finding.presence.value


def row_words(row: Compared, comparison: Comparison) -> str:
    """Return a row for a listener, with whom the chart's word favours."""
    names = [one_line(h.condition.name) for h in comparison.hypotheses]
    cells = "; ".join(f"{name}: {cell_words(cell)}" for name, cell in zip(names, row.cells, strict=True))
    favours = "" if row.finding is None or row.paused else f". Favours {names[row.favours]}"
    return f"{row.name}, {chart_words(row)}. {cells}{favours}"


def row_detail(row: Compared, comparison: Comparison, references: Mapping[str, Reference]) -> str:
    """Return everything behind a row, a line each: the chart's own words, and the sources of every cell."""
    lines = [row.name]
    if row.finding is not None:
        when = f" \N{MIDDLE DOT} {day(row.finding.when.text)}" if row.finding.when is not None else ""
        lines.append(f"Chart: {chart_words(row)}. {one_line(row.finding.text)}{when}")
    for hypothesis, cell in zip(comparison.hypotheses, row.cells, strict=True):
        lines.append(f"{one_line(hypothesis.condition.name)}: {_behind(cell, references)}")
    return "\n".join(lines)


def _behind(cell: Cell, references: Mapping[str, Reference]) -> str:
    """Return what one cell rests on."""
    if not cell.listed:
        return "the packs do not list it; that does not exclude it."
    cited = [references[r] for r in cell.references if r in references]
    if cell.figure is not None and not cell.editorial:
        whole = figure_detail(cell.figure, references)
        return "\n   ".join((whole, *(reference_line(reference) for reference in cited)))
    read = f" Stated in {', '.join(map(reference_short, cited))}." if cited else ""
    return f"{cell.band or 'listed'}, editorial: the project's own band.{read}"
