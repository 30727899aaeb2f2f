"""What of the chart's text a model may be told: words only, and none that read like an instruction to a program."""

from __future__ import annotations

import re
import unicodedata
from itertools import accumulate, takewhile

from copilot.chart.hidden import visible
from copilot.chart.instructions import without

MOST_CHARACTERS = 90
_JOINERS = "\u200c\u200d"  # those that are left by now belong to the script
_SHAPED = re.compile(r"\b([FR])(?=\d)")
_MARKER = re.compile(r"[<>](?![=\s]*[\d.])")
_SWAPPED = str.maketrans({"[": "(", "]": ")", "{": "(", "}": ")", "|": "/", "`": "'", "\\": "/", "~": "-"})
_DANGLING = frozenset(
    ("a", "an", "and", "at", "by", "for", "from", "in", "no", "not", "of", "on", "or", "since", "the", "to", "with")
)


def told(text: str, most: int = MOST_CHARACTERS) -> str:
    """Return chart text as a model may be told it, or nothing: every word of the chart goes through here."""
    return harmless(without(visible(text)), most)


def harmless(text: str, most: int = MOST_CHARACTERS) -> str:
    """Return chart text that can be nothing but words: no controls, brackets, ids, markers or ends.

    Brackets become round, what looks like an id ("F12") is parted, control and direction characters go.
    Cut at a word so that no number is ever shortened.
    """
    kept = "".join(_character(c) for c in unicodedata.normalize("NFC", visible(text)))
    kept = _MARKER.sub("", kept.translate(_SWAPPED))
    kept = _SHAPED.sub(r"\1 ", kept).replace("###", "").replace("...", " ")
    kept = re.sub(r"\.(?=\s|$)", ";", kept)
    made = _cut(kept.split(), most)[:most].lstrip(" ;:,.+-?*_=\"'").rstrip(" ;:,._=\"'")
    return made if any(c.isalnum() for c in made) else ""


def _cut(words: list[str], most: int) -> str:
    """Return the first words that take no more characters than this, at least one; none of them leads on."""
    room = list(takewhile(lambda end: end <= most + 1, accumulate(len(word) + 1 for word in words)))
    if len(room) < len(words):
        del words[max(1, len(room)) :]
        while len(words) > 1 and words[-1].casefold() in _DANGLING:
            words.pop()
    return " ".join(words)


def _character(character: str) -> str:
    """Return the character, a space for what separates, nothing for what hides or steers."""
    category = unicodedata.category(character)
    if category in ("Zs", "Zl", "Zp") or character in "\t\n\r\v\f":
        return " "
    return "" if category.startswith("C") and character not in _JOINERS else character
