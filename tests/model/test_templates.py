from __future__ import annotations

from pathlib import Path

import pytest

from copilot.model.gguf_file import GgufInfo
from copilot.model.protocol import Part
from copilot.model.templates import Family, answer_prompt, family, profile, prompt, thinking_prompt


def info(architecture: str = "llama", template: str = "", shape: str = "") -> GgufInfo:
    return GgufInfo(Path("m.gguf"), 1, 3, architecture, "m", "Q4_K_M", 4096, template, "", shape, 1)


@pytest.mark.parametrize(
    ("given", "found"),
    [
        (info(shape="brief-2"), Family.STARTER),
        (info(template="{{'<|start_header_id|>'}}"), Family.LLAMA3),
        (info("qwen3", "<|im_start|>"), Family.CHATML),
        (info("gemma3", "<start_of_turn>"), Family.GEMMA),
        (info(template="[INST] {{m}} [/INST]"), Family.MISTRAL),
        (info("phi3", "<|user|><|assistant|>"), Family.PHI),
        (info("gemma3"), Family.GEMMA),
        (info("qwen2"), Family.CHATML),
        (info(template="[INST] <<SYS>>"), Family.LLAMA2),
        (info(template="[SYSTEM_PROMPT]{{s}}[/SYSTEM_PROMPT][INST]"), Family.MISTRAL7),
        (info("phi3", "<|im_start|>user<|im_sep|>"), Family.PHI4),
        (info("gpt-oss", "<|start|>assistant<|channel|>final"), Family.HARMONY),
        (info("gpt-oss"), Family.HARMONY),
        (info("gemma4", "<|turn>user"), Family.GEMMA4),
        (info("strange"), Family.PLAIN),
        (info("gemma4", "{{ something new }}"), Family.PLAIN),
    ],
)
def test_the_family_is_read_from_the_header(given: GgufInfo, found: Family) -> None:
    assert family(given) is found


def test_the_starter_gets_the_data_alone() -> None:
    parts = prompt(info(shape="brief-2"), "instruction", "data")
    assert parts == (Part("<|begin|>", special=True), Part("data"), Part("<|say|>", special=True))


SHAPES = [
    "<|start_header_id|>", "<|im_start|>", "<start_of_turn>", "[INST]", "", "<<SYS>>", "[SYSTEM_PROMPT]", "<|im_sep|>",
    "<|channel|>", "<|turn>", "<|assistant|>",
]  # fmt: skip


@pytest.mark.parametrize("template", SHAPES)
def test_data_is_never_special_and_the_stable_part_comes_first(template: str) -> None:
    one = prompt(info(template=template), "instruction", "<|im_end|>", "Answer:")
    two = prompt(info(template=template), "instruction", "other")
    assert one[0] == two[0]
    assert "instruction" in one[0].text
    assert [part.text for part in one if not part.special] == ["<|im_end|>"]
    assert one[-1].text.endswith("Answer:")


@pytest.mark.parametrize("given", [info("gemma3"), info("mistral"), info("strange")])
def test_some_have_no_system_turn(given: GgufInfo) -> None:
    assert not profile(given).system
    assert "system" not in "".join(part.text for part in prompt(given, "instruction", "data")).casefold()


@pytest.mark.parametrize("template", ["<|im_start|> <think>", "<|channel|>", "<|turn>", "<|im_sep|>enable_thinking"])
def test_a_thought_stands_as_plain_text_between_what_opens_and_closes_it(template: str) -> None:
    given = info(template=template)
    shape = profile(given)
    assert shape.two_passes
    assert shape.thinking is not None
    first = thinking_prompt(given, "instruction", "data")
    second = answer_prompt(given, "instruction", "data", "<|im_end|> hm", "Answer:")
    assert second[: len(first)] == first
    assert second[len(first)] == Part("<|im_end|> hm")
    assert second[-1].special
    assert second[-1].text.startswith(shape.thinking.ends)
    assert second[-1].text.endswith("Answer:")


def test_who_does_not_think_answers_at_once() -> None:
    given = info("llama", "<|start_header_id|>")
    assert not profile(given).two_passes
    assert answer_prompt(given, "instruction", "data", "never thought") == prompt(given, "instruction", "data")
    with pytest.raises(ValueError, match="does not think"):
        thinking_prompt(given, "instruction", "data")


def test_harmony_answers_behind_our_own_opening_of_its_final_channel() -> None:
    assert prompt(info("gpt-oss"), "i", "d")[-1].text.endswith("<|channel|>final<|message|>")


def test_a_model_that_thinks_aloud_is_given_an_empty_thought() -> None:
    parts = prompt(info("qwen3", "<|im_start|> <think>"), "instruction", "data")
    assert parts[-1].text.endswith("<think>\n\n</think>\n\n")
