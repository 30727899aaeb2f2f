"""The strict form of an answer: one JSON object a line, in a grammar made here, read line by line as it comes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

# Letters of a sentence: what would end the string, look like a citation or hide and steer text is not among them.
LETTER = r"[ !#-Z^-z~\u00B0-\u024F\u0370-\u03FF\u2013\u2014\u2019\u2264\u2265]"
NAME_LETTER = r"[A-Za-z0-9 ,()'/\u00C0-\u024F-]"
_WORDS = re.compile(r'"(?:text|condition)": "([^"]*)')


def lines(single: str, rules: Iterable[str], most: int, none: str) -> str:
    """Return GBNF for `none` or one to `most` lines of the rule `single`, which `rules` define."""
    return "\n".join(
        (
            f"root ::= none | {single} (newline {single}){{0,{most - 1}}}",
            f"none ::= {literal(none)}",
            'newline ::= "\\n"',
            *rules,
        )
    )


def literal(text: str) -> str:
    """Return the text as a GBNF literal."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


class Reading:
    """Takes pieces in; yields whole lines, and the words of the line that is still being written."""

    def __init__(self) -> None:
        self._buffer = ""
        self._shown = 0

    def take(self, piece: str) -> tuple[list[str], str]:
        """Return the lines that are whole now, and what is new of the words behind them."""
        self._buffer += piece
        *whole, self._buffer = self._buffer.split("\n")
        if whole:
            self._shown = 0
        found = _WORDS.search(self._buffer)
        words = found[1] if found else ""
        new, self._shown = words[self._shown :], len(words)
        return whole, new

    def rest(self) -> Iterator[str]:
        """Yield the last line, if there is one."""
        if self._buffer.strip():
            yield self._buffer
