"""Every sentence is checked against the brief before it is shown; whatever cannot be shown to hold is unsupported."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from copilot.differential.differential import Likelihood
from copilot.narrative import wording
from copilot.narrative.brief import Brief, Line, Stand
from copilot.narrative.narrative import Sentence, Support
from copilot.narrative.values import contradiction, without_values

_CLAUSE = re.compile(r"(?P<words>[^\[\]]+?)\s*(?P<cited>\[[^\[\]]*\](?:\s*\[[^\[\]]*\])*)")
_ID = re.compile(r"\[([^\[\]]*)\]")
_WORD = re.compile(r"[^\W_]+(?:[-'\u2019*][^\W_]+)*")
_SMALL_WORDS = "a an and at by for from in of on or the to with is are was"
_SMALL = frozenset(_SMALL_WORDS.split())
ENOUGH = 0.6


class Clause(NamedTuple):
    """Words and the ids behind them."""

    words: str
    ids: tuple[str, ...]


class UnsupportedError(Exception):
    """Why a sentence cannot be shown as said; its message is a plain reason."""


def check(text: str, brief: Brief) -> Sentence:
    """Return the sentence with its citations resolved and the verdict."""
    text = text.strip()
    clauses = tuple(_clauses(text))
    ids = tuple(dict.fromkeys(identifier for clause in clauses for identifier in clause.ids))
    reason = ""
    try:
        _whole(text, clauses, brief)
        frame: Stand | None = None
        for clause in clauses:
            frame = _hold(clause, frame, brief)
    except UnsupportedError as found:
        reason = str(found)
    known_facts = {fact for line in brief.lines for fact in line.facts}
    known_references = {reference for line in brief.lines for reference in line.references}
    return Sentence(
        text,
        brief.condition,
        tuple(i for i in ids if i in known_facts),
        tuple(i for i in ids if i in known_references),
        Support.UNSUPPORTED if reason else Support.SUPPORTED,
        reason,
    )


def _clauses(text: str) -> Iterator[Clause]:
    """Take a sentence apart; a citation ends each clause."""
    for found in _CLAUSE.finditer(text):
        yield Clause(found["words"].strip(" ,"), tuple(_ID.findall(found["cited"])))


def _whole(text: str, clauses: tuple[Clause, ...], brief: Brief) -> None:
    """Check what belongs to the sentence as a whole."""
    if not clauses:
        raise UnsupportedError("it cites nothing")
    rest = _CLAUSE.sub("", text).strip(" ")
    if rest not in (".", ""):
        raise UnsupportedError("it says something after its last citation")
    if any(len(clause.words) < 2 for clause in clauses):
        raise UnsupportedError("a citation stands without words")
    if wording.COMMAND.search(text):
        raise UnsupportedError("it repeats an instruction")
    unknown = [i for clause in clauses for i in clause.ids if i not in brief.by_id]
    if unknown:
        raise UnsupportedError(f"it cites {unknown[0]}, which is not in the list")


def _hold(clause: Clause, frame: Stand | None, brief: Brief) -> Stand | None:
    """Check one clause against the line it cites; return for or against or unknown, as it was framed."""
    line, frame = _line(clause, frame, brief)
    glue, verbatim = _glue(clause.words, line, brief)
    _stand(line, frame)
    _negation(clause.words, glue, verbatim, line)
    _words(clause.words, glue, verbatim, line, brief)
    _band(glue, brief)
    for found, complaint in (
        (wording.CERTAIN.search(glue), "it claims certainty"),
        (wording.ORDER.search(glue), "it tells what to do"),
    ):
        if found:
            raise UnsupportedError(f"{complaint} (\u201c{found.group()}\u201d)")
    said = clause.words.replace(brief.name, " ")
    complaint = contradiction(said, (line.text,) if verbatim else line.sources or (line.text,))
    if complaint:
        raise UnsupportedError(complaint)
    return frame


def _line(clause: Clause, frame: Stand | None, brief: Brief) -> tuple[Line, Stand | None]:
    """Return the line that a clause speaks of, and on which side it is put.

    It is the line that cites all these ids and whose words are said, the longest first ("recurring pain" before
    "pain"). One sentence of a note may speak for and against; between equal lines the side decides.
    """
    fitting = [line for line in brief.lines if set(clause.ids) <= set(line.ids)]
    if not fitting:
        raise UnsupportedError(f"{' and '.join(clause.ids)} do not belong to one finding")
    words = _tokens(clause.words)

    def framed(line: Line) -> Stand | None:
        return _framed(_glue(clause.words, line, brief)[0]) or frame

    def fit(line: Line) -> tuple[int, float, bool]:
        verbatim = line.text.casefold() in clause.words.casefold()
        share = _share(_content(line.text), words)
        return len(line.text) if verbatim else 0, share, framed(line) is line.stand

    best = max(fitting, key=fit)
    if best.facts and not set(clause.ids) & set(best.facts):
        raise UnsupportedError("it names a finding without citing the chart")
    return best, framed(best)


def _glue(words: str, line: Line, brief: Brief) -> tuple[str, bool]:
    """Return what is said around the finding and the condition's name, and whether the finding is verbatim."""
    plain = words.replace(brief.name, " ", 1)
    verbatim = bool(re.search(rf"(?<!\w){re.escape(line.text)}(?!\w)", plain, re.IGNORECASE))
    if verbatim:
        plain = re.sub(rf"(?<!\w){re.escape(line.text)}(?!\w)", " ", plain, count=1, flags=re.IGNORECASE)
    return plain.casefold(), verbatim


def _framed(glue: str) -> Stand | None:
    """Return on which side the words place the finding, if they place it."""
    if wording.UNKNOWN.search(glue):
        return Stand.UNKNOWN
    if wording.AGAINST.search(glue):
        return Stand.AGAINST
    return Stand.FOR if wording.FOR.search(glue) else None


def _stand(line: Line, frame: Stand | None) -> None:
    """Check that the side is the one in the differential."""
    if frame is line.stand or (frame is None and line.stand is Stand.FOR):
        return
    sides = {Stand.FOR: "in favour", Stand.AGAINST: "against", Stand.UNKNOWN: "not known"}
    said = sides[frame or Stand.FOR]
    raise UnsupportedError(f"it places {line.text} as {said}; the differential has it as {sides[line.stand]}")


def _words(words: str, glue: str, verbatim: bool, line: Line, brief: Brief) -> None:
    """Check that nothing is named that its sources do not name, and that enough of the finding is."""
    sources = {t for source in (line.text, *line.sources, brief.name) for t in _tokens(source)}
    allowed = wording.GLUE if verbatim else wording.GLUE | sources
    stray = [t for t in _tokens(without_values(glue)) if t not in allowed and not _part_of_name(t, brief)]
    if stray:
        raise UnsupportedError(f"it says \u201c{stray[0]}\u201d, which is not in what it cites")
    if verbatim:
        return
    content = _content(line.text)
    said = _tokens(words)
    if _share(content, said) < ENOUGH:
        raise UnsupportedError(f"its words are not those of {' '.join(line.ids)}")
    dropped = sorted((set(content) & wording.QUALIFIERS) - set(said))
    if dropped:
        raise UnsupportedError(f"it leaves out \u201c{dropped[0]}\u201d")
    kept = [t for t in _content(words) if t in content]
    if not any(_in_order(kept, _content(source)) for source in (line.text, *line.sources)):
        raise UnsupportedError("it puts the words of the finding in another order")


def _part_of_name(token: str, brief: Brief) -> bool:
    """Return whether a word is one of the condition's name."""
    return token in _tokens(brief.name)


def _negation(words: str, glue: str, verbatim: bool, line: Line) -> None:
    """Check that what the chart denies stays denied, and what it shows stays shown."""
    around = bool(wording.NEGATION.search(wording.INNOCENT.sub(" ", glue)))
    if verbatim:
        if around:
            raise UnsupportedError(f"it denies {line.text}")
        return
    said = wording.NEGATION.search(wording.INNOCENT.sub(" ", words.casefold())) is not None
    if said != (wording.NEGATION.search(line.text.casefold()) is not None):
        raise UnsupportedError("it turns a finding into its opposite")


def _band(glue: str, brief: Brief) -> None:
    """Check that the words claim no more and no less than the ranking."""
    if wording.MUST_NOT_MISS.search(glue) and not brief.cant_miss:
        raise UnsupportedError("it calls dangerous what the differential does not")
    bands = (
        (wording.STRONG, Likelihood.STRONG),
        (wording.MODERATE, Likelihood.MODERATE),
        (wording.WEAK, Likelihood.WEAK),
    )
    for pattern, band in bands:
        found = pattern.search(glue)
        if found and band is not brief.likelihood:
            raise UnsupportedError(
                f"it says \u201c{found.group()}\u201d where the ranking says {brief.likelihood.value}"
            )


def _tokens(text: str) -> list[str]:
    """Return the words of a text, case-blind; pure numbers are `values`' work."""
    return [t for t in _WORD.findall(text.casefold()) if not t.isdigit()]


def _content(text: str) -> list[str]:
    """Return the words that carry meaning."""
    return [t for t in _tokens(text) if t not in _SMALL]


def _share(wanted: list[str], said: list[str]) -> float:
    """Return the share of the wanted words that were said."""
    heard = set(said)
    return sum(t in heard for t in wanted) / len(wanted) if wanted else 0.0


def _in_order(some: list[str], whole: list[str]) -> bool:
    """Return whether `some` stand in `whole` in this order."""
    rest = iter(whole)
    return all(t in rest for t in some)
