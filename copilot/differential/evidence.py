"""The lines of one hypothesis: what speaks for it, against it, and what the chart does not say."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from copilot.differential.differential import Evidence
from copilot.differential.weighed import Row
from copilot.differential.weights import said_as
from copilot.findings.finding import Assertion, Finding, Findings, How, Presence
from copilot.knowledge.pack import Condition, Figure, Link, Pack, TermKind

# Findings of one group say the same thing: the strongest counts whole, each further one a third.
GROUP_SHARE = 0.33
# The complaint stands in the first characters of a note; what does not explain it pays so much (e^2 is 7 to 1).
COMPLAINT_SPAN = 130
COMPLAINT_OPEN = 2.0
# What a known illness explains already counts by this share for a new one.
EXPLAINED_SHARE = 0.5
# Less than this (a likelihood ratio of 1.16) is noise: the line is not shown and does not count.
LEAST_WEIGHT = 0.15
# A note that tells of symptoms and leaves out one that nearly every patient with the condition has says
# something by that: this share of what a denial would say.
SILENT_SHARE = 0.35


class Said(NamedTuple):
    """One row that the chart decides: its weight after echoes, and the finding it rests on."""

    row: Row
    finding: Finding
    weight: float
    explained_by: tuple[str, ...] = ()


def explained(said: Iterable[Said], known: str, already: Mapping[str, tuple[str, ...]]) -> Iterator[Said]:
    """Halve what supports a new illness though a known one explains it; `known` is the condition's own name.

    `already` are the known illnesses that explain each finding, by name.
    """
    for one in said:
        names = tuple(name for name in already.get(one.row.link.finding, ()) if name != known)
        if names and one.weight > 0:
            yield one._replace(weight=one.weight * EXPLAINED_SHARE, explained_by=names)
        else:
            yield one


def decided(rows: Iterable[Row], findings: Findings, pack: Pack) -> list[Said]:
    """Return what the chart says of these rows, strongest first, each thing once."""
    said = []
    for row in rows:
        finding = findings.by_term.get(row.link.finding)
        if finding is not None:
            value = row.weight.of(finding.presence)
            if abs(value) >= LEAST_WEIGHT:
                said.append(Said(row, finding, value))
    said.sort(key=lambda one: (-abs(one.weight), one.row.link.finding))
    return list(_without_echoes(said, pack))


def gather(
    condition: Condition, said: Iterable[Said], rows: Sequence[Row], findings: Findings
) -> tuple[tuple[Evidence, ...], tuple[Evidence, ...]]:
    """Return the lines that the chart decides (any sign) and the unknown ones of `rows`, each strongest first."""
    known = tuple(_known_line(condition, one) for one in said)
    unknown = [
        _line(condition, row, row.weight.present, row.weight.present_figure)
        for row in rows
        if row.link.finding not in findings.by_term and row.weight.present > LEAST_WEIGHT
    ]
    return known, tuple(sorted(unknown, key=lambda line: (-line.weight, line.finding)))


def silence(usual: Iterable[tuple[str, float]], findings: Findings) -> float:
    """Return what the chart says by not mentioning a condition's usual symptoms, zero or below."""
    return SILENT_SHARE * sum(absent for finding, absent in usual if finding not in findings.by_term)


def complaint(findings: Findings, pack: Pack) -> frozenset[str]:
    """Return the symptoms and signs with which the notes begin, and what is more general: why the patient came."""
    first = {
        mention.term
        for mention in findings.mentions
        if mention.span[0] < COMPLAINT_SPAN
        and mention.assertion is Assertion.AFFIRMED
        and pack.terms[mention.term].kind in (TermKind.SYMPTOM, TermKind.SIGN)
    }
    return frozenset(first).union(*(pack.ancestors[term] for term in first))


def tells_symptoms(findings: Findings, pack: Pack) -> bool:
    """Return whether a note tells of symptoms at all; a list of results is silent about everything."""
    return any(
        pack.terms[f.term].kind is TermKind.SYMPTOM
        for f in findings.present
        if f.how in (How.TEXT, How.PARAPHRASE) and f.term in pack.terms
    )


def _known_line(condition: Condition, said: Said) -> Evidence:
    absent = said.finding.presence is Presence.ABSENT
    figure = said.row.weight.absent_figure if absent else said.row.weight.present_figure
    line = _line(condition, said.row, said.weight, figure, said.finding)
    return replace(line, explained_by=said.explained_by) if said.explained_by else line


def _line(
    condition: Condition, row: Row, value: float, figure: Figure | None, finding: Finding | None = None
) -> Evidence:
    link, term = row.link, row.term
    return Evidence(
        finding=link.finding,
        name=f"No {_lower_first(term.name)}" if finding and finding.presence is Presence.ABSENT else term.name,
        text=finding.text if finding else term.name,
        weight=value,
        facts=finding.facts if finding else (),
        references=(figure.reference,) if figure else link.references or condition.references,
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


def _without_echoes(said: Sequence[Said], pack: Pack) -> Iterator[Said]:
    """Let findings that say the same thing count once.

    A general finding that rests on the same facts as a more specific line is that line's echo and goes;
    further findings of one group are damped.
    """
    groups: set[tuple[str, bool]] = set()
    kept: list[Said] = []
    for one in said:
        if any(_echo(one, other, pack) for other in kept):
            continue
        kept.append(one)
        group = (one.row.term.group, one.weight > 0)
        yield one._replace(weight=one.weight * GROUP_SHARE) if group[0] and group in groups else one
        groups.add(group)


def _echo(one: Said, other: Said, pack: Pack) -> bool:
    if (one.weight > 0) != (other.weight > 0):
        return False
    mine, yours = one.row.link.finding, other.row.link.finding
    related = mine in pack.ancestors[yours] or yours in pack.ancestors[mine]
    return related and not set(one.finding.facts).isdisjoint(other.finding.facts)
