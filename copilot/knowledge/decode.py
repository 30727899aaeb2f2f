"""Read the compiled common pack: plain constructors, because it is read at every start."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import orjson

from copilot.errors import KnowledgeError
from copilot.knowledge.pack import (
    Age,
    Anchor,
    CommonPack,
    Condition,
    DiagnosticTest,
    Figure,
    FigureKind,
    Link,
    Reference,
    Term,
    TermKind,
    ValueRule,
)

Row = dict[str, Any]


def decode(path: Path) -> CommonPack:
    """Return the pack compiled to `path`; raises `KnowledgeError` where it is not one of this version.

    The file was typed when it was compiled from the sources; here only its shape is relied on.
    """
    try:
        stored = orjson.loads(path.read_bytes())
        return CommonPack(
            version=stored["version"],
            terms={key: _term(row) for key, row in stored["terms"].items()},
            conditions={key: _condition(row) for key, row in stored["conditions"].items()},
            tests={key: DiagnosticTest(**_tuples(row)) for key, row in stored["tests"].items()},
            references={key: _reference(row) for key, row in stored["references"].items()},
        )
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise KnowledgeError(
            "is not a compiled pack of this version.", where=str(path), remedy="Delete it, or reinstall Chartside."
        ) from error


def _tuples(row: Row) -> Row:
    """Return the row with its lists as tuples: everything in a pack is immutable."""
    return {key: tuple(value) if isinstance(value, list) else value for key, value in row.items()}


def _term(row: Row) -> Term:
    values = tuple(ValueRule(**_tuples(rule)) for rule in row["values"])
    return Term(**{**_tuples(row), "kind": TermKind(row["kind"]), "values": values})


def _reference(row: Row) -> Reference:
    return Reference(**{**row, "anchors": tuple(Anchor(**anchor) for anchor in row["anchors"])})


def _condition(row: Row) -> Condition:
    changed = _tuples(row)
    changed["links"] = tuple(_link(link) for link in row["links"])
    changed["base_rates"] = tuple(_figure(figure) for figure in row["base_rates"])
    changed["codes"] = tuple((system, code) for system, code in row["codes"])
    changed["age"] = Age(**_tuples(row["age"]))
    return Condition(**changed)


def _link(row: Row) -> Link:
    figures = tuple(_figure(figure) for figure in row["figures"])
    return Link(row["finding"], row["band"], row["strength"], figures, tuple(row["references"]))


def _figure(row: Row) -> Figure:
    return Figure(**{**row, "kind": FigureKind(row["kind"])})
