"""Find what reads like an instruction to a program, and give the text without it; nothing is taken from the chart."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import pairwise

from copilot.chart.instruction_words import ELSEWHERE, GLUED, HEADING, MARKS, OPENING, STRONG, WEAK

Span = tuple[int, int]

_STRONG = tuple(re.compile(each) for each in STRONG)
_ELSEWHERE = tuple(re.compile(each) for each in ELSEWHERE)
_GLUED = tuple(re.compile(each) for each in GLUED)
_OPENING = re.compile(OPENING)
_WEAK = re.compile("|".join(f"(?:{each})" for each in WEAK))
# No order to a program is worded without one of these; most lines of a chart hold none. A wording that is added to the
# lists needs its words here too.
_WORTH_READING = re.compile(
    r"[<\[|#]|!\[|instruct|prompt|rule|guid|guardrail|direct|command|constraint|restrict|program|ignor|disregard|"
    r"discard|forget|you|\bai\b|artificial|llm|model|assistant|gpt|bots?\b|agent|machine|algorithm|software|system|"
    r"answer|respon|repl|output|print|rank|list|score|proba|likel|weight (?:of|for)|confidence|differential|diagnos|"
    r"summar|narrative|completion|top\b|bottom|number one|no\.? ?1|first (?:place|in|on|among|at)\b|"
    r"http|@|\bact\b|behave|role-?play|speak as|pretend|imagine|call|invoke|execute|\brun\b|"
    r"use (?:the )?(?:shell|python|plugin|api|curl|browser)|(?:end|beginning|start) of|"
    r"cite|quote|reference (?:\[|[fr] ?\d|nothing|no source|only|fact)|regardless|jailbreak|anything now|"
    r"say |write|(?:state|type|echo) (?:only|exactly|verbatim|nothing|the |that the|\"|\')|"
    r"(?:do not|don'?t|never) (?:mention|include|reveal|report|show|disclose|display|name)|"
    r"conclude|assert|claim|assume|insist|confirm|(?:only|always|never) recommend|(?:now|here|this point) on|"
    r"json|conversation|context window|names? of|records? of|data of|patients|"
    r"chartside|copilot|above|before|mode\b|everything|"
    r"missacht|vergiss|vergessen|befolge|oublie|pas compte|instru|olvid|desconsider|esque|dimentica|sigas|negeer"
)
_MARKS = tuple(re.compile(each) for each in MARKS)
_HEADING = re.compile(rf"(?:{HEADING})|</think(?:ing)?>")
_CLOSING = re.compile(r"(?:<\|?|<|\[)(?:/|[a-z_]*end|eot|eos|return|call)")
_MOST_BETWEEN_MARKS = 600
_SEGMENT = re.compile(r"[.!?]+[\"')\]]*(?=\s|\Z)|[;\n]+|[>\]](?=\s)")
_CLAUSE = re.compile(r"[,:(\[\u2013\u2014]|\s-\s")
_EDGES = " \t\n;:,-\u2013\u2014("
_LOOKALIKES = str.maketrans(
    "\u0430\u0435\u043e\u0440\u0441\u0443\u0445\u0456\u0458\u0455\u0501\u051b\u04bb\u0432\u043d\u043c\u0442\u043a"
    "\u03bf\u03b1\u03c1\u03b5\u03b9\u03ba\u03bd\u03c4\u03c5\u03c7\u0131\u2019\u2018\u201c\u201d\u00b4",
    "aeopcyxijsdqhbhmtkoapeikvtuxi''\"\"'",
)


def instructions(text: str) -> tuple[Span, ...]:
    """Return the passages that read like an instruction to a program, in order and apart."""
    return _remembered(text) if len(text) <= 400 else _found(text)


@lru_cache(maxsize=8192)
def _remembered(text: str) -> tuple[Span, ...]:
    """A chart says the same few thousand short things again and again."""
    return _found(text)


def without(text: str) -> str:
    """Return the text without such passages, as one would have written it."""
    spans = instructions(text)
    if not spans:
        return text
    kept, at = [], 0
    for start, end in spans:
        kept.append(text[at:start].strip(_EDGES))
        at = end
    kept.append(text[at:].strip(_EDGES))
    made = ""
    for part in filter(None, kept):
        between = " " if made[-1:] in (".", "!", "?") else "; "
        made = f"{made}{between}{part}" if made else part
    return made


def masked(text: str, spans: Iterable[Span]) -> str:
    """Return the text with these passages blank, so that every other character keeps its place."""
    for start, end in spans:
        blank = "".join("\n" if character == "\n" else " " for character in text[start:end])
        text = text[:start] + blank + text[end:]
    return text


def _found(text: str) -> tuple[Span, ...]:
    lower = _lower(text)
    folded = _folded(_lower(_OPENING.sub("\n", text)))
    if not _WORTH_READING.search(folded) and folded.isascii():
        return ()
    hits = [_span(found) for each in _STRONG for found in each.finditer(folded)]
    hits += [_span(found) for each in _ELSEWHERE for found in each.finditer(lower)]
    glued = [_span(found) for each in _GLUED for found in each.finditer(folded)]
    if not (hits or glued):
        return ()
    segments = _segments(folded)
    headings = [_span(found) for found in _HEADING.finditer(folded)]
    whole = [*_whole(hits, segments, folded), *_to_the_end(glued, segments), *_answers(headings, segments, folded)]
    taken = _joined([*whole, *_between_marks(folded)])
    return tuple(_joined(_beside(taken, segments, folded)))


def _lower(text: str) -> str:
    """Return lower case of the same length."""
    lower = text.lower()
    return lower if len(lower) == len(text) else "".join(c.lower() if len(c.lower()) == 1 else c for c in text)


def _folded(text: str) -> str:
    """Return the text with letters that look Latin as Latin ones, every character in its place."""
    if text.isascii():
        return text
    return "".join(c if c.isascii() else _plain(c) for c in text.translate(_LOOKALIKES))


def _plain(character: str) -> str:
    """Return the letter under an accent, a full width or a mathematical letter; else the character itself."""
    made = unicodedata.normalize("NFKD", character)[:1].lower()
    return made if made.isascii() and made.isalnum() else character


def _span(found: re.Match[str]) -> Span:
    """Return where the words of a match lie; what leads in is not part of it."""
    start = found.start()
    while start < found.end() and found.string[start] in " \t\n.!?;:,>)|" and not found.string.startswith("![", start):
        start += 1
    return start, found.end()


def _segments(text: str) -> list[Span]:
    """Return sentences, list items and lines, their marks with them."""
    found, at = [], 0
    for mark in _SEGMENT.finditer(text):
        found.append((at, mark.end()))
        at = mark.end()
    return [*found, (at, len(text))] if at < len(text) else found


def _whole(hits: list[Span], segments: list[Span], text: str) -> Iterator[Span]:
    """Yield each hit from the beginning of its clause to the end of its sentence; a mark that ends a turn by itself."""
    ends = [end for _, end in segments]
    for start, end in hits:
        if _CLOSING.match(text, start, end):
            yield start, end
            continue
        first = segments[bisect_right(ends, start)]
        last = segments[bisect_left(ends, end)]
        if text[start] in "<[!":  # a mark is cut from where it stands
            yield start, last[1]
            continue
        marks = [mark.end() for mark in _CLAUSE.finditer(text, first[0], start)]
        yield (marks[-1] if marks else first[0]), last[1]


def _to_the_end(hits: list[Span], segments: list[Span]) -> Iterator[Span]:
    """Yield each hit from where it begins to the end of its sentence."""
    ends = [end for _, end in segments]
    for start, end in hits:
        yield start, ends[bisect_left(ends, end)]


def _answers(headings: list[Span], segments: list[Span], text: str) -> Iterator[Span]:
    """Yield what stands below a turn's heading that has nothing beside it: the forged answer."""
    ends = [end for _, end in segments]
    for _, end in headings:
        place = bisect_left(ends, end)
        if place + 1 < len(segments) and not any(c.isalnum() for c in text[end : segments[place][1]]):
            yield segments[place + 1]


def _between_marks(text: str) -> Iterator[Span]:
    """Yield what stands between two marks of turns that are not far apart: a forged turn."""
    found = sorted(_span(mark) for each in _MARKS for mark in each.finditer(text))
    for before, after in pairwise(found):
        if after[0] - before[1] <= _MOST_BETWEEN_MARKS:
            yield before[0], after[1]


def _beside(taken: list[Span], segments: list[Span], text: str) -> list[Span]:
    """Return the passages with the weaker orders that stand right beside them, in the same paragraph."""
    touched, whole = _cover(taken, segments)
    grown = list(taken)
    for order in (range(len(segments)), range(len(segments) - 1, -1, -1)):
        for before, place in pairwise(order):
            start, end = segments[place]
            said = text[start:end]
            if touched[before] and not whole[place] and _WEAK.search(said) and "\n\n" not in said.strip("\n"):
                touched[place] = whole[place] = True
                grown.append((start, end))
    return grown


def _cover(taken: list[Span], segments: list[Span]) -> tuple[list[bool], list[bool]]:
    """Return which segments these passages touch, and which they cover; the passages are in order and apart."""
    ends = [end for _, end in taken]
    touched, whole = [], []
    for start, end in segments:
        place = bisect_right(ends, start)
        first = taken[place] if place < len(taken) else (end, end)
        touched.append(first[0] < end)
        whole.append(first[0] <= start and end <= first[1])
    return touched, whole


def _joined(spans: Iterable[Span]) -> list[Span]:
    """Return spans in order, those that touch as one."""
    made: list[Span] = []
    for start, end in sorted(spans):
        if made and start <= made[-1][1]:
            made[-1] = (made[-1][0], max(end, made[-1][1]))
        else:
            made.append((start, end))
    return made
