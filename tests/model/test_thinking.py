from __future__ import annotations

from pathlib import Path

import pytest

from copilot.model import thinking
from copilot.model.gguf_file import GgufInfo
from copilot.model.thinking import Said, Thinking, separate

HARMONY = "<|channel|>analysis<|message|>It may be gout.<|end|><|start|>assistant"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Gout [F1].", Said("", "Gout [F1].")),
        ("<think>\nIt may be gout.\n</think>\n\nGout [F1].", Said("It may be gout.", "Gout [F1].")),
        ("It may be gout.\n</think>\n\nGout [F1].", Said("It may be gout.", "Gout [F1].")),
        ("<think>a</think>b<think>c</think>d", Said("a\nc", "bd")),
        ("<unused94>thought\nIt may be gout.<unused95>Gout.", Said("thought\nIt may be gout.", "Gout.")),
        ("thought\nIt may be gout.<unused95>Gout.", Said("thought\nIt may be gout.", "Gout.")),
        ("<|channel>thought\nhm\n<channel|>Gout.", Said("hm", "Gout.")),
        ("[THINK]hm[/THINK]Gout.", Said("hm", "Gout.")),
        ("## Thinking\n\nhm\n\n## Final Response\n\nGout.", Said("hm", "Gout.")),
        (HARMONY + "<|channel|>final<|message|>Gout.<|return|>", Said("It may be gout.", "Gout.")),
        ("analysisIt may be gout.assistantfinalGout.", Said("It may be gout.", "Gout.")),
        ("analysis of the urine: blood", Said("", "analysis of the urine: blood")),
    ],
)
def test_thought_and_answer_are_told_apart(text: str, said: Said) -> None:
    assert separate(text) == said


@pytest.mark.parametrize(
    "text",
    [
        "<think>It may be gout, or",
        "<unused94>thought\nIt may be gout, or",
        "thought\nIt may be gout, or",
        "<|channel>thought\nIt may be gout, or",
        HARMONY,
        "<|channel|>commentary<|message|>It may be gout, or",
        "analysisIt may be gout, or",
        "Well.<think>It may be gout, or",
    ],
)
def test_a_thought_without_an_end_leaves_no_answer(text: str) -> None:
    said = separate(text)
    assert said.answer == ""
    assert not said.closed
    assert "gout" in said.thought


@pytest.mark.parametrize(
    "way",
    [thinking.TAGS, thinking.UNUSED, thinking.CHANNEL, thinking.BRACKETS, thinking.HEADINGS, thinking.ANALYSIS],
)
def test_a_thought_that_our_prompt_opened_is_known(way: Thinking) -> None:
    assert separate("It may be", way).answer == ""
    said = separate(f"It may be.{way.ends}{way.then}Gout.", way)
    assert said.answer == "Gout."
    assert "It may be." in said.thought
    assert not any(mark in said.answer for mark in thinking.MARKS)


@pytest.mark.parametrize(
    ("architecture", "name", "template", "way"),
    [
        ("gemma3", "Medgemma 1.5 4b It", "<start_of_turn>", thinking.UNUSED),
        ("gemma3", "Medgemma 27b It", "<start_of_turn>", None),
        ("gemma4", "m", "<|turn>", thinking.CHANNEL),
        ("qwen3", "m", "<|im_start|><think>", thinking.TAGS),
        ("qwen2", "m", "<|im_start|>", None),
        ("qwen2", "HuatuoGPT o1 7B", "<|im_start|>", thinking.HEADINGS),
        ("llama", "m", "[SYSTEM_PROMPT][THINK]", thinking.BRACKETS),
        ("gpt-oss", "m", "", thinking.ANALYSIS),
    ],
)
def test_who_thinks(architecture: str, name: str, template: str, way: Thinking | None) -> None:
    info = GgufInfo(Path("m.gguf"), 1, 3, architecture, name, "Q4_K_M", 4096, template, "", "", 1)
    assert thinking.thinking(info) is way
