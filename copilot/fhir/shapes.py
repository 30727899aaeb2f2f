"""What servers send where FHIR has a list: a list, a lone item, or nothing of use."""

from __future__ import annotations

from collections.abc import Iterator

from copilot.fhir.pull import Json


def listed(value: object) -> list[object]:
    """Return the items of a list; a lone item counts as a list of one."""
    return value if isinstance(value, list) else [value]


def objects(value: object) -> Iterator[Json]:
    """Yield the objects among the items of a list."""
    return (item for item in listed(value) if isinstance(item, dict))
