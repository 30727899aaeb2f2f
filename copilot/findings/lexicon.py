"""The pack, indexed for recognition: by surface form, code, LOINC and name of a measurement."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TypeVar

from copilot.findings.notes.matching import Phrases
from copilot.findings.notes.paraphrase import Paraphrases
from copilot.knowledge.compiled import name_table, paraphrase_table, phrase_table
from copilot.knowledge.pack import Pack, Term, ValueRule

Entry = TypeVar("Entry")


@dataclass(frozen=True, slots=True)
class Sense:
    """What a phrase stands for: a term, or (`denies`) by itself the absence of a term."""

    term: str
    denies: bool = False


@dataclass(frozen=True, slots=True)
class Measure:
    """One value rule of one term."""

    term: str
    rule: ValueRule

    def __hash__(self) -> int:
        """Hash without the rule's limit, which is a plain dictionary."""
        return hash((self.term, self.rule.direction, self.rule.loinc, self.rule.names))


@dataclass(frozen=True)
class Lexicon:
    """All indices over one pack."""

    pack: Pack
    phrases: Phrases[Sense]
    paraphrases: Paraphrases[Sense]
    conditions: Phrases[str]
    measures: Phrases[Measure]
    by_loinc: Mapping[str, tuple[Measure, ...]]
    snomed: Mapping[str, tuple[str, ...]]
    icd10: Mapping[str, tuple[str, ...]]
    condition_icd10: Mapping[str, tuple[str, ...]]
    children: Mapping[str, tuple[str, ...]]

    def prefixed(self, index: Mapping[str, tuple[str, ...]], code: str) -> tuple[str, ...]:
        """Return what a code or any prefix of it names in an ICD-10 index."""
        plain = plain_icd10(code)
        return tuple(
            dict.fromkeys(name for length in range(1, len(plain) + 1) for name in index.get(plain[:length], ()))
        )


_last: tuple[Pack, Lexicon] | None = None


def lexicon(pack: Pack) -> Lexicon:
    """Return the indices of a pack; those of the last one are kept, there is one vocabulary in use at a time."""
    global _last
    known = _last
    if known is not None and known[0].terms is pack.terms and known[0].conditions is pack.conditions:
        return known[1]
    built = _build(pack)
    _last = (pack, built)
    return built


def plain_icd10(code: str) -> str:
    """Return an ICD-10 code without its dot, for comparing prefixes."""
    return code.replace(".", "").strip().upper()


def _build(pack: Pack) -> Lexicon:
    terms = pack.terms.values()
    by_loinc: dict[str, list[Measure]] = defaultdict(list)
    snomed: dict[str, list[str]] = defaultdict(list)
    icd10: dict[str, list[str]] = defaultdict(list)
    condition_icd10: dict[str, list[str]] = defaultdict(list)
    children: dict[str, list[str]] = defaultdict(list)
    for term in terms:
        for measure in _measures(term):
            for loinc in measure.rule.loinc:
                by_loinc[loinc].append(measure)
        for code in term.snomed:
            snomed[code].append(term.id)
        for code in term.icd10:
            icd10[plain_icd10(code)].append(term.id)
        for parent in term.is_a:
            children[parent].append(term.id)
    for condition in pack.conditions.values():
        for code in condition.icd10:
            condition_icd10[plain_icd10(code)].append(condition.id)
    return Lexicon(
        pack=pack,
        phrases=_phrases(pack),
        paraphrases=_paraphrases(pack),
        conditions=_names(pack),
        measures=Phrases((name, m) for term in terms for m in _measures(term) for name in m.rule.names),
        by_loinc=_frozen(by_loinc),
        snomed=_frozen(snomed),
        icd10=_frozen(icd10),
        condition_icd10=_frozen(condition_icd10),
        children=_frozen(children),
    )


def _phrases(pack: Pack) -> Phrases[Sense]:
    """Return what notes say of findings; a compiled pack brings it along in normal words."""
    table = pack.phrases or phrase_table(pack.terms.values())
    return Phrases.of_table(table, lambda identifier: Sense(identifier.removeprefix("-"), identifier.startswith("-")))


def _paraphrases(pack: Pack) -> Paraphrases[Sense]:
    return Paraphrases(pack.paraphrases or paraphrase_table(pack.terms.values()), {t: Sense(t) for t in pack.terms})


def _names(pack: Pack) -> Phrases[str]:
    table = pack.names or name_table(pack.conditions.values())
    return Phrases.of_table(table, str)


def _measures(term: Term) -> Iterator[Measure]:
    return (Measure(term.id, rule) for rule in term.values)


def _frozen(index: Mapping[str, list[Entry]]) -> Mapping[str, tuple[Entry, ...]]:
    return {key: tuple(values) for key, values in index.items()}
