"""Conditions by the names that a clinician types: to complete what is begun, and to know what was meant."""

from __future__ import annotations

from copilot.knowledge.pack import Condition, Pack


def known_names(pack: Pack) -> tuple[str, ...]:
    """Return the name of every condition of the packs, rare diseases after the common ones."""
    rare = pack.rare.words.member_names if pack.rare is not None else []
    return tuple(dict.fromkeys((*sorted(c.name for c in pack.conditions.values()), *sorted(rare))))


def known_condition(words: str, pack: Pack) -> Condition | None:
    """Return the one common condition with this name or synonym, whatever its case; None where none or several have."""
    wanted = words.casefold()
    found = [
        condition
        for condition in pack.conditions.values()
        if any(wanted == name.casefold() for name in (condition.name, *condition.synonyms))
    ]
    return found[0] if len(found) == 1 else None
