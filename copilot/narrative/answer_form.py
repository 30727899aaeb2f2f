"""The form of an answer's lines, parsed with pydantic; an id that was not offered is out of form."""

from __future__ import annotations

from collections.abc import Collection
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

MOST_SENTENCES, MOST_IDS, MOST_LETTERS = 5, 4, 220


class Said(BaseModel):
    """One sentence as the model wrote it."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)

    ids: Annotated[list[str], Field(min_length=1, max_length=MOST_IDS)]
    text: Annotated[str, Field(min_length=1, max_length=MOST_LETTERS + 1)]


class SaysNothing(BaseModel):
    """The model found no answer in the facts."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)

    says: Literal[False]


_LINE: TypeAdapter[Said | SaysNothing] = TypeAdapter(Said | SaysNothing)


def parsed(line: str, known: Collection[str]) -> Said | SaysNothing | None:
    """Return what one line of an answer says; None where it is out of form or names an id that was not offered."""
    try:
        made = _LINE.validate_json(line)
    except ValidationError:  # its text would quote the chart
        return None
    if isinstance(made, Said) and not set(made.ids) <= set(known):
        return None
    return made
