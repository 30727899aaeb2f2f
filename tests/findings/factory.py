"""Small packs, notes and charts, built by hand, for tests of recognition."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from copilot.chart.chart import Chart, Note, Person
from copilot.chart.fact import Coding, Fact, Kind, Quantity, Source, Standing, When
from copilot.knowledge.pack import Condition, Pack, Term, TermKind, ValueRule

HPO = "http://human-phenotype-ontology.org"
LOINC = "http://loinc.org"
ICD10 = "http://hl7.org/fhir/sid/icd-10-cm"
SNOMED = "http://snomed.info/sct"


def term(identifier: str, name: str, *surface: str, kind: TermKind = TermKind.SYMPTOM, **more: object) -> Term:
    """Return a term with these surface forms."""
    return Term(id=identifier, name=name, kind=kind, background=0.05, surface=surface, **more)  # type: ignore[arg-type]


FEVER_RULE = ValueRule("high", ("8310-5",), ("temperature", "temp", "t"), {"any": "37.9 Cel"}, fixed=True)
HB_RULE = ValueRule(
    "low", ("718-7",), ("haemoglobin", "hb"), {"pregnant": "11.0 g/dL", "female": "12.0 g/dL", "male": "13.0 g/dL"}
)
TROPONIN_RULE = ValueRule("high", ("10839-9",), ("troponin",), {"any": "0.04 ng/mL"})
SBP_RULE = ValueRule("low", ("8480-6",), ("systolic blood pressure",), {"any": "91 mm[Hg]"}, fixed=True)

TERMS = (
    term("HP:0001945", "Fever", "fever", "febrile", denied_by=("afebrile",), values=(FEVER_RULE,), icd10=("R50",)),
    term("HP:0012735", "Cough", "cough", "coughing", snomed=("49727002",)),
    term("HP:0031245", "Productive cough", "productive cough", is_a=("HP:0012735",)),
    term("HP:0100749", "Chest pain", "chest pain", "pain in the chest", "cp", icd10=("R07.9",), snomed=("29857009",)),
    term("CS:exertional", "Chest pain on exertion", "chest pain on exertion", is_a=("HP:0100749",)),
    term("HP:0002027", "Abdominal pain", "abdominal pain", "belly pain"),
    term("HP:0002094", "Dyspnoea", "shortness of breath", "dyspnoea", "sob"),
    term("HP:0002018", "Nausea", "nausea"),
    term("HP:0002013", "Vomiting", "vomiting"),
    term("HP:0000988", "Rash", "rash", kind=TermKind.SIGN),
    term("HP:0001250", "Seizure", "seizure", "seizures"),
    term("HP:0012398", "Oedema", "oedema", "leg swelling", kind=TermKind.SIGN),
    term("HP:0001824", "Weight loss", "weight loss", "lost kg"),
    term("HP:0001903", "Anaemia", "anaemia", kind=TermKind.LABORATORY, values=(HB_RULE,)),
    term("CS:troponin", "Raised troponin", "elevated troponin", kind=TermKind.LABORATORY, values=(TROPONIN_RULE,)),
    term("HP:0002615", "Low blood pressure", "hypotension", kind=TermKind.SIGN, values=(SBP_RULE,)),
    term("CS:diabetes", "Known diabetes", "diabetes", "dm", kind=TermKind.HISTORY, denied_by=("no pmh",)),
    term("CS:cad", "Known coronary disease", "myocardial infarction", "mi", "heart attack", kind=TermKind.HISTORY),
    term("CS:fh-cad", "Family history of coronary disease", "family history of mi",
         "family history of heart attack", "family history of myocardial infarction", kind=TermKind.HISTORY),
    term("CS:weak", "Weakness", "weakness", denied_by=("power 5/5", "normal power")),
    term("CS:stroke-before", "Previous stroke", "stroke", "old stroke", kind=TermKind.HISTORY),
    term("CS:smoking", "Smoking", "smoker", "smokes", kind=TermKind.HISTORY,
         denied_by=("never smoker", "nonsmoker", "non-smoker")),
    term("CS:nsaid", "NSAID use", "ibuprofen", "nsaids", kind=TermKind.EXPOSURE),
)  # fmt: skip


def small_pack() -> Pack:
    """Return a pack of the terms above and one condition."""
    pneumonia = Condition(
        "pneumonia", "Pneumonia", "common", "acute", (), (), synonyms=("lung infection",), icd10=("J18",)
    )
    return Pack("small", {each.id: each for each in TERMS}, {"pneumonia": pneumonia}, {}, {})


def when(text: str) -> When:
    """Return a day."""
    day = datetime.fromisoformat(text)
    return When(day, day.replace(hour=23, minute=59), text)


def note(text: str, fact_id: str = "F1", day: str = "") -> Note:
    """Return a note with the source that charts give it."""
    source = Source(f"DocumentReference/{fact_id}", "content[0].attachment")
    return Note(fact_id, "Note", text, source, when(day) if day else None)


def fact(identifier: str, kind: Kind = Kind.PROBLEM, label: str = "", **more: object) -> Fact:
    """Return a fact; `day` gives its time, `code` and `system` one coding."""
    code, system, day = str(more.pop("code", "")), str(more.pop("system", "")), str(more.pop("day", ""))
    codes = (Coding(system, code, label),) if code else ()
    text = str(more.pop("text", f"{label} {more.get('value', '')}".strip()))
    moment = when(day) if day else None
    source = Source(f"X/{identifier}", "code")
    return Fact(identifier, kind, label, text, source, codes=codes, when=moment, **more)  # type: ignore[arg-type]


def quantity(value: str, unit: str = "", comparator: str = "") -> Quantity:
    """Return a quantity as a chart gives it."""
    return Quantity(Decimal(value), unit, unit, comparator)


def chart(*facts: Fact, notes: tuple[Note, ...] = (), sex: str = "unknown", age: float | None = None) -> Chart:
    """Return a chart of these facts and notes, with the fact that stands for each note."""
    own = tuple(Fact(n.fact_id, Kind.NOTE, n.title, n.title, n.source, when=n.when) for n in notes)
    return Chart("test.json", Person("p", "", sex, age_years=age), (*facts, *own), notes, as_of_date=date(2026, 1, 1))


def refuted(identifier: str, **more: object) -> Fact:
    """Return a refuted problem."""
    return fact(identifier, standing=Standing.REFUTED, **more)
