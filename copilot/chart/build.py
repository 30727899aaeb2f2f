"""`build`: from a pull to the chart, with every fact numbered in an order that the files do not decide."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from copilot import clock
from copilot.breath import in_breaths
from copilot.chart.chart import Chart, Note, Person, UnknownKind
from copilot.chart.conflicts import conflicts
from copilot.chart.documents import superseded
from copilot.chart.fact import Fact, Kind, Source, Standing, When
from copilot.chart.hidden import watched
from copilot.chart.implausible import implausible
from copilot.chart.instructions import instructions
from copilot.chart.patient import person
from copilot.chart.plaintext import tidy
from copilot.chart.registry import reader_of
from copilot.chart.sheet import Sheet
from copilot.chart.times import latest, when
from copilot.chart.trusted import instructed
from copilot.chart.trusted import unknowns as of_instructions
from copilot.chart.unknowns import from_pull, hidden, missing_identity, ordered
from copilot.fhir.pull import Json, Pull, Resource
from copilot.fhir.references import ReferenceIndex
from copilot.garbage import paused

_KIND_ORDER = {kind: index for index, kind in enumerate(Kind)}
_NEVER = datetime.max


def build(pull: Pull, *, today: date | None = None) -> Chart:
    """Return the chart of one patient; never fails for what the record says.

    `today` (the clock's day by default) bounds the as-of date: a result dated in the future is listed as
    implausible and does not move it. A bare note gives a chart with one note and nobody's age or sex.
    """
    with paused():
        return _of_text(pull) if pull.text is not None and not pull.resources else _of_resources(pull, today)


def _of_text(pull: Pull) -> Chart:
    sheet = Sheet(pull, ReferenceIndex(()))
    source = Source("Note/1", "text")
    with watched() as seen:
        text = tidy(pull.text or "")
    if seen:
        sheet.hidden[source.resource] = frozenset(seen)
    sheet.note(Fact(id="", kind=Kind.NOTE, label="Note", text="Note", source=source), "Note", text)
    facts, notes = _numbered(sheet)
    steering = instructed(facts, notes)
    found = [*from_pull(pull), *sheet.unknowns, *hidden(sheet.hidden), *of_instructions(facts, steering)]
    return Chart(
        source=pull.source,
        person=Person(id="", name="", sex="unknown"),
        facts=facts,
        notes=notes,
        unknowns=ordered(found),
        instructed=steering,
        fhir_version=pull.fhir_version,
    )


def _of_resources(pull: Pull, today: date | None) -> Chart:
    today = today or clock.today()
    resources = sorted(pull.resources, key=lambda item: (item.type, item.id))
    sheet = Sheet(pull, ReferenceIndex(resources))
    sheet.superseded = superseded(resources, sheet)
    with watched() as seen:
        for resource in in_breaths(resources):
            _read(resource, sheet)
            if seen:
                sheet.hidden[resource.reference] = frozenset(seen)
                seen.clear()
    as_of = _as_of(pull, sheet.facts, today)
    as_of_date = as_of.earliest.date() if as_of else None
    patient = next((resource for resource in resources if resource.type == "Patient"), None)
    # A record without a single date is read as of today: an age to the day matters less than having one.
    with watched() as seen:
        who = person(patient, _patient_id(pull), as_of_date or today)
    if seen and patient:
        sheet.hidden[patient.reference] = sheet.hidden.get(patient.reference, frozenset()) | seen
    facts, notes = _numbered(sheet)
    steering = instructed(facts, notes)
    stated = when(pull.timestamp)
    limit = stated.latest.date() if stated and stated.latest.date() < today else today
    found = [
        *from_pull(pull), *sheet.unknowns, *missing_identity(who), *conflicts(facts), *implausible(facts, limit),
        *hidden(sheet.hidden), *of_instructions(facts, steering),
    ]  # fmt: skip
    return Chart(
        source=pull.source,
        person=who,
        facts=facts,
        notes=notes,
        unknowns=ordered(found),
        as_of=as_of.text if as_of else "",
        as_of_date=as_of_date,
        fhir_version=pull.fhir_version,
        resource_count=len(resources),
        instructed=steering,
        raw=_raw(resources),
    )


def _read(resource: Resource, sheet: Sheet) -> None:
    """Read one resource; the shapes that no reader foresaw cost that resource's facts, never the chart."""
    reader = reader_of(resource.type)
    if reader is None:
        return
    facts, notes = len(sheet.facts), len(sheet.notes)
    try:
        reader(resource, sheet)
    except (TypeError, ValueError, KeyError, AttributeError, IndexError, ArithmeticError, RecursionError) as error:
        del sheet.facts[facts:]
        del sheet.notes[notes:]
        said = f"{resource.type} could not be read ({type(error).__name__}); it is shown raw."
        sheet.unknown(UnknownKind.UNREADABLE, said, resource.reference)


def _as_of(pull: Pull, facts: Iterable[Fact], today: date) -> When | None:
    """Return the Bundle's timestamp, else the latest time of anything that happened."""
    stated = when(pull.timestamp)
    if stated is not None:
        return stated
    happened = [
        moment
        for fact in facts
        if fact.kind is not Kind.PATIENT and fact.standing not in (Standing.PLANNED, Standing.ERROR)
        for moment in (fact.when, fact.until)
    ]
    return latest(happened, today)


def _patient_id(pull: Pull) -> str:
    """Return the id of the patient that the resources name when no Patient resource is there."""
    for problem in pull.problems:
        if problem.resource.startswith("Patient/"):
            return problem.resource.removeprefix("Patient/")
    return ""


def _numbered(sheet: Sheet) -> tuple[tuple[Fact, ...], tuple[Note, ...]]:
    """Sort by kind, time, resource and path, and give out the ids; notes follow their facts."""
    order = sorted(sheet.facts, key=_order)
    for number, fact in enumerate(order, start=1):
        # Each fact was made a moment ago and nobody else holds it: giving it its id now is part of making it,
        # and a copy of every fact would cost a tenth of a large chart's reading.
        object.__setattr__(fact, "id", f"F{number}")
    notes = [
        Note(
            fact_id=fact.id,
            title=title,
            text=text,
            source=fact.source,
            when=fact.when,
            instructions=instructions(text),
            hidden=fact.source.resource in sheet.hidden,
        )
        for fact, title, text in sheet.notes
    ]
    notes.sort(key=lambda note: int(note.fact_id[1:]))
    return tuple(order), tuple(notes)


def _order(fact: Fact) -> tuple[int, datetime, str, str, str]:
    earliest = fact.when.earliest if fact.when else _NEVER
    return _KIND_ORDER[fact.kind], earliest, fact.source.resource, fact.source.path, fact.text


def _raw(resources: Iterable[Resource]) -> dict[str, Json]:
    """Return the raw JSON by `Type/id` and, where a version is stated, by the versioned reference too."""
    found: dict[str, Json] = {}
    for resource in resources:
        found[f"{resource.type}/{resource.id}"] = resource.raw
        found[resource.reference] = resource.raw
    return found
