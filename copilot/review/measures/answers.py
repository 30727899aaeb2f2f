"""Which condition a case's answer means: by name, synonym, id or code, whatever the case, accents and spelling."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from copilot.findings.lexicon import plain_icd10
from copilot.knowledge.pack import Condition, Pack
from copilot.knowledge.words import joined, normal_words

# "ICD-10-CM: I26.99", "ICD10 I2699", "I26.99"; an ICD-10 category has three characters.
_ICD10 = re.compile(r"(?:icd[- ]?10(?:[- ]?cm)?[: ]*)?([a-z]\d[0-9a-z](?:\.?[0-9a-z]{1,4})?)", re.IGNORECASE)
_CATEGORY = 3
# A bare number would be ambiguous: the system is named, as in "OMIM:154700" or "ORPHA 558".
_NUMBERED = re.compile(r"(omim|mim|orpha|orphanet)[:# ]*(\d+)", re.IGNORECASE)
_SYSTEMS = {"omim": "omim", "mim": "omim", "orpha": "orpha", "orphanet": "orpha"}
_URLS = {"http://www.omim.org": "omim", "http://www.orpha.net": "orpha"}


@dataclass(frozen=True, slots=True)
class Wanted:
    """What an answer means: the keys of the conditions that count as right, and what the packs know of them."""

    keys: frozenset[str]
    named: bool = False  # the packs can name it
    cant_miss: bool = False

    def is_met_by(self, condition: Condition) -> bool:
        """Return whether this condition is the answer."""
        return not self.keys.isdisjoint(keys_of(condition))


class Answers:
    """All that the packs can name; made once, asked for every case."""

    def __init__(self, pack: Pack) -> None:
        by_condition = {condition.id: keys_of(condition) for condition in pack.conditions.values()}
        self._known = frozenset().union(*by_condition.values(), _rare_keys(pack))
        self._cant_miss = frozenset().union(*(by_condition[c.id] for c in pack.conditions.values() if c.cant_miss))

    def wanted(self, answer: str) -> Wanted:
        """Return what the answer means; `named` is false where no condition of the packs is called so."""
        keys = {key for key in (_name_key(answer), _numbered_key(answer), self._icd10_key(answer)) if key}
        known = keys & self._known
        return Wanted(frozenset(keys), bool(known), not known.isdisjoint(self._cant_miss))

    def _icd10_key(self, answer: str) -> str:
        """Return the key of the code or, where the packs do not have it, of the longest they have above it."""
        match = _ICD10.fullmatch(answer.strip())
        if match is None:
            return ""
        plain = plain_icd10(match[1])
        above = (f"icd10:{plain[:length]}" for length in range(len(plain), _CATEGORY - 1, -1))
        return next((key for key in above if key in self._known), "")


def keys_of(condition: Condition) -> frozenset[str]:
    """Return everything that a condition is called, as keys for comparison."""
    names = (condition.id, condition.name, *condition.synonyms)
    codes = (f"{_URLS.get(system, system)}:{code}" for system, code in condition.codes)
    return frozenset({*_name_keys(names), *codes, *(f"icd10:{plain_icd10(code)}" for code in condition.icd10)})


def _rare_keys(pack: Pack) -> frozenset[str]:
    if pack.rare is None:
        return frozenset()
    words = pack.rare.words
    members = (_numbered_key(member) for member in words.members)
    return frozenset({*_name_keys((*words.member_names, *words.series_names)), *members})


def _name_keys(names: Iterable[str]) -> Iterable[str]:
    return (key for key in map(_name_key, names) if key)


def _name_key(name: str) -> str:
    """Return a name in normal words: "Ménière's diseases" and "meniere disease" are one; empty for no words."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", name) if not unicodedata.combining(c))
    return joined(normal_words(plain))


def _numbered_key(answer: str) -> str:
    match = _NUMBERED.fullmatch(answer.strip())
    return f"{_SYSTEMS[match[1].casefold()]}:{match[2]}" if match else ""
