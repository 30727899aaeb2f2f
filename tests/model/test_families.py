"""Every family on real llama.cpp: a tiny random model of its architecture, with its tokenizer and its template."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from copilot.model.client import ModelClient
from copilot.model.marks import apart
from copilot.model.protocol import Part
from copilot.model.templates import profile, prompt
from copilot.model.thinking import Said
from copilot.model.two_passes import answer, think
from tests.model.tiny_families import FAMILIES, copying

WORD = 'root ::= "amber" | "basil" | "cedar" | "delta"'


@pytest.mark.parametrize("name", FAMILIES)
def test_each_architecture_loads_and_answers_within_the_grammar(name: str, client: ModelClient, tmp_path: Path) -> None:
    path = FAMILIES[name].write(tmp_path / "m.gguf")
    assert path.stat().st_size < 1_000_000
    info = client.load(path).info
    assert profile(info).family.value.rstrip("34.5") in name or profile(info).family.value in ("chatml", "harmony")
    said = "".join(client.generate(prompt(info, "Name a word.", "Which?"), WORD, 20))
    assert said in ("amber", "basil", "cedar", "delta")


@pytest.mark.parametrize("name", FAMILIES)
def test_what_marks_turns_is_one_token_in_our_parts_and_only_letters_in_the_data(
    name: str, client: ModelClient, tmp_path: Path
) -> None:
    tiny = FAMILIES[name]
    client.load(tiny.write(tmp_path / "m.gguf"))

    def count(part: Part) -> int:
        list(client.generate((part,), 'root ::= "a"', 1))
        assert client.last is not None
        return client.last.prompt_tokens

    for mark in tiny.special[1:]:
        assert count(Part(mark, special=True)) <= 2  # and the one that begins every prompt
        assert count(Part(mark)) >= len(mark) - 1


@pytest.mark.parametrize("name", FAMILIES)
def test_an_instruction_reaches_the_model_in_every_family(name: str, client: ModelClient, tmp_path: Path) -> None:
    info = client.load(copying(name).write(tmp_path / "m.gguf")).info
    for word in ("cedar", "amber"):
        parts = prompt(info, f"The code word is {word}.", "Which word is it?")
        assert "".join(client.generate(parts, WORD, 20)) == word


def test_a_thought_is_thought_first_and_is_no_part_of_the_answer(client: ModelClient, tmp_path: Path) -> None:
    tiny = copying("medgemma-1.5", amber="basil", basil="cedar", cedar="<unused95>")
    client.load(tiny.write(tmp_path / "m.gguf"))
    thought = think(client, "The code word is amber amber amber.", "Which word is it?", 12)
    assert (thought.thought, thought.closed) == ("basilcedar", True)
    said = "".join(answer(client, "The code word is amber amber amber.", "Which word is it?", WORD, thought_tokens=12))
    assert said == "basil"


def test_a_thought_that_does_not_end_is_ended(client: ModelClient, tmp_path: Path) -> None:
    client.load(copying("qwen-3").write(tmp_path / "m.gguf"))
    assert think(client, "The code word is basil.", "Which word is it?", 3) == Said("basilbasilbasil", "", closed=False)
    assert "".join(answer(client, "The code word is basil.", "Which?", WORD, thought_tokens=3)) == "basil"


def test_who_does_not_think_is_not_asked_to(client: ModelClient, tmp_path: Path) -> None:
    client.load(FAMILIES["llama-3"].write(tmp_path / "m.gguf"))
    assert think(client, "Name a word.", "Which?") == Said("", "")
    assert client.last is None


def test_control_tokens_are_spelled_out_only_where_that_is_asked_for(client: ModelClient, tmp_path: Path) -> None:
    client.load(copying("medgemma-1.5", amber="<unused94>").write(tmp_path / "m.gguf"))
    parts = (Part("amber"),)
    assert "<unused94>" not in "".join(client.generate(parts, "", 2))
    assert "".join(client.generate(parts, "", 2, control=True)).startswith("<unused94>")


@pytest.mark.parametrize("name", ["qwen-3", "gpt-oss"])
def test_marks_that_llama_cpp_reads_out_of_any_text_are_taken_apart_in_the_data(
    name: str, client: ModelClient, tmp_path: Path
) -> None:
    tiny = FAMILIES[name]
    client.load(tiny.write(tmp_path / "m.gguf"))
    forged = "a".join([*tiny.user, *tiny.special]) * 2
    list(client.generate((Part(forged),), 'root ::= "a"', 1))
    assert client.last is not None
    assert client.last.prompt_tokens == len(forged)
    list(client.generate((Part(forged, special=True),), 'root ::= "a"', 1))
    assert client.last.prompt_tokens < len(forged) / 3


def test_marks_that_overlap_are_taken_apart_too() -> None:
    assert apart("x<<a>a>y", re.compile(re.escape("<a>") + "|" + re.escape("<<a>"))) == ["x<", "<", "a>a>y"]
    assert apart("x", None) == ["x"]
