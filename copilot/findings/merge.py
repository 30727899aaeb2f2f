"""Many clues, one finding per term: the newest document decides, presence goes before denial within one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from functools import lru_cache
from types import MappingProxyType

from copilot.chart.chart import Unknown, UnknownKind
from copilot.findings.clue import Clue
from copilot.findings.finding import Finding, How, Presence
from copilot.findings.lexicon import Lexicon
from copilot.knowledge.pack import TermKind

_SUREST = (How.STATED, How.VALUE, How.CODE, How.TEXT, How.PARAPHRASE)
_RANK = {Presence.PRESENT: 2, Presence.ABSENT: 1, Presence.UNCERTAIN: 0}
# Where "no X" also means that no kind of X is there. Exposures are asked one by one.
INHERITS_ABSENCE = (TermKind.SYMPTOM, TermKind.SIGN, TermKind.LABORATORY, TermKind.HISTORY)


def merge(
    clues: Iterable[Clue], lexicon: Lexicon, settled: Mapping[str, Finding] = MappingProxyType({})
) -> tuple[dict[str, Finding], list[Unknown]]:
    """Return one finding per term in a fixed order, and the conflicts between facts of the same time.

    `settled` are findings of an earlier merge whose clues are the same now: they are not decided, nor told, again.
    """
    by_term: dict[str, list[Clue]] = defaultdict(list)
    for clue in clues:
        by_term[clue.term].append(clue)
        if clue.presence is Presence.PRESENT:
            for parent in lexicon.pack.ancestors.get(clue.term, frozenset()):
                by_term[parent].append(_implied(clue, parent))
    findings: dict[str, Finding] = {}
    unknowns: list[Unknown] = []
    for term, said in by_term.items():
        if term in settled:
            findings[term] = settled[term]
            continue
        finding, conflict = _decide(term, said, lexicon)
        findings[term] = finding
        unknowns += conflict
    for finding in [found for found in findings.values() if found.presence is Presence.ABSENT]:
        _spread_absence(finding, findings, lexicon)
    return dict(sorted(findings.items())), sorted(unknowns, key=lambda unknown: unknown.text)


def _implied(clue: Clue, parent: str) -> Clue:
    return Clue(
        parent, clue.presence, clue.facts, clue.text, clue.how, clue.origin, clue.when, clue.place, True, clue.lasting
    )


def _decide(term: str, clues: list[Clue], lexicon: Lexicon) -> tuple[Finding, list[Unknown]]:
    """Choose what holds for one term."""
    definite = [clue for clue in clues if clue.presence is not Presence.UNCERTAIN] or clues
    deciding = _newest(definite)
    known = lexicon.pack.terms.get(term)
    present = [clue for clue in definite if clue.presence is Presence.PRESENT]
    measured = any(clue.how is How.VALUE for clue in definite)  # body mass index: the newest one holds
    if known is not None and known.kind is TermKind.HISTORY and present and not measured:
        deciding = definite  # what was once there stays in the history, whatever a later note leaves out
    presence = max((clue.presence for clue in deciding), key=_RANK.__getitem__)
    chosen = sorted((clue for clue in deciding if clue.presence is presence), key=_best_first)
    facts = tuple(dict.fromkeys(fact for clue in chosen for fact in clue.facts))
    newest = max((clue.when for clue in chosen if clue.when), key=lambda when: (when.latest, when.text), default=None)
    finding = Finding(term, presence, facts, chosen[0].text, chosen[0].how, newest)
    return finding, _conflicts(term, deciding, lexicon)


def _best_first(clue: Clue) -> tuple[bool, int, tuple[str, ...], str]:
    """Order clues that agree: what names the term itself first, then by how it was recognised."""
    return (clue.implied, _SUREST.index(clue.how), _natural(clue.facts), clue.text)


@lru_cache(maxsize=1 << 16)  # a long chart is merged again at each correction, with the same ids
def _natural(facts: tuple[str, ...]) -> tuple[str, ...]:
    """Let "F9" stand before "F10"."""
    return tuple("".join(part.rjust(8, "0") if part.isdigit() else part for part in _parts(fact)) for fact in facts)


def _parts(identifier: str) -> list[str]:
    parts: list[str] = []
    for character in identifier:
        if parts and parts[-1].isdigit() == character.isdigit():
            parts[-1] += character
        else:
            parts.append(character)
    return parts


def _newest(clues: list[Clue]) -> list[Clue]:
    """Return the clues of the newest day, with those that do not grow old and those without a date."""
    days = [_day(clue) for clue in clues if clue.when]
    if not days:
        return clues
    newest = max(days)
    kept = [clue for clue in clues if clue.when is None or _day(clue) == newest]
    lasting = [clue for clue in clues if clue.lasting and clue.when is not None and _day(clue) != newest]
    # An active problem of long ago still holds unless something newer says that it is gone.
    denied = any(clue.presence is Presence.ABSENT and not clue.implied for clue in kept)
    return kept if denied else [*kept, *lasting]


def _day(clue: Clue) -> date:
    assert clue.when is not None
    return _day_of(clue.when.latest)


@lru_cache(maxsize=1 << 14)
def _day_of(moment: datetime) -> date:
    """Return the day on the clock that was written, whatever zone that was."""
    return moment.date()


def _conflicts(term: str, clues: list[Clue], lexicon: Lexicon) -> list[Unknown]:
    """Say where two documents of the same time, or one part of one note, contradict each other."""
    own = [clue for clue in clues if not clue.implied]
    present = [clue for clue in own if clue.presence is Presence.PRESENT]
    absent = [clue for clue in own if clue.presence is Presence.ABSENT]
    pairs = [
        (yes, no)
        for yes in present
        for no in absent
        if yes.origin != no.origin or (yes.place == no.place and yes.how is no.how)
    ]
    if not pairs:
        return []
    yes, no = min(pairs, key=lambda pair: (_best_first(pair[0]), _best_first(pair[1])))
    known = lexicon.pack.terms.get(term)
    name = known.name if known else term
    text = f"{name}: the record says both “{_short(yes.text)}” and “{_short(no.text)}”."
    return [Unknown(UnknownKind.CONFLICTING, text)]


def _short(text: str) -> str:
    return text if len(text) <= 120 else f"{text[:117]}…"


def _spread_absence(finding: Finding, findings: dict[str, Finding], lexicon: Lexicon) -> None:
    """No chest pain, so no pleuritic chest pain: unless something else is said of that."""
    ahead = list(lexicon.children.get(finding.term, ()))
    while ahead:
        term = ahead.pop()
        known = lexicon.pack.terms[term]
        if term in findings or known.kind not in INHERITS_ABSENCE:
            continue
        findings[term] = Finding(term, Presence.ABSENT, finding.facts, finding.text, finding.how, finding.when)
        ahead += lexicon.children.get(term, ())
