"""Marks of turns and thoughts that llama.cpp would read out of any text; in chart text they are taken apart.

Control tokens are only made where we ask for them. What a vocabulary calls user-defined is made everywhere, and
that holds `<think>` of Qwen 3 and, by llama.cpp's own doing, every mark of gpt-oss's channels.
"""

from __future__ import annotations

import re
from typing import Any

import llama_cpp


def marks(vocabulary: Any) -> re.Pattern[str] | None:
    """Return what finds the user-defined tokens in a text, or None where there are none; spaces are no marks."""
    found = []
    for token in range(llama_cpp.llama_vocab_n_tokens(vocabulary)):
        if llama_cpp.llama_vocab_get_attr(vocabulary, token) & llama_cpp.LLAMA_TOKEN_ATTR_USER_DEFINED:
            text = llama_cpp.llama_vocab_get_text(vocabulary, token).decode("utf-8", "replace")
            if len(text) > 1 and not text.replace("▁", "").isspace() and text.replace("▁", ""):
                found.append(text)
    longest_first = sorted(found, key=len, reverse=True)
    return re.compile("|".join(re.escape(text) for text in longest_first)) if found else None


def apart(text: str, found: re.Pattern[str] | None) -> list[str]:
    """Return the text in pieces, cut behind the first character of every mark, so that none is left whole."""
    pieces, begun, at = [], 0, 0
    while found is not None and (mark := found.search(text, at)):
        at = mark.start() + 1  # the next mark may begin within this one
        pieces.append(text[begun:at])
        begun = at
    return [*pieces, text[begun:]]
