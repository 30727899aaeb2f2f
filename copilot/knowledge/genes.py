"""Which diseases of OMIM and of Orphanet are one: those that a single gene causes, and that gene causes no other."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path

# A lost or doubled stretch of the chromosome takes more genes along than the one named; what a gene only makes more
# likely it does not cause.
_NOT_BY_ONE = re.compile(r"deletion|duplication|monosomy|trisomy|susceptibility", re.IGNORECASE)


def one_disease(path: Path, names: Mapping[str, str]) -> dict[str, str]:
    """Return, for diseases of Orphanet, the disease of OMIM that is the same one; `path` is genes_to_phenotype.txt.

    The two call many diseases by different names, and HPO annotates both: on one gene, each must have exactly one
    disease of `names` (id to name) that has no other gene.
    """
    causes = _causes(path)
    genes: dict[str, int] = {}
    for diseases in causes.values():
        for disease in diseases:
            genes[disease] = genes.get(disease, 0) + 1
    alone = ([d for d in sorted(diseases) if d in names and genes[d] == 1] for diseases in causes.values())
    return dict(pair for diseases in alone for pair in _pair(diseases, names))


def _pair(diseases: Collection[str], names: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    omim = [disease for disease in diseases if disease.startswith("OMIM:")]
    orphanet = [disease for disease in diseases if disease.startswith("ORPHA:")]
    if len(omim) == len(orphanet) == 1 and not any(_NOT_BY_ONE.search(names[disease]) for disease in diseases):
        yield orphanet[0], omim[0]


def _causes(path: Path) -> Mapping[str, set[str]]:
    """Return the diseases of each gene."""
    causes: dict[str, set[str]] = {}
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            fields = line.rstrip("\n").split("\t")
            if len(fields) == 6 and ":" in fields[5]:
                causes.setdefault(fields[0], set()).add(fields[5])
    return causes
