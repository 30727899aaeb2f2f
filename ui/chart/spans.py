"""Character places of a note in Python's counting and in the editor's, and back."""

from __future__ import annotations

from bisect import bisect_right
from itertools import accumulate


class Spans:
    """Maps places in a note to places in a QTextDocument.

    Qt counts UTF-16 units (an emoji is two) and knows one kind of line end, so "\\r\\n" is one place there.
    Only characters that change the count are kept, so plain notes cost nothing.
    """

    def __init__(self, text: str) -> None:
        wide = [(place, 1) for place, c in enumerate(text) if ord(c) > 0xFFFF]
        ends = [(place, -1) for place in range(len(text) - 1) if text[place] == "\r" and text[place + 1] == "\n"]
        changes = sorted(wide + ends)
        self._places = [place for place, _ in changes]
        self._shifts = [0, *accumulate(shift for _, shift in changes)]

    def to_editor(self, place: int) -> int:
        """Return the editor's place for a place in the note."""
        return place + self._shifts[bisect_right(self._places, place - 1)]

    def to_note(self, position: int) -> int:
        """Return the note's place for a place in the editor."""
        place = position
        for _ in range(len(self._places) + 1):
            guess = position - self._shifts[bisect_right(self._places, place - 1)]
            if guess == place:
                break
            place = guess
        return max(place, 0)


def editor_text(text: str) -> str:
    """Return the note as the editor holds it: one kind of line end, what cannot be shown as a box."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return "".join("\N{REPLACEMENT CHARACTER}" if _unseen(c) else c for c in text)


def _unseen(character: str) -> bool:
    """Return whether a character is invisible or turns the reading direction; it is shown as a box."""
    return (
        character < " " and character not in "\n\t"
    ) or character in "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
