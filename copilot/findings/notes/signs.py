"""Lists in which a sign before each item answers: "+ night sweats, - fever, - chills"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from copilot.findings.notes.text import Sentence
from copilot.knowledge.words import Token

_MINUS = re.compile(r"[\s,;:(][-–−]\s?$")
_PLUS = re.compile(r"[,;:(\n]\s?\+\s?$|\s\+$")
_ENDS = re.compile(r"[,;:()+•]|\s[-–−]|[-–−]\s")
# What tells a minus from a bullet: others in the line, a plus before an item, or such signs in the lines around.
_LATER_MINUS = re.compile(r"[,;][ \t]?[-–−][ \t]?[A-Za-z]")
_CLOSE_MINUS = re.compile(r"(?:^|[ \t:])[-–−](?=[A-Za-z])")
_PLUS_ITEM = re.compile(r"(?:^[ \t]*|[,;:][ \t]?)\+[ \t]?[A-Za-z]")
_FIRST_PLUS = re.compile(r"^[ \t]{0,8}(?:[A-Za-z/ ]{1,30}:[ \t]?)?\+[ \t]?[A-Za-z]", re.MULTILINE)
_HEADED_MINUS = re.compile(r"[^:]{1,30}:[ \t]?[-–−]")


def minus_items(
    text: str, sentence: Sentence, words: Sequence[Token], gaps: Sequence[str]
) -> Iterator[tuple[int, int]]:
    """Yield the words (end exclusive) of the items that a minus sign denies; none where it is a bullet."""
    marked = [at for at, gap in enumerate(gaps) if _MINUS.search(gap)]
    if not marked or not _is_signed(text, sentence):
        return
    for at in marked:
        last = at + 1
        while last < len(words) and not _ENDS.search(gaps[last]):
            last += 1
        yield at, last


def affirms(gap: str) -> bool:
    """Return whether what stands before a word marks it as there: ", + cough" or " +cough", not "fever + cough"."""
    return _PLUS.search(gap) is not None


def _is_signed(text: str, sentence: Sentence) -> bool:
    line = text[text.rfind("\n", 0, sentence.start) + 1 : sentence.end]
    if _LATER_MINUS.search(line) or len(_CLOSE_MINUS.findall(line)) > 1 or _PLUS_ITEM.search(line):
        return True
    start, end = text.rfind("\n\n", 0, sentence.start) + 1, text.find("\n\n", sentence.end)
    paragraph = text[start : end if end >= 0 else len(text)]
    return bool(_FIRST_PLUS.search(paragraph) or (_HEADED_MINUS.match(line) and _LATER_MINUS.search(paragraph)))
