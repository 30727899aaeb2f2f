"""The chart as it is read and told: without what reads like an instruction to a program, everything in its place."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator
from dataclasses import replace

from copilot.chart.chart import Chart, Note, Unknown, UnknownKind
from copilot.chart.fact import Coding, Fact, Kind, Quantity
from copilot.chart.instructions import instructions, masked, without

log = logging.getLogger("chartside.chart")
GROUP_FROM = 4
_SAID = "reads like an instruction to a program; it is shown, but not read for findings and not given to a model."


def instructed(facts: Iterable[Fact], notes: Iterable[Note]) -> frozenset[str]:
    """Return the ids of the facts, notes among them, in which something reads like an instruction to a program."""
    found = {fact.id for fact in facts if any(instructions(words) for words in _words(fact))}
    return frozenset(found | {note.fact_id for note in notes if note.instructions})


def trusted(chart: Chart) -> Chart:
    """Return the chart that is searched for findings: the same facts and places, the instructions blank.

    Every character of a note keeps its place, so that what is found in it stands there in the shown note too.
    """
    if not chart.instructed:
        return chart
    facts = tuple(_trusted(fact) if fact.id in chart.instructed else fact for fact in chart.facts)
    notes = tuple(
        replace(note, text=masked(note.text, note.instructions), title=without(note.title)) for note in chart.notes
    )
    return replace(chart, facts=facts, notes=notes)


def unknowns(facts: Iterable[Fact], ids: frozenset[str]) -> list[Unknown]:
    """Return what a person is told of it, and log that there is something, never what."""
    if not ids:
        return []
    held: dict[str, Fact] = {}
    for fact in facts:
        if fact.id in ids and (fact.source.resource not in held or fact.kind is Kind.NOTE):
            held[fact.source.resource] = fact
    log.warning("%d resources hold text that reads like an instruction to a program", len(held))
    by_kind: dict[Kind, list[Fact]] = {}
    for fact in held.values():
        by_kind.setdefault(fact.kind, []).append(fact)
    return [unknown for kind, group in by_kind.items() for unknown in _told(kind, group)]


def _told(kind: Kind, group: list[Fact]) -> Iterator[Unknown]:
    """Yield one line per resource, or one for many."""
    word = kind.value.replace("-", " ")
    if len(group) >= GROUP_FROM:
        said = f"Text in {len(group)} resources ({word}) {_SAID}"
        yield Unknown(UnknownKind.IMPLAUSIBLE, said, group[0].source.resource)
        return
    for fact in group:
        name = without(fact.label) if kind is Kind.NOTE else ""
        said = f"Text in {word}{f' “{name}”' if name else ''} {_SAID}"
        yield Unknown(UnknownKind.IMPLAUSIBLE, said, fact.source.resource)


def _words(fact: Fact) -> Iterator[str]:
    """Yield all words of a fact, those that only repeat others left out."""
    yield fact.label
    if not isinstance(fact.value, Quantity) and fact.text != fact.label:
        yield fact.text
    if fact.detail:
        yield fact.detail
    if fact.category:
        yield fact.category
    for coding in (*fact.codes, *fact.value_codes):
        if coding.display and coding.display != fact.label:
            yield coding.display


def _trusted(fact: Fact) -> Fact:
    label = without(fact.label)
    rest = fact.text.replace(fact.label, label) if label else fact.text  # what follows the name stays
    return replace(
        fact,
        label=label,
        text=without(rest),
        value=without(fact.value) if isinstance(fact.value, str) else fact.value,
        detail=without(fact.detail),
        category=without(fact.category),
        codes=tuple(map(_coding, fact.codes)),
        value_codes=tuple(map(_coding, fact.value_codes)),
    )


def _coding(coding: Coding) -> Coding:
    return replace(coding, display=without(coding.display))
