"""What repeats in a record is held once: a long chart says the same codings, references and units again and again."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from typing import Any

from copilot.breath import breathe
from copilot.fhir.pull import Json

_WORDS = {str}
# An element with a value is a number of its own (a result, an identifier); resources are never one and the same.
_OWN = ("value", "resourceType")
_FEW = 500  # elements between two breaths: a millisecond


class Shared:
    """The hooks with which one record is parsed; it holds what may come again, so it lives as long as the parsing.

    Nobody may change parsed JSON: an element can stand in a thousand places. As Python code between the elements,
    the hooks also let other threads have their turn, which a parser in C does not.
    """

    def __init__(self) -> None:
        self._elements: dict[Any, Json] = {}
        self._numbers: dict[str, Decimal] = {}
        self._made = 0

    def element(self, pairs: list[tuple[str, Any]]) -> Json:
        """Return an object; of those with nothing but words, or a concept of one coding, always the same one."""
        self._made += 1
        if self._made % _FEW == 0:
            breathe()
        made = dict(pairs)
        for name in _OWN:
            if name in made:
                return made
        if {*map(type, made.values())} == _WORDS:
            key: Any = tuple(pairs)
        else:
            codings = made.get("coding")
            if not isinstance(codings, list) or len(codings) != 1 or len(made) > 2:
                return made
            text = made.get("text")
            if len(made) == 2 and not isinstance(text, str):
                return made
            key = (id(codings[0]), text, pairs[0][0])  # the id is nobody else's: the coding lives in what is held
        return self._elements.setdefault(key, made)

    def number(self, text: str) -> Decimal:
        """Return a number with every digit as given; raises `ValueError` for one that no `Decimal` can hold."""
        known = self._numbers.get(text)
        if known is None:
            try:
                known = self._numbers[text] = Decimal(text)
            except InvalidOperation:
                raise ValueError("its exponent is beyond every measure") from None
        return known
