"""What counts as the answer of a case: names in any spelling, and codes."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from copilot.knowledge.pack import Pack
from copilot.knowledge.rare import RarePack, Words
from copilot.review.measures.answers import Answers, Wanted, keys_of
from tests.differential.factory import condition, pack, term

ANAEMIA = condition("aplastic-anaemia", {"CS:x": "common"}, name="Aplastic anaemia", icd10=("D61.9",))
EMBOLISM = condition(
    "lung-embolism",
    {"CS:x": "common"},
    name="Pulmonary embolism",
    icd10=("I26.9", "I26.0"),
    cant_miss="kills within hours",
)
MENIERE = condition("inner-ear", {"CS:x": "common"}, name="Ménière's disease", synonyms=("Endolymphatic hydrops",))
MARFAN = condition(
    "marfan",
    {"CS:x": "common"},
    name="Marfan syndrome",
    codes=(("http://www.omim.org", "154700"), ("http://www.orpha.net", "558")),
)


def known() -> Pack:
    return pack([term("CS:x")], [ANAEMIA, EMBOLISM, MENIERE, MARFAN])


def with_rare() -> Pack:
    """Return the pack with one rare disease that only the rare pack knows."""
    words = Words(
        version="2025-01-16",
        terms=["HP:1"],
        term_names=["x"],
        members=["OMIM:230800"],
        member_names=["Gaucher disease, type I"],
        series_names=["Gaucher disease"],
        references=["PMID:1"],
        former={},
    )
    none = np.zeros(0, dtype=np.int32)
    empty = {name: none for name in RarePack.__dataclass_fields__ if name not in ("words", "_above")}
    return replace(known(), rare=RarePack(words, **empty))


@pytest.mark.parametrize(
    ("answer", "condition"),
    [
        ("Aplastic anaemia", ANAEMIA),
        ("APLASTIC ANEMIAS", ANAEMIA),
        ("aplastic-anemia", ANAEMIA),
        ("d61.9", ANAEMIA),
        ("ICD-10-CM: D61.9", ANAEMIA),
        ("icd10 D619", ANAEMIA),
        ("pulmonary embolisms", EMBOLISM),
        ("I26.99", EMBOLISM),  # the packs hold I26.9, of which it is a special case
        ("Meniere disease", MENIERE),
        ("Ménière’s disease", MENIERE),
        ("endolymphatic   hydrops", MENIERE),
        ("inner-ear", MENIERE),
        ("OMIM:154700", MARFAN),
        ("mim #154700", MARFAN),
        ("Orpha 558", MARFAN),
        ("ORPHANET:558", MARFAN),
        ("marfan syndrome", MARFAN),
    ],
)
def test_an_answer_is_its_condition_and_no_other(answer: str, condition: object) -> None:
    wanted = Answers(known()).wanted(answer)
    assert wanted.named
    assert [c for c in (ANAEMIA, EMBOLISM, MENIERE, MARFAN) if wanted.is_met_by(c)] == [condition]
    assert wanted.cant_miss == (condition is EMBOLISM)


@pytest.mark.parametrize(
    "answer",
    [
        "",
        "  ",
        "?!",
        "anaemia",
        "embolism",
        "Pulmonary",
        "I26",
        "I27.0",
        "D6",
        "558",
        "154700",
        "OMIM:558",
        "ORPHA:154700",
    ],
)
def test_what_is_no_condition_is_not_named(answer: str) -> None:
    wanted = Answers(known()).wanted(answer)
    assert not wanted.named
    assert not wanted.cant_miss
    assert not any(wanted.is_met_by(c) for c in (ANAEMIA, EMBOLISM, MENIERE, MARFAN))


def test_the_longest_code_above_an_answer_counts() -> None:
    """An answer below two codes of the packs means the nearer one, not the whole category."""
    category = condition("any-embolism", {"CS:x": "common"}, icd10=("I26",))
    wanted = Answers(pack([term("CS:x")], [category, EMBOLISM])).wanted("I26.02")
    assert wanted.is_met_by(EMBOLISM)
    assert not wanted.is_met_by(category)


@pytest.mark.parametrize("answer", ["OMIM:230800", "Gaucher disease type I", "gaucher diseases"])
def test_what_only_the_rare_pack_knows_is_named(answer: str) -> None:
    assert Answers(with_rare()).wanted(answer).named
    assert not Answers(known()).wanted(answer).named


def test_an_unknown_answer_still_meets_a_condition_of_that_name() -> None:
    """Rare candidates are made for a patient: they are met by their own names and codes."""
    assert Wanted(frozenset({"omim:154700"})).is_met_by(MARFAN)
    assert "orpha:558" in keys_of(MARFAN)
