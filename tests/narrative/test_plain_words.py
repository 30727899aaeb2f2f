"""How words are put plainly, what a sentence may reckon, and where a value lies, on small cases."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

import pytest

from copilot.chart.fact import Coding, Fact, Kind, Range, Source, Standing, When
from copilot.differential.differential import Likelihood
from copilot.narrative.answers import check_answer
from copilot.narrative.brief import Brief, Line, Stand
from copilot.narrative.check import check
from copilot.narrative.cited import Cited, cited_fact
from copilot.narrative.narrative import Support
from copilot.narrative.ordinary import ordinary
from copilot.narrative.plainly import plain

TODAY = date(2026, 11, 20)


def when(text: str) -> When:
    moment = datetime.fromisoformat(text)
    return When(moment, moment, text)


def value(number: int, name: str, said: str, day: str, bounds: Range | None = None, code: str = "") -> Cited:
    codes = (Coding("http://loinc.org", code),) if code else ()
    source = Source("Observation/1", "value")
    text = f"{name} {said}"
    return cited_fact(Fact(f"F{number}", Kind.LABORATORY, name, text, source, codes, when=when(day), range=bounds))


def told(kind: Kind, label: str, text: str) -> Cited:
    return cited_fact(Fact("F1", kind, label, text, Source("X/1", "y"), when=when("2026-11-18T09:30:00")))


LOW_TO_HIGH = Range(Decimal("3.5"), Decimal("5.1"))
POTASSIUM = [
    value(1, "Potassium", "4.0 mmol/L", "2026-05-20", LOW_TO_HIGH),
    value(2, "Potassium", "6.0 mmol/L", "2026-11-20", LOW_TO_HIGH),
]
FILTRATION = [
    value(1, "eGFR", "80 mL/min/1.73m2", "2025-11-20", Range(low=Decimal(60))),
    value(2, "eGFR", "40 mL/min/1.73m2", "2026-11-20", Range(low=Decimal(60))),
]
LIPID = [
    value(1, "LDL cholesterol", "90 mg/dL", "2025-11-20", Range(high=Decimal(100))),
    value(2, "LDL cholesterol", "131 mg/dL", "2026-11-20", Range(high=Decimal(100))),
]
UNBOUND = [value(1, "Ferritin", "many ng/mL", "2026-11-20"), value(2, "Zinc", "1.2.3 mg/L", "2026-11-20")]


@pytest.mark.parametrize(
    ("said", "facts", "support"),
    [
        ("The potassium has worsened.", POTASSIUM, Support.SUPPORTED),
        ("The potassium has improved.", POTASSIUM, Support.CONTRADICTED),
        ("The eGFR has deteriorated.", FILTRATION, Support.SUPPORTED),
        ("The LDL has improved.", LIPID, Support.CONTRADICTED),
        ("The potassium is unchanged.", POTASSIUM, Support.CONTRADICTED),
        ("The potassium rose from 4.0 to 6.0 mmol/L.", POTASSIUM, Support.SUPPORTED),
        ("The potassium went to 4.0 from 6.0 mmol/L.", POTASSIUM, Support.CONTRADICTED),
        ("The potassium is now 4.0 mmol/L.", POTASSIUM, Support.CONTRADICTED),
        ("The potassium is 6.0 mmol/L now and was 4.0 mmol/L in May.", POTASSIUM, Support.SUPPORTED),
        ("The potassium was high in May (4.0 mmol/L) and is 6.0 mmol/L now.", POTASSIUM, Support.CONTRADICTED),
        ("The potassium was 4.0 mmol/L in June and is 6.0 mmol/L now.", POTASSIUM, Support.CONTRADICTED),
        ("The eGFR has halved within a year.", FILTRATION, Support.SUPPORTED),
        ("The potassium has doubled.", POTASSIUM, Support.CONTRADICTED),
        ("The potassium is more than 1 times the upper limit.", POTASSIUM, Support.SUPPORTED),
        ("The potassium increased by 2.0 mmol/L.", POTASSIUM, Support.SUPPORTED),
        ("The potassium increased by 3.0 mmol/L.", POTASSIUM, Support.CONTRADICTED),
        ("The potassium is about 6.1 mmol/L and was 4.0.", POTASSIUM, Support.SUPPORTED),
        ("The potassium rose 6 months later.", POTASSIUM, Support.SUPPORTED),
        ("The potassium rose 2 months later.", POTASSIUM, Support.NOT_FOUND),
        ("The ferritin and zinc are high.", UNBOUND, Support.PARTLY),
    ],
)
def test_levels_and_changes(said: str, facts: list[Cited], support: Support) -> None:
    found = check_answer(said, facts, TODAY)
    assert (found.support is Support.SUPPORTED) is (support is Support.SUPPORTED), found.reason


@pytest.mark.parametrize(
    ("said", "fact", "right"),
    [
        ("The patient is 74 years old.", told(Kind.PATIENT, "Birth date", "Birth date: 1952-03-14"), True),
        ("The patient is a woman.", told(Kind.PATIENT, "Sex", "Sex: female"), True),
        ("The patient is a man.", told(Kind.PATIENT, "Sex", "Sex: female"), False),
        ("By the birth date he is aged 74.", told(Kind.PATIENT, "Birth date", "Birth date: 1952-03-14"), True),
        ("By the birth date he is aged 47.", told(Kind.PATIENT, "Birth date", "Birth date: 1952-03-14"), False),
        ("A clinic visit took place at 09:30.", told(Kind.ENCOUNTER, "Clinic visit", "Clinic visit"), True),
        ("A clinic visit took place at 9.30 am.", told(Kind.ENCOUNTER, "Clinic visit", "Clinic visit"), True),
        ("A clinic visit took place at 10:30.", told(Kind.ENCOUNTER, "Clinic visit", "Clinic visit"), False),
        ("He woke at 09:30.", told(Kind.NOTE, "Waking", "Woke at 04:30."), False),
        ("He has a headache aged 40.", told(Kind.NOTE, "Headache", "Headache."), False),
        ("There is pain in the lower abdomen.", told(Kind.NOTE, "Pain", "Pain in the upper abdomen."), False),
        ("There is pain in both knees.", told(Kind.NOTE, "Pain", "Pain in the left knee."), False),
        ("The left knee hurts.", told(Kind.NOTE, "Pain", "The right knee hurts, wider than the left."), False),
        ("Rest makes it worse.", told(Kind.NOTE, "Pain", "Worse on walking, better at rest."), False),
        ("Rest makes it better.", told(Kind.NOTE, "Pain", "Worse on walking, better at rest."), True),
        ("Walking eases the pain.", told(Kind.NOTE, "Pain", "Pain worse on walking, better at rest."), False),
        ("Arthroscopic surgery.", told(Kind.PROCEDURE, "Arthroscopic repair", "Arthroscopic repair"), True),
        ("Twenty-five seizures.", told(Kind.NOTE, "Seizures", "25 seizures."), True),
        ("Stroke was in the chart.", told(Kind.NOTE, "Rash", "No rash."), False),
    ],
)
def test_what_follows_from_a_fact(said: str, fact: Cited, right: bool) -> None:
    found = check_answer(said, [fact], TODAY)
    assert (found.support is Support.SUPPORTED) is right, found.reason


@pytest.mark.parametrize(
    ("said", "made"),
    [
        ("ibuprofen 600 mg t.i.d.", "ibuprofen 600 mg 3 doses/day"),
        ("every 8 hours", "3 doses/day"),
        ("twice weekly", "2 doses/week"),
        ("88 \u00d710\u2079/L", "88 10*9/L"),
        ("Hb 9.8 g/dL (L)", "haemoglobin 9.8 g/dL (low)"),
        ("BP 148/82", "systolic blood pressure 148 mmHg, diastolic blood pressure 82 mmHg"),
        ("power 4/5 and 10/12", "power 4/5 and 10/12"),
        ("tenfold", "10 times"),
        ("almost doubled", "risen almost 2 times"),
        ("one tablet", "1 tablet"),
        ("one of her sisters", "one of her sisters"),
    ],
)
def test_words_are_put_plainly(said: str, made: str) -> None:
    assert plain(said) == made


def test_an_everyday_word_is_one_in_its_forms_only() -> None:
    assert all(ordinary(word) for word in ("report", "reported", "studies", "describing", "doctor's"))
    assert not any(ordinary(word) for word in ("severe", "raised", "warfarin", "blood", "discharged", "insufficiency"))


def test_a_narrative_clause_that_only_cites_what_to_read_goes_on_with_the_one_before() -> None:
    rate = value(1, "Heart rate", "118 /min", "2026-11-20", None, "8867-4")
    line = Line(Stand.FOR, "Heart rate 118 /min (upper limit 100 /min)", ("F1",), ("R1",), ("Heart rate 118 /min",))
    against = Line(Stand.AGAINST, "no fever", ("F2",), ("R1",), ("no fever",))
    open_ = Line(Stand.UNKNOWN, "raised D-dimer", (), ("R2",), ())
    brief = Brief("x", "Flu", Likelihood.STRONG, False, (line, against, open_), {"F1": rate}, TODAY)
    for said in (
        "Flu is suggested by a pulse of 118 per minute [F1], above the limit of 100 [R1].",
        "Tachycardia [F1] supports it, whereas no fever [F2] speaks against it.",
        "It is supported by a rate of 118 /min [F1], although there is no fever [F2].",
        "It is supported by a heart rate of 118 /min [F1], while a raised D-dimer is not known [R2].",
    ):
        assert check(said, brief).reason == ""
    drug = cited_fact(
        Fact("F5", Kind.MEDICATION, "Bisoprolol", "Bisoprolol (past)", Source("M/1", "y"), standing=Standing.PAST)
    )
    stopped = Line(Stand.FOR, "Bisoprolol treatment", ("F5",), ("R1",), ("Bisoprolol (past)",))
    ended = Brief("x", "Flu", Likelihood.STRONG, False, (stopped,), {"F5": drug}, TODAY)
    assert "past" in check("It is supported by treatment with bisoprolol [F5].", ended).reason
    past = Brief("x", "Flu", Likelihood.STRONG, False, (line,), {"F1": rate}, TODAY)
    assert check("It is supported by a heart rate of 181 /min [F1].", past).support is Support.CONTRADICTED
