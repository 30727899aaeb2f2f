"""The pack: typed, immutable medicine, as compiled from `resources/knowledge/`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from typing import ClassVar

from copilot.knowledge.rare import RarePack

# Read by pydantic when a source entry is typed: a misspelt key is an error, at any depth.
_STRICT = {"extra": "forbid"}


class TermKind(StrEnum):
    """What sort of thing a finding is; it decides how one would learn of it (ask, examine, test)."""

    SYMPTOM = "symptom"
    SIGN = "sign"
    LABORATORY = "laboratory"
    IMAGING = "imaging"
    HISTORY = "history"  # past illness, habit, medicine, family, operation
    EXPOSURE = "exposure"  # travel, contact, occupation, trigger


class Bearer(StrEnum):
    """Who alone can have a finding."""

    MAN = "man"
    WOMAN = "woman"  # past childhood
    GIRL = "girl"
    CHILD = "child"
    INFANT = "infant"
    OLDER = "older"


@dataclass(frozen=True, slots=True)
class ValueRule:
    """A measured value that shows the finding.

    `direction` is "high" or "low". The laboratory's own range decides where it gives one, unless `fixed`;
    `limit` maps "any", "female", "male" or "pregnant" to a threshold such as "38.0 Cel" for values without a range.
    `names` are labels, as charts and notes write them ("Hb", "haemoglobin"), for values without LOINC.
    """

    __pydantic_config__: ClassVar[dict[str, str]] = _STRICT

    direction: str
    loinc: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    limit: Mapping[str, str] = field(default_factory=dict)
    fixed: bool = False


@dataclass(frozen=True, slots=True)
class Term:
    """One finding of the vocabulary. `id` is HPO's where one exists ("HP:0100749"), else "CS:kebab-name".

    `surface` are the ways in which notes write it; `shared` those that another finding owns and that show this one
    as well ("intravenous heroin use" of injecting drugs); `denied_by` words that state its absence by
    themselves ("afebrile"); `group` names findings that speak about the same thing and must not count
    twice; `background` is the share of patients with other illness who show it. `only` says who alone can have it;
    `context` holds words of which one must stand in the same or the sentence before, where a note writes the
    finding without its place ("worse when bending forward" of a headache); "skin" stands for all words of the skin.
    """

    __pydantic_config__: ClassVar[dict[str, str]] = _STRICT

    id: str
    name: str
    kind: TermKind
    background: float
    is_a: tuple[str, ...] = ()
    group: str = ""
    surface: tuple[str, ...] = ()
    shared: tuple[str, ...] = ()
    denied_by: tuple[str, ...] = ()
    icd10: tuple[str, ...] = ()
    snomed: tuple[str, ...] = ()
    values: tuple[ValueRule, ...] = ()
    ask: str = ""
    only: Bearer | None = None
    context: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Anchor:
    """What stood on the page: the finding's words and the digits, so that a later reader can find them."""

    __pydantic_config__: ClassVar[dict[str, str]] = _STRICT

    words: str
    digits: str = ""


@dataclass(frozen=True, slots=True)
class Reference:
    """A source that was really opened. `second_reading` is the date of the second look, empty if none.

    `year` is None where the page shows no date; `published` says so.
    """

    __pydantic_config__: ClassVar[dict[str, str]] = _STRICT

    id: str
    url: str
    title: str
    publisher: str
    type: str
    accessed: str
    year: int | None = None
    pmid: str = ""
    pmcid: str = ""
    doi: str = ""
    anchors: tuple[Anchor, ...] = ()
    second_reading: str = ""

    @property
    def published(self) -> str:
        """Return the year, or that the page is undated and when it was read."""
        return str(self.year) if self.year else f"undated, read {self.accessed}"


class FigureKind(StrEnum):
    """What a published number says."""

    FREQUENCY = "frequency"  # share of patients with the condition who show the finding, 0..1
    SENSITIVITY = "sensitivity"  # the same, measured among suspected cases, 0..1
    SPECIFICITY = "specificity"  # share of suspected people without the condition who lack the finding, 0..1
    LR_POSITIVE = "lr+"
    LR_NEGATIVE = "lr-"
    BASE_RATE = "base-rate"  # share of people with the complaint, in the setting, who have the condition


@dataclass(frozen=True, slots=True)
class Figure:
    """A number with its reference, population, size and interval, as the page shows them."""

    __pydantic_config__: ClassVar[dict[str, str]] = _STRICT

    kind: FigureKind
    value: float
    reference: str
    population: str
    n: int | None = None
    low: float | None = None
    high: float | None = None
    setting: str = ""


@dataclass(frozen=True, slots=True)
class Link:
    """How one finding belongs to one condition.

    Either `band` (a frequency band) or `strength` (of a risk factor) is set, or figures are; a figure
    wins over the band in the ranking. `references` are the pages that state the association; empty means
    that the row is editorial and the condition's own references are shown as reading.
    """

    __pydantic_config__: ClassVar[dict[str, str]] = _STRICT

    finding: str
    band: str = ""
    strength: str = ""
    figures: tuple[Figure, ...] = ()
    references: tuple[str, ...] = ()

    @property
    def editorial(self) -> bool:
        """Return whether the weight is the project's own rather than a published number."""
        return not self.figures


@dataclass(frozen=True, slots=True)
class Age:
    """Years of age in which the condition is typical, and in which it is possible at all (inclusive)."""

    __pydantic_config__: ClassVar[dict[str, str]] = _STRICT

    typical: tuple[float, float] = (0.0, 120.0)
    possible: tuple[float, float] = (0.0, 120.0)


@dataclass(frozen=True, slots=True)
class Condition:
    """Something that could explain findings. `cant_miss` is the reason why it must not be missed, or empty.

    `needs` are exposures or states of which every patient has one, because they define the condition.
    `female` is the share of patients who are female (0.5 where sex does not matter). `confirmed_by` and
    `excluded_by` name tests. `codes` are (system, code) beside ICD-10-CM: OMIM and Orphanet for rare ones.
    """

    __pydantic_config__: ClassVar[dict[str, str]] = _STRICT

    id: str
    name: str
    prior: str
    course: str
    references: tuple[str, ...]
    links: tuple[Link, ...]
    needs: tuple[str, ...] = ()
    synonyms: tuple[str, ...] = ()
    icd10: tuple[str, ...] = ()
    complaints: tuple[str, ...] = ()
    codes: tuple[tuple[str, str], ...] = ()
    cant_miss: str = ""
    base_rates: tuple[Figure, ...] = ()
    age: Age = field(default_factory=Age)
    female: float = 0.5
    confirmed_by: tuple[str, ...] = ()
    excluded_by: tuple[str, ...] = ()
    pack: str = "common"


@dataclass(frozen=True, slots=True)
class DiagnosticTest:
    """A test that can be ordered: `cost_tier` 1 (at the bedside) to 4 (invasive or scarce); never a price.

    `shows` are the findings that its result answers; `loinc` and `names` tell whether the chart has it.
    """

    __pydantic_config__: ClassVar[dict[str, str]] = _STRICT

    id: str
    name: str
    kind: str
    cost_tier: int
    shows: tuple[str, ...] = ()
    loinc: tuple[str, ...] = ()
    names: tuple[str, ...] = ()


# What notes say, made normal when the pack is compiled: a word -> lines of "phrase<TAB>id", taken apart when a text
# first uses the word. In `phrases` and `names` it is the first word, and an id with "-" before it is denied by the
# phrase; in `paraphrases` it is the rarest stem, and the phrase holds the other stems.
PhraseTable = Mapping[str, str]


@dataclass(frozen=True)
class CommonPack:
    """The project's own medicine, as compiled from the sources. `version` is a hash over them.

    `phrases` and `paraphrases` (of findings) and `names` (of conditions) may be empty in a pack made by hand: then
    they are made when they are first needed.
    """

    version: str
    terms: Mapping[str, Term]
    conditions: Mapping[str, Condition]
    tests: Mapping[str, DiagnosticTest]
    references: Mapping[str, Reference]
    phrases: PhraseTable = field(default_factory=dict)
    paraphrases: PhraseTable = field(default_factory=dict)
    names: PhraseTable = field(default_factory=dict)


@dataclass(frozen=True)
class Pack(CommonPack):
    """All medicine: the common pack, and the rare one where it was compiled.

    `left_out` are references on which no row may rest in this run (honest measurement).
    """

    rare: RarePack | None = None
    left_out: frozenset[str] = frozenset()

    def is_rare(self, name: str) -> bool:
        """Return whether the rare pack has a disease of this name."""
        names = self.rare.words.member_names if self.rare is not None else ()
        return name.casefold() in {known.casefold() for known in names}

    @cached_property
    def ancestors(self) -> Mapping[str, frozenset[str]]:
        """Return, for every term, all more general terms (without itself)."""
        known: dict[str, frozenset[str]] = {}

        def climb(term: str) -> frozenset[str]:
            if term not in known:
                parents = self.terms[term].is_a
                known[term] = frozenset(parents).union(*(climb(parent) for parent in parents))
            return known[term]

        for term in self.terms:
            climb(term)
        return known
