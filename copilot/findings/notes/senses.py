"""Words with two meanings: where the words around show that a phrase does not mean the finding it usually names."""

from __future__ import annotations

import re

_FIT_BEFORE = (
    r"clothes|clothing|trousers|shirts?|shoes?|dentures?|rings?|belt|mask|physically|medically|clinically|surgically"
    r"|otherwise|previously|usually|normally|generally|very|keeps?|kept|stays?|feels?|looks?|is|was|still|who|good|poor"
    r"|best|well"
)
_FIT_BETWEEN = r"(?:(?:still|no longer|now|do not|does not|don['’]t|doesn['’]t|not|is|was|very|quite|all)\s+){0,2}"
_FIT_AFTER = r"for|to|with|into|the|his|her|well|criteria|note|enough|people|person|young|again|\d+|man|woman"
# Each by a part of the phrase that it concerns, in lower case; only phrases that hold it are looked at.
_ELSEWHERE = {
    "fit": re.compile(
        r"(?-i:\bFIT\b)\W{0,3}(?:\d|<|>|test|positive|negative|result|was\b|is\b|level|sample|kit)"
        rf"|\bfits?\s+(?:(?:and|&)\s+(?:well|healthy|active|strong)|(?:{_FIT_AFTER})\b)"
        rf"|\b(?:{_FIT_BEFORE})\s+{_FIT_BETWEEN}fits?\b",
        re.IGNORECASE,
    ),
    "blister": re.compile(r"\bblister[\s-]?(?:packs?|packets?|packaging|cards?|strips?)\b", re.IGNORECASE),
    "depress": re.compile(
        r"\bST[\s-](?:segment\s)?depress\w+|\bdepressed\s+(?:skull|fracture|ST\b|ejection|ef\b|lv\b|fontanelle)",
        re.IGNORECASE,
    ),
    "shock": re.compile(r"\b(?:electric|electrical|culture|dc)\sshocks?\b|\bshock\s?waves?\b", re.IGNORECASE),
    "fell": re.compile(r"\bfell\s(?:asleep|pregnant|ill|behind|out with)\b", re.IGNORECASE),
    "fall": re.compile(
        r"\bfall(?:s|ing|en)?\s(?:asleep|pregnant|ill|behind|in (?:ha?emoglobin|hb|platelets?|sodium|bp|blood pressure"
        r"|oxygen|sats?|urine))\b",
        re.IGNORECASE,
    ),
    "stroke": re.compile(r"\bstroke\svolume\b|\bbreast\s?stroke\b", re.IGNORECASE),
}
# "Pain to the back of the leg" is no pain to the back.
_PLACE_OF = re.compile(
    r"\s+of\s+(?:the|his|her|my|their|your|its|both|each|one|left|right|upper|lower|(?:un)?affected|same)\b",
    re.IGNORECASE,
)
_AROUND = 40


def means_something_else(text: str, start: int, end: int, *, worded: bool = False) -> bool:
    """Return whether the characters `start` to `end` name something else here: "FIT 212", "blister packs".

    A phrase that stands word for word in the vocabulary (`worded`) keeps a sense that it spells out itself:
    "falls asleep at the wheel".
    """
    phrase = text[start:end].lower()
    if phrase.endswith("back") and _PLACE_OF.match(text, end):
        return True
    patterns = [pattern for part, pattern in _ELSEWHERE.items() if part in phrase]
    return any(
        found.start() < end and start < found.end() and not (worded and start <= found.start() and found.end() <= end)
        for pattern in patterns
        for found in pattern.finditer(text, max(0, start - _AROUND), end + _AROUND)
    )
