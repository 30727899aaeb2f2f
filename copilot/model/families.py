"""The families of models: how each marks its turns, and whether it thinks aloud first."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from copilot.model.gguf_file import GgufInfo


class Family(StrEnum):
    """A way in which turns are marked."""

    STARTER = "starter"
    LLAMA2 = "llama-2"
    LLAMA3 = "llama-3"
    CHATML = "chatml"
    GEMMA = "gemma"
    GEMMA4 = "gemma-4"
    MISTRAL = "mistral"
    MISTRAL7 = "mistral-7"
    PHI = "phi"
    PHI4 = "phi-4"
    HARMONY = "harmony"
    PLAIN = "plain"
    CHAT = "chat"  # a server puts its own marks around the messages


@dataclass(frozen=True, slots=True)
class Thinking:
    """How a model thinks aloud: what opens the thought, what closes it, what opens the answer behind it.

    `empty` takes the place of all three where no thought is wanted.
    """

    begins: str
    ends: str
    then: str
    empty: str


@dataclass(frozen=True, slots=True)
class Profile:
    """What stands before the instruction, between it and the data, and before the answer; and the family's quirks.

    Where `thinking` is set, the model thinks freely first and answers strictly second, behind our own opening.
    """

    family: Family
    before: str
    between: str
    answer: str
    stop: tuple[str, ...] = ()
    system: bool = True
    thinking: Thinking | None = None

    @property
    def two_passes(self) -> bool:
        """Return whether an answer takes two generations."""
        return self.thinking is not None


ELSEWHERE = "elsewhere"  # in the place of an architecture: the model runs on a server
_HARMONY = (
    "<|start|>system<|message|>You are a large language model.\nReasoning: low\n\n"
    "# Valid channels: analysis, commentary, final. Channel must be included for every message."
    "<|end|><|start|>developer<|message|># Instructions\n\n"
)
# Gemma and the older Mistral have no system role: there the instruction opens the person's turn. Everywhere it
# comes first, and unchanged, so that its reading is reused from one question to the next.
_PROFILES = (
    Profile(Family.STARTER, "<|begin|>", "", "<|say|>", ("<|end|>",), system=False),
    Profile(Family.LLAMA2, "[INST] <<SYS>>\n", "\n<</SYS>>\n\n", " [/INST]", ("</s>", "[INST]")),
    Profile(
        Family.LLAMA3,
        "<|start_header_id|>system<|end_header_id|>\n\n",
        "<|eot_id|><|start_header_id|>user<|end_header_id|>\n\n",
        "<|eot_id|><|start_header_id|>assistant<|end_header_id|>\n\n",
        ("<|eot_id|>", "<|eom_id|>", "<|end_of_text|>"),
    ),
    Profile(
        Family.CHATML,
        "<|im_start|>system\n",
        "<|im_end|>\n<|im_start|>user\n",
        "<|im_end|>\n<|im_start|>assistant\n",
        ("<|im_end|>", "<|endoftext|>"),
    ),
    Profile(
        Family.GEMMA,
        "<start_of_turn>user\n",
        "\n\n",
        "<end_of_turn>\n<start_of_turn>model\n",
        ("<end_of_turn>", "<eos>"),
        system=False,
    ),
    Profile(
        Family.GEMMA4, "<|turn>system\n", "<turn|>\n<|turn>user\n", "<turn|>\n<|turn>model\n", ("<turn|>", "<eos>")
    ),
    Profile(Family.MISTRAL, "[INST] ", "\n\n", " [/INST]", ("</s>", "[INST]"), system=False),
    Profile(Family.MISTRAL7, "[SYSTEM_PROMPT]", "[/SYSTEM_PROMPT][INST]", "[/INST]", ("</s>", "[INST]")),
    Profile(
        Family.PHI, "<|system|>\n", "<|end|>\n<|user|>\n", "<|end|>\n<|assistant|>\n", ("<|end|>", "<|endoftext|>")
    ),
    Profile(
        Family.PHI4,
        "<|im_start|>system<|im_sep|>",
        "<|im_end|><|im_start|>user<|im_sep|>",
        "<|im_end|><|im_start|>assistant<|im_sep|>",
        ("<|im_end|>", "<|endoftext|>"),
    ),
    Profile(
        Family.HARMONY,
        _HARMONY,
        "<|end|><|start|>user<|message|>",
        "<|end|><|start|>assistant",
        ("<|return|>", "<|call|>"),
    ),
    Profile(Family.PLAIN, "### Instruction\n", "\n\n### Data\n", "\n\n### Answer\n", ("###",), system=False),
    Profile(Family.CHAT, "", "", ""),
)
PROFILES = {profile.family: profile for profile in _PROFILES}

# The first sign found in a file's own template decides, so what is rarer stands first.
_SIGNS = (
    ("<|start_header_id|>", Family.LLAMA3),
    ("<|channel|>", Family.HARMONY),
    ("<|im_sep|>", Family.PHI4),
    ("<|im_start|>", Family.CHATML),
    ("<|turn>", Family.GEMMA4),
    ("<start_of_turn>", Family.GEMMA),
    ("<<SYS>>", Family.LLAMA2),
    ("[SYSTEM_PROMPT]", Family.MISTRAL7),
    ("[INST]", Family.MISTRAL),
    ("<|assistant|>", Family.PHI),
)
_ARCHITECTURES = (
    ("qwen", Family.CHATML),
    ("gemma4", Family.GEMMA4),
    ("gemma", Family.GEMMA),
    ("phi", Family.PHI),
    ("mistral", Family.MISTRAL),
    ("gpt-oss", Family.HARMONY),
)


def family(info: GgufInfo) -> Family:
    """Return which shape a model file was trained on, as far as its header tells."""
    if info.prompt.startswith("brief-"):
        return Family.STARTER
    if info.architecture == ELSEWHERE:
        return Family.CHAT
    for sign, found in _SIGNS:
        if sign in info.chat_template:
            return found
    if info.chat_template:
        return Family.PLAIN
    return next((found for name, found in _ARCHITECTURES if info.architecture.startswith(name)), Family.PLAIN)
