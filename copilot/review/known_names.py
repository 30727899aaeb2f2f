"""Conditions by the names that a clinician types: to complete what is begun, and to know what was meant."""

from __future__ import annotations

from copilot.knowledge.pack import Condition, Pack
from copilot.knowledge.vocabulary import Form, Vocabulary


def known_names(pack: Pack) -> Vocabulary:
    """Return the vocabulary of every condition of the packs, rare diseases too."""
    rare = pack.rare.words.member_names if pack.rare is not None else ()
    common = (Form(c.id, c.name, words) for c in pack.conditions.values() for words in (c.name, *c.synonyms))
    return Vocabulary((*common, *(Form(name, name, name) for name in rare)))


def known_condition(words: str, pack: Pack) -> Condition | None:
    """Return the one common condition with this name or synonym, whatever its case; None where none or several have."""
    wanted = words.casefold()
    found = [
        condition
        for condition in pack.conditions.values()
        if any(wanted == name.casefold() for name in (condition.name, *condition.synonyms))
    ]
    return found[0] if len(found) == 1 else None
