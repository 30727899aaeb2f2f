"""Against a real llama.cpp server process: the words of the machine's own client, the grammar, Stop, and refusals."""

from __future__ import annotations

import logging

import pytest

from copilot.errors import ModelError
from copilot.model.client import ModelClient
from copilot.model.remote import RemoteClient
from copilot.model.templates import Family, profile, prompt
from copilot.model.two_passes import answer
from copilot.narrative.narrate import narrate
from tests.model.remote.conftest import KEY, Llama, destination
from tests.model.tiny_families import WORDS
from tests.narrative.a_brief import REFERENCES, TOLD

RULE = "Answer with the code word cedar cedar cedar."
DATA = "The bed is by the window."
WORD = "root ::= " + " | ".join(f'"{word}"' for word in WORDS)


def _says(client: ModelClient | RemoteClient, rule: str, grammar: str, most: int = 8) -> str:
    assert client.model is not None
    return "".join(client.generate(prompt(client.model.info, rule, DATA), grammar, most))


def test_the_server_says_what_this_machine_says(llama: Llama, client: RemoteClient) -> None:
    here = ModelClient(context=1024, threads=1)
    try:
        here.load(llama.file)
        for word in ("cedar", "heron"):
            rule = RULE.replace("cedar", word)
            assert _says(client, rule, WORD) == _says(here, rule, WORD) == word
    finally:
        here.close()
    assert client.last is not None
    assert client.last.reason == "end"
    assert client.last.tokens > 0


def test_the_grammar_binds_there_too(client: RemoteClient) -> None:
    assert _says(client, RULE, 'root ::= "amber basil"', 32) == "amber basil"


def test_who_answers_is_known(llama: Llama, client: RemoteClient) -> None:
    assert client.model is not None
    assert client.destination == client.model.destination == "Ward GPU (127.0.0.1)"
    assert client.model.runs.context == 4096  # which IT's settings say where the server does not
    assert profile(client.model.info).family is Family.CHAT
    assert not profile(client.model.info).two_passes


def test_a_strict_answer_comes_through_the_same_door(client: RemoteClient) -> None:
    assert "".join(answer(client, RULE, DATA, WORD)) == "cedar"


def test_a_narrative_is_cited_and_checked_as_ever(client: RemoteClient) -> None:
    narrative = narrate(TOLD, REFERENCES, client)
    assert narrative.incomplete == ""
    assert narrative.model.device == "Ward GPU (127.0.0.1)"
    assert narrative.sentences
    assert all(sentence.facts or sentence.references for sentence in narrative.sentences)


def test_an_answer_may_be_cut_by_its_length(client: RemoteClient) -> None:
    assert _says(client, RULE, 'root ::= ("amber ")+', 5)
    assert client.last is not None
    assert client.last.reason == "length"


def test_stop_ends_an_answer_and_the_next_question_is_answered(client: RemoteClient) -> None:
    assert client.model is not None
    pieces = []
    for piece in client.generate(prompt(client.model.info, RULE, DATA), 'root ::= ("amber ")+', 1500):
        pieces.append(piece)
        client.stop()
    assert client.last is not None
    assert client.last.reason == "stopped"
    assert client.last.tokens < 1500
    assert _says(client, RULE, WORD) == "cedar"


def test_who_goes_away_leaves_the_way_free(client: RemoteClient) -> None:
    assert client.model is not None
    asked = client.generate(prompt(client.model.info, RULE, DATA), 'root ::= ("amber ")+', 1500)
    next(asked)
    asked.close()  # type: ignore[attr-defined]
    assert _says(client, RULE, WORD) == "cedar"


def test_a_wrong_key_is_said_without_the_key(llama: Llama) -> None:
    client = RemoteClient(destination(llama.root), lambda _name: "wrong-key")
    with pytest.raises(ModelError) as refused:
        client.load()
    assert "401" in refused.value.what
    assert "keyring" in refused.value.remedy
    assert "wrong-key" not in str(refused.value)
    assert client.model is None


def test_nothing_of_a_question_is_logged(client: RemoteClient, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    _says(client, RULE, WORD)
    written = "\n".join(record.getMessage() for record in caplog.records)
    assert "cedar" not in written
    assert "window" not in written
    assert KEY not in written
