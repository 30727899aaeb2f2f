"""Let a local model put reviews into words, or say plainly why there are none."""

from __future__ import annotations

import time
from collections.abc import Sequence
from contextlib import AbstractContextManager
from dataclasses import replace
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

from copilot.errors import ModelError
from copilot.narrative.answer import Answer, Outcome
from copilot.review.references import short_ids
from copilot.review.review import Review

if TYPE_CHECKING:  # without a model nothing of it is loaded
    from copilot.model.client import ModelClient

OFF = "the model was left out."
NO_STARTER = "no model is installed here; give one with --model."


class Writer(AbstractContextManager["Writer"]):
    """Writes the words of many reviews with one loaded model; without one, every review says why."""

    def __init__(self, client: ModelClient | None, reason: str) -> None:
        self._client = client
        self._reason = reason

    @classmethod
    def open(cls, path: Path | None, *, off: bool) -> Writer:
        """Load the model at `path`, or the starter; a model that cannot be loaded costs only the words."""
        if off:
            return cls(None, OFF)
        from copilot.model.catalogue import starter
        from copilot.model.client import ModelClient

        chosen = path or starter()
        if chosen is None:
            return cls(None, NO_STARTER)
        client = ModelClient()
        try:
            client.load(chosen)
        except ModelError as error:
            client.close()
            return cls(None, str(error))
        return cls(client, "")

    def write(self, review: Review) -> Review:
        """Return the review with its narrative, or with the reason why it has none."""
        if self._client is None:
            return replace(review, no_narrative=self._reason)
        from copilot.narrative.narrate import narrate

        start = time.perf_counter()
        narrative = narrate(review, short_ids(review), self._client)
        seconds = {**review.seconds, "narrative": time.perf_counter() - start}
        return replace(review, narrative=narrative, seconds=seconds)

    def answer(self, review: Review, questions: Sequence[str]) -> Review:
        """Return the review with an answer to each question, or the reason why there is none."""
        if self._client is None:
            unable = (Answer(question, Outcome.UNABLE, reason=self._reason) for question in questions)
            return replace(review, answers=tuple(unable))
        from copilot.narrative.ask import ask

        answers = tuple(ask(review, question, self._client) for question in questions)
        return replace(review, answers=answers)

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """End the model's process."""
        if self._client is not None:
            self._client.close()
