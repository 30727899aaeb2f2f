"""The person: age and sex from the Patient resource, else from the words of a note; pregnancy from both."""

from __future__ import annotations

from dataclasses import replace

from copilot.chart.chart import Chart, Note
from copilot.chart.fact import Fact, Kind, Source, Standing
from copilot.findings.finding import Patient
from copilot.findings.notes.demographics import Said, demographics

_KNOWN_SEXES = ("male", "female")
_PREGNANCY_LOINC = "82810-3"


def patient_of(chart: Chart) -> tuple[Patient, list[Fact]]:
    """Return the patient, and the facts made here: one per note whose words were used."""
    person = chart.person
    age, sex = person.age_years, person.sex if person.sex in _KNOWN_SEXES else ""
    own = tuple(fact.id for fact in chart.of(Kind.PATIENT))
    used = list(own) if age is not None or sex else []
    pregnant, pregnancy_facts = _pregnancy_status(chart)
    facts: list[Fact] = []
    for note in _newest_first(chart):
        said = demographics(note.text)
        takes_age, takes_sex = age is None and said.age_years is not None, not sex and bool(said.sex)
        takes_pregnancy = pregnant is None and said.pregnant is not None
        if not (takes_age or takes_sex or takes_pregnancy):
            continue
        age = said.age_years if takes_age else age
        sex = said.sex if takes_sex else sex
        pregnant = said.pregnant if takes_pregnancy else pregnant
        facts.append(_fact(note, said))
    if sex == "male":
        pregnant = None
    ids = (*used, *pregnancy_facts, *(fact.id for fact in facts))
    return Patient(age, sex or person.sex or "unknown", pregnant, tuple(dict.fromkeys(ids))), facts


def person_of(note: Note, patient: Patient) -> Patient:
    """Return the patient at the age that a note gives: one written after the birth tells of a newborn."""
    said = demographics(note.text).age_years
    return patient if said is None else replace(patient, age_years=said)


def _newest_first(chart: Chart) -> list[Note]:
    return sorted(
        chart.notes, key=lambda note: (note.when.latest.isoformat() if note.when else "", note.fact_id), reverse=True
    )


def _pregnancy_status(chart: Chart) -> tuple[bool | None, tuple[str, ...]]:
    """Return what the newest pregnancy status (LOINC 82810-3) says."""
    found = [
        fact
        for fact in chart.of(Kind.OBSERVATION, Kind.LABORATORY, Kind.VITAL_SIGN)
        if fact.standing is Standing.ASSERTED and any(coding.code == _PREGNANCY_LOINC for coding in fact.codes)
    ]
    if not found:
        return None, ()
    newest = max(found, key=lambda fact: (fact.when.latest.isoformat() if fact.when else "", fact.id))
    words = str(newest.value or "").casefold()
    if "pregnant" not in words:
        return None, ()
    return "not" not in words, (newest.id,)


def _fact(note: Note, said: Said) -> Fact:
    start, end = said.span or (0, 0)
    return Fact(
        id=f"{note.fact_id}.0",
        kind=Kind.NOTE,
        label="Patient",
        text=" ".join(note.text[max(0, start - 40) : end + 40].split()),
        source=Source(note.source.resource, note.source.path, (start, end)),
        when=note.when,
    )
