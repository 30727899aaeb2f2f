"""One tiny model of each family: its architecture, its kind of tokenizer, its control tokens, its template's shape."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from tests.model.tiny_gguf import Tiny

_LLAMA3 = (
    "<|begin_of_text|>", "<|start_header_id|>", "<|end_header_id|>", "<|end_of_text|>", "<|eot_id|>",
)  # fmt: skip
_HARMONY = (
    "<|startoftext|>", "<|start|>", "<|message|>", "<|channel|>", "<|end|>", "<|call|>", "<|return|>",
)  # fmt: skip
_TURNS = "{% for m in messages %}"
_CHATML = _TURNS + "<|im_start|>{{m.role}}\n{{m.content}}<|im_end|>\n{% endfor %}<|im_start|>assistant\n"
_GEMMA = _TURNS + "<start_of_turn>{{m.role}}\n{{m.content}}<end_of_turn>\n{% endfor %}<start_of_turn>model\n"


def _tiny(template: str, name: str = "tiny", pre: str = "", **parts: Any) -> Tiny:
    changes: dict[str, Any] = {"tokenizer__chat_template": template, "general__name": name}
    if pre:
        changes["tokenizer__ggml__pre"] = pre
    if parts.get("sentencepiece"):
        changes["tokenizer__ggml__add_bos_token"] = True
    return Tiny(changes=changes, **parts)


FAMILIES: dict[str, Tiny] = {
    "llama-2": _tiny(
        "[INST] <<SYS>>\n{{system}}\n<</SYS>>\n\n{{user}} [/INST]", sentencepiece=True, special=("<s>", "</s>")
    ),
    "llama-3": _tiny(
        _TURNS + "<|start_header_id|>{{m.role}}<|end_header_id|>\n\n{{m.content}}<|eot_id|>{% endfor %}",
        pre="llama-bpe",
        special=_LLAMA3,
    ),
    "gemma-2": _tiny(
        _GEMMA,
        architecture="gemma2",
        sentencepiece=True,
        special=("<bos>", "<start_of_turn>", "<eos>", "<end_of_turn>"),
    ),
    "gemma-3": _tiny(
        _GEMMA,
        architecture="gemma3",
        sentencepiece=True,
        special=("<bos>", "<start_of_turn>", "<eos>", "<end_of_turn>"),
    ),
    "medgemma-1.5": _tiny(
        _GEMMA,
        "Medgemma 1.5 4b It",
        architecture="gemma3",
        sentencepiece=True,
        special=("<bos>", "<start_of_turn>", "<unused94>", "<unused95>", "<eos>", "<end_of_turn>"),
    ),
    "qwen-2.5": _tiny(
        _CHATML, pre="qwen2", architecture="qwen2", special=("<|endoftext|>", "<|im_start|>", "<|im_end|>")
    ),
    "qwen-3": _tiny(
        _CHATML + "{% if not enable_thinking %}<think>\n\n</think>\n\n{% endif %}",
        pre="qwen2",
        architecture="qwen3",
        special=("<|endoftext|>", "<|im_start|>", "<|im_end|>"),
        user=("<think>", "</think>"),
    ),
    "mistral": _tiny(
        _TURNS + "[INST] {{m.content}} [/INST]{% endfor %}",
        sentencepiece=True,
        special=("<s>", "[INST]", "[/INST]", "</s>"),
    ),
    "mistral-7": _tiny(
        "[SYSTEM_PROMPT]{{system}}[/SYSTEM_PROMPT][INST]{{user}}[/INST]",
        pre="tekken",
        special=("<s>", "[SYSTEM_PROMPT]", "[/SYSTEM_PROMPT]", "[INST]", "[/INST]", "</s>"),
    ),
    "phi-3": _tiny(
        _TURNS + "<|{{m.role}}|>\n{{m.content}}<|end|>\n{% endfor %}<|assistant|>\n",
        architecture="phi3",
        sentencepiece=True,
        special=("<s>", "</s>", "<|endoftext|>", "<|system|>", "<|user|>", "<|assistant|>", "<|end|>"),
    ),
    "phi-4": _tiny(
        _TURNS + "<|im_start|>{{m.role}}<|im_sep|>{{m.content}}<|im_end|>{% endfor %}<|im_start|>assistant<|im_sep|>",
        architecture="phi3",
        special=("<|endoftext|>", "<|im_start|>", "<|im_sep|>", "<|im_end|>"),
    ),
    "gpt-oss": _tiny(
        "<|start|>system<|message|>{{system}}<|end|><|start|>assistant<|channel|>final<|message|>",
        pre="gpt-4o",
        architecture="gpt-oss",
        special=_HARMONY,
    ),
}
WORDS = ("amber", "basil", "cedar", "delta", "ember", "fjord", "grove", "heron")


def copying(name: str, **follows: str) -> Tiny:
    """Return a Llama in the clothes of a family which answers with the code word that it was told most often."""
    family = FAMILIES[name]
    return replace(
        family,
        architecture="llama",
        layers=1,
        width=80,
        words=WORDS,
        copies=WORDS,
        follows=follows,
        changes=dict(family.changes) | {"general__name": f"copying {name}"},
    )
