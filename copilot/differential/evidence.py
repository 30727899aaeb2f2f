"""The lines of one hypothesis: what speaks for it, against it, and what the chart does not say."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from copilot.differential.differential import Evidence
from copilot.differential.weights import Weight, probability, said_as, weight
from copilot.findings.finding import Finding, Findings, How, Presence
from copilot.knowledge.pack import Condition, Figure, Link, Pack, TermKind

# Findings of one group say the same thing: the strongest counts whole, each further one a third.
GROUP_SHARE = 0.33
# Less than this (a likelihood ratio of 1.16) is noise: the line is not shown and does not count.
LEAST_WEIGHT = 0.15
# A note that tells of symptoms and leaves out one that nearly every patient with the condition has says
# something by that: this share of what a denial would say.
SILENT_SHARE = 0.35
USUAL = 0.8


def gather(condition: Condition, findings: Findings, pack: Pack) -> tuple[tuple[Evidence, ...], tuple[Evidence, ...]]:
    """Return the lines that the chart decides (any sign) and the unknown ones, each strongest first."""
    known: list[Evidence] = []
    unknown: list[Evidence] = []
    for link in condition.links:
        term = pack.terms[link.finding]
        weighed = weight(link, term)
        finding = findings.by_term.get(link.finding)
        if finding is None:
            if weighed.present > LEAST_WEIGHT:
                unknown.append(_line(condition, link, pack, weighed.present, weighed.present_figure))
        elif abs(weighed.of(finding.presence)) >= LEAST_WEIGHT:
            known.append(_known_line(condition, link, pack, weighed, finding))
    return tuple(_strongest_first(_without_echoes(known, pack))), tuple(_strongest_first(unknown))


def silence(condition: Condition, findings: Findings, pack: Pack) -> float:
    """Return what the chart says by not mentioning the condition's usual symptoms, zero or below.

    Only where the chart tells of symptoms at all: a list of results is silent about everything.
    """
    told = any(
        pack.terms[f.term].kind is TermKind.SYMPTOM
        for f in findings.present
        if f.how is How.TEXT and f.term in pack.terms
    )
    if not told:
        return 0.0
    usual = (link for link in condition.links if link.finding not in findings.by_term)
    symptoms = ((link, pack.terms[link.finding]) for link in usual)
    return SILENT_SHARE * sum(
        min(weight(link, term).absent, 0.0)
        for link, term in symptoms
        if term.kind is TermKind.SYMPTOM and probability(link, term) >= USUAL
    )


def _known_line(condition: Condition, link: Link, pack: Pack, weighed: Weight, finding: Finding) -> Evidence:
    absent = finding.presence is Presence.ABSENT
    figure = weighed.absent_figure if absent else weighed.present_figure
    return _line(condition, link, pack, weighed.of(finding.presence), figure, finding)


def _line(
    condition: Condition,
    link: Link,
    pack: Pack,
    value: float,
    figure: Figure | None,
    finding: Finding | None = None,
) -> Evidence:
    term = pack.terms[link.finding]
    references = (figure.reference,) if figure else link.references or condition.references
    return Evidence(
        finding=link.finding,
        name=f"No {_lower_first(term.name)}" if finding and finding.presence is Presence.ABSENT else term.name,
        text=finding.text if finding else term.name,
        weight=value,
        facts=finding.facts if finding else (),
        references=references,
        editorial=figure is None,
        band=said_as(link),
        figure=figure or _shown_figure(link),
    )


def _shown_figure(link: Link) -> Figure | None:
    """Return a published figure to show beside an editorial weight: a ratio that did not make the weight."""
    return link.figures[0] if link.figures else None


def _lower_first(name: str) -> str:
    """Return the name as it stands inside a sentence; an abbreviation keeps its capitals."""
    return name if name[1:2].isupper() else name[:1].lower() + name[1:]


def _strongest_first(lines: Iterable[Evidence]) -> list[Evidence]:
    return sorted(lines, key=lambda line: (-abs(line.weight), line.finding))


def _without_echoes(lines: list[Evidence], pack: Pack) -> Iterator[Evidence]:
    """Let findings that say the same thing count once.

    A general finding that rests on the same facts as a more specific line is that line's echo and goes;
    further findings of one group are damped.
    """
    groups: set[tuple[str, bool]] = set()
    kept: list[Evidence] = []
    for line in _strongest_first(lines):
        if any(_echo(line, other, pack) for other in kept):
            continue
        kept.append(line)
        group = (pack.terms[line.finding].group, line.weight > 0)
        yield replace(line, weight=line.weight * GROUP_SHARE) if group[0] and group in groups else line
        groups.add(group)


def _echo(line: Evidence, other: Evidence, pack: Pack) -> bool:
    related = line.finding in pack.ancestors[other.finding] or other.finding in pack.ancestors[line.finding]
    return related and bool(set(line.facts) & set(other.facts)) and (line.weight > 0) == (other.weight > 0)
