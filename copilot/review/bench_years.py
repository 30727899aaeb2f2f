"""A made-up patient of eight years in and out of hospital, as large as a chart gets: the same at every call."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

from copilot.review.bench_analytes import DIASTOLIC, PANELS, SYSTOLIC, VITALS, Analyte

Json = dict[str, Any]

OBSERVATIONS = 50_000
ENCOUNTERS, NOTES, MEDICINES, CONDITIONS = 800, 300, 400, 60
_SEED = 2026
_FROM, _DAYS = datetime(2018, 11, 1), 8 * 365
_EVERY_STAY, _STAY_DAYS, _ROUNDS = 27, 10, 6  # every so many visits is a stay of so many days and rounds a day
# By how many widths of its range a value is off: heart failure, kidneys, diabetes and anaemia of a long illness.
_OFF = {
    "2160-0": 1.6, "3094-0": 1.8, "33914-3": -1.0, "718-7": -0.9, "4544-3": -0.8, "789-8": -0.7, "33762-6": 9.0,
    "4548-4": 1.4, "2345-7": 1.1, "14959-1": 6.0, "1988-5": 1.5, "1751-7": -0.6, "2777-1": 0.5, "2731-8": 1.4,
    "2276-4": -0.5, "2502-3": -0.6, "788-0": 0.8, "8480-6": 0.5, "1989-3": -0.5, "33863-2": 1.5,
}  # fmt: skip
_PROBLEMS = (
    "Chronic heart failure", "Type 2 diabetes mellitus", "Chronic kidney disease stage 3", "Essential hypertension",
    "Atrial fibrillation", "Iron deficiency anaemia", "Osteoarthritis of knee", "Gout", "Diabetic retinopathy",
    "Hyperlipidaemia", "Obstructive sleep apnoea", "Benign prostatic hyperplasia", "Cataract", "Depressive episode",
    "Acute bronchitis", "Urinary tract infection", "Cellulitis of leg", "Pneumonia", "Acute kidney injury", "Fall",
)  # fmt: skip
_MEDICINES = (
    "Furosemide 40 mg tablet", "Bisoprolol 5 mg tablet", "Ramipril 5 mg capsule", "Spironolactone 25 mg tablet",
    "Metformin 500 mg tablet", "Insulin glargine 100 units/mL", "Apixaban 5 mg tablet", "Atorvastatin 40 mg tablet",
    "Allopurinol 100 mg tablet", "Pantoprazole 40 mg tablet", "Ferrous sulfate 200 mg tablet", "Tamsulosin 0.4 mg",
    "Paracetamol 500 mg tablet", "Amoxicillin 500 mg capsule", "Prednisolone 5 mg tablet", "Dapagliflozin 10 mg",
    "Sertraline 50 mg tablet", "Colecalciferol 800 units", "Salbutamol 100 micrograms/dose", "Ciprofloxacin 500 mg",
)  # fmt: skip
_SENTENCES = {
    "History of present illness": (
        "Breathless on exertion for three weeks.", "Sleeps on three pillows.", "Ankles swollen since last week.",
        "No chest pain.", "Denies fever, cough and haemoptysis.", "Tired, appetite poor.", "Gained 4 kg in ten days.",
        "Nausea this morning, no vomiting.", "Reports dizziness on standing.", "Passing less urine than usual.",
        "Palpitations twice this week, each for some minutes.", "Knee pain after the fall on Monday.",
        "No headache, no visual disturbance.", "Productive cough with yellow sputum since Friday.",
    ),
    "Past medical history": (
        "Heart failure with reduced ejection fraction.", "Type 2 diabetes, on insulin.", "Chronic kidney disease.",
        "Hypertension for twenty years.", "Atrial fibrillation, anticoagulated.", "Gout, last attack in spring.",
    ),
    "Examination": (
        "Fine crackles at both bases.", "Jugular venous pressure raised.", "Pitting oedema to the knees.",
        "Abdomen soft, no tenderness.", "Heart sounds irregular, no murmur.", "Chest clear.", "No rash.",
        "Blood pressure 148/86 mmHg, pulse 92 irregular.", "Temperature 36.8, saturation 93 % on room air.",
        "Alert and oriented.", "No calf tenderness.", "Left leg red, warm and swollen.",
    ),
    "Assessment and plan": (
        "Decompensated heart failure, increase furosemide.", "Check kidney function and potassium on Thursday.",
        "Continue apixaban.", "Diabetes: basal insulin two units more.", "Chest X-ray today.", "Fluid restriction.",
        "No sign of pneumonia.", "Iron deficiency: intravenous iron planned.", "Review in two weeks.",
    ),
}  # fmt: skip


def patient_of_years(observations: int = OBSERVATIONS) -> list[Json]:
    """Return the resources of the whole chart, as many observations as asked and all else in proportion."""
    return list(_Years(observations).resources())


def write_bundle(path: Path, observations: int = OBSERVATIONS) -> None:
    """Write the chart as one Bundle."""
    entry = [{"fullUrl": _url(made), "resource": made} for made in patient_of_years(observations)]
    bundle = {"resourceType": "Bundle", "type": "collection", "timestamp": "2026-11-20T08:00:00Z", "entry": entry}
    path.write_text(json.dumps(bundle), encoding="utf-8")


def write_lines(path: Path, observations: int = OBSERVATIONS) -> None:
    """Write the chart as NDJSON."""
    with path.open("w", encoding="utf-8") as file:
        file.writelines(json.dumps(made) + "\n" for made in patient_of_years(observations))


def _url(made: Json) -> str:
    return f"https://bench.example/fhir/{made['resourceType']}/{made['id']}"


class _Years:
    """One patient in the making; all chance comes from one seeded source."""

    def __init__(self, observations: int) -> None:
        self._count = observations
        self._chance = Random(_SEED)  # noqa: S311 made-up data
        self._number = 0
        share = observations / OBSERVATIONS
        self._visits, self._notes, self._medicines, self._conditions = (
            max(1, round(whole * share)) for whole in (ENCOUNTERS, NOTES, MEDICINES, CONDITIONS)
        )

    def resources(self) -> Iterator[Json]:
        """Yield everything: the newest observations are kept where a few too many were made."""
        yield {
            "resourceType": "Patient", "id": "p", "gender": "male", "birthDate": "1951-06-30",
            "name": [{"family": "Bench", "given": ["Percy"]}],
            "identifier": [{"system": "urn:oid:1.2.3.4", "value": "0042"}],
        }  # fmt: skip
        visits = [self._visit(number) for number in range(self._visits)]
        yield from visits
        observations = [one for visit in visits for one in self._measured(visit)]
        later = 0
        while len(observations) < self._count:
            later += 1
            observations += self._measured(visits[-1], later)
        yield from observations[-self._count :]
        yield from (self._condition(number) for number in range(self._conditions))
        yield from (self._medicine(number) for number in range(self._medicines))
        yield from (self._note(number, visits[number * len(visits) // self._notes]) for number in range(self._notes))
        yield from (self._allergy(number, name) for number, name in enumerate(("Penicillin V", "Latex")))

    def _frame(self, kind: str, when: datetime, **more: object) -> Json:
        """Return what every resource of a hospital carries."""
        self._number += 1
        patient = "patient" if kind == "AllergyIntolerance" else "subject"
        return {
            "resourceType": kind, "id": f"{kind[:3].lower()}-{self._number:06d}",
            "meta": {"versionId": "1", "lastUpdated": _text(when)},
            patient: {"reference": "Patient/p", "display": "Bench, Percy"}, **more,
        }  # fmt: skip

    def _visit(self, number: int) -> Json:
        start = _FROM + timedelta(days=number * _DAYS / self._visits, hours=8)
        stay = number % _EVERY_STAY == _EVERY_STAY - 1
        end = start + (timedelta(days=_STAY_DAYS) if stay else timedelta(hours=1))
        return self._frame(
            "Encounter", start, status="finished", period={"start": _text(start), "end": _text(end)},
            type=[{"text": "Hospital stay" if stay else "Clinic visit"}],
            **{"class": {"system": _CODES + "v3-ActCode", "code": "IMP" if stay else "AMB"}},
        )  # fmt: skip

    def _measured(self, visit: Json, later: int = 0) -> Iterator[Json]:
        """Yield what was measured at a visit; in a stay every day, and vital signs several times a day."""
        start = datetime.fromisoformat(visit["period"]["start"][:-1]) + timedelta(days=later)
        stay = visit["class"]["code"] == "IMP"
        for day in range(_STAY_DAYS if stay else 1):
            for round_ in range(_ROUNDS if stay else 1):
                yield from self._vital_signs(visit, start + timedelta(days=day, hours=24 / _ROUNDS * round_))
            drawn = start + timedelta(days=day, minutes=30)
            for place, panel in enumerate(PANELS):
                if self._chance.random() < (0.9 if stay else 0.65) * 0.82**place:
                    yield from (self._result(visit, analyte, drawn) for analyte in panel)

    def _vital_signs(self, visit: Json, when: datetime) -> Iterator[Json]:
        for analyte in VITALS:
            yield self._observation(visit, analyte, when, "vital-signs", {"valueQuantity": self._quantity(analyte)})
        components = [{"code": _loinc(one), "valueQuantity": self._quantity(one)} for one in (SYSTOLIC, DIASTOLIC)]
        pressure = Analyte("85354-9", "Blood pressure panel", "", 0, 0, 0)
        yield self._observation(visit, pressure, when, "vital-signs", {"component": components})

    def _result(self, visit: Json, analyte: Analyte, when: datetime) -> Json:
        quantity = self._quantity(analyte)
        value = quantity["value"]
        flag = "H" if value > analyte.high else "L" if value < analyte.low else "N"
        ends = {
            side: {"value": end, "unit": analyte.unit, "system": _UCUM, "code": analyte.unit}
            for side, end in (("low", analyte.low), ("high", analyte.high))
        }
        said = {
            "valueQuantity": quantity,
            "interpretation": [{"coding": [{"system": _CODES + "v3-ObservationInterpretation", "code": flag}]}],
            "referenceRange": [{**ends, "text": f"{analyte.low} - {analyte.high}"}],
        }
        return self._observation(visit, analyte, when, "laboratory", said)

    def _observation(self, visit: Json, analyte: Analyte, when: datetime, category: str, said: Json) -> Json:
        return self._frame(
            "Observation", when, status="final",
            identifier=[{"system": "urn:oid:1.2.3.4.5", "value": f"LIS-{self._number}"}],
            category=[{"coding": [{"system": _CODES + "observation-category", "code": category}]}],
            code=_loinc(analyte), encounter={"reference": f"Encounter/{visit['id']}"},
            effectiveDateTime=_text(when), issued=_text(when + timedelta(minutes=47)),
            performer=[{"reference": "Organization/lab", "display": "Central laboratory"}], **said,
        )  # fmt: skip

    def _quantity(self, analyte: Analyte) -> Json:
        width = analyte.high - analyte.low
        middle = analyte.low + width * (0.5 + _OFF.get(analyte.code, 0.0))
        value = round(max(middle + self._chance.gauss(0, 0.22) * width, analyte.low - width * 0.9), analyte.decimals)
        least = 0.0 if analyte.low >= 0 else value
        number = max(value, least)
        return {
            "value": number if analyte.decimals else int(number), "unit": analyte.unit,
            "system": _UCUM, "code": analyte.unit,
        }  # fmt: skip

    def _day(self, number: int, of: int) -> datetime:
        return _FROM + timedelta(days=number * _DAYS / of, hours=9)

    def _condition(self, number: int) -> Json:
        when = self._day(number, self._conditions)
        current = number < 12
        return self._frame(
            "Condition", when, code={"text": _PROBLEMS[number % len(_PROBLEMS)]}, recordedDate=_text(when),
            clinicalStatus={"coding": [{"system": _CODES + "condition-clinical", "code": _status(current)}]},
            verificationStatus={"coding": [{"system": _CODES + "condition-ver-status", "code": "confirmed"}]},
            category=[{"coding": [{"system": _CODES + "condition-category", "code": "problem-list-item"}]}],
            onsetDateTime=_text(when)[:10],
        )  # fmt: skip

    def _medicine(self, number: int) -> Json:
        when = self._day(number, self._medicines)
        return self._frame(
            "MedicationRequest", when, intent="order", authoredOn=_text(when),
            status="active" if number >= self._medicines - 15 else "completed",
            medicationCodeableConcept={"text": _MEDICINES[number % len(_MEDICINES)]},
            dosageInstruction=[{"text": "One in the morning"}],
        )  # fmt: skip

    def _allergy(self, number: int, name: str) -> Json:
        return self._frame(
            "AllergyIntolerance", self._day(number, 2), code={"text": name},
            clinicalStatus={"coding": [{"system": _CODES + "allergyintolerance-clinical", "code": "active"}]},
        )  # fmt: skip

    def _note(self, number: int, visit: Json) -> Json:
        parts = []
        for heading, sentences in _SENTENCES.items():
            chosen = self._chance.sample(sentences, k=self._chance.randint(3, min(8, len(sentences))))
            parts.append(f"{heading}:\n" + " ".join(chosen))
        text = f"Progress note {number + 1}\n\n" + "\n\n".join(parts)
        data = base64.b64encode(text.encode()).decode()
        return self._frame(
            "DocumentReference", datetime.fromisoformat(visit["period"]["start"][:-1]), status="current",
            type={"text": "Progress note"}, date=visit["period"]["start"],
            content=[{"attachment": {"contentType": "text/plain", "data": data}}],
        )  # fmt: skip


_CODES = "http://terminology.hl7.org/CodeSystem/"
_UCUM = "http://unitsofmeasure.org"


def _loinc(analyte: Analyte) -> Json:
    coding = {"system": "http://loinc.org", "code": analyte.code, "display": analyte.name}
    return {"coding": [coding], "text": analyte.name}


def _status(current: bool) -> str:
    return "active" if current else "resolved"


def _text(when: datetime) -> str:
    return when.isoformat(timespec="seconds") + "Z"
