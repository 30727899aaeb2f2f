"""Two or three conditions side by side, by what tells them apart; what all of them share is left out."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from copilot.differential.differential import Evidence, Hypothesis
from copilot.differential.weighed import Row, Weighed, weighed
from copilot.differential.weights import probability, said_as
from copilot.findings.corrections import name_of
from copilot.findings.finding import Finding, Findings, Presence
from copilot.knowledge.pack import Figure, Pack

FEWEST, MOST = 2, 3
# What the chart decides tells apart where its weights differ by this much (a ratio of 1.6), what it leaves open
# where the answer would be worth this many bits.
LEAST_SPREAD, LEAST_BITS = 0.5, 0.015
OPEN_SHOWN = 20
ANNOTATED = 0.5  # the share that an annotation without a count stands for, only to order the rows


@dataclass(frozen=True, slots=True)
class Cell:
    """What is known of one finding in one condition; where that does not list it (`listed`), everybody's share.

    `weight` is what the chart's word on it weighs, or for an open finding what it would if it were there.
    """

    share: float
    weight: float
    listed: bool = False
    band: str = ""
    figure: Figure | None = None
    editorial: bool = True
    references: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Compared:
    """One finding over all conditions; `finding` is what the chart says of it, None where it says nothing.

    `apart` is how much it tells them apart: the spread of the weights, or the bits of an open answer.
    `paused` says that the clinician left it out of account.
    """

    term: str
    name: str
    cells: tuple[Cell, ...]
    apart: float
    finding: Finding | None = None
    paused: bool = False

    @property
    def favours(self) -> int:
        """Return the place of the condition for which the chart's word weighs most."""
        return max(range(len(self.cells)), key=lambda place: self.cells[place].weight)


@dataclass(frozen=True, slots=True)
class Comparison:
    """What the chart says that tells them apart, and what is still to be learned, the most telling first."""

    hypotheses: tuple[Hypothesis, ...]
    decided: tuple[Compared, ...]
    open: tuple[Compared, ...]


def compare(hypotheses: Sequence[Hypothesis], findings: Findings, pack: Pack) -> Comparison:
    """Return two or three hypotheses of one list side by side."""
    if not FEWEST <= len(hypotheses) <= MOST:
        raise ValueError(f"{len(hypotheses)} conditions cannot be compared")
    table = weighed(pack)
    known = [_cells(hypothesis, findings, table) for hypothesis in hypotheses]
    terms = sorted({term for cells in known for term in cells})
    rows = [_row(term, known, findings, pack) for term in terms]
    decided = (row for row in rows if row.finding is not None and row.apart >= LEAST_SPREAD)
    unsaid = (row for row in rows if row.finding is None and row.apart >= LEAST_BITS)
    return Comparison(tuple(hypotheses), _ordered(decided), _ordered(unsaid)[:OPEN_SHOWN])


def _ordered(rows: Iterator[Compared]) -> tuple[Compared, ...]:
    return tuple(sorted(rows, key=lambda row: (row.paused, -row.apart, row.name)))


def _row(term: str, known: Sequence[Mapping[str, Cell]], findings: Findings, pack: Pack) -> Compared:
    """Return one finding over all conditions."""
    finding = findings.by_term.get(term) or findings.paused.get(term)
    listed = pack.terms.get(term)
    elsewhere = Cell(listed.background if listed is not None else 0.0, 0.0)
    cells = tuple(cells.get(term, elsewhere) for cells in known)
    weights = [cell.weight for cell in cells]
    apart = max(weights) - min(weights) if finding is not None else bits([cell.share for cell in cells])
    return Compared(term, name_of(term, pack), cells, apart, finding, term in findings.paused)


def bits(shares: Sequence[float]) -> float:
    """Return what a yes or no tells of which of these it is, each as likely as the others (Jensen-Shannon)."""
    mean = sum(shares) / len(shares)
    return _entropy(mean) - sum(map(_entropy, shares)) / len(shares)


def _entropy(share: float) -> float:
    if not 0.0 < share < 1.0:
        return 0.0
    return -share * math.log2(share) - (1.0 - share) * math.log2(1.0 - share)


def _cells(hypothesis: Hypothesis, findings: Findings, table: Weighed) -> Mapping[str, Cell]:
    """Return what a condition says of each finding: its rows, or its lines where only the rare pack knows it."""
    condition = hypothesis.condition
    if condition.id not in table.conditions:
        return {line.finding: _of_line(line) for line in hypothesis.lines}
    presence = _presence(findings)
    cells = {row.link.finding: _of_row(row, presence(row.link.finding)) for row in table.of_condition(condition.id)}
    for line in hypothesis.lines:  # a general finding that it lists only in special forms, a rare annotation
        cells.setdefault(line.finding, _of_line(line))
    return cells


def _presence(findings: Findings) -> Callable[[str], Presence]:
    """Return what the chart says of a finding; of an open one, what it would if it were there."""

    def said(term: str) -> Presence:
        finding = findings.by_term.get(term) or findings.paused.get(term)
        return finding.presence if finding is not None else Presence.PRESENT

    return said


def _of_row(row: Row, presence: Presence) -> Cell:
    link, absent = row.link, presence is Presence.ABSENT
    figure = row.weight.absent_figure if absent else row.weight.present_figure
    return Cell(
        share=probability(link, row.term),
        weight=row.weight.of(presence),
        listed=True,
        band=said_as(link),
        figure=figure or (link.figures[0] if link.figures else None),
        editorial=figure is None,
        references=(figure.reference,) if figure else link.references,
    )


def _of_line(line: Evidence) -> Cell:
    share = line.figure.value if line.figure is not None and line.figure.value <= 1.0 else ANNOTATED
    return Cell(share, line.weight, True, line.band, line.figure, line.editorial, line.references)
