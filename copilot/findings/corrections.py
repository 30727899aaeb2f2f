"""What the clinician says against, or beyond, the chart: a finding left out of account, corrected or added."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from copilot.chart.dates import moment
from copilot.chart.fact import Fact, Kind, Source, Standing, When
from copilot.chart.words import lower_first
from copilot.findings.clue import Clue
from copilot.findings.finding import Finding, Findings, How, Presence
from copilot.findings.lexicon import lexicon
from copilot.findings.merge import INHERITS_ABSENCE, merge
from copilot.knowledge.pack import Pack


class Says(StrEnum):
    """What the clinician says of a finding."""

    PAUSED = "paused"  # left out of account, neither there nor missing
    PRESENT = "present"
    ABSENT = "absent"
    UNCERTAIN = "uncertain"

    @property
    def presence(self) -> Presence | None:
        """Return what then holds of the finding; None for a pause."""
        return None if self is Says.PAUSED else Presence(self.value)


@dataclass(frozen=True, slots=True)
class Correction:
    """One word of the clinician on one finding; `at` is when it was said, on the clinician's own clock."""

    finding: str
    says: Says
    at: datetime


STATED = "F0."  # how the ids of facts begin that the clinician stated: no line of a chart is F0
# Said in the chart's place by a person who can be asked: no resource holds it.
NOT_THE_CHART = Source("clinician", "stated, not in the chart")
_STANDING = {
    Presence.PRESENT: Standing.ASSERTED,
    Presence.ABSENT: Standing.REFUTED,
    Presence.UNCERTAIN: Standing.UNCERTAIN,
}
_AS_SAID = {Says.PRESENT: "{name}", Says.ABSENT: "no {name}", Says.UNCERTAIN: "possible {name}"}
_WORDS = {Presence.PRESENT: "{name}", Presence.ABSENT: "No {name}", Presence.UNCERTAIN: "Possible {name}"}


def corrected(corrections: Iterable[Correction], new: Correction) -> tuple[Correction, ...]:
    """Return the corrections with a new one: one word on each finding, the last."""
    return (*without(corrections, new.finding), new)


def without(corrections: Iterable[Correction], finding: str) -> tuple[Correction, ...]:
    """Return the corrections without what was said of a finding."""
    return tuple(one for one in corrections if one.finding != finding)


def apply(findings: Findings, corrections: Iterable[Correction], pack: Pack) -> Findings:
    """Return the findings as the clinician corrects them; those read from the chart stay in `as_read`.

    What rested on nothing else (chest pain, on a pleuritic chest pain that is paused or denied) is paused with it.
    What the chart itself leaves open, conflicting or old stays an unknown: the record has not changed.
    """
    read = findings.as_read or findings
    words = tuple(corrections)
    if not words:
        return read
    facts = tuple(_facts(words, pack))
    by_term = dict(_merged(read, words, facts, pack))
    for one in words:
        by_term.pop(one.finding, None)
    by_term.update(_stated(facts))
    return replace(
        read,
        by_term=dict(sorted(by_term.items())),
        facts=(*read.facts, *(fact for _, fact in facts)),
        paused={
            term: finding
            for term, finding in read.by_term.items()
            if term not in by_term and not (finding.presence is Presence.ABSENT and _opened(term, words, pack))
        },
        corrections=words,
        as_read=read,
    )


def name_of(finding: str, pack: Pack) -> str:
    """Return the name of a finding, which only the rare pack may know."""
    known = pack.terms.get(finding)
    if known is not None:
        return known.name
    number = pack.rare.index.get(finding) if pack.rare else None
    return pack.rare.words.term_names[number] if pack.rare and number is not None else finding


def said(correction: Correction, findings: Findings, pack: Pack) -> str:
    """Return one correction in words: "Paused: fever", "Added: no weight loss", "Corrected: no cough"."""
    read = findings.as_read or findings
    name = lower_first(name_of(correction.finding, pack))
    if correction.says is Says.PAUSED:
        known = read.by_term.get(correction.finding)
        return f"Paused: {f'no {name}' if known and known.presence is Presence.ABSENT else name}"
    verb = "Corrected" if correction.finding in read.by_term else "Added"
    return f"{verb}: {_AS_SAID[correction.says].format(name=name)}"


def said_together(findings: Findings, pack: Pack) -> str:
    """Return all corrections in force in words, in the order in which they were made."""
    return " \N{MIDDLE DOT} ".join(said(one, findings, pack) for one in findings.corrections)


def cause(finding: str, findings: Findings, pack: Pack) -> Correction | None:
    """Return the correction for which a finding of the chart does not count: its own, or that of one it rested on."""
    by_finding = {one.finding: one for one in findings.corrections}
    if finding in by_finding:
        return by_finding[finding]
    kin = (f for f in by_finding if finding in pack.ancestors.get(f, ()) or f in pack.ancestors.get(finding, ()))
    return by_finding.get(next(kin, ""))


def _opened(term: str, words: tuple[Correction, ...], pack: Pack) -> bool:
    """Return whether a kind of finding is open again: it was denied with the whole, and the whole is there."""
    there = (Says.PRESENT, Says.UNCERTAIN)
    return any(one.says in there and one.finding in pack.ancestors.get(term, ()) for one in words)


def _merged(
    read: Findings, words: tuple[Correction, ...], facts: tuple[tuple[Correction, Fact], ...], pack: Pack
) -> Mapping[str, Finding]:
    """Merge again what the chart says of everything else, with what the clinician states."""
    dropped = {one.finding for one in words} | _denied_with(words, pack)
    kept = [clue for clue in read.clues if clue.term not in dropped]
    # Of what no correction touches, nor a more special finding that one touches, every clue is as it was.
    touched = dropped.union(*(pack.ancestors.get(term, ()) for term in dropped))
    settled = {term: finding for term, finding in read.by_term.items() if term not in touched}
    found, _ = merge((*kept, *_clues(facts)), lexicon(pack), settled)
    return found


def _denied_with(words: tuple[Correction, ...], pack: Pack) -> set[str]:
    """Return the kinds of what the clinician denies: without chest pain there is no pleuritic chest pain."""
    denied = {one.finding for one in words if one.says is Says.ABSENT}
    if not denied:
        return set()
    return {
        term
        for term, general in pack.ancestors.items()
        if not denied.isdisjoint(general) and pack.terms[term].kind in INHERITS_ABSENCE
    }


def _clues(facts: tuple[tuple[Correction, Fact], ...]) -> Iterator[Clue]:
    """Yield what the clinician states as clues; without a date, so that no note is newer."""
    for one, fact in facts:
        presence = one.says.presence
        if presence is not None:
            yield Clue(one.finding, presence, (fact.id,), fact.text, How.STATED, fact.id)


def _facts(words: tuple[Correction, ...], pack: Pack) -> Iterator[tuple[Correction, Fact]]:
    """Yield a fact for each finding that is stated: "F0.1", "F0.2"."""
    stated = [one for one in words if one.says is not Says.PAUSED]
    for number, one in enumerate(stated, start=1):
        presence = Presence(one.says.value)
        name, text = name_of(one.finding, pack), one.at.isoformat(timespec="minutes")
        text_words = _WORDS[presence].format(name=name if presence is Presence.PRESENT else lower_first(name))
        naive = one.at.replace(tzinfo=None)
        yield (
            one,
            Fact(
                id=f"{STATED}{number}",
                kind=Kind.STATED,
                label=name,
                text=f"{text_words}: stated by the clinician, {moment(text)}",
                source=NOT_THE_CHART,
                when=When(naive, naive, text),
                standing=_STANDING[presence],
            ),
        )


def _stated(facts: tuple[tuple[Correction, Fact], ...]) -> Iterator[tuple[str, Finding]]:
    """Yield what holds of each stated finding, whatever else would imply it."""
    for one, fact in facts:
        yield one.finding, Finding(one.finding, Presence(one.says.value), (fact.id,), fact.text, How.STATED, fact.when)
