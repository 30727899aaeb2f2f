"""`Answer`: what came of a question about the chart; "the chart does not say" is an answer too."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from copilot.narrative.asked import Asked
from copilot.narrative.narrative import ModelIdentity, Sentence, Support

NOT_SAID = "The chart does not say."


class Outcome(StrEnum):
    """How a question ended."""

    ANSWERED = "answered"  # at least one sentence is supported
    NOT_SAID = "not_said"  # the chart does not say
    NOT_SUPPORTED = "not_supported"  # the model said something, and nothing of it holds
    INCOMPLETE = "incomplete"  # stopped, crashed, or out of form
    UNABLE = "unable"  # this model cannot be asked


@dataclass(frozen=True, slots=True)
class Answer:
    """Sentences with their citations and verdicts. `offered` are the ids of the facts that the model was shown.

    `reason` says why there is no answer, or why it is incomplete. `asked` is what the model was asked, to be kept and
    shown to nobody else.
    """

    question: str
    outcome: Outcome
    sentences: tuple[Sentence, ...] = ()
    offered: tuple[str, ...] = ()
    model: ModelIdentity | None = None
    reason: str = ""
    asked: tuple[Asked, ...] = ()

    @property
    def supported(self) -> tuple[Sentence, ...]:
        """Return the sentences that may be copied and exported."""
        return tuple(one for one in self.sentences if one.support is Support.SUPPORTED)
