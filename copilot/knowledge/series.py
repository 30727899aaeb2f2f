"""Which rare diseases stand as one line: a phenotypic series, whose genetic subtypes look alike at the bedside."""

from __future__ import annotations

import re

_INHERITANCE = re.compile(
    r",?\s*\b(?:autosomal (?:dominant|recessive)|x-linked(?: (?:dominant|recessive))?|digenic)"
    r"(?: or (?:autosomal )?(?:dominant|recessive))?"
)
_NUMBER = re.compile(r",?\s*\btype [0-9ivx]+[a-z]{0,2}\b|,?\s+\d+[a-z]{0,2}\b|,?\s+[ivx]+[a-z]?$", re.IGNORECASE)
_QUALIFIED = re.compile(r",\s*(?:with|without|and|due to|susceptibility).*$")


def series(name: str) -> str:
    """Return the key of the series: the name without inheritance, subtype number and qualifying clause.

    "Spastic paraplegia 30, autosomal recessive" and "Spastic paraplegia 4, autosomal dominant" share one.
    """
    plain = re.sub(r"\(.*?\)", "", name.casefold())
    plain = _QUALIFIED.sub("", _NUMBER.sub("", _INHERITANCE.sub("", plain)))
    return " ".join(sorted(re.findall(r"[a-z0-9]+", plain)))


def title(names: list[str]) -> str:
    """Return what the series is called: its only name, or the shortest without subtype number and inheritance."""
    shortest = min(names, key=lambda name: (len(name), name))
    if len(set(names)) == 1:
        return shortest
    return re.sub(r"\s+,", ",", _NUMBER.sub("", _bare(shortest))).strip(" ,")


def _bare(name: str) -> str:
    return re.sub(_INHERITANCE.pattern, "", name, flags=re.IGNORECASE)
