"""What of the chart's text a model may be told: words only, and none that read like an instruction to a program."""

from __future__ import annotations

import re
import unicodedata

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
    words = kept.split()
    while len(" ".join(words)) > most and len(words) > 1:
        words.pop()
        while len(words) > 1 and words[-1].casefold() in _DANGLING:
            words.pop()
    made = " ".join(words)[:most].lstrip(" ;:,.+-?*_=\"'").rstrip(" ;:,._=\"'")
    return made if any(c.isalnum() for c in made) else ""


def _character(character: str) -> str:
    """Return the character, a space for what separates, nothing for what hides or steers."""
    category = unicodedata.category(character)
    if category in ("Zs", "Zl", "Zp") or character in "\t\n\r\v\f":
        return " "
    return "" if category.startswith("C") and character not in _JOINERS else character
