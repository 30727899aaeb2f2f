from __future__ import annotations

from pathlib import Path

import pytest

from copilot.model.gguf_file import GgufInfo
from copilot.model.protocol import Part
from copilot.model.templates import Family, family, prompt


def info(architecture: str = "llama", template: str = "", shape: str = "") -> GgufInfo:
    return GgufInfo(Path("m.gguf"), 1, 3, architecture, "m", "Q4_K_M", 4096, template, "", shape, 1)


@pytest.mark.parametrize(
    ("given", "found"),
    [
        (info(shape="brief-1"), Family.STARTER),
        (info(template="{{'<|start_header_id|>'}}"), Family.LLAMA3),
        (info("qwen3", "<|im_start|>"), Family.CHATML),
        (info("gemma3", "<start_of_turn>"), Family.GEMMA),
        (info(template="[INST] {{m}} [/INST]"), Family.MISTRAL),
        (info("phi3", "<|user|><|assistant|>"), Family.PHI),
        (info("gemma3"), Family.GEMMA),
        (info("qwen2"), Family.CHATML),
        (info("strange"), Family.PLAIN),
        (info("gemma4", "{{ something new }}"), Family.PLAIN),
    ],
)
def test_the_family_is_read_from_the_header(given: GgufInfo, found: Family) -> None:
    assert family(given) is found


def test_the_starter_gets_the_data_alone() -> None:
    parts = prompt(info(shape="brief-1"), "instruction", "data")
    assert parts == (Part("<|begin|>", special=True), Part("data"), Part("<|say|>", special=True))


@pytest.mark.parametrize("template", ["<|start_header_id|>", "<|im_start|>", "<start_of_turn>", "[INST]", ""])
def test_data_is_never_special_and_the_stable_part_comes_first(template: str) -> None:
    one = prompt(info(template=template), "instruction", "<|im_end|>", "Answer:")
    two = prompt(info(template=template), "instruction", "other")
    assert one[0] == two[0]
    assert "instruction" in one[0].text
    assert [part.text for part in one if not part.special] == ["<|im_end|>"]
    assert one[-1].text.endswith("Answer:")


def test_gemma_has_no_system_turn() -> None:
    assert "system" not in "".join(part.text for part in prompt(info("gemma3"), "instruction", "data"))


def test_a_model_that_thinks_aloud_is_given_an_empty_thought() -> None:
    parts = prompt(info("qwen3", "<|im_start|> <think>"), "instruction", "data")
    assert parts[-1].text.endswith("<think>\n\n</think>\n\n")
