"""Which licences may be shipped: none that asks the whole program to be under it."""

from __future__ import annotations

import re

from supply.errors import UnknownPartError
from supply.part import Part

_BINDING = re.compile(r"(?<!\w)A?GPL-\d\.\d(-only|-or-later)?(?!-| WITH)\b")


def check(parts: tuple[Part, ...]) -> None:
    """Raise `UnknownPartError` for a part that can only be had under the GPL itself."""
    bound = [f"{part.name} ({part.licence})" for part in parts if binds_the_whole(part.licence)]
    if bound:
        raise UnknownPartError(f"Under the GPL alone, so not to be shipped with this program: {', '.join(bound)}.")


def binds_the_whole(licence: str) -> bool:
    """Return whether every alternative of an expression is the GPL without an exception."""
    return all(_BINDING.search(alternative) for alternative in licence.split(" OR "))
