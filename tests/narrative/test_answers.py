"""Free sentences about demo charts, held against the facts they cite."""

from __future__ import annotations

from datetime import date, datetime
from functools import cache

import pytest

from copilot import places
from copilot.chart.fact import Fact, Kind, Source, Standing, When
from copilot.knowledge.pack import Reference
from copilot.narrative.answers import check_answer
from copilot.narrative.cited import Cited, cited_fact, cited_reference
from copilot.narrative.entity import HIGH, level_words, opposite_faults
from copilot.narrative.narrative import Support
from copilot.narrative.said import turned
from tests.shipped import demo_review

SIDES = "left arm pain, right leg swelling"
TODAY = date(2026, 11, 17)
AMARA = [
    ("The haemoglobin is 12.7 g/dL [F9].", Support.SUPPORTED),
    ("The haemoglobin was 12.9 g/dL on 21 October 2026 [F7].", Support.SUPPORTED),
    ("The haemoglobin was 12.9 g/dL in October 2026 [F7].", Support.SUPPORTED),
    ("The haemoglobin was 12.9 g/dL on 17 November 2026 [F7].", Support.CONTRADICTED),
    ("The haemoglobin was 12.9 g/dL 27 days ago [F7].", Support.SUPPORTED),
    ("The haemoglobin was 12.9 g/dL 3 days ago [F7].", Support.CONTRADICTED),
    ("The haemoglobin was 12.9 g/dL last month [F7].", Support.SUPPORTED),
    ("The haemoglobin was 12.9 g/dL yesterday [F7].", Support.CONTRADICTED),
    ("The haemoglobin has been 12.9 g/dL since 21 October 2026 [F7].", Support.PARTLY),
    ("Haemoglobin 127 g/L and creatinine 0.9 mg/dL were measured today [F9] [F8].", Support.SUPPORTED),
    ("Haemoglobin 0.9 g/dL and creatinine 12.7 mg/dL were measured today [F9] [F8].", Support.CONTRADICTED),
    ("Platelets 12.7 and haemoglobin 301 [F9] [F11].", Support.CONTRADICTED),
    ("We have 12.7 g/dL for haemoglobin and 0.9 mg/dL for creatinine [F9] [F8].", Support.SUPPORTED),
    ("A 46-year-old woman after knee surgery [F33.1].", Support.SUPPORTED),
    ("The creatinine is 80 umol/L [F8].", Support.SUPPORTED),
    ("The creatinine is 90 umol/L [F8].", Support.CONTRADICTED),
    ("She takes ethinylestradiol and levonorgestrel [F25].", Support.SUPPORTED),
    ("She takes ibuprofen 400 mg three times daily [F26].", Support.PARTLY),
    ("She took ibuprofen 400 mg three times daily as needed [F26].", Support.SUPPORTED),
    ("She took naproxen 400 mg three times daily as needed [F26].", Support.NOT_FOUND),
    ("She has known obesity since 2018 [F4].", Support.SUPPORTED),
    ("She has had obesity for 8 years [F4].", Support.SUPPORTED),
    ("She has had obesity for 3 years [F4].", Support.NOT_FOUND),
    ("She has had obesity for 99999999999999 years [F4].", Support.NOT_FOUND),
    ("Her mother has obesity [F4].", Support.CONTRADICTED),
    ("The patient denies fever and wheeze [F33.11] [F33.14].", Support.SUPPORTED),
    ("The patient has fever and wheeze [F33.11] [F33.14].", Support.CONTRADICTED),
    ("The patient has no fever but wheeze [F33.11] [F33.14].", Support.CONTRADICTED),
    ("The patient has fever [F33.11].", Support.CONTRADICTED),
    ("There is no fever [F33.11].", Support.SUPPORTED),
    ("There is no fever [F33.11] [F28].", Support.NOT_FOUND),
    ("No asthma is known [F33.16].", Support.SUPPORTED),
    ("She had an arthroscopic meniscus repair of the right knee on 28 October 2026 [F28].", Support.SUPPORTED),
    ("She had an arthroscopic meniscus repair of the left knee on 28 October 2026 [F28].", Support.CONTRADICTED),
    ("The right calf is swollen, 4 cm wider than the left [F33.22].", Support.SUPPORTED),
    ("The left calf is swollen, 4 cm wider than the right [F33.22].", Support.CONTRADICTED),
    ("Sudden shortness of breath since this morning, 20 days after knee surgery [F33.1].", Support.SUPPORTED),
    ("Sudden shortness of breath since this morning, 20 days before knee surgery [F33.1].", Support.CONTRADICTED),
    ("She is allergic to latex [F27].", Support.SUPPORTED),
    ("The D-dimer is raised at 3420 ug/L [F12].", Support.SUPPORTED),
    ("The D-dimer is normal at 3420 ug/L [F12].", Support.CONTRADICTED),
    ("The D-dimer is not raised [F12].", Support.CONTRADICTED),
    ("The D-dimer is not normal [F12].", Support.SUPPORTED),
    ("The D-dimer should be repeated [F12].", Support.NOT_FOUND),
    ("The haemoglobin is 12.7 g/dL.", Support.NOT_FOUND),
    ("The haemoglobin is 12.7 g/dL [F999].", Support.NOT_FOUND),
]


@cache
def amara() -> tuple[Cited, ...]:
    return tuple(cited_fact(fact) for fact in demo_review(places.demo() / "amara-nwosu.json").facts.values())


@pytest.mark.parametrize(("text", "support"), AMARA)
def test_a_free_sentence_is_held_against_its_facts(text: str, support: Support) -> None:
    found = check_answer(text, amara() if "[" in text else (), TODAY)
    assert found.support is support, found.reason
    assert bool(found.reason) is (support is not Support.SUPPORTED)


def test_citations_may_be_given_apart() -> None:
    haemoglobin = [one for one in amara() if one.id == "F9"]
    found = check_answer("The haemoglobin is 12.7 g/dL.", haemoglobin, TODAY)
    assert (found.support, found.facts, found.references) == (Support.SUPPORTED, ("F9",), ())
    assert check_answer("The haemoglobin is 7.2 g/dL.", haemoglobin, TODAY).support is Support.CONTRADICTED


def fact(kind: Kind, label: str, text: str, **more: object) -> Cited:
    return cited_fact(Fact("F1", kind, label, text, Source("X/1", "y"), **more))  # type: ignore[arg-type]


def test_what_is_said_of_a_relative_stays_there() -> None:
    told = fact(Kind.FAMILY, "Gout", "father: Gout", category="father")
    assert check_answer("His father has gout [F1].", [told]).support is Support.SUPPORTED
    assert "left" not in check_answer("His father has gout [F1].", [told]).reason
    assert "father" in check_answer("The patient has gout [F1].", [told]).reason
    assert "mother" in check_answer("His mother has gout [F1].", [told]).reason
    assert check_answer("There is gout in the family, in the father [F1].", [told]).support is Support.SUPPORTED


def test_doubt_stays_doubt() -> None:
    told = fact(Kind.PROBLEM, "Gout", "Gout (provisional)", standing=Standing.UNCERTAIN)
    assert check_answer("There is possible gout [F1].", [told]).support is Support.SUPPORTED
    assert check_answer("There is gout [F1].", [told]).support is Support.PARTLY


def test_a_span_is_that_of_what_lasts() -> None:
    began = When(datetime(2026, 11, 3), datetime(2026, 11, 3, 23, 59), "2026-11-03")
    told = fact(Kind.PROBLEM, "Gout", "Gout", when=began)
    assert check_answer("Gout for two weeks [F1].", [told], TODAY).support is Support.SUPPORTED
    assert check_answer("Gout for two weeks [F1].", [told]).support is Support.NOT_FOUND
    assert check_answer("Gout two weeks ago [F1].", [told]).support is Support.NOT_FOUND
    assert check_answer("Gout since November 2026 [F1].", [told], TODAY).support is Support.SUPPORTED
    assert check_answer("Gout since November 2025 [F1].", [told], TODAY).support is Support.CONTRADICTED


def test_a_date_without_any_to_hold_it_against_is_not_found() -> None:
    told = fact(Kind.PROBLEM, "Gout", "Gout")
    assert check_answer("Gout on 3 March 2024 [F1].", [told], TODAY).support is Support.NOT_FOUND
    assert check_answer("Gout since March 3, 2024 [F1].", [told], TODAY).support is Support.NOT_FOUND
    assert check_answer("Gout, March 3 [F1].", [told], TODAY).support is Support.NOT_FOUND


@pytest.mark.parametrize(
    ("said", "given", "support"),
    [
        ("Pain in the left arm and swelling of the right leg", SIDES, Support.SUPPORTED),
        (
            "Pain in the right arm and swelling of the left leg",
            "left arm pain, right leg swelling",
            Support.CONTRADICTED,
        ),
        ("Sudden headache", "gradual headache", Support.CONTRADICTED),
        ("Lipase rose", "Lipase fell", Support.CONTRADICTED),
        ("The potassium is low", "Potassium 3.1 mmol/L (lower limit 3.5 mmol/L)", Support.SUPPORTED),
        ("The potassium is high", "Potassium 3.1 mmol/L (lower limit 3.5 mmol/L)", Support.CONTRADICTED),
        ("The pressure is high", "Pressure 84/50 mmHg (upper limit 140 mmHg)", Support.CONTRADICTED),
        ("Pain and fever", "fever, pain", Support.SUPPORTED),
    ],
)
def test_opposites_and_sides(said: str, given: str, support: Support) -> None:
    found = check_answer(f"{said} [F1].", [fact(Kind.OBSERVATION, given, given)], TODAY)
    assert found.support is support, found.reason


def test_a_word_that_a_mixed_text_denies_may_not_be_shown() -> None:
    assert turned("cough", "fever but no cough") == "cough"
    assert turned("no fever", "fever but no cough") == "fever"
    assert turned("fever but no cough", "no cough; fever") == ""


def test_a_limit_that_is_neither_upper_nor_lower_tells_no_level() -> None:
    assert level_words(("Potassium 6.1 mmol/L (limit 5.0 mmol/L)",)) == frozenset()
    assert level_words(("Potassium 6.1 mmol/L (upper limit 5.0 mmol/L)",)) == HIGH


def test_a_level_is_contradicted_by_its_opposite_and_not_by_the_denial_of_it() -> None:
    potassium = ("Potassium 6.1 mmol/L",)
    assert list(opposite_faults("the potassium is not low", potassium, HIGH)) == []
    assert [fault.support for fault in opposite_faults("the potassium is low", potassium, HIGH)] == [
        Support.CONTRADICTED
    ]


def test_a_reference_says_its_title_and_what_it_states() -> None:
    gout = Reference("a", "https://a.example", "Gout: diagnosis and care", "NICE", "guideline", "2026-01-01", 2022)
    cited = cited_reference(gout, "R1", ("Urate crystals in joint fluid show gout",))
    found = check_answer("Urate crystals in joint fluid show gout [R1].", [cited])
    assert (found.support, found.facts, found.references) == (Support.SUPPORTED, (), ("R1",))
    assert check_answer("Uric acid in blood excludes gout [R1].", [cited]).support is not Support.SUPPORTED
    undated = Reference("b", "https://b.example", "Gout", "X", "page", "2026-01-01")
    assert cited_reference(undated, "R2").words == ("Gout X ",)
