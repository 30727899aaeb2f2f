"""How long the patient has been ill, in the words of a note: "a 3-day history of", "for the past two months"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from copilot.findings.notes.sections import Section
from copilot.findings.notes.text import Sentence

_NUMBERS = {
    "a": 1.0, "an": 1.0, "one": 1.0, "two": 2.0, "couple of": 2.0, "three": 3.0, "few": 3.0, "four": 4.0,
    "several": 4.0, "five": 5.0, "six": 6.0, "seven": 7.0, "eight": 8.0, "nine": 9.0,
    "ten": 10.0, "twelve": 12.0, "many": 6.0, "some": 3.0, "half a": 0.5, "": 1.0,
}  # fmt: skip
_DAYS = {"minute": 1 / 1440, "min": 1 / 1440, "hour": 1 / 24, "hr": 1 / 24, "h": 1 / 24, "day": 1.0, "night": 1.0,
         "week": 7.0, "wk": 7.0, "month": 30.4, "mo": 30.4, "year": 365.0, "yr": 365.0, "decade": 3650.0}  # fmt: skip
_COUNT = (
    r"(?P<count>\d{1,3}(?:\.\d)?|half an?|an?|one|two|(?:an? )?couple of|three|(?:an? )?few|four|several|five|six|seven"
    r"|eight|nine|ten|twelve|many|some)"
)
_UNIT = r"(?P<unit>minute|min|hour|hr|h|day|night|week|wk|month|mo|year|yr|decade)s?\b"
_TO = r"(?:\s?(?:-|–|to|or)\s?\d{1,3})?"
_LENGTH = rf"{_COUNT}{_TO}[\s-]{{1,2}}{_UNIT}"
_ABOUT = (
    r"(?:(?:about|approximately|around|nearly|almost|roughly|over|at least|more than|the|past|last|previous)\s){0,3}"
)
_NO_AGE = r"(?!['’]?\s(?:old|of age|gestation|pregnant|pack))"
_PATTERNS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"\b{_LENGTH}[-\s]+(?:long\s)?(?:history|hx|duration|course|h/o)\b",
        rf"\bhistory of\s{_LENGTH}\b",
        rf"\b(?:for|x|over|during|in|within|since)\s?{_ABOUT}{_LENGTH}{_NO_AGE}",
        rf"\b{_LENGTH}\s(?:ago|earlier|back|now|in duration|before|prior)\b",
        rf"\b(?P<count>)(?:past|last|previous)\s{_UNIT}",
        rf"\b{_LENGTH}\sof\s(?!age|gestation|pregnancy)",
    )
)
_WORDS = (
    (re.compile(r"\bsince (?:yesterday|last night|this morning|waking|today)\b|\b(?:began|started) (?:yesterday"
                r"|today|this (?:morning|afternoon|evening)|last night)\b", re.IGNORECASE), 1.0),
    (re.compile(r"\b(?:since|from) (?:birth|childhood|infancy|adolescence|puberty|early childhood|her teens|his teens)"
                r"|\blife-?long\b|\blong-?standing\b|\bfor years\b", re.IGNORECASE), 3650.0),
    (re.compile(r"\bfor (?:many |several )?months\b", re.IGNORECASE), 120.0),
    (re.compile(r"\bfor (?:several )?weeks\b", re.IGNORECASE), 28.0),
)  # fmt: skip
# A time in such a sentence is that of something else.
_OTHER = re.compile(
    r"\b(?:smok\w+|quit|pack|cigarettes?|alcohol|drinks?|diagnos\w+|surger\w+|operat\w+|hysterectomy|menopaus\w+"
    r"|immigrat\w+|emigrat\w+|moved|married|divorced|works?|worked|working|retired|vaccin\w+|immuni[sz]\w+|travel\w*|trip"
    r"|returned|menstrual|period|deliver\w+|born|gave birth|hospitali[sz]ed|admitted|pregnan\w+|gestation|stable"
    r"|similar|last seen|known|treated for|medications?|partner|died|mother|father|brother|sister|son|daughter|uncle"
    r"|aunt|check-?up|took|taken|takes|taking|using|prescribed|tablets?|antibiotics?|hypertension|diabetes|high blood"
    r" pressure|asthma|copd|epilepsy)\b",
    re.IGNORECASE,
)
# A time in which something was not there is not that of the illness, unless that it stays away is the complaint.
_DENIED_TIME = re.compile(
    r"\b(?:no|never|without|denie[sd]|denying|not (?:been|had|have|has)|free of)\b(?!\s(?:\w+\s)?(?:bowel|stool|urine"
    r"|flatus|wind|periods?|menses|menstrua\w+|appetite|sleep|energy|able|motion|eating|feeding))",
    re.IGNORECASE,
)
_MOST_SENTENCES = 8  # the complaint and its length stand early


@dataclass(frozen=True, slots=True)
class Duration:
    """How long, in days, and the characters that say so."""

    days: float
    start: int
    end: int
    sentence: Sentence


def duration(text: str, sentences: Sequence[Sentence]) -> Duration | None:
    """Return how long the present illness lasts, by the first time that the note gives for it; None without one."""
    present = [sentence for sentence in sentences if sentence.section is Section.PRESENT][:_MOST_SENTENCES]
    for sentence in present:
        found = [one for one in _said(text, sentence) if not _of_something_else(text, one)]
        if found:
            return min(found, key=lambda one: (one.start, -one.end))
    return None


def _said(text: str, sentence: Sentence) -> list[Duration]:
    found = []
    for pattern in _PATTERNS:
        for match in pattern.finditer(text, sentence.start, sentence.end):
            days = _count(match["count"]) * _DAYS[match["unit"].lower()]
            found.append(Duration(days, match.start(), match.end(), sentence))
    for pattern, days in _WORDS:
        found += [
            Duration(days, m.start(), m.end(), sentence) for m in pattern.finditer(text, sentence.start, sentence.end)
        ]
    return found


def _count(words: str) -> float:
    plain = words.lower().removeprefix("a ") if words.lower() not in ("a", "a ") else "a"
    return _NUMBERS["half a"] if plain.startswith("half") else _NUMBERS.get(plain) or float(plain)


def _of_something_else(text: str, one: Duration) -> bool:
    """Return whether the clause around a time speaks of habits, earlier illness or other people."""
    start = max(one.sentence.start, text.rfind(",", one.sentence.start, one.start) + 1)
    end = text.find(",", one.end, one.sentence.end)
    clause = text[start : end if end >= 0 else one.sentence.end]
    before = clause[: max(0, one.start - start)]
    return bool(_OTHER.search(clause) or _DENIED_TIME.search(before))
