"""The lines of one hypothesis: what speaks for it, against it, and what the chart does not say."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from copilot.chart.words import lower_first
from copilot.differential.differential import Evidence
from copilot.differential.weighed import Row
from copilot.differential.weights import said_as
from copilot.findings.finding import Finding, Findings, Presence
from copilot.knowledge.pack import Condition, Figure, Link, Pack

# Findings of one group say the same thing: the strongest counts whole, each further one a third.
GROUP_SHARE = 0.33
# Who lists the general finding beside the special one is a little surer of both: an echo adds this share of itself.
ECHO_SHARE = 0.1
# What a known illness explains already counts by this share for a new one.
EXPLAINED_SHARE = 0.5
# Less than this (a likelihood ratio of 1.16) is noise: the line is not shown and does not count.
LEAST_WEIGHT = 0.15


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
    said.sort(key=lambda one: (-abs(one.weight), one.finding.term))
    return list(_without_echoes(said, findings, pack))


def gather(
    condition: Condition, said: Iterable[Said], rows: Sequence[Row], findings: Findings
) -> tuple[tuple[Evidence, ...], tuple[Evidence, ...]]:
    """Return the lines that the chart decides (any sign) and the unknown ones of `rows`, each strongest first."""
    known = tuple(_known_line(condition, one) for one in said)
    unknown = [
        _line(condition, row, row.weight.present, row.weight.present_figure)
        for row in rows
        if row.link.finding not in findings.by_term
        and row.link.finding not in findings.paused
        and row.weight.present > LEAST_WEIGHT
    ]
    return known, tuple(sorted(unknown, key=lambda line: (-line.weight, line.finding)))


def left_out(condition: Condition, rows: Iterable[Row], findings: Findings) -> tuple[Evidence, ...]:
    """Return the lines of what the clinician paused, each with what it alone would weigh, strongest first."""
    said = [Said(row, found, row.weight.of(found.presence)) for row in rows if (found := _paused(row, findings))]
    shown = [one for one in said if abs(one.weight) >= LEAST_WEIGHT]
    return tuple(_known_line(condition, one) for one in sorted(shown, key=lambda one: -abs(one.weight)))


def _paused(row: Row, findings: Findings) -> Finding | None:
    return findings.paused.get(row.link.finding)


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
        name=f"No {lower_first(term.name)}" if finding and finding.presence is Presence.ABSENT else term.name,
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


def _without_echoes(said: Sequence[Said], findings: Findings, pack: Pack) -> Iterator[Said]:
    """Let findings that say the same thing count once.

    A general finding that rests on the same facts as a more specific line is that line's echo and adds only a share
    to it; a denied one adds nothing. Further findings of one group are damped.
    """
    kept: list[Said] = []
    for one in said:
        sharing = findings.sharing[one.finding.term]
        same = [n for n, other in enumerate(kept) if other.finding.term in sharing]
        louder = next((n for n in same if _echo(one, kept[n], findings, pack)), None)
        if louder is None:
            kept.append(one)
        elif one.weight > 0 and one.finding.presence is not Presence.ABSENT:
            kept[louder] = kept[louder]._replace(weight=kept[louder].weight + ECHO_SHARE * one.weight)
    groups: set[tuple[str, bool]] = set()
    for one in kept:
        group = (one.row.term.group, one.weight > 0)
        yield one._replace(weight=one.weight * GROUP_SHARE) if group[0] and group in groups else one
        groups.add(group)


def _echo(one: Said, other: Said, findings: Findings, pack: Pack) -> bool:
    """Return whether one of two that rest on the same facts says what the other says."""
    if (one.weight > 0) != (other.weight > 0):
        return False
    mine, yours = one.row.link.finding, other.row.link.finding
    above_mine, above_yours = pack.ancestors[mine], pack.ancestors[yours]
    related = mine in above_yours or yours in above_mine
    return related or any(_denied(general, findings) for general in above_mine & above_yours)


def _denied(term: str, findings: Findings) -> bool:
    """Return whether the chart denies a finding; "no fever" denies each kind of it in the same breath."""
    finding = findings.by_term.get(term)
    return finding is not None and finding.presence is Presence.ABSENT
