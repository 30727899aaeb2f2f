"""A speaker that notes what is asked of it, so that it can be kept with what came of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from copilot.model.client import LoadedModel
from copilot.model.protocol import Done, Part
from copilot.model.speaker import Speaker
from copilot.narrative.asked import Asked, parts_of


class Noting:
    """Speaks as the one inside does; `asked` is all that was asked of it, the free thought before an answer too.

    `instruction` and `data` are what the prompts were made of.
    """

    def __init__(self, inside: Speaker, instruction: str, data: str) -> None:
        self._inside, self._instruction, self._data = inside, instruction, data
        self.asked: list[Asked] = []

    @property
    def model(self) -> LoadedModel | None:
        """Return the loaded model, if one is."""
        return self._inside.model

    @property
    def last(self) -> Done | None:
        """Return how the last generation ended."""
        return self._inside.last

    def generate(
        self,
        parts: Sequence[Part],
        grammar: str = "",
        max_tokens: int = 256,
        *,
        temperature: float = 0.0,
        **more: Any,
    ) -> Iterator[str]:
        """Note what is asked, and yield what is said."""
        noted = Asked("", self._instruction, self._data, parts_of(parts), grammar, max_tokens, temperature)
        self.asked.append(noted)
        yield from self._inside.generate(parts, grammar, max_tokens, temperature=temperature, **more)
