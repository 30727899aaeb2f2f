"""Read phenotype.hpoa: which rare disease shows which HPO term, how often, and by which publication."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

# The midpoints of HPO's own frequency bands (obligate, very frequent, frequent, occasional, very rare, excluded).
BANDS = {
    "HP:0040280": 1.0,
    "HP:0040281": 0.9,
    "HP:0040282": 0.55,
    "HP:0040283": 0.17,
    "HP:0040284": 0.025,
    "HP:0040285": 0.0,
}
PHENOTYPE = "P"
SOURCES = ("OMIM:", "ORPHA:")


@dataclass(frozen=True, slots=True)
class Annotation:
    """One row: a disease shows a term in `count` of `of` patients, or with the share `band` (-1: not given).

    `references` are HPO's own ("PMID:8172269", "OMIM:154700", "ORPHA:558").
    """

    disease: str
    name: str
    term: str
    count: int
    of: int
    band: float
    references: tuple[str, ...]


def read_annotations(path: Path) -> Iterator[Annotation]:
    """Yield every phenotypic row of OMIM and Orphanet diseases; rows that deny a term ("NOT") are left out."""
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            fields = line.rstrip("\n").split("\t")
            if len(fields) < 11 or not fields[0].startswith(SOURCES):
                continue
            disease, name, qualifier, term, references, _, _, frequency = fields[:8]
            if qualifier != "NOT" and fields[10] == PHENOTYPE:
                count, of, band = _frequency(frequency)
                yield Annotation(disease, name, term, count, of, band, tuple(references.split(";")))


def _frequency(text: str) -> tuple[int, int, float]:
    """Return (count, of, share): "4/5" is counted, "HP:0040281" and "30%" are shares, "" is not given."""
    counted = re.fullmatch(r"(\d+)/(\d+)", text)
    if counted and int(counted[2]) > 0:
        return int(counted[1]), int(counted[2]), -1.0
    percent = re.fullmatch(r"(\d+(?:\.\d+)?)%", text)
    if percent:
        return 0, 0, float(percent[1]) / 100
    return 0, 0, BANDS.get(text, -1.0)
