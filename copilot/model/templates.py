"""Our own prompt for every family of models; a file's own template is only used to tell the family, never run."""

from __future__ import annotations

from dataclasses import replace

from copilot.model.families import PROFILES, Family, Profile, family
from copilot.model.gguf_file import GgufInfo
from copilot.model.protocol import Part
from copilot.model.thinking import thinking

__all__ = ["Family", "Profile", "answer_prompt", "family", "profile", "prompt", "thinking_prompt"]


def profile(info: GgufInfo) -> Profile:
    """Return the shape and the quirks of a model, as far as its header tells."""
    return replace(PROFILES[family(info)], thinking=thinking(info))


def prompt(info: GgufInfo, instruction: str, data: str, answer: str = "") -> tuple[Part, ...]:
    """Return the prompt for a strict answer at once: our instruction, then the data, which is never control text.

    `answer` is how an answer begins; the starter, which knows one task only, gets the data alone.
    """
    shape = profile(info)
    if shape.family is Family.STARTER:
        return (Part(shape.before, special=True), Part(data), Part(shape.answer, special=True))
    # A grammar forbids thinking aloud; an empty thought ends it.
    quiet = shape.thinking.empty if shape.thinking else ""
    return (*_asked(shape, instruction, data), Part(shape.answer + quiet + answer, special=True))


def thinking_prompt(info: GgufInfo, instruction: str, data: str) -> tuple[Part, ...]:
    """Return the prompt of the first pass, in which the model thinks freely; only where `profile` has two passes."""
    shape = profile(info)
    if shape.thinking is None:
        raise ValueError("this family does not think aloud")
    return (*_asked(shape, instruction, data), Part(shape.answer + shape.thinking.begins, special=True))


def answer_prompt(info: GgufInfo, instruction: str, data: str, thought: str, answer: str = "") -> tuple[Part, ...]:
    """Return the prompt of the second pass: the thought, which is the model's text and no control text, is closed."""
    shape = profile(info)
    if shape.thinking is None:
        return prompt(info, instruction, data, answer)
    closing = shape.thinking.ends + shape.thinking.then + answer
    return (*thinking_prompt(info, instruction, data), Part(thought), Part(closing, special=True))


def _asked(shape: Profile, instruction: str, data: str) -> tuple[Part, Part]:
    """Return what comes before the model's own turn."""
    return (Part(shape.before + instruction + shape.between, special=True), Part(data))
