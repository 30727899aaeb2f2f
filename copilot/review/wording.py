"""How figures, editorial bands, references and counts are written."""

from __future__ import annotations

import textwrap
from collections.abc import Mapping

from copilot.chart.words import one_line
from copilot.differential.differential import Evidence, Hypothesis, StepKind
from copilot.knowledge.pack import Figure, FigureKind, Reference

KIND_WORDS: dict[FigureKind, str] = {
    FigureKind.FREQUENCY: "of patients with it",
    FigureKind.SENSITIVITY: "sensitivity",
    FigureKind.SPECIFICITY: "specificity",
    FigureKind.LR_POSITIVE: "LR+",
    FigureKind.LR_NEGATIVE: "LR\N{MINUS SIGN}",
    FigureKind.BASE_RATE: "of patients with the complaint",
}
_RATIOS = (FigureKind.LR_POSITIVE, FigureKind.LR_NEGATIVE)
STEP_WORDS: dict[StepKind, str] = {
    StepKind.QUESTION: "ask",
    StepKind.EXAM: "examine",
    StepKind.TEST: "test",
}
QUOTED = 90  # characters of a note's sentence beside the finding's name; the chart shows all of it
TIERS = {1: "at the bedside", 2: "routine", 3: "advanced", 4: "invasive or scarce"}


def figure_words(figure: Figure) -> str:
    """Return "73 %, n = 1,027": the number with its size, as short as it can stand."""
    size = f", n = {figure.n:,}" if figure.n else ""
    if figure.kind in _RATIOS:
        return f"{KIND_WORDS[figure.kind]} {figure.value:g}{size}"
    short = {FigureKind.SENSITIVITY: "sens. ", FigureKind.SPECIFICITY: "spec. "}.get(figure.kind, "")
    return f"{short}{_percent(figure.value)} %{size}"


def figure_head(figure: Figure) -> str:
    """Return the number with what it is a number of."""
    if figure.kind in _RATIOS:
        return f"{KIND_WORDS[figure.kind]} {figure.value:g}"
    return f"{_percent(figure.value)} % {KIND_WORDS[figure.kind]}"


def figure_detail(figure: Figure, references: Mapping[str, Reference]) -> str:
    """Return all that is known of a figure: kind, interval, population, setting, source."""
    ratio = figure.kind in _RATIOS
    parts = [figure_head(figure)]
    if figure.low is not None and figure.high is not None:
        low = f"{figure.low:g}" if ratio else _percent(figure.low)
        high = f"{figure.high:g}" if ratio else f"{_percent(figure.high)} %"
        parts.append(f"95 % interval {low}–{high}")
    if figure.n:
        parts.append(f"n = {figure.n:,}")
    parts += [part for part in (one_line(figure.population), one_line(figure.setting)) if part]
    reference = references.get(figure.reference)
    if reference is not None:
        parts.append(reference_short(reference))
    return " · ".join(parts)


def source_words(line: Evidence, short: Mapping[str, str]) -> str:
    """Return what stands beside the bar: the figure with the short id of its paper, or the editorial band."""
    explained = f" · half: {explained_words(line)}" if line.explained_by else ""
    if line.figure is not None and not line.editorial:
        identifier = short.get(line.figure.reference, "")
        return figure_words(line.figure) + (f" · {identifier}" if identifier else "") + explained
    kind = "editorial" if line.editorial else "curated"
    return (f"{kind}: {line.band}" if line.band else kind) + explained


def explained_words(line: Evidence) -> str:
    """Return which known illnesses explain a line already: "Asthma explains it", "Asthma and COPD explain it"."""
    verb = "explain" if len(line.explained_by) > 1 else "explains"
    return f"{' and '.join(line.explained_by)} {verb} it"


def line_words(line: Evidence) -> str:
    """Return the words of one line: a result as the chart has it, a finding of a note by name with its sentence."""
    words, quoted = line_parts(line)
    return f"{words}: {quoted}" if quoted else words


def line_parts(line: Evidence) -> tuple[str, str]:
    """Return the words of one line and, apart, what is quoted of a note for it, or when a medicine was started."""
    words = one_line(line.text) or line.name
    if line.timing:
        return words, one_line(line.timing)
    read_in_note = any("." in fact for fact in line.facts)  # "F30.2" is the second mention in note F30
    if not read_in_note or line.name.casefold() in words.casefold():
        return words, ""
    quoted = textwrap.shorten(words, QUOTED, placeholder=" \N{HORIZONTAL ELLIPSIS}")
    return line.name, f"\N{LEFT DOUBLE QUOTATION MARK}{quoted}\N{RIGHT DOUBLE QUOTATION MARK}"


def source_detail(line: Evidence, references: Mapping[str, Reference]) -> str:
    """Return the tip of the source: the whole figure, or what an editorial band is."""
    if line.figure is not None and not line.editorial:
        return figure_detail(line.figure, references)
    if not line.editorial:
        cited = [reference_line(references[r]) for r in line.references if r in references]
        return "\n".join(("Curated in the Human Phenotype Ontology.", *cited))
    read = [reference_short(references[r]) for r in line.references if r in references]
    reading = f"\nThe association is stated in: {', '.join(read)}" if read else ""
    beside = f"\nPublished, shown but not weighed: {figure_detail(line.figure, references)}" if line.figure else ""
    return f"The weight is this project's own band, not a published number.{beside}{reading}"


def reference_short(reference: Reference) -> str:
    """Return publisher and year, as a chip shows them."""
    return f"{one_line(reference.publisher)} {reference.published}"


def reference_line(reference: Reference) -> str:
    """Return the whole reference as plain words, with its address as text."""
    checked = f" Read {reference.accessed}." if reference.accessed and reference.year else ""
    title = one_line(reference.title)
    ended = title if title.endswith((".", "?", "!")) else f"{title}."
    return f"{ended} {one_line(reference.publisher)}, {reference.published}. {reference.url}{checked}"


def strongest(hypothesis: Hypothesis) -> tuple[str, str]:
    """Return the weightiest words for, and against; where nothing speaks for it, that is said."""
    supporting, opposing = hypothesis.supporting, hypothesis.opposing
    return (
        "+ " + line_words(max(supporting, key=lambda e: e.weight)) if supporting else "Nothing in the chart for it.",
        "\N{MINUS SIGN} " + line_words(min(opposing, key=lambda e: e.weight)) if opposing else "",
    )


def parts_words(hypothesis: Hypothesis) -> str:
    """Return what counts besides the findings, each with its weight: with the lines it adds up to the score."""
    told = (f"{one_line(part.text)} ({part.weight:+.1f})" for part in hypothesis.parts)
    return " · ".join(told).replace("(-", "(\N{MINUS SIGN}")


def tier_words(tier: int) -> str:
    """Return the cost tier in words."""
    return TIERS.get(tier, f"tier {tier}")


def _percent(share: float) -> str:
    """Return a share as a percentage with the digits that were given."""
    return f"{share * 100:.3g}"
