"""One disease under two names: OMIM's and Orphanet's entries of a single gene."""

from __future__ import annotations

from pathlib import Path

import pytest

from copilot.knowledge.genes import one_disease
from tests.knowledge.test_rare import GENES, caused

NAMES = {
    "OMIM:1": "Orotic aciduria",
    "OMIM:2": "Craniosynostosis 9",
    "ORPHA:1": "Hereditary orotic aciduria",
    "ORPHA:2": "Other disease",
    "ORPHA:3": "8p11.2 deletion syndrome",
    "ORPHA:4": "Susceptibility to spondylitis",
}


def same(folder: Path, *rows: str) -> dict[str, str]:
    """Return which diseases are one by these rows."""
    path = folder / "genes.txt"
    path.write_text("\n".join((GENES, *rows)) + "\n", encoding="utf-8")
    return one_disease(path, NAMES)


def test_one_gene_with_one_disease_in_each_catalogue_is_one_disease(tmp_path: Path) -> None:
    assert same(tmp_path, caused("1", "OMIM:1"), caused("1", "ORPHA:1"), caused("2", "OMIM:2")) == {"ORPHA:1": "OMIM:1"}


@pytest.mark.parametrize(
    "rows",
    [
        (("1", "OMIM:1"), ("1", "ORPHA:1"), ("1", "OMIM:2")),  # the gene causes two of OMIM's
        (("1", "OMIM:1"), ("1", "ORPHA:1"), ("1", "ORPHA:2")),  # or two of Orphanet's
        (("1", "OMIM:1"), ("1", "ORPHA:1"), ("2", "ORPHA:1")),  # the disease has another gene
        (("1", "OMIM:1"), ("1", "ORPHA:3")),  # a stretch with many genes
        (("1", "OMIM:1"), ("1", "ORPHA:4")),  # made likelier, not caused
        (("1", "OMIM:1"), ("1", "ORPHA:99")),  # not annotated
    ],
)
def test_whatever_leaves_it_open_joins_nothing(tmp_path: Path, rows: tuple[tuple[str, str], ...]) -> None:
    assert same(tmp_path, *(caused(gene, disease) for gene, disease in rows)) == {}
