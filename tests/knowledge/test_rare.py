"""The rare pack: compiled from small files of HPO's form, stored, loaded, and honest when a paper is left out."""

from __future__ import annotations

from pathlib import Path

import pytest

from copilot.errors import KnowledgeError
from copilot.knowledge.rare import NOT_GIVEN, RarePack, decode, encode, share
from copilot.knowledge.rare_build import build
from copilot.knowledge.series import series, title

OBO = """format-version: 1.2
data-version: hp/releases/2025-01-16

[Term]
id: HP:0000001
name: All

[Term]
id: HP:0000118
name: Phenotypic abnormality
is_a: HP:0000001 ! All

[Term]
id: HP:0000010
name: Long finger
synonym: "Long fingers" EXACT layperson []
alt_id: HP:0000011
is_a: HP:0000118 ! Phenotypic abnormality

[Term]
id: HP:0000012
name: Very long finger
is_a: HP:0000010 ! Long finger

[Term]
id: HP:0000020
name: Lens out of place
is_a: HP:0000118 ! Phenotypic abnormality

[Term]
id: HP:0000099
name: Gone
is_obsolete: true
replaced_by: HP:0000020
"""

ROWS = [
    # disease, name, qualifier, term, reference, frequency, aspect
    ("OMIM:1", "Alpha syndrome, type 1", "", "HP:0000012", "PMID:11", "4/5", "P"),
    ("OMIM:1", "Alpha syndrome, type 1", "", "HP:0000099", "PMID:11;PMID:12", "3/3", "P"),
    ("OMIM:2", "Alpha syndrome, type 2", "", "HP:0000020", "PMID:13", "", "P"),
    ("OMIM:2", "Alpha syndrome, type 2", "NOT", "HP:0000010", "PMID:13", "", "P"),
    ("OMIM:2", "Alpha syndrome, type 2", "", "HP:0000001", "PMID:13", "", "I"),
    ("ORPHA:7", "Beta disease", "", "HP:0000011", "ORPHA:7", "HP:0040281", "P"),
    ("DECIPHER:1", "Gamma", "", "HP:0000010", "PMID:14", "", "P"),
]


GENES = "ncbi_gene_id\tgene_symbol\thpo_id\thpo_name\tfrequency\tdisease_id"


def caused(gene: str, disease: str) -> str:
    """Return a row that ties a disease to a gene."""
    return f"{gene}\tG{gene}\tHP:0000010\tLong finger\t-\t{disease}"


def write(folder: Path, *genes: str) -> tuple[Path, Path, Path]:
    """Write hp.obo, phenotype.hpoa and genes_to_phenotype.txt of a world with three diseases."""
    lines = ["#version: 2025-01-16", "database_id\tdisease_name\tqualifier\thpo_id"]
    for disease, name, qualifier, term, reference, frequency, aspect in ROWS:
        lines.append(f"{disease}\t{name}\t{qualifier}\t{term}\t{reference}\tPCS\t\t{frequency}\t\t\t{aspect}\tx")
    obo, hpoa = folder / "hp.obo", folder / "phenotype.hpoa"
    obo.write_text(OBO, encoding="utf-8")
    hpoa.write_text("\n".join(lines) + "\n", encoding="utf-8")
    to_phenotype = folder / "genes_to_phenotype.txt"
    to_phenotype.write_text("\n".join((GENES, *genes)) + "\n", encoding="utf-8")
    return obo, hpoa, to_phenotype


@pytest.fixture
def rare(tmp_path: Path) -> RarePack:
    """The compiled small pack."""
    return build(*write(tmp_path))


def shares(rare: RarePack, member: str, *left_out: str) -> dict[str, float]:
    """Return the propagated shares of a member by term id."""
    found = rare.shares(rare.member_index[member], frozenset(left_out))
    return {rare.words.terms[term]: round(value, 4) for term, (value, _) in found.items()}


def test_what_is_read_and_what_is_not(rare: RarePack) -> None:
    assert rare.words.version == "2025-01-16"
    assert rare.words.members == ["OMIM:1", "OMIM:2", "ORPHA:7"]
    assert rare.words.series_names == ["Alpha syndrome", "Beta disease"]
    assert rare.series_of.tolist() == [0, 0, 1]


def test_orphanets_name_for_the_same_disease_stands_in_omims_series_and_does_not_name_it(tmp_path: Path) -> None:
    rare = build(*write(tmp_path, caused("3", "OMIM:2"), caused("3", "ORPHA:7")))
    assert rare.words.series_names == ["Alpha syndrome"]
    assert rare.series_of.tolist() == [0, 0, 0]


def test_how_much_is_annotated_is_the_sum_of_the_shares(rare: RarePack) -> None:
    fingers, lens = share(4, 5, -1.0), share(3, 3, -1.0)
    assert rare.annotated.tolist() == pytest.approx([fingers + lens, NOT_GIVEN, 0.9])
    alpha = rare.member_index["OMIM:1"]
    assert rare.annotated_without(alpha, frozenset()) == pytest.approx(float(rare.annotated[alpha]))
    assert rare.annotated_without(alpha, frozenset({"PMID:11"})) == pytest.approx(NOT_GIVEN)


def test_counts_are_shrunk_bands_are_kept_and_nothing_given_has_its_own_share(rare: RarePack) -> None:
    assert shares(rare, "OMIM:1")["HP:0000012"] == pytest.approx((4 + 0.8) / (5 + 4.0), abs=1e-4)
    assert shares(rare, "OMIM:2")["HP:0000020"] == NOT_GIVEN
    assert shares(rare, "ORPHA:7")["HP:0000010"] == pytest.approx(0.9)
    assert share(0, 0, 0.0) == 0.0


def test_a_special_term_implies_the_general_ones_and_former_ids_lead_on(rare: RarePack) -> None:
    alpha = shares(rare, "OMIM:1")
    assert alpha["HP:0000010"] == alpha["HP:0000012"]
    assert "HP:0000020" in alpha  # the obsolete HP:0000099 was replaced by it
    assert rare.index["HP:0000011"] == rare.index["HP:0000010"]
    assert dict(rare.above(rare.index["HP:0000012"]))[rare.index["HP:0000118"]] == 2


def test_leaving_out_a_paper_takes_its_rows_and_the_counts_that_hold_it(rare: RarePack) -> None:
    left = shares(rare, "OMIM:1", "PMID:11")
    assert "HP:0000012" not in left
    assert left["HP:0000020"] == NOT_GIVEN  # PMID:12 still says so, but the pooled count cannot stand
    assert rare.by_reference["PMID:11"] == {rare.member_index["OMIM:1"]}


def test_columns_agree_with_the_rows(rare: RarePack) -> None:
    for term, identifier in enumerate(rare.words.terms):
        members, values = rare.column(term)
        for member, value in zip(members.tolist(), values.tolist(), strict=True):
            assert shares(rare, rare.words.members[member])[identifier] == pytest.approx(value, abs=1e-4)


def test_what_is_stored_comes_back(rare: RarePack, tmp_path: Path) -> None:
    path = tmp_path / "rare.npz"
    path.write_bytes(encode(rare))
    again = decode(path)
    assert again.words == rare.words
    assert again.column_share.tolist() == rare.column_share.tolist()
    path.write_bytes(b"PK\x03\x04 not a pack")
    with pytest.raises(KnowledgeError, match="not a compiled rare pack"):
        decode(path)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Spastic paraplegia 30, autosomal recessive", "Spastic paraplegia 4, autosomal dominant", True),
        ("Cutis laxa, autosomal recessive, type IA", "Cutis laxa, autosomal dominant 2", True),
        ("Marfan syndrome", "MARFAN SYNDROME", True),
        ("Neonatal hemochromatosis", "Hemochromatosis, neonatal", True),
        ("Holt-Oram syndrome", "Marfan syndrome", False),
        ("Ehlers-Danlos syndrome, vascular type", "Ehlers-Danlos syndrome, classic type", False),
    ],
)
def test_series(one: str, other: str, same: bool) -> None:
    assert (series(one) == series(other)) is same


def test_a_series_is_called_by_what_its_members_share() -> None:
    assert title(["Spastic paraplegia 30, autosomal recessive", "Spastic paraplegia 4, autosomal dominant"]) == (
        "Spastic paraplegia"
    )
    assert title(["Marfan syndrome", "Marfan syndrome"]) == "Marfan syndrome"
