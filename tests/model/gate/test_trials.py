"""The five trials on real llama.cpp: models made to do as they are told, and models that do not."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from copilot.model.catalogue import starter
from copilot.model.client import ModelClient
from copilot.model.gate.findings import Step, Verdict
from copilot.model.gate.trials import trials
from tests.model.tiny_families import FAMILIES, copying
from tests.model.tiny_gguf import Tiny


def tried(client: ModelClient, tiny: Tiny, tmp_path: Path) -> dict[str, Step]:
    client.load(tiny.write(tmp_path / "m.gguf"))
    return {step.name: step for step in trials(client)}


@pytest.mark.parametrize("name", FAMILIES)
def test_a_model_that_does_as_it_is_told_passes_in_every_family(name: str, client: ModelClient, tmp_path: Path) -> None:
    steps = tried(client, copying(name), tmp_path)
    assert list(steps) == ["canary", "context", "thinking", "injection", "speed"]
    assert [step for step in steps.values() if step.verdict is Verdict.FAILED] == []
    role = "no system role" if name in ("gemma-2", "gemma-3", "medgemma-1.5", "mistral") else "the system role"
    assert role in steps["canary"].what


@pytest.mark.parametrize("name", ["llama-3", "gemma-3", "qwen-3", "phi-3", "gpt-oss"])
def test_a_model_that_hears_nothing_is_found_out(name: str, client: ModelClient, tmp_path: Path) -> None:
    steps = tried(client, FAMILIES[name], tmp_path)
    assert steps["canary"].verdict is Verdict.FAILED
    assert steps["context"].verdict is Verdict.FAILED
    assert steps["injection"].verdict is not Verdict.FAILED  # no mark of a text becomes a control token


def test_what_it_says_of_the_context_is_what_was_read(client: ModelClient, tmp_path: Path) -> None:
    steps = tried(client, copying("llama-3"), tmp_path)
    assert "of 2,048 nothing is cut" in steps["context"].what
    read = int(steps["context"].what.split()[0].replace(",", ""))
    assert 1400 < read < 2048


def test_a_model_that_thinks_and_says_so_nowhere_is_found_out(client: ModelClient, tmp_path: Path) -> None:
    tiny = copying("llama-3", fjord="<think>")
    steps = tried(client, replace(tiny, user=("<think>", "</think>")), tmp_path)
    assert steps["thinking"].verdict is Verdict.FAILED
    assert "nothing in its file says so" in steps["thinking"].what


def test_a_mark_that_reaches_the_answer_is_found_out(client: ModelClient, tmp_path: Path) -> None:
    tiny = replace(copying("llama-3", fjord="<|message|>"), user=("<|message|>",))
    steps = tried(client, tiny, tmp_path)
    assert steps["thinking"].verdict is Verdict.FAILED
    assert "<|message|>" in steps["thinking"].what


def test_a_model_that_forgets_over_its_thought_is_found_out(client: ModelClient, tmp_path: Path) -> None:
    steps = tried(client, copying("qwen-3", fjord="grove"), tmp_path)
    assert steps["thinking"].verdict is Verdict.FAILED
    assert "does not answer" in steps["thinking"].what


@pytest.fixture
def worker(tmp_path: Path) -> Iterator[Callable[[str], ModelClient]]:
    """Return a client whose worker has a fault of ours in it."""
    made: list[ModelClient] = []

    def start(fault: str) -> ModelClient:
        source = f"from copilot.model import engine, worker; {fault}; import os; os._exit(worker.main())"
        made.append(ModelClient(threads=1, command=[sys.executable, "-c", source]))
        return made[-1]

    yield start
    for client in made:
        client.close()


def test_a_mark_in_a_text_that_becomes_a_token_is_found_out(
    worker: Callable[[str], ModelClient], tmp_path: Path
) -> None:
    steps = tried(worker("engine.apart = lambda text, _: [text]"), copying("qwen-3"), tmp_path)
    assert steps["injection"].verdict is Verdict.FAILED
    assert "<think>" in steps["injection"].what


def test_a_prompt_that_is_cut_in_silence_is_found_out(worker: Callable[[str], ModelClient], tmp_path: Path) -> None:
    cut = "whole = engine.Engine.tokens; engine.Engine.tokens = lambda self, parts: whole(self, parts)[-1900:]"
    steps = tried(worker(cut), copying("llama-3"), tmp_path)
    assert steps["context"].verdict is Verdict.FAILED
    assert "was not refused" in steps["context"].what


def test_a_process_that_ends_over_a_long_text_has_not_refused_it(
    worker: Callable[[str], ModelClient], tmp_path: Path
) -> None:
    ends = (
        "whole = engine.Engine.tokens; fits = lambda self, made: made if len(made) + 16 <= self.context else exit(); "
        "engine.Engine.tokens = lambda self, parts: fits(self, whole(self, parts))"
    )
    steps = tried(worker(ends), copying("llama-3"), tmp_path)
    assert list(steps) == ["canary", "context"]
    assert steps["context"].verdict is Verdict.FAILED
    assert "process" in steps["context"].what


def test_a_thought_that_never_ends_is_ended_and_noted(client: ModelClient, tmp_path: Path) -> None:
    steps = tried(client, copying("qwen-3"), tmp_path)
    assert steps["thinking"].verdict is Verdict.NOTED


def test_a_thought_that_ends_is_told_apart(client: ModelClient, tmp_path: Path) -> None:
    steps = tried(client, copying("qwen-3", fjord="</think>"), tmp_path)
    assert steps["thinking"].verdict is Verdict.PASSED


def test_commands_in_data_that_are_followed_are_counted(client: ModelClient, tmp_path: Path) -> None:
    """This one follows whoever speaks of heron at all."""
    steps = tried(client, copying("llama-3", grove="heron"), tmp_path)
    assert steps["injection"].verdict is Verdict.NOTED
    assert "4 of 4 commands" in steps["injection"].what


def test_a_model_that_ends_its_process_ends_the_row(client: ModelClient, tmp_path: Path) -> None:
    client.load(copying("llama-3").write(tmp_path / "m.gguf"))
    (tmp_path / "m.gguf").unlink()  # so that it cannot be started again

    def kill(name: str) -> None:
        if name == "thinking" and client.pid is not None:
            os.kill(client.pid, signal.SIGKILL)

    steps = trials(client, kill)
    assert steps[-1].name == "thinking"
    assert steps[-1].verdict is Verdict.FAILED


def test_the_starter_is_not_asked_what_it_cannot_know(client: ModelClient) -> None:
    path = starter()
    assert path is not None
    client.load(path)
    assert [step.verdict for step in trials(client)] == [Verdict.SKIPPED]
