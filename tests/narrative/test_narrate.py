from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from copilot.errors import ModelError
from copilot.model.catalogue import starter
from copilot.model.client import LoadedModel, ModelClient
from copilot.model.gguf_file import GgufInfo
from copilot.model.protocol import Done, Loaded
from copilot.narrative.narrate import INSTRUCTION, STOPPED, Checked, Event, Pending, narrate
from copilot.narrative.narrative import Support
from tests.narrative.a_brief import REFERENCES, TOLD

INFO = GgufInfo(Path("m.gguf"), 1, 3, "llama", "m", "Q8_0", 1024, "", "", "brief-2", 1)


class Canned(ModelClient):
    """Says what it was given, in small pieces."""

    def __init__(self, said: str, reason: str = "end", error: ModelError | None = None) -> None:
        super().__init__()
        self.said, self.reason, self.error = said, reason, error
        self.model = LoadedModel(INFO, "ab" * 32, Loaded(1024, "CPU", "b", "d"))

    def generate(self, parts: Any, grammar: str = "", max_tokens: int = 256, **_: Any) -> Iterator[str]:
        for at in range(0, len(self.said), 7):
            yield self.said[at : at + 7]
        if self.error is not None:
            raise self.error
        self.last = Done(1, self.reason, 10, 0, 50, 0.1, 0.5)


def test_every_sentence_is_checked_as_it_ends() -> None:
    client = Canned(
        "It is supported by pleuritic chest pain [F12] [R3]. Against it stands leg swelling [F30.2] [R4]. Half a"
    )
    heard: list[Event] = []
    narrative = narrate(TOLD, REFERENCES, client, heard.append)
    assert [s.support for s in narrative.sentences] == [Support.SUPPORTED, Support.CONTRADICTED]
    assert narrative.sentences[1].reason
    assert narrative.incomplete == ""
    assert narrative.tokens_per_second == pytest.approx(100)
    assert narrative.model.sha256 == "ab" * 32
    assert [e.sentence for e in heard if isinstance(e, Checked)] == list(narrative.sentences)
    assert "".join(e.text for e in heard if isinstance(e, Pending)) == client.said


def test_what_the_model_was_asked_is_told_with_its_words() -> None:
    narrative = narrate(TOLD, REFERENCES, Canned("It is supported by pleuritic chest pain [F12]. "))
    assert narrative.asked
    first = narrative.asked[0]
    assert first.instruction == INSTRUCTION
    assert first.data in "".join(text for text, _ in first.parts)
    assert first.grammar.startswith("root ::= ")


def test_a_sentence_said_twice_counts_once() -> None:
    client = Canned("It is supported by pleuritic chest pain [F12] [R3]. " * 3)
    assert len(narrate(TOLD, REFERENCES, client).sentences) == 1


def test_what_was_checked_before_a_crash_is_kept() -> None:
    error = ModelError("The model process crashed.", remedy="Load it again.")
    narrative = narrate(TOLD, REFERENCES, Canned("It is supported by pleuritic chest pain [F12]. ", error=error))
    assert len(narrative.sentences) == 1
    assert narrative.incomplete == "The model process crashed. Load it again."


@pytest.mark.parametrize("before", [True, False])
def test_stopping_is_said(before: bool) -> None:
    client = Canned("It is supported by pleuritic chest pain [F12]. ", "stopped")
    narrative = narrate(TOLD, REFERENCES, client, stopped=lambda: before)
    assert narrative.incomplete == STOPPED
    assert len(narrative.sentences) == (0 if before else 1)


def test_a_model_that_was_never_asked_has_no_speed() -> None:
    assert narrate(TOLD, REFERENCES, Canned(""), stopped=lambda: True).tokens_per_second == 0.0


def test_the_starter_says_the_whole_brief_and_all_of_it_holds() -> None:
    path = starter()
    assert path is not None
    client = ModelClient(context=1024)
    try:
        client.load(path)
        narrative = narrate(TOLD, REFERENCES, client)
    finally:
        client.close()
    assert narrative.incomplete == ""
    assert narrative.sentences
    assert [s.reason for s in narrative.sentences if s.reason] == []
    cited = {fact for s in narrative.sentences for fact in s.facts}
    assert cited == {"F12", "F14", "F15", "F30.2", "F31"}
    assert narrative.model.name == "chartside-starter"
