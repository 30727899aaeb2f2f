"""`Speaker`: what is asked of a model, wherever it runs; `ModelClient` and `RemoteClient` are both one."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Protocol

from copilot.model.client import LoadedModel
from copilot.model.protocol import Done, Part


class Speaker(Protocol):
    """A model that is loaded, or will be."""

    @property
    def model(self) -> LoadedModel | None:
        """Return the loaded model, if one is."""

    @property
    def last(self) -> Done | None:
        """Return how the last generation ended."""

    def generate(
        self,
        parts: Sequence[Part],
        grammar: str = "",
        max_tokens: int = 256,
        *,
        temperature: float = 0.0,
        control: bool = False,
        stopped: Callable[[], bool] = ...,
        reading: Callable[[int, int], None] = ...,
    ) -> Iterator[str]:
        """Yield the answer piece by piece."""
