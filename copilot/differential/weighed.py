"""The rows of the common pack with their weights, made when a case first needs them: a case touches few."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

from copilot.breath import in_breaths
from copilot.differential.weights import Weight, probability, weight
from copilot.knowledge.bands import PRIOR
from copilot.knowledge.pack import Link, Pack, Term, TermKind

# A symptom that this share of patients has is usual: a note that leaves it out says something by that.
USUAL = 0.8
# A finding's background is never less than this many times what the conditions of the pack add up to: who is reviewed
# has more of everything than their priors say (4 was the best of 1, 2 and 4 on the calibration cases). `UNLISTED` is
# left for what the pack does not know; its priors add up to about 10.
TIMES_MEAN, MOST_BACKGROUND, UNLISTED = 4.0, 0.5, 2.0
# What the general finding says is known less well than what a row says: this share of it.
IMPLIED_SHARE = 0.6


class Row(NamedTuple):
    """One row of one condition with its weight."""

    condition: str
    link: Link
    term: Term
    weight: Weight


class Weighed:
    """The rows of one pack by finding and by condition. Two threads may make the same row twice: it is equal."""

    def __init__(self, pack: Pack) -> None:
        self.conditions = pack.conditions
        self._terms = pack.terms
        self._special: dict[str, list[str]] = {}
        for special, general in pack.ancestors.items():
            for term in general:
                self._special.setdefault(term, []).append(special)
        self._priors = {condition.id: PRIOR[condition.prior] for condition in pack.conditions.values()}
        self._all_priors = sum(self._priors.values()) + UNLISTED
        self._of_pack: dict[str, Term] = {}
        self.by_name = {
            name.casefold(): condition.id
            for condition in pack.conditions.values()
            for name in (condition.name, *condition.synonyms)
        }
        self._links: dict[str, list[tuple[str, Link]]] = {}
        for condition in pack.conditions.values():
            for link in condition.links:
                self._links.setdefault(link.finding, []).append((condition.id, link))
        self._by_finding: dict[str, tuple[Row, ...]] = {}
        self._by_condition: dict[str, tuple[Row, ...]] = {}
        self._usual: dict[str, tuple[tuple[str, float], ...]] = {}

    def make_rows(self) -> None:
        """Make every row now, before a first case waits for those that it touches."""
        for finding in in_breaths(self._terms):
            self.of_finding(finding)
        for condition in in_breaths(self.conditions):
            self.usual(condition)

    def kinds_of(self, finding: str) -> Sequence[str]:
        """Return the special forms of a finding."""
        return self._special.get(finding, ())

    def of_finding(self, finding: str) -> tuple[Row, ...]:
        """Return the rows of all conditions that list the finding, or a special form of it.

        Who lists hearing loss of one ear says by it that hearing loss is at least as common.
        """
        if finding not in self._by_finding:
            listed = tuple(self._row(*pair) for pair in self._links.get(finding, ()))
            self._by_finding[finding] = (*listed, *self._implied(finding, {row.condition for row in listed}))
        return self._by_finding[finding]

    def _implied(self, finding: str, listed: set[str]) -> Iterator[Row]:
        """Yield a row of the general finding for each condition that lists only special forms of it."""
        best: dict[str, tuple[float, Link]] = {}
        for special in self.kinds_of(finding):
            for condition, link in self._links.get(special, ()):
                share = probability(link, self._terms[special])
                if condition not in listed and link.band and share > best.get(condition, (0.0,))[0]:
                    best[condition] = (share, link)
        for condition, (_, link) in best.items():
            row = self._row(condition, Link(finding, band=link.band, references=link.references))
            # A general finding may come in other forms too, so that only its presence says something.
            if row.weight.present > 0:
                yield row._replace(weight=Weight(row.weight.present * IMPLIED_SHARE, 0.0))

    def of_condition(self, condition: str) -> tuple[Row, ...]:
        """Return all rows of a condition."""
        if condition not in self._by_condition:
            links = self.conditions[condition].links
            self._by_condition[condition] = tuple(self._row(condition, link) for link in links)
        return self._by_condition[condition]

    def usual(self, condition: str) -> tuple[tuple[str, float], ...]:
        """Return the condition's usual symptoms, each with what its absence weighs (below zero)."""
        if condition not in self._usual:
            self._usual[condition] = tuple(
                (row.link.finding, row.weight.absent)
                for row in self.of_condition(condition)
                if row.term.kind is TermKind.SYMPTOM
                and row.weight.absent < 0
                and probability(row.link, row.term) >= USUAL
            )
        return self._usual[condition]

    def _row(self, condition: str, link: Link) -> Row:
        term = self._term(link.finding)
        return Row(condition, link, term, weight(link, term))

    def _term(self, finding: str) -> Term:
        """Return the finding; its background is never less than what the conditions of the pack add up to."""
        if finding not in self._of_pack:
            term = self._terms[finding]
            listed = self._links.get(finding, ())
            mean = TIMES_MEAN * sum(self._priors[c] * probability(link, term) for c, link in listed) / self._all_priors
            self._of_pack[finding] = replace(term, background=min(max(term.background, mean), MOST_BACKGROUND))
        return self._of_pack[finding]


_last: Weighed | None = None


def weighed(pack: Pack) -> Weighed:
    """Return the rows of the pack; those of the last one are kept, there is one in use at a time."""
    global _last
    if _last is None or _last.conditions is not pack.conditions:
        _last = Weighed(pack)
    return _last
