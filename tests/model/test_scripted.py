"""A scripted model goes the road of a real one: same process, same protocol, same grammar, same check."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from copilot.errors import ModelError
from copilot.model.catalogue import starter
from copilot.model.client import ModelClient
from copilot.model.crashes import Crashes
from copilot.model.protocol import Part
from copilot.model.script import read_script, shipped_script
from copilot.narrative.ask import ask
from copilot.narrative.narrate import narrate
from copilot.narrative.narrative import Support
from copilot.review import engine
from copilot.review.references import short_ids
from tests.shipped import the_pack
from tests.ui.demo_rooms import RUTH

RULES = 'root ::= ("pain" | "fever") " [F12]."'
PROMPT = (Part("What is it? "), Part("Say it."))


@pytest.fixture
def made(tmp_path: Path) -> Iterator[list[ModelClient]]:
    clients: list[ModelClient] = []
    yield clients
    for client in clients:
        client.close()
        assert client.pid is None


def scripted(
    tmp_path: Path, made: list[ModelClient], *replies: dict[str, Any], script: Path | None = None
) -> ModelClient:
    """Return a client that says these replies."""
    if script is None:
        script = tmp_path / "script.json"
        script.write_text(json.dumps(replies), "utf-8")
    client = ModelClient(script=script, crashes=Crashes(tmp_path / "crashes.json"))
    made.append(client)
    path = starter()
    assert path is not None
    client.load(path)
    return client


def test_it_says_what_the_script_says_and_is_called_what_it_is(tmp_path: Path, made: list[ModelClient]) -> None:
    client = scripted(tmp_path, made, {"asked": "What is it?", "says": "fever [F12]."})
    assert client.model is not None
    assert client.model.info.name == "Scripted model"
    assert client.model.runs.device == "script"
    assert "".join(client.generate(PROMPT, RULES)) == "fever [F12]."
    assert client.last is not None
    assert (client.last.reason, client.last.seconds) == ("end", 0.0)


def test_without_words_of_its_own_it_says_what_the_grammar_allows_first(
    tmp_path: Path, made: list[ModelClient]
) -> None:
    client = scripted(tmp_path, made, {"asked": "", "says": None})
    said = "".join(client.generate(PROMPT, RULES))
    assert said in ("pain [F12].", "fever [F12].")
    assert "".join(client.generate(PROMPT, RULES)) == said
    with pytest.raises(ModelError, match="leaves to the grammar"):
        list(client.generate(PROMPT))


@pytest.mark.parametrize(
    ("says", "said"),
    [("cough [F12].", "form of the answer"), ("fever [F13].", "form of the answer"), ("fever", "cut off")],
)
def test_it_does_not_get_round_the_grammar(tmp_path: Path, made: list[ModelClient], says: str, said: str) -> None:
    client = scripted(tmp_path, made, {"asked": "", "says": says})
    with pytest.raises(ModelError, match=said):
        list(client.generate(PROMPT, RULES))
    assert client.pid is not None  # the process lives on


def test_a_prompt_without_a_reply_is_an_error(tmp_path: Path, made: list[ModelClient]) -> None:
    client = scripted(tmp_path, made, {"asked": "Something else", "says": "fever [F12]."})
    with pytest.raises(ModelError, match="no reply to this"):
        list(client.generate(PROMPT, RULES))


def test_it_is_stopped_and_cut_off_as_a_model_is(tmp_path: Path, made: list[ModelClient]) -> None:
    client = scripted(tmp_path, made, {"asked": "", "says": "again " * 20_000})  # more than fits into the pipe
    list(client.generate(PROMPT, "", 3))
    assert client.last is not None
    assert client.last.reason == "length"
    stop = threading.Event()
    stop.set()
    list(client.generate(PROMPT, "", 1_000_000, stopped=stop.is_set))
    assert client.last.reason == "stopped"


@pytest.mark.parametrize("text", ["", "{}", '[{"asked": 1, "says": "x"}]', '[{"asked": "x"}]'])
def test_a_script_that_is_none_is_refused(tmp_path: Path, text: str) -> None:
    path = tmp_path / "script.json"
    path.write_text(text, "utf-8")
    with pytest.raises(ModelError, match="The script is wrong"):
        read_script(path)
    with pytest.raises(ModelError, match="cannot be read"):
        read_script(tmp_path / "none.json")


def test_the_shipped_script_speaks_about_a_demo_patient_and_is_checked(tmp_path: Path, made: list[ModelClient]) -> None:
    client = scripted(tmp_path, made, script=shipped_script())
    review = engine.review(engine.read(RUTH)[0], the_pack())
    narrative = narrate(review, short_ids(review), client)
    assert not narrative.incomplete
    assert narrative.model.name == "Scripted model"
    assert {sentence.support for sentence in narrative.sentences} == {Support.SUPPORTED}
    answer = ask(review, "What was the last haemoglobin?", client)
    assert [sentence.support is Support.SUPPORTED for sentence in answer.sentences] == [True, False]
