"""The compiled common pack as bytes: small, and read with plain constructors, because it is read at every start."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import MISSING, fields
from functools import cache
from pathlib import Path
from typing import Any

import orjson

from copilot.errors import KnowledgeError
from copilot.knowledge.bands import BACKGROUND
from copilot.knowledge.pack import (
    Age,
    Anchor,
    Bearer,
    CommonPack,
    Condition,
    DiagnosticTest,
    Figure,
    FigureKind,
    Link,
    PhraseTable,
    Reference,
    Term,
    TermKind,
    ValueRule,
)
from copilot.knowledge.stems import meaning, says_enough
from copilot.knowledge.words import phrase_words

Row = dict[str, Any]
_POSITIVE = re.compile(r"\bpositive\b", re.IGNORECASE)
VERY_RARE = BACKGROUND["very rare"]
_DENYING = frozenset({"no", "not", "non", "nor", "never", "without"})


def phrase_table(terms: Collection[Term]) -> PhraseTable:
    """Return every way in which notes write the findings, in one spelling, grouped by first word."""
    named = [(form, term.id) for term in terms for form in (term.name, *term.surface)]
    shared = [(form, term.id) for term in terms for form in term.shared]
    denied = [(form, f"-{term.id}") for term in terms for form in term.denied_by]
    return _by_first_word([*named, *shared, *denied, *_negative(named)])


def _negative(named: Collection[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """Yield the denial of each form that calls a test positive: "ANA negative" of "ANA positive"."""
    taken = {(form.casefold(), identifier) for form, identifier in named}
    for form, identifier in named:
        turned = _POSITIVE.sub("negative", form)
        if turned != form and (turned.casefold(), identifier) not in taken:
            yield turned, f"-{identifier}"


def paraphrase_table(terms: Collection[Term]) -> PhraseTable:
    """Return what the phrases of the findings mean, grouped by their rarest stem.

    Left out is what would mean too little (two words, one of them "more"), what denies, what holds a number, and
    what two findings share, unless one of them is the general one of the others. Two words alone never stand for a
    finding that hardly anybody has: "bright red" and "belly button" are said of much else.
    """
    owners: dict[frozenset[str], set[str]] = {}
    for term in terms:
        for form in (term.name, *term.surface):
            words = phrase_words(form)
            if _DENYING.isdisjoint(words) and not any(word.isdecimal() for word in words):
                stems = frozenset(meaning(words))
                if len(stems) > 2 or term.background > VERY_RARE:
                    owners.setdefault(stems, set()).add(term.id)
    general = {term.id: frozenset(term.is_a) for term in terms}
    meant = {
        stems: owner
        for stems, ids in owners.items()
        if (owner := _most_general(ids, general)) is not None and says_enough(stems)
    }
    often = Counter(stem for stems in meant for stem in stems)
    rows = []
    for stems, term_id in meant.items():
        rarest, *others = sorted(stems, key=lambda stem: (often[stem], stem))
        rows.append((rarest, " ".join(others), term_id))
    return _lines(rows)


def _most_general(ids: Collection[str], general: Mapping[str, Collection[str]]) -> str | None:
    """Return the one of these findings of which all others are kinds, or None."""
    return next((one for one in sorted(ids) if all(one == other or one in general[other] for other in ids)), None)


def name_table(conditions: Iterable[Condition]) -> PhraseTable:
    """Return the names of the conditions, in one spelling, grouped by first word."""
    return _by_first_word((name, c.id) for c in conditions for name in (c.name, *c.synonyms))


def _by_first_word(forms: Iterable[tuple[str, str]]) -> PhraseTable:
    spelt = ((phrase_words(form), identifier) for form, identifier in forms)
    return _lines((words[0], " ".join(words), identifier) for words, identifier in spelt if words)


def _lines(rows: Iterable[tuple[str, str, str]]) -> PhraseTable:
    table: dict[str, list[str]] = {}
    for key, phrase, identifier in rows:
        table.setdefault(key, []).append(f"{phrase}\t{identifier}")
    return {key: "\n".join(lines) for key, lines in table.items()}


def encode(pack: CommonPack) -> bytes:
    """Return the pack as bytes; what has its default value is left out."""
    stored = {
        "version": pack.version,
        "terms": {key: _row(term) for key, term in pack.terms.items()},
        "conditions": {
            key: {**_row(condition), "links": [_short(link) for link in condition.links]}
            for key, condition in pack.conditions.items()
        },
        "tests": {key: _row(test) for key, test in pack.tests.items()},
        "references": {key: _row(reference) for key, reference in pack.references.items()},
        "phrases": phrase_table(pack.terms.values()),
        "paraphrases": paraphrase_table(pack.terms.values()),
        "names": name_table(pack.conditions.values()),
    }
    return orjson.dumps(stored)


def _row(entry: Any) -> Row:
    """Return the fields of a dataclass that differ from their defaults."""
    row = {}
    for field in fields(entry):
        value = getattr(entry, field.name)
        default = field.default if field.default_factory is MISSING else field.default_factory()
        if value != default:
            row[field.name] = value
    return row


def _short(link: Link) -> list[Any]:
    """Return a link as a list: there are tens of thousands, and most have neither figures nor references."""
    short = [link.finding, link.band, link.strength, list(link.references), list(link.figures)]
    while not short[-1]:
        short.pop()
    return short


def decode(path: Path) -> CommonPack:
    """Return the pack compiled to `path`; raises `KnowledgeError` where it is not one of this version.

    The file was typed when it was compiled from the sources; here only its shape is relied on.
    """
    try:
        stored = orjson.loads(path.read_bytes())
        return CommonPack(
            version=stored["version"],
            terms={key: _term(row) for key, row in stored["terms"].items()},
            conditions={key: _condition(row) for key, row in stored["conditions"].items()},
            tests={key: DiagnosticTest(**_tuples(row)) for key, row in stored["tests"].items()},
            references={key: _reference(row) for key, row in stored["references"].items()},
            phrases=stored["phrases"],
            paraphrases=stored["paraphrases"],
            names=stored["names"],
        )
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise KnowledgeError(
            "is not a compiled pack of this version.", where=str(path), remedy="Delete it, or reinstall Chartside."
        ) from error


def _tuples(row: Row) -> Row:
    """Return the row with its lists as tuples: everything in a pack is immutable."""
    return {key: tuple(value) if isinstance(value, list) else value for key, value in row.items()}


def _term(row: Row) -> Term:
    values = tuple(ValueRule(**_tuples(rule)) for rule in row.get("values", ()))
    only = Bearer(row["only"]) if "only" in row else None
    return Term(**{**_tuples(row), "kind": TermKind(row["kind"]), "values": values, "only": only})


def _reference(row: Row) -> Reference:
    return Reference(**{**row, "anchors": tuple(Anchor(**anchor) for anchor in row.get("anchors", ()))})


def _condition(row: Row) -> Condition:
    changed = _tuples(row)
    changed["links"] = tuple(_link(*link) for link in row["links"])
    changed["base_rates"] = tuple(_figure(figure) for figure in row.get("base_rates", ()))
    changed["age"] = Age(**_tuples(row.get("age", {})))
    return Condition(**changed)


def _link(
    finding: str, band: str = "", strength: str = "", references: Sequence[str] = (), figures: Sequence[Row] = ()
) -> Link:
    if not references and not figures:
        return _plain_link(finding, band, strength)
    return Link(finding, band, strength, tuple(_figure(figure) for figure in figures), tuple(references))


@cache
def _plain_link(finding: str, band: str, strength: str) -> Link:
    """Return a row without references; many conditions share it, and making it takes most of the time."""
    return Link(finding, band, strength)


def _figure(row: Row) -> Figure:
    return Figure(**{**row, "kind": FigureKind(row["kind"])})
