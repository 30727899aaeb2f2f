"""Answer one search by type: what a strict server refuses, what it finds, what it leaves out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from starlette.responses import Response

from tests.ehr.answers import RefusalError, fhir, outcome
from tests.ehr.grants import Grant
from tests.ehr.paging import Walk
from tests.ehr.params import check, matches, when
from tests.ehr.quirks import Quirks
from tests.ehr.store import key

if TYPE_CHECKING:
    from tests.ehr.app import Ehr

Json = dict[str, Any]
Asked = list[tuple[str, str]]


def search(ehr: Ehr, grant: Grant, kind: str, asked: Asked) -> Response:
    """Return the first page of a search, or raise what the server has against it."""
    quirks = ehr.quirks
    _refuse(kind, asked, quirks)
    if kind in quirks.outcome_instead:
        return fhir(outcome("processing", "The request could not be processed."), quirks)
    found = [r for r in ehr.store.all(kind) if matches(r, asked) and _form_fits(asked, quirks)]
    found = [r for r in found if grant.sees(r) and not {key(r), kind} & quirks.hidden]
    if any(key(r) in quirks.poison for r in found):
        raise RefusalError(500, "required", "Required element missing.", severity="fatal")
    dropped = [r for r in found if key(r) in quirks.dropped_with_warning]
    warnings = [outcome("business-rule", f"{len(dropped)} resource(s) not shown.", "warning")] if dropped else []
    kept = [r for r in found if key(r) not in quirks.dropped_with_warning]
    if quirks.newest_first:
        kept.sort(key=when, reverse=True)
    shown = kept[: quirks.result_cap or None]
    return ehr.pager.answer(ehr, Walk(kind, tuple(shown), tuple(warnings), _size(asked, quirks), len(kept)))


def _refuse(kind: str, asked: Asked, quirks: Quirks) -> None:
    """Raise what a strict server answers to a search that it does not want."""
    names = {name.split(":")[0] for name, _ in asked}
    if kind == "Patient" and ("patient" in names or quirks.patient_search_refused):
        raise RefusalError(403, "forbidden", "Read the patient by id.")
    if kind in quirks.unsearchable:
        raise RefusalError(405, "not-supported", "Search is not supported.")
    check(kind, asked)
    if not names - {"_count", "_sort", "_format"}:
        raise RefusalError(400, "required", "no supported search parameters provided", severity="fatal")
    if kind in quirks.category_required and not names & {"category", "code", "_id"}:
        raise RefusalError(400, "required", "Must have either code or category.", severity="fatal")
    if kind in quirks.status_required and "status" not in names:
        raise RefusalError(400, "required", "The status parameter is required.", severity="fatal")
    if quirks.include_refused and names & {"_include"}:
        raise RefusalError(400, "not-supported", "_include is not supported.")
    if quirks.id_alone and "_id" in names and names - {"_id", "_count"}:
        raise RefusalError(400, "invalid", "_id allows no other parameter.")
    if quirks.id_alone and {"date", "_lastUpdated"} <= names:
        raise RefusalError(400, "invalid", "date and _lastUpdated may not be combined.")


def _form_fits(asked: Asked, quirks: Quirks) -> bool:
    """Return whether the patient is named in the one form that this server understands."""
    if quirks.patient_form == "both":
        return True
    values = [value for name, value in asked if name in ("patient", "subject")]
    return all(value.startswith("Patient/") == (quirks.patient_form == "reference") for value in values)


def _size(asked: Asked, quirks: Quirks) -> int:
    wanted = next((value for name, value in asked if name == "_count"), "")
    return max(1, min(int(wanted) if wanted.isdecimal() else quirks.page_size, quirks.page_size, quirks.count_cap))
