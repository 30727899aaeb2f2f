"""A condition is known by its name and its synonyms, and two with one name are neither."""

from __future__ import annotations

from dataclasses import replace

from copilot.review.known_names import known_condition, known_names
from tests.ui import factory


def test_a_name_or_synonym_in_any_case_is_known_and_anything_else_is_not() -> None:
    pack = factory.pack()
    myeloma = replace(pack.conditions["multiple-myeloma"], synonyms=("Kahler's disease",))
    pack = replace(pack, conditions={**pack.conditions, "multiple-myeloma": myeloma})
    assert known_condition("MULTIPLE MYELOMA", pack) is myeloma
    assert known_condition("kahler's disease", pack) is myeloma
    assert known_condition("myeloma", pack) is None


def test_what_two_conditions_are_called_is_not_guessed() -> None:
    pack = factory.pack()
    twice = {key: replace(value, synonyms=("spine trouble",)) for key, value in pack.conditions.items()}
    assert known_condition("Spine trouble", replace(pack, conditions=twice)) is None


def test_what_the_packs_know_is_offered_by_name_and_synonym() -> None:
    names, pack = known_names(factory.pack()), factory.pack()
    for condition in pack.conditions.values():
        for words in (condition.name, *condition.synonyms):
            assert condition.name in [one.name for one in names.find(words)]
