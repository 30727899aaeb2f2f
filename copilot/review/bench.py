"""How long a large chart takes from file to differential, cold and warm: the figures of `chartside bench`."""

from __future__ import annotations

import base64
import json
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from copilot.garbage import paused
from copilot.review import engine

Json = dict[str, Any]

RESOURCES = 2000
WARM_RUNS = 5
# A ward patient of years: mostly results, then visits, medicines, reports and notes. Shares of the whole.
_ANALYTES = (
    ("718-7", "Haemoglobin", "g/dL", "12.4", "12.0", "15.5"),
    ("6690-2", "Leukocytes", "10*3/uL", "7.9", "4.0", "10.5"),
    ("777-3", "Platelets", "10*3/uL", "260", "150", "400"),
    ("2951-2", "Sodium", "mmol/L", "139", "135", "145"),
    ("2823-3", "Potassium", "mmol/L", "4.2", "3.5", "5.1"),
    ("2160-0", "Creatinine", "mg/dL", "0.9", "0.5", "1.0"),
    ("1988-5", "C-reactive protein", "mg/L", "12", "0", "5"),
    ("8867-4", "Heart rate", "/min", "82", "", ""),
    ("8310-5", "Body temperature", "Cel", "36.8", "", ""),
)
_NOTE = (
    "HPI: breathless on exertion for three weeks, sleeps on three pillows, ankles swollen. No chest pain. "
    "Denies fever, cough and haemoptysis. PMH: hypertension, type 2 diabetes. Exam: fine crackles at both bases. "
)


@dataclass(frozen=True, slots=True)
class ChartSeconds:
    """Seconds from file to differential, and the floor: parsing the same file's JSON."""

    resources: int
    cold: float
    warm: float
    json_floor: float
    stages: dict[str, float]


def measure_chart() -> ChartSeconds:
    """Measure on a chart made here; cold is a fresh process of the command line, its start included."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "large.json"
        path.write_text(json.dumps(large_chart()), encoding="utf-8")
        pack = engine.load_pack()
        warm, stages = [], {}
        for _ in range(WARM_RUNS):
            with paused():  # as in the window and on the command line
                start = time.perf_counter()
                (pull,) = engine.read(path)
                read = time.perf_counter() - start
                stages = {"file": read, **engine.review(pull, pack).seconds}
                warm.append(time.perf_counter() - start)
        return ChartSeconds(RESOURCES, _cold(path), min(warm), _json_floor(path), stages)


def _cold(path: Path) -> float:
    """Return the median of three fresh processes, start and output included."""
    command = [sys.executable, "-m", "copilot", "review", "--json", "--no-model", str(path)]
    seconds = []
    for _ in range(3):
        start = time.perf_counter()
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
        seconds.append(time.perf_counter() - start)
    return statistics.median(seconds)


def _json_floor(path: Path) -> float:
    start = time.perf_counter()
    json.loads(path.read_text(encoding="utf-8"))
    return time.perf_counter() - start


def large_chart(count: int = RESOURCES) -> Json:
    """Return a Bundle of `count` resources for one patient, the same at every call."""
    patient: Json = {"resourceType": "Patient", "id": "p", "gender": "male", "birthDate": "1955-06-30"}
    made = _resources()
    resources = [patient, *(next(made) for _ in range(count - 1))]
    entry = [{"fullUrl": f"https://bench.example/{r['resourceType']}/{r['id']}", "resource": r} for r in resources]
    return {"resourceType": "Bundle", "type": "collection", "timestamp": "2026-11-20T08:00:00Z", "entry": entry}


def _resources() -> Iterator[Json]:
    """Yield resources without end: of twenty, seventeen results, a visit, a medicine, and a report or a note."""
    number = 0
    while True:
        for _ in range(17):
            yield _observation(number)
            number += 1
        day = _day(number)
        subject = {"reference": "Patient/p"}
        yield {
            "resourceType": "Encounter", "id": f"e{number}", "status": "finished", "subject": subject,
            "class": {"code": "AMB"}, "type": [{"text": "Clinic visit"}], "period": {"start": day},
        }  # fmt: skip
        yield {
            "resourceType": "MedicationRequest", "id": f"m{number}", "status": "active", "intent": "order",
            "subject": subject, "authoredOn": day, "medicationCodeableConcept": {"text": f"Medicine {number}"},
        }  # fmt: skip
        if number % 2:
            yield {
                "resourceType": "DiagnosticReport", "id": f"r{number}", "status": "final", "subject": subject,
                "code": {"text": "Chest X-ray"}, "effectiveDateTime": day, "conclusion": "Lungs clear.",
            }  # fmt: skip
        else:
            data = base64.b64encode((_NOTE * 4).encode()).decode()
            yield {
                "resourceType": "DocumentReference", "id": f"d{number}", "status": "current", "subject": subject,
                "type": {"text": "Progress note"}, "date": day,
                "content": [{"attachment": {"contentType": "text/plain", "data": data}}],
            }  # fmt: skip


def _observation(number: int) -> Json:
    code, name, unit, value, low, high = _ANALYTES[number % len(_ANALYTES)]
    observation: Json = {
        "resourceType": "Observation",
        "id": f"o{number}",
        "status": "final",
        "category": [{"coding": [{"code": "laboratory"}]}],
        "code": {"coding": [{"system": "http://loinc.org", "code": code, "display": name}]},
        "subject": {"reference": "Patient/p"},
        "effectiveDateTime": _day(number),
        "valueQuantity": {"value": float(value), "unit": unit, "code": unit, "system": "http://unitsofmeasure.org"},
    }
    if high:
        observation["referenceRange"] = [{"low": {"value": float(low)}, "high": {"value": float(high)}}]
    return observation


def _day(number: int) -> str:
    return f"20{10 + number // 140 % 16}-{1 + number // 12 % 12:02d}-{1 + number % 28:02d}T08:00:00Z"
