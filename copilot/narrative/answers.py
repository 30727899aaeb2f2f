"""Check one free sentence against the facts and references that it cites: the same core as the narrative's check."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date

from copilot.narrative.changes import change_faults
from copilot.narrative.check import clauses_of, whole_faults
from copilot.narrative.cited import Cited, in_plain_words
from copilot.narrative.claim import Ground, faults
from copilot.narrative.entity import nearer
from copilot.narrative.levels import in_levels
from copilot.narrative.levels import measured as values_of
from copilot.narrative.narrative import Fault, Sentence, Support, gravest
from copilot.narrative.plainly import plain
from copilot.narrative.reckoned import reckoned
from copilot.narrative.said import content, meanings, share, words_of
from copilot.narrative.stated import ENOUGH, says_value
from copilot.narrative.times import without_times
from copilot.narrative.values import Value, is_span, value_faults, values, without_values

_PATIENT = re.compile(r"\b(?:the patient|she|he) (?:has|had|was|is|suffer\w*|died)\b", re.IGNORECASE)
_ITEM_END = re.compile(r",|;|\b(?:and|while|whereas|but)\b")


def check_answer(text: str, sources: Iterable[Cited], today: date | None = None) -> Sentence:
    """Return the sentence with the ids it cites and the verdict.

    `sources` are what may be cited (`cited_fact`, `cited_reference`). Ids stand in the sentence behind what they
    carry ("… [F12]"); a sentence without any rests as a whole on all the sources given. `today` is the day
    from which the chart counts ("3 days ago").
    """
    text = text.strip()
    known = {one.id: one for one in sources}
    if "[" not in text and known:
        named = " ".join(f"[{identifier}]" for identifier in known)
        clauses = clauses_of(f"{text.rstrip('.')} {named}.")
        found: list[Fault] = []
    else:
        clauses = clauses_of(text)
        found = list(whole_faults(text, clauses, frozenset(known)))
    if not found:
        for clause in clauses:
            found += _hold(clause.words, [known[i] for i in dict.fromkeys(clause.ids)], today)
    verdict = gravest(found)
    ids = [i for clause in clauses for i in clause.ids if i in known]
    return Sentence(
        text,
        "",
        tuple(dict.fromkeys(i for i in ids if known[i].chart)),
        tuple(dict.fromkeys(i for i in ids if not known[i].chart)),
        verdict.support,
        verdict.reason,
    )


def _hold(words: str, cited: Sequence[Cited], today: date | None) -> Iterator[Fault]:
    """Yield what is wrong with one clause, by all that it cites together and by each alone."""
    raw, cited = cited, tuple(in_plain_words(one) for one in cited)
    words = in_levels(plain(words), cited)
    ids = tuple(one.id for one in cited)
    statements = tuple(one.statement for one in cited)
    texts = tuple(text for one in cited for text in one.words)
    first, rest = (statements[0], ()) if len(cited) == 1 else ("", statements)
    yield from faults(words, Ground(ids, first, (*rest, *texts), cited, (), today, quotable=True, raw=_as_written(raw)))
    for one, plainly in zip(raw, cited, strict=True):
        if one.words and one.label.casefold() in one.words[0].casefold():
            yield from _named(words, plainly)
    if len(cited) > 1:
        yield from _kin(words, cited)
        yield from _owners(words, cited, today)
        yield from change_faults(words, cited, today)


def _as_written(cited: Sequence[Cited]) -> tuple[str, ...]:
    """Return the words of what is cited, as the record spells them."""
    return tuple(text for one in cited for text in (one.statement, *one.words))


def _named(words: str, one: Cited) -> Iterator[Fault]:
    """Yield whether a fact is not named that the chart itself names: another drug, another analyte."""
    name = set(content(without_values(one.label)))
    spoken = meanings((words,))
    own = one.words[0].casefold()
    value = own.partition(f"{one.label.casefold()}:")[2]
    quoted = not spoken.isdisjoint(content(value))
    if not name & spoken and not quoted and not says_value(words, one):
        yield Fault(Support.NOT_FOUND, f"it does not name {one.label}, which it cites")


def _kin(words: str, cited: Sequence[Cited]) -> Iterator[Fault]:
    """Yield what is said of one relative and is another's."""
    pieces = _ITEM_END.split(words)
    for one in (one for one in cited if nearer(one.whose)):
        own = max(pieces, key=lambda piece: share(_name(one), meanings((piece,))))
        if share(_name(one), meanings((own,))) < ENOUGH:
            continue
        named = nearer(own) or ({"the patient"} if _PATIENT.search(own) else set())
        if named and not named & nearer(one.whose):
            yield Fault(Support.CONTRADICTED, f"it says {min(named)} of what is said of {one.whose}")


def _owners(words: str, cited: Sequence[Cited], today: date | None) -> Iterator[Fault]:
    """Yield a number given to one of several facts that is another's: it belongs to what is named last before it."""
    for span in reckoned(words, cited, today):
        words = words.replace(span, " limit " if "limit" in span else " ")
    measured = [one for one in cited if any(values(without_times(text)) for text in one.words)]
    said = values(without_times(words))
    listed = _listed(measured, said)
    item = ""
    for at, value in enumerate(said):
        item = _ITEM_END.split(f"{item} {value.before}")[-1]
        owners = listed[at : at + 1] or _last_named(item, measured)
        if len(owners) == 1 and not is_span(value) and ":" not in value.digits:  # a time of day is no value
            given = [own for text in owners[0].words for own in values(without_times(text))]
            yield from value_faults(value, given, owners[0].loinc)


def _listed(measured: Sequence[Cited], said: Sequence[Value]) -> list[Cited]:
    """Return the owners of the numbers in order where all that was measured is named first: "A and B are 1 and 2"."""
    valued = {one.name for one in values_of(measured)}
    if not said or not len(said) == len(measured) == len(valued):
        return []
    before = [word.stem for word in words_of(said[0].before)]
    between = {word.stem for value in said[1:] for word in words_of(value.before)}
    if any(share(_name(one), before) < 1 or between & set(_name(one)) for one in measured):
        return []
    return sorted(measured, key=lambda one: max(before.index(word) for word in _name(one)))


def _last_named(item: str, measured: Sequence[Cited]) -> list[Cited]:
    """Return what is named last in some words; several where that cannot be told."""
    before = words_of(item)
    last = {word.stem: at for at, word in enumerate(before)}
    named = [(_place(one, last), one) for one in measured if share(_name(one), last) >= ENOUGH]
    return [one for place, one in named if place == max(place for place, _ in named)]


def _name(one: Cited) -> list[str]:
    """Return the words of what names a fact."""
    return content(without_values(one.label))


def _place(one: Cited, last: Mapping[str, int]) -> tuple[int, float, int]:
    """Return where a fact is named last, and how fully."""
    name = _name(one)
    return max(last.get(word, -1) for word in name), share(name, last), len(name)
