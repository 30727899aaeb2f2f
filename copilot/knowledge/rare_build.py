"""Compile the rare pack from HPO's own files (hp.obo, phenotype.hpoa, genes_to_phenotype.txt), at build time only."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import numpy as np

from copilot.knowledge.annotations import Annotation, read_annotations
from copilot.knowledge.genes import one_disease
from copilot.knowledge.hpo import HpoTerm, hpo_version, read_hpo
from copilot.knowledge.rare import BAND_PATIENTS, Floats, Integers, RarePack, Words
from copilot.knowledge.series import series, title

LEAST_BACKGROUND = 1e-4


def build(obo: Path, hpoa: Path, genes: Path) -> RarePack:
    """Return the compiled pack; a few seconds."""
    hpo = read_hpo(obo)
    former = {old: new for new, term in hpo.items() for old in term.former}
    rows = _pooled(read_annotations(hpoa), hpo, former)
    names = {row.disease: row.name for row in rows}
    members = sorted(names)
    series_names, series_of = _series(members, names, one_disease(genes, names))
    references = sorted({";".join(row.references) for row in rows})
    terms = sorted(hpo)
    words = Words(
        version=hpo_version(obo),
        terms=terms,
        term_names=[hpo[term].name for term in terms],
        members=members,
        member_names=[names[member] for member in members],
        series_names=series_names,
        references=references,
        former={old: new for old, new in former.items() if new in hpo},
    )
    return _arrays(words, rows, hpo, series_of)


def _pooled(found: Iterable[Annotation], hpo: Mapping[str, HpoTerm], former: Mapping[str, str]) -> list[Annotation]:
    """Return one row per disease and term: counts of several rows added up, a band beside counts weighed in."""
    together: dict[tuple[str, str], list[Annotation]] = {}
    for one in found:
        term = former.get(one.term, one.term)
        if term in hpo:
            together.setdefault((one.disease, term), []).append(one)
    return [_pool(term, rows) for (_, term), rows in sorted(together.items())]


def _pool(term: str, rows: Sequence[Annotation]) -> Annotation:
    count, of = sum(row.count for row in rows), sum(row.of for row in rows)
    bands = [row.band for row in rows if row.band >= 0]
    band = sum(bands) / len(bands) if bands else -1.0
    if of and bands:
        count, of = count + round(band * BAND_PATIENTS), of + round(BAND_PATIENTS)
    references = tuple(sorted({reference for row in rows for reference in row.references}))
    return Annotation(rows[0].disease, rows[0].name, term, count, of, band, references)


def _series(members: Sequence[str], names: Mapping[str, str], same: Mapping[str, str]) -> tuple[list[str], Integers]:
    """Return the names of the series, and for each member the index of its series.

    What is the `same` disease as a member stands in its series, which it does not name.
    """
    keys = [series(names[same.get(member, member)]) for member in members]
    named: dict[str, list[str]] = {}
    for member, key in zip(members, keys, strict=True):
        if series(names[member]) == key:
            named.setdefault(key, []).append(names[member])
    index = {key: n for n, key in enumerate(sorted(named))}
    titles = [title(named[key]) for key in index]
    return titles, np.array([index[key] for key in keys], dtype=np.int32)


def _arrays(words: Words, rows: Sequence[Annotation], hpo: Mapping[str, HpoTerm], series_of: Integers) -> RarePack:
    term = {identifier: n for n, identifier in enumerate(words.terms)}
    member = {identifier: n for n, identifier in enumerate(words.members)}
    reference = {joined: n for n, joined in enumerate(words.references)}
    parents = [[term[parent] for parent in hpo[identifier].parents if parent in term] for identifier in words.terms]
    bare = RarePack(
        words=words,
        row_member=np.array([member[row.disease] for row in rows], dtype=np.int32),
        row_term=np.array([term[row.term] for row in rows], dtype=np.int32),
        row_count=np.array([row.count for row in rows], dtype=np.int32),
        row_of=np.array([row.of for row in rows], dtype=np.int32),
        row_band=np.array([row.band for row in rows], dtype=np.float32),
        row_reference=np.array([reference[";".join(row.references)] for row in rows], dtype=np.int32),
        column_start=np.zeros(len(words.terms) + 1, dtype=np.int32),
        column_member=np.zeros(0, dtype=np.int32),
        column_share=np.zeros(0, dtype=np.float32),
        background=np.zeros(len(words.terms), dtype=np.float32),
        parent_start=np.concatenate(([0], np.cumsum([len(p) for p in parents]))).astype(np.int32),
        parents=np.array([parent for some in parents for parent in some], dtype=np.int32),
        series_of=series_of,
    )
    return _with_columns(bare)


def _with_columns(bare: RarePack) -> RarePack:
    """Return the pack with its rows propagated upwards and stored by term."""
    columns: list[tuple[list[int], list[float]]] = [([], []) for _ in bare.words.terms]
    for member in range(len(bare.words.members)):
        for term, (value, _) in bare.shares(member).items():
            columns[term][0].append(member)
            columns[term][1].append(value)
    start = np.concatenate(([0], np.cumsum([len(members) for members, _ in columns]))).astype(np.int32)
    share: Floats = np.array([value for _, values in columns for value in values], dtype=np.float32)
    totals = np.array([sum(values) for _, values in columns], dtype=np.float32)
    background = np.maximum(totals / max(len(bare.words.members), 1), LEAST_BACKGROUND).astype(np.float32)
    fields = {name: getattr(bare, name) for name in bare.__dataclass_fields__}
    fields |= {
        "column_start": start,
        "column_member": np.array([m for members, _ in columns for m in members], dtype=np.int32),
        "column_share": share,
        "background": background,
    }
    return RarePack(**fields)
