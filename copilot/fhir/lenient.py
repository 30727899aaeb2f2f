"""Read JSON whose shapes nobody promises: what is not as it should be is empty, and never an error."""

from __future__ import annotations

import json
import math
from typing import Any

Json = dict[str, Any]


def text(value: object) -> str:
    """Return a text, "" for anything else."""
    return value.strip() if isinstance(value, str) else ""


def texts(value: object) -> tuple[str, ...]:
    """Return the texts in a list."""
    return tuple(item for item in value if isinstance(item, str)) if isinstance(value, list) else ()


def number(value: object) -> float:
    """Return a positive number that may have come as a text, 0 for anything else."""
    try:
        found = float(str(value))
    except ValueError:
        return 0.0
    return found if math.isfinite(found) and found > 0 else 0.0


def as_object(value: object) -> Json:
    """Return an object, an empty one for anything else."""
    return value if isinstance(value, dict) else {}


def objects(value: object) -> tuple[Json, ...]:
    """Return the objects in a list."""
    return tuple(item for item in value if isinstance(item, dict)) if isinstance(value, list) else ()


def object_in(body: str | bytes) -> Json:
    """Return the object that a body or a message holds, an empty one for anything else."""
    try:
        return as_object(json.loads(body))
    except (ValueError, RecursionError):
        return {}
