"""Who can have a finding, and beside which words it is meant."""

from __future__ import annotations

import pytest

from copilot.findings.bearer import can_have
from copilot.findings.finding import Patient
from copilot.findings.recognise import recognise
from copilot.knowledge.pack import Bearer, Pack, TermKind
from tests.findings.factory import chart, note, term

MANS = term("CS:male-breast", "Breast enlargement in a man", "swelling of the breasts", only=Bearer.MAN)
PREGNANCY = term("CS:pregnancy", "Pregnancy", "pregnancy", only=Bearer.WOMAN, kind=TermKind.HISTORY)
NAVEL = term("CS:navel", "Bleeding from the navel of a newborn", "bleeding from the navel", only=Bearer.INFANT)
THIGH = term("CS:leg-skin", "Skin change of the leg", "on the thigh", context=("skin",))
BENDING = term("CS:bending", "Headache worse on bending", "worse when bending forward", context=("head", "headache"))
DRUGS = term("CS:injects", "Injecting drugs", "intravenous heroin", kind=TermKind.HISTORY)
CAUSE = term(
    "CS:cause", "Heroin as a cause", "heroin nephropathy", kind=TermKind.HISTORY, shared=("intravenous heroin",)
)
TERMS = (MANS, PREGNANCY, NAVEL, THIGH, BENDING, DRUGS, CAUSE)
PACK = Pack("small", {each.id: each for each in TERMS}, {}, {}, {})


def present(text: str, sex: str = "unknown", age: float | None = None) -> set[str]:
    return set(recognise(chart(notes=(note(text),), sex=sex, age=age), PACK).by_term)


@pytest.mark.parametrize(
    ("bearer", "patient", "expected"),
    [
        (Bearer.MAN, Patient(50.0, "female"), False),
        (Bearer.MAN, Patient(50.0, "male"), True),
        (Bearer.MAN, Patient(), True),
        (Bearer.WOMAN, Patient(0.01, "female"), False),
        (Bearer.WOMAN, Patient(30.0, "female"), True),
        (Bearer.GIRL, Patient(6.0, "male"), False),
        (Bearer.GIRL, Patient(30.0, "female"), False),
        (Bearer.INFANT, Patient(3.0, "male"), False),
        (Bearer.CHILD, Patient(17.0, "male"), True),
        (Bearer.OLDER, Patient(30.0, "male"), False),
    ],
)
def test_who_can_have_a_finding(bearer: Bearer, patient: Patient, expected: bool) -> None:
    assert can_have(patient, term("CS:x", "X", only=bearer)) is expected


def test_a_finding_of_a_man_is_not_read_of_a_woman() -> None:
    assert present("Swelling of the breasts.", "female") == set()
    assert present("Swelling of the breasts.", "male") == {"CS:male-breast"}


def test_a_newborns_note_tells_of_the_mothers_pregnancy() -> None:
    assert present("A newborn girl. The pregnancy was uneventful.") == set()
    assert present("A 30-year-old woman. The pregnancy was uneventful.") == {"CS:pregnancy"}


def test_a_note_of_the_birth_stays_a_newborns_in_an_adults_chart() -> None:
    assert present("A male newborn with bleeding from the navel.", "male", 30.0) == {"CS:navel"}
    assert present("He has bleeding from the navel.", "male", 30.0) == set()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Numbness on the thigh.", set()),
        ("A scaly plaque on the thigh.", {"CS:leg-skin"}),
        ("He has papules. They are on the thigh.", {"CS:leg-skin"}),
        ("He has papules. He lives alone. Numb on the thigh.", set()),
        ("Back pain, worse when bending forward.", set()),
        ("Headaches, worse when bending forward.", {"CS:bending"}),
    ],
)
def test_a_finding_without_its_place_needs_it_nearby(text: str, expected: set[str]) -> None:
    assert present(text) == expected


def test_shared_words_show_both_findings() -> None:
    assert present("Intravenous heroin.") == {"CS:injects", "CS:cause"}
