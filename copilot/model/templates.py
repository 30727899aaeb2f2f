"""Our own prompt shape for every family of models; a file's own template is only used to tell the family."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from copilot.model.gguf_file import GgufInfo
from copilot.model.protocol import Part


class Family(StrEnum):
    """A way in which turns are marked."""

    STARTER = "starter"
    LLAMA3 = "llama-3"
    CHATML = "chatml"
    GEMMA = "gemma"
    MISTRAL = "mistral"
    PHI = "phi"
    PLAIN = "plain"


@dataclass(frozen=True, slots=True)
class _Shape:
    """What stands before the instruction, between it and the data, and before the answer."""

    before: str
    between: str
    answer: str


# Gemma and Mistral have no system role: there the instruction opens the person's turn. Everywhere it
# comes first, and unchanged, so that its reading is reused from one question to the next.
_SHAPES = {
    Family.LLAMA3: _Shape(
        "<|start_header_id|>system<|end_header_id|>\n\n",
        "<|eot_id|><|start_header_id|>user<|end_header_id|>\n\n",
        "<|eot_id|><|start_header_id|>assistant<|end_header_id|>\n\n",
    ),
    Family.CHATML: _Shape(
        "<|im_start|>system\n", "<|im_end|>\n<|im_start|>user\n", "<|im_end|>\n<|im_start|>assistant\n"
    ),
    Family.GEMMA: _Shape("<start_of_turn>user\n", "\n\n", "<end_of_turn>\n<start_of_turn>model\n"),
    Family.MISTRAL: _Shape("[INST] ", "\n\n", " [/INST]"),
    Family.PHI: _Shape("<|system|>\n", "<|end|>\n<|user|>\n", "<|end|>\n<|assistant|>\n"),
    Family.PLAIN: _Shape("### Instruction\n", "\n\n### Data\n", "\n\n### Answer\n"),
}
_SIGNS = (
    ("<|start_header_id|>", Family.LLAMA3),
    ("<|im_start|>", Family.CHATML),
    ("<start_of_turn>", Family.GEMMA),
    ("[INST]", Family.MISTRAL),
    ("<|assistant|>", Family.PHI),
)
_ARCHITECTURES = {"qwen": Family.CHATML, "gemma": Family.GEMMA, "phi": Family.PHI, "mistral": Family.MISTRAL}
_THINKS = ("<think>", "enable_thinking")


def family(info: GgufInfo) -> Family:
    """Return which shape a model file was trained on, as far as its header tells."""
    if info.prompt == "brief-1":
        return Family.STARTER
    for sign, found in _SIGNS:
        if sign in info.chat_template:
            return found
    if info.chat_template:
        return Family.PLAIN
    return next((f for name, f in _ARCHITECTURES.items() if info.architecture.startswith(name)), Family.PLAIN)


def prompt(info: GgufInfo, instruction: str, data: str, answer: str = "") -> tuple[Part, ...]:
    """Return the prompt: our instruction, then the data, which can never hold a control token.

    `answer` is how an answer begins; the starter, which knows one task only, gets the data alone.
    """
    chosen = family(info)
    if chosen is Family.STARTER:
        return (Part("<|begin|>", special=True), Part(data), Part("<|say|>", special=True))
    shape = _SHAPES[chosen]
    closing = shape.answer
    if chosen is Family.CHATML and any(sign in info.chat_template for sign in _THINKS):
        closing += "<think>\n\n</think>\n\n"  # a grammar forbids thinking aloud; an empty thought ends it
    return (
        Part(shape.before + instruction + shape.between, special=True),
        Part(data),
        Part(closing + answer, special=True),
    )
