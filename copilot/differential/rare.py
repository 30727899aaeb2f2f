"""Which rare diseases the findings point to: HPO's annotations, every weight traced to its row."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from copilot.differential.differential import Evidence, Part, PartKind
from copilot.differential.evidence import LEAST_WEIGHT
from copilot.differential.weights import MOST_PRESENT
from copilot.findings.finding import Finding, Findings, How, Presence
from copilot.knowledge.pack import Condition, Figure, FigureKind, Reference, Term, TermKind
from copilot.knowledge.rare import Floats, RarePack

CANDIDATES = 40
# A finding may be said more generally than the annotation has it, or the other way round: each step costs this.
STEP = 0.35
# Terms that nearly every disease shows ("phenotypic abnormality") tell nothing.
TOO_GENERAL = 0.9
# The line of a series is scored by its best member and, for this share, by the best member for each finding:
# one paper about one subtype never lists all that the series can show.
ACROSS_MEMBERS = 0.4
# A disease of which HPO annotates much has something near to any finding. Each member pays
# SIZE * log(1 + annotated / SMALL), where `annotated` is the shares of its rows, added up (median 6, one in ten
# above 18). Of 1.25 to 2 and 5 to 10 all ranked 500 published cases alike, their own papers left out, and all better
# than nothing.
SIZE, SMALL = 1.5, 5.0
# A specialist's own HPO codes weigh in full. What was read from a note or a value is bounded like every other
# line, and counts less: it was not said with this ontology in mind.
READ_SHARE = 0.4
UNKNOWN_SHOWN = 6
OFTEN = 0.5
# Rarer than the rarest band of the common pack, counted by the same share as its priors.
LOG_PRIOR = -8.0
SYSTEMS = {"OMIM": "http://www.omim.org", "ORPHA": "http://www.orpha.net"}
PACK = "rare"
_NOTHING = 1e-6  # single precision adds up to no better
_UNSUPPORTED = -1e6


Shares = Mapping[int, tuple[float, int]]


@dataclass(frozen=True, slots=True)
class Detail:
    """What is shown of one candidate, and the findings and references that it brings along."""

    known: tuple[Evidence, ...]
    unknown: tuple[Evidence, ...]
    terms: Mapping[str, Term]
    references: Mapping[str, Reference]
    paused: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True)
class Candidate:
    """One rare series as a condition; `support` is the sum of what speaks for it, `detail` its lines.

    `score` is the weights of these lines and of `parts` together.
    """

    condition: Condition
    score: float
    support: float
    detail: Callable[[], Detail]
    parts: tuple[Part, ...] = ()


def rare_candidates(findings: Findings, rare: RarePack, left_out: frozenset[str]) -> tuple[Candidate, ...]:
    """Return the best candidates for the findings that have an HPO id; empty where none has.

    Denied findings do not count here: published lists of what was excluded are an artefact of how cases are
    written up, and using them made the ranking of published cases worse.
    """
    told = _told(findings, rare)
    if not told:
        return ()
    weights = _weights(told, rare, left_out)
    sizes = _sizes(rare, left_out)
    scores = _series_scores(weights, sizes, rare)
    best = np.argsort(-scores, kind="stable")[:CANDIDATES]
    paused = {rare.index[term]: finding for term, finding in findings.paused.items() if term in rare.index}
    return tuple(
        _candidate(int(n), float(scores[n]), told, paused, weights, sizes, rare, left_out)
        for n in best
        if scores[n] > _UNSUPPORTED
    )


def _told(findings: Findings, rare: RarePack) -> dict[int, Finding]:
    """Return the findings that are there, by HPO term; a general one that another implies is left out."""
    present = {rare.index[f.term]: f for f in findings.present if f.term in rare.index}
    implied = {
        general
        for term, finding in present.items()
        for general in rare.above(term)
        if general != term and general in present and set(present[general].facts) & set(finding.facts)
    }
    return {term: finding for term, finding in sorted(present.items()) if term not in implied}


def _weights(told: Mapping[int, Finding], rare: RarePack, left_out: frozenset[str]) -> Floats:
    """Return log(1 + best likelihood ratio) for every finding (rows) and every member (columns)."""
    gone = {member for reference in left_out for member in rare.by_reference.get(reference, ())} if left_out else ()
    changed = {member: rare.shares(member, left_out) for member in sorted(gone)}
    rows = [_finding_weights(term, rare, changed) if changed else _plain_weights(term, rare) for term in told]
    weights: Floats = np.array(rows, dtype=np.float32)
    for number, finding in enumerate(told.values()):
        if finding.how is not How.CODE:
            weights[number] = np.minimum(weights[number], MOST_PRESENT) * READ_SHARE
    return weights


@lru_cache(maxsize=128)  # a few findings change from one ranking of a patient to the next
def _plain_weights(term: int, rare: RarePack) -> Floats:
    """Return the weights of one finding where no reference is left out."""
    return _finding_weights(term, rare, {})


def _finding_weights(term: int, rare: RarePack, changed: Mapping[int, Shares]) -> Floats:
    """Return log(1 + best ratio) of one finding for every member: over the term and all more general ones."""
    best = np.zeros(len(rare.words.members), dtype=np.float32)
    for general, worth in _worth(term, rare):
        members, share = rare.column(general)
        best[members] = np.maximum(best[members], share * worth)
    for member, shares in changed.items():
        best[member] = max((shares[g][0] * worth for g, worth in _worth(term, rare) if g in shares), default=0.0)
    weights: Floats = np.log1p(best)
    return weights


def _worth(term: int, rare: RarePack) -> list[tuple[int, float]]:
    """Return the term and the more general ones, each with what a share of it is worth for this term."""
    return [
        (general, STEP**distance / float(rare.background[general]))
        for general, distance in rare.above(term).items()
        if rare.background[general] <= TOO_GENERAL
    ]


def _sizes(rare: RarePack, left_out: frozenset[str]) -> Floats:
    """Return what every member pays (0 or less) for how much is annotated of it."""
    annotated = rare.annotated
    gone = {member for reference in left_out for member in rare.by_reference.get(reference, ())}
    if gone:
        annotated = annotated.copy()
        for member in gone:
            annotated[member] = rare.annotated_without(member, left_out)
    sizes: Floats = -SIZE * np.log1p(annotated / SMALL)
    return sizes


def _series_scores(weights: Floats, sizes: Floats, rare: RarePack) -> Floats:
    """Return the score of every series: its best member, in part the best member for each finding."""
    best = _best_of_series(weights.sum(axis=0) + sizes, rare)
    each = sum((_best_of_series(row, rare) for row in weights), _best_of_series(sizes, rare))
    supported = _best_of_series(weights.max(axis=0), rare) > 0
    scores: Floats = (1.0 - ACROSS_MEMBERS) * best + ACROSS_MEMBERS * each
    return np.where(supported, scores, np.float32(_UNSUPPORTED))


def _best_of_series(values: Floats, rare: RarePack) -> Floats:
    """Return the highest value among the members of every series."""
    best = np.full(len(rare.words.series_names), _UNSUPPORTED, dtype=np.float32)
    np.maximum.at(best, rare.series_of, values)
    return best


def _candidate(
    series: int,
    score: float,
    told: Mapping[int, Finding],
    paused: Mapping[int, Finding],
    weights: Floats,
    sizes: Floats,
    rare: RarePack,
    left_out: frozenset[str],
) -> Candidate:
    """Return one series as a condition; its best member stands first."""
    members = np.flatnonzero(rare.series_of == series)
    ordered: list[int] = members[np.argsort(-(weights.sum(axis=0) + sizes)[members], kind="stable")].tolist()
    words = rare.words
    name = words.series_names[series]
    names = dict.fromkeys(words.member_names[member] for member in ordered)
    condition = Condition(
        id=min(words.members[member] for member in ordered),
        name=name,
        prior="very rare",
        course="chronic",
        references=(annotation_id(words.members[ordered[0]], ()),),
        links=(),
        synonyms=tuple(other for other in names if other != name),
        codes=tuple(_code(words.members[member]) for member in ordered),
        pack=PACK,
    )
    listed = int(rare.row_start[ordered[0] + 1] - rare.row_start[ordered[0]])
    size = (1.0 - ACROSS_MEMBERS) * float(sizes[ordered[0]]) + ACROSS_MEMBERS * float(sizes[members].max())
    pays = Part(PartKind.SIZE, f"findings that HPO lists for it: {listed} (of many, some always fit)", size)
    support = score - size
    parts = (*_parts(support, weights[:, members]), pays)
    lines = _Lines(ordered, told, paused, weights, rare, left_out)
    return Candidate(condition, score + LOG_PRIOR, support, lines.detail, parts)


def _parts(support: float, weights: Floats) -> Iterator[Part]:
    """Yield what makes the score of a series beside its lines, which are each finding's best member, and its size."""
    yield Part(PartKind.PRIOR, "how common: very rare", LOG_PRIOR)
    best = weights.max(axis=1)
    spread = support - float(best[best > LEAST_WEIGHT].sum())
    if abs(spread) > _NOTHING:
        yield Part(PartKind.SERIES, "not all of it shown by one subtype", spread)


@lru_cache(maxsize=64)  # the same few diseases stand in one ranking of a patient after the other
def _shares(member: int, rare: RarePack, left_out: frozenset[str]) -> Shares:
    """Return the propagated shares of one disease."""
    return rare.shares(member, left_out)


class _Lines:
    """Makes the lines of one series, only when they will be shown."""

    def __init__(
        self,
        members: list[int],
        told: Mapping[int, Finding],
        paused: Mapping[int, Finding],
        weights: Floats,
        rare: RarePack,
        left_out: frozenset[str],
    ) -> None:
        self._members, self._told, self._paused, self._weights = members, told, paused, weights
        self._rare, self._left_out = rare, left_out
        self._references: dict[str, Reference] = {}
        self._terms: dict[str, Term] = {}

    def detail(self) -> Detail:
        """Return what is shown of the series."""
        known = tuple(sorted(self._known(self._told, self._weights), key=lambda line: (-line.weight, line.finding)))
        unknown = tuple(self._unknown())
        paused = {term: found for term, found in self._paused.items() if found.presence is Presence.PRESENT}
        set_aside = tuple(self._known(paused, _weights(paused, self._rare, self._left_out))) if paused else ()
        self._reference(self._rare.words.members[self._members[0]], ())
        return Detail(known, unknown, self._terms, self._references, set_aside)

    def _known(self, told: Mapping[int, Finding], weights: Floats) -> Iterator[Evidence]:
        shares: dict[int, Shares] = {}
        for number, (term, finding) in enumerate(told.items()):
            best = self._members[int(weights[number, self._members].argmax())]
            weight = float(weights[number, best])
            if weight <= LEAST_WEIGHT:
                continue
            if best not in shares:
                shares[best] = _shares(best, self._rare, self._left_out)
            worths = [(shares[best][g][0] * worth, g) for g, worth in _worth(term, self._rare) if g in shares[best]]
            yield self._evidence(shares[best][max(worths)[1]][1], finding, weight)

    def _evidence(self, row: int, finding: Finding | None, weight: float) -> Evidence:
        rare = self._rare
        term = int(rare.row_term[row])
        identifier = rare.words.terms[term] if finding is None else finding.term
        name = rare.words.term_names[rare.index.get(identifier, term)]
        annotated = rare.words.term_names[term]
        member = rare.words.members[int(rare.row_member[row])]
        kept = self._kept(row)
        reference = self._reference(member, kept)
        counted = int(rare.row_of[row]) > 0 and len(kept) == len(self._all(row))
        figure = self._figure(row, member, reference) if counted else None
        self._terms.setdefault(identifier, Term(identifier, name, TermKind.SIGN, float(rare.background[term])))
        band = "annotated" if annotated == name else f"annotated as {annotated}"
        return Evidence(
            finding=identifier,
            name=name,
            text=finding.text if finding else name,
            weight=weight,
            facts=finding.facts if finding else (),
            references=(reference,),
            editorial=False,
            band=band,
            figure=figure,
        )

    def _all(self, row: int) -> list[str]:
        return self._rare.words.references[int(self._rare.row_reference[row])].split(";")

    def _kept(self, row: int) -> tuple[str, ...]:
        return tuple(reference for reference in self._all(row) if reference not in self._left_out)

    def _figure(self, row: int, member: str, reference: str) -> Figure:
        """Return the published count as a figure: the raw share, not the shrunk one that was weighed."""
        count, of = int(self._rare.row_count[row]), int(self._rare.row_of[row])
        population = f"published patients with {member}"
        return Figure(FigureKind.FREQUENCY, count / of, reference, population, n=of)

    def _unknown(self) -> Iterator[Evidence]:
        """Yield what the best member often shows and the chart does not say."""
        member = self._members[0]
        said = {general for term in (*self._told, *self._paused) for general in self._rare.above(term)}
        rows = range(int(self._rare.row_start[member]), int(self._rare.row_start[member + 1]))
        shares = ((self._rare.row_share(row, self._left_out), row) for row in rows)
        open_rows = [
            (share / float(self._rare.background[self._rare.row_term[row]]), row)
            for share, row in shares
            if share is not None and share >= OFTEN and int(self._rare.row_term[row]) not in said
        ]
        for ratio, row in sorted(open_rows, key=lambda pair: (-pair[0], pair[1]))[:UNKNOWN_SHOWN]:
            yield self._evidence(row, None, math.log1p(ratio))

    def _reference(self, member: str, cited: tuple[str, ...]) -> str:
        """Note a reference to HPO's annotation of a disease, naming the papers that it cites; return its id."""
        identifier = annotation_id(member, cited)
        words = self._rare.words
        named = words.member_names[self._rare.member_index[member]]
        papers = _papers(cited)
        source = f", from {', '.join(papers)}" if papers else ""
        self._references[identifier] = Reference(
            id=identifier,
            url=f"https://hpo.jax.org/browse/disease/{member}",
            title=f"HPO annotations of {named} ({member}){source}",
            publisher="Human Phenotype Ontology",
            type="curated-annotation",
            accessed=words.version,
            year=int(words.version[:4]),
        )
        return identifier


def annotation_id(member: str, cited: tuple[str, ...]) -> str:
    """Return the id of the reference to HPO's annotation of a disease by these papers."""
    return " ".join(("HPO", member, *_papers(cited)))


def _papers(cited: tuple[str, ...]) -> list[str]:
    return [reference for reference in cited if reference.startswith("PMID:")]


def _code(member: str) -> tuple[str, str]:
    source, _, number = member.partition(":")
    return SYSTEMS.get(source, source), number
