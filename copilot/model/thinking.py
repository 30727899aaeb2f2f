"""What a model thinks aloud is told apart from what it answers, and is never shown as evidence."""

from __future__ import annotations

import re
from dataclasses import dataclass

from copilot.model.families import Family, Thinking, family
from copilot.model.gguf_file import GgufInfo

TAGS = Thinking("<think>\n", "\n</think>", "\n\n", "<think>\n\n</think>\n\n")
UNUSED = Thinking("<unused94>thought\n", "<unused95>", "", "")
CHANNEL = Thinking("<|channel>thought\n", "\n<channel|>", "", "<|channel>thought\n<channel|>")
BRACKETS = Thinking("[THINK]", "[/THINK]", "", "")
HEADINGS = Thinking("## Thinking\n\n", "\n\n## Final Response\n\n", "", "## Final Response\n\n")
ANALYSIS = Thinking(
    "<|channel|>analysis<|message|>",
    "<|end|>",
    "<|start|>assistant<|channel|>final<|message|>",
    "<|channel|>final<|message|>",
)
# What opens and closes a thought in a text, whichever model wrote it.
_PAIRS = (
    ("<think>", "</think>"),
    ("<thinking>", "</thinking>"),
    ("<unused94>", "<unused95>"),
    ("<|channel>thought", "<channel|>"),
    ("[THINK]", "[/THINK]"),
    ("## Thinking", "## Final Response"),
)
_CHANNEL = re.compile(r"<\|channel\|>\s*([a-z]+)[^<]*<\|message\|>")
_MESSAGE_END = re.compile(r"<\|(?:end|return|call|start|channel)\|>")
# Without their control tokens channels leave only their names behind: "analysis … assistantfinal …".
_BARE = re.compile(r"^(?:analysis|commentary)(?=[A-Z])(?P<thought>.*?)(?:assistant\s*final(?P<answer>.*))?$", re.DOTALL)
MARKS = (*(mark for pair in _PAIRS for mark in pair), "<|channel|>", "<|message|>", "assistantfinal")


@dataclass(frozen=True, slots=True)
class Said:
    """A model's text in two. `closed` says whether the thought came to its end; if not, there is no answer."""

    thought: str
    answer: str
    closed: bool = True


def thinking(info: GgufInfo) -> Thinking | None:
    """Return how this model thinks aloud, or None where its header shows no sign that it does."""
    kind, name = family(info), info.name.casefold()
    if kind in (Family.STARTER, Family.CHAT):  # a server keeps thoughts apart from answers itself
        return None
    if kind is Family.HARMONY:
        return ANALYSIS
    if kind is Family.GEMMA4:
        return CHANNEL
    if kind is Family.GEMMA:
        return UNUSED if "<unused94>" in info.chat_template or ("medgemma" in name and "1.5" in name) else None
    if "huatuo" in name or "## Thinking" in info.chat_template:
        return HEADINGS
    if "[THINK]" in info.chat_template:
        return BRACKETS
    return TAGS if any(sign in info.chat_template for sign in ("<think>", "enable_thinking")) else None


def separate(text: str, begun: Thinking | None = None) -> Said:
    """Return thought and answer of a text whose control tokens are spelled out.

    `begun` is the thinking that our own prompt opened already. What is not surely answer is thought: a thought
    without an end swallows the rest, and of channels only the final one counts.
    """
    if begun is ANALYSIS or "<|channel|>" in text:
        return _channels(text, begun=begun is ANALYSIS)
    if bare := _BARE.match(text):
        return Said(bare["thought"].strip(), (bare["answer"] or "").strip(), closed=bare["answer"] is not None)
    if begun is not None:
        text = begun.begins + text
    return _tags(text)


def _channels(text: str, *, begun: bool) -> Said:
    """Return the final channel as the answer, and every other one as thought."""
    if begun:
        text = ANALYSIS.begins + text
    thoughts: list[str] = []
    answers: list[str] = []
    starts = list(_CHANNEL.finditer(text))
    for found in starts:
        end = _MESSAGE_END.search(text, found.end())
        message = text[found.end() : end.start() if end else len(text)].strip()
        (answers if found[1] == "final" else thoughts).append(message)
    return Said("\n".join(thoughts), "\n".join(answers), closed=bool(answers))


def _tags(text: str) -> Said:
    """Return what stands outside every thought as the answer."""
    if text.startswith("thought\n"):  # Gemma's mark is a control token; without it only its name is left
        text = f"<unused94>{text}"
    thoughts, answers = [], []
    while found := _first(text):
        at, opening, closing = found
        answers.append(text[:at])
        inside, end, text = text[at + len(opening) :].partition(closing)
        thoughts.append(inside.strip())
        if not end:
            return Said("\n".join(thoughts), "", closed=False)
    for _, closing in _PAIRS:  # a thought that was opened before the text began
        before, end, after = text.rpartition(closing)
        if end:
            thoughts.append("".join([*answers, before]).strip())
            answers, text = [], after
    return Said("\n".join(thoughts), "".join([*answers, text]).strip())


def _first(text: str) -> tuple[int, str, str] | None:
    """Return where the first thought opens, and what opens and closes it."""
    found = [(text.find(opening), opening, closing) for opening, closing in _PAIRS if opening in text]
    return min(found) if found else None
