"""Check one free sentence against the facts and references that it cites: the same core as the narrative's check."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from copilot.narrative.check import clauses_of, whole_faults
from copilot.narrative.cited import Cited
from copilot.narrative.claim import ENOUGH, Ground, faults, fit
from copilot.narrative.narrative import Fault, Sentence, Support, gravest
from copilot.narrative.said import content, meanings, share, turned
from copilot.narrative.times import without_times
from copilot.narrative.values import value_faults, values, without_values

_ITEM_END = re.compile(r",|\band\b")


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
    ids = tuple(one.id for one in cited)
    statements = tuple(one.statement for one in cited)
    texts = tuple(text for one in cited for text in one.words)
    first, rest = (statements[0], ()) if len(cited) == 1 else ("", statements)
    yield from faults(words, Ground(ids, first, (*rest, *texts), tuple(cited), (), today, quotable=True))
    for one in cited:
        yield from _named(words, one)
    if len(cited) > 1:
        for one in cited:
            yield from _each(words, one)
        yield from _owners(words, cited)


def _named(words: str, one: Cited) -> Iterator[Fault]:
    """Yield whether a fact is not named that the chart itself names: another drug, another analyte."""
    name = set(content(without_values(one.label)))
    if one.label.casefold() in one.words[0].casefold() and not name & meanings((words,)):
        yield Fault(Support.NOT_FOUND, f"it does not name {one.label}, which it cites")


def _each(words: str, one: Cited) -> Iterator[Fault]:
    """Yield whether a clause says nothing of one of several that it cites, or its opposite."""
    spoken = meanings((words,))
    given = max((one.statement, *one.words), key=lambda text: fit(text, spoken))
    if not set(content(given)) & spoken:
        yield Fault(Support.NOT_FOUND, f"it says nothing of {one.id}")
    word = turned(words, given)
    if word:
        yield Fault(Support.CONTRADICTED, f"it turns \u201c{word}\u201d into its opposite")


def _owners(words: str, cited: Sequence[Cited]) -> Iterator[Fault]:
    """Yield a number given to one of several facts that is another's."""
    for value in values(without_times(words)):
        before = meanings((_ITEM_END.split(value.before)[-1],))
        owners = [one for one in cited if share(content(one.label), before) >= ENOUGH]
        if len(owners) == 1:
            given = [own for text in owners[0].words for own in values(without_times(text))]
            yield from value_faults(value, given, owners[0].loinc)
