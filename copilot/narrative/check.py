"""Every sentence is checked against the brief before it is shown; whatever cannot be shown to hold is not supported."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

from copilot.differential.differential import Likelihood
from copilot.narrative import wording
from copilot.narrative.brief import Brief, Line, Stand
from copilot.narrative.cited import in_plain_words
from copilot.narrative.claim import Ground, faults, glue
from copilot.narrative.clinical import clinical
from copilot.narrative.frame import asks, frame_of, placed, weighs_at
from copilot.narrative.levels import in_levels
from copilot.narrative.narrative import Fault, Sentence, Support, gravest
from copilot.narrative.ordinary import ordinary
from copilot.narrative.plainly import plain
from copilot.narrative.said import content, meanings, share, words_of
from copilot.narrative.stated import ENOUGH

_CLAUSE = re.compile(r"(?P<words>[^\[\]]+?)\s*(?P<cited>\[[^\[\]]*\](?:\s*\[[^\[\]]*\])*)")
_ID = re.compile(r"\[([^\[\]]*)\]")


_TURN = re.compile(r",|;|\b(?:while|whereas|but|and|although|though|however)\b")
_CONTRAST = re.compile(r"(?:and |but )?(?:although|though|but|while|whereas|despite|yet|even if)\b", re.IGNORECASE)
_ASSERTED = re.compile(
    r"\b(?:is|are|was|were|as) (?:absent|present|positive|negative|raised|normal|low|high|seen|found)\b|"
    r"\w (?:raised|absent|present)\W*$|\b(?:shows?|showed|reveal(?:s|ed)|demonstrate[sd]?)\b",
    re.IGNORECASE,
)
_TURNS_AWAY = re.compile(
    r"^\W*;|\b(?:by contrast|in contrast|on the other hand|conversely|whereas|while|however|but)\b", re.IGNORECASE
)
_ITS_OWN = re.compile(r"\b(?:no|not|without|hardly|barely|never|cannot) \w+(?: \w+)?|\b(?:hard|difficult) to \w+")
_STATED = re.compile(
    r"(?<!not )(?<!whether )\b(?:it|which) (?:is|was) (?:\w+ly )?"
    r"(?:known|documented|recorded|established|clear) that\b|"
    r"\b(?:chart|record|notes?) (?:clearly |also )?(?:tells? us|tells?|says?|states?|documents?|shows?|confirms?) that"
    r"\b(?! (?:nothing|nobody|no|neither|it is (?:not|un\w+)))|"
    r"\b(?:shows?|showed|reveals?|revealed) no\b"
    r"(?! (?:record|mention|document|data|information|evidence|entry|sign|note|statement|result|trace))",
    re.IGNORECASE,
)
_GOES_ON = re.compile(r"(?:and of|and any|or|nor)\b(?: of\b)?", re.IGNORECASE)
_DENIAL = re.compile(r"\b(?:no|not|without|absence of|lack of|neither|denies|denied)\b", re.IGNORECASE)


class Clause(NamedTuple):
    """Words and the ids behind them."""

    words: str
    ids: tuple[str, ...]


def check(text: str, brief: Brief) -> Sentence:
    """Return the sentence with its citations resolved and the verdict."""
    text = text.strip()
    clauses = clauses_of(text)
    ids = tuple(dict.fromkeys(identifier for clause in clauses for identifier in clause.ids))
    found = [*whole_faults(text, clauses, frozenset(brief.by_id))]
    if not found:
        rejoined = _rejoined(clauses, brief)
        said_last, turn = frame_of(tail(text)), _last_turn(rejoined)
        frame: Stand | None = None
        before = ""
        for at, clause in enumerate(rejoined):
            if at == turn:
                frame = frame or said_last
            frame, wrong = _hold(clause, frame, brief, before)
            before = f"{before} {plain(clause.words)}"
            found += wrong
    verdict = gravest(found)
    known_facts = {fact for line in brief.lines for fact in line.facts}
    known_references = {reference for line in brief.lines for reference in line.references}
    return Sentence(
        text,
        brief.condition,
        tuple(i for i in ids if i in known_facts),
        tuple(i for i in ids if i in known_references),
        verdict.support,
        verdict.reason,
    )


def _last_turn(clauses: Sequence[Clause]) -> int:
    """Return which clause turns to something else last: what ends the sentence is said from there on only."""
    return max((at for at, clause in enumerate(clauses) if _TURNS_AWAY.search(clause.words)), default=0)


def clauses_of(text: str) -> tuple[Clause, ...]:
    """Take a sentence apart; a citation ends each clause, and what follows the last one belongs to it."""
    made = [Clause(found["words"].strip(" ,"), tuple(_ID.findall(found["cited"]))) for found in _CLAUSE.finditer(text)]
    if made and len(made[-1].words) > 1:
        made[-1] = made[-1]._replace(words=f"{made[-1].words} {tail(text)}".strip())
    return tuple(made)


def _rejoined(clauses: Sequence[Clause], brief: Brief) -> list[Clause]:
    """Return the clauses as they are meant: what follows a citation up to the next turn may belong to it still.

    A clause that cites only what to read ("is above the limit of 20 [R2]") goes on with the one before it, and
    "no fever [F1] or cough [F2]" denies both.
    """
    made: list[Clause] = []
    for clause in clauses:
        words, ids = clause
        if made:
            before = made[-1]
            lead = _TURN.split(words, maxsplit=1)[0]
            if _only_reads(clause, before, brief):
                made[-1] = Clause(f"{before.words} {words}", (*before.ids, *ids))
                continue
            if lead != words and frame_of(lead.casefold()) is not None and not _speaks_of(lead, ids, brief):
                made[-1] = Clause(f"{before.words} {lead}".strip(), before.ids)
                words = words[len(lead) :].strip(" ,;")
            if _GOES_ON.match(words) and _denies(before, brief) and not _asks(made):
                words = f"no {_GOES_ON.sub('', words, count=1)}"
        made.append(Clause(words, ids))
    return made


def _speaks_of(words: str, ids: tuple[str, ...], brief: Brief) -> bool:
    """Return whether words say something of a line with these ids."""
    lines = (line for line in brief.lines if set(ids) <= set(line.ids))
    return any(set(content(plain(words))) & set(content(plain(line.text))) for line in lines)


def _denies(clause: Clause, brief: Brief) -> bool:
    """Return whether a clause denies what it cites; a "no" in a finding's own name denies nothing further."""
    around = clause.words.casefold()
    for line in brief.lines:
        if set(clause.ids) & set(line.ids) and not line.text.startswith("no "):
            around = around.replace(line.text.casefold(), " ")
    return _DENIAL.search(wording.INNOCENT.sub(" ", around)) is not None


def _asks(clauses: Sequence[Clause]) -> bool:
    """Return whether a sentence so far tells of what is not known: then it denies nothing."""
    return any(frame_of(clause.words.casefold()) is Stand.UNKNOWN for clause in clauses)


def _only_reads(clause: Clause, before: Clause, brief: Brief) -> bool:
    """Return whether a clause cites only what to read on what the one before it says."""
    together, spoken = {*before.ids, *clause.ids}, meanings((plain(clause.words),))
    own = [line for line in brief.lines if set(clause.ids) <= set(line.ids)]
    return (
        any(together <= set(line.ids) and set(before.ids) & set(line.facts) for line in own)
        and not any(set(clause.ids) & set(line.facts) for line in own)
        and not any(share(content(plain(line.text)), spoken) >= ENOUGH for line in own if not line.facts)
    )


def tail(text: str) -> str:
    """Return what a sentence says after its last citation."""
    return text.rpartition("]")[2].strip(" .") if "]" in text else ""


def whole_faults(text: str, clauses: tuple[Clause, ...], known: frozenset[str]) -> Iterator[Fault]:
    """Yield what is wrong with the sentence as a whole."""
    if not clauses:
        yield Fault(Support.NOT_FOUND, "it cites nothing")
    if any(len(clause.words) < 2 for clause in clauses):
        yield Fault(Support.NOT_FOUND, "a citation stands without words")
    if wording.COMMAND.search(text):
        yield Fault(Support.NOT_FOUND, "it repeats an instruction")
    unknown = [i for clause in clauses for i in clause.ids if i not in known]
    if unknown:
        yield Fault(Support.NOT_FOUND, f"it cites {unknown[0]}, which is not in the list")


def _hold(clause: Clause, frame: Stand | None, brief: Brief, before: str) -> tuple[Stand | None, list[Fault]]:
    """Check one clause against the line it cites; return for or against or unknown, as it was framed."""
    fitting = [line for line in brief.lines if set(clause.ids) <= set(line.ids)]
    if not fitting:
        return frame, [Fault(Support.NOT_FOUND, f"{' and '.join(clause.ids)} do not belong to one finding")]
    clause = clause._replace(words=plain(clause.words))
    line, frame = _line(clause, frame, fitting, brief)
    if line.facts and not set(clause.ids) & set(line.facts):
        return frame, [Fault(Support.NOT_FOUND, "it names a finding without citing the chart")]
    ground = replace(_ground(line, brief), before=before)
    if frame is Stand.UNKNOWN:  # one question may be about several lines with the same reference
        others = tuple(plain(other.text) for other in fitting if _side(other) is Stand.UNKNOWN)
        ground = replace(ground, asked=True, sources=(*ground.sources, *others))
    words = in_levels(clause.words, ground.cited, (ground.text,))
    around, _ = glue(words, ground)
    found = [*_subject(words, ground, brief), *faults(words, ground)]
    return frame, [*_stand(line, frame), *_known(around, frame), *found, *_band(around, brief)]


def _ground(line: Line, brief: Brief) -> Ground:
    """Return what a clause that cites this line may say."""
    cited = tuple(in_plain_words(brief.cited[i]) for i in line.ids if i in brief.cited)
    names = (brief.name, plain(brief.name))
    sources = tuple(map(plain, line.sources))
    return Ground(line.ids, plain(line.text), sources, cited, names, brief.today, raw=(line.text, *line.sources))


def _line(clause: Clause, frame: Stand | None, fitting: list[Line], brief: Brief) -> tuple[Line, Stand | None]:
    """Return the line that a clause speaks of, and on which side it is put.

    It is the line that cites all these ids and whose words are said, the longest first ("recurring pain" before
    "pain"). One sentence of a note may speak for and against; between equal lines the side decides.
    """
    spoken = meanings((clause.words,))

    carried = None if _CONTRAST.match(clause.words) else frame

    def framed(line: Line) -> Stand | None:
        around = glue(clause.words, _ground(line, brief))[0]
        return placed(_without_its_own(around, line), _side(line)) or carried

    def fit(line: Line) -> tuple[int, float, bool]:
        text = plain(line.text)
        verbatim = text.casefold() in clause.words.casefold()
        return len(text) if verbatim else 0, share(content(text), spoken), framed(line) is _side(line)

    best = max(fitting, key=fit)
    return best, framed(best)


def _without_its_own(around: str, line: Line) -> str:
    """Return words without what weighs in the finding itself: "no reciprocal change", "hard to feel"."""
    for source in line.sources:
        for own in _ITS_OWN.findall(plain(source).casefold()):
            around = around.replace(own, " ")
    return around


def _stand(line: Line, frame: Stand | None) -> Iterator[Fault]:
    """Yield whether the side is another than in the differential."""
    side = _side(line)
    if frame is side or (frame is None and side is not Stand.UNKNOWN):
        return
    sides = {Stand.FOR: "in favour", Stand.AGAINST: "against", Stand.UNKNOWN: "not known"}
    said = sides[frame or Stand.FOR]
    reason = f"it places {line.text} as {said}; the differential has it as {sides[side]}"
    yield Fault(Support.CONTRADICTED, reason)


def _known(around: str, frame: Stand | None) -> Iterator[Fault]:
    """Yield whether what is not known is stated beside it."""
    if frame is Stand.UNKNOWN and (_STATED.search(around) or (_ASSERTED.search(around) and not asks(around))):
        yield Fault(Support.CONTRADICTED, "it states what is not known")


def _side(line: Line) -> Stand:
    """Return the side on which a sentence must place the line; what a test would tell is not known."""
    return Stand.UNKNOWN if line.stand is Stand.NEXT else line.stand


def _subject(words: str, ground: Ground, brief: Brief) -> Iterator[Fault]:
    """Yield whether another condition is named where this one should be: in front of the words that weigh."""
    lead = weighs_at(words.casefold())
    if lead is None or any(name.casefold() in words.casefold() for name in ground.names):
        return
    before = [
        word
        for word in words_of(words[:lead])
        if clinical(word.text) and not wording.joins(word.text) and not ordinary(word.text)
    ]
    own = meanings((*ground.texts, brief.name))
    if before and not any(word.stem in own for word in before):
        named = " ".join(word.text for word in before)
        yield Fault(Support.CONTRADICTED, f"it speaks of \u201c{named}\u201d; these lines are about {brief.name}")


def _band(around: str, brief: Brief) -> Iterator[Fault]:
    """Yield where the words claim more or less than the ranking."""
    if wording.MUST_NOT_MISS.search(around) and not brief.cant_miss:
        yield Fault(Support.CONTRADICTED, "it calls dangerous what the differential does not")
    bands = (
        (wording.STRONG, Likelihood.STRONG),
        (wording.MODERATE, Likelihood.MODERATE),
        (wording.WEAK, Likelihood.WEAK),
    )
    for pattern, band in bands:
        found = pattern.search(around)
        if found and band is not brief.likelihood:
            said = f"it says \u201c{found.group()}\u201d where the ranking says {brief.likelihood.value}"
            yield Fault(Support.CONTRADICTED, said)
