"""The first questions of a pull: who is it, what does the server offer, and so what is to be asked."""

from __future__ import annotations

from copilot.errors import ServerError, SignInError
from copilot.fhir.outcome import outcome_text
from copilot.fhir.pull import ProblemKind
from copilot.fhir.quoted import quoted
from copilot.fhir.server.answers import NoAnswerError, RefusedError, tidy
from copilot.fhir.server.capability import Capability, read_capability
from copilot.fhir.server.collected import Collected
from copilot.fhir.server.http import Http
from copilot.fhir.server.line import Line
from copilot.fhir.server.merged import check_not_merged, has_another
from copilot.fhir.server.plan import AS_FAR, CONTENTS, REFERENCES, Search, operation, patient_search, plan, rest
from copilot.fhir.smart.session import Session


async def begin(http: Http, session: Session, collected: Collected, *, although_replaced: bool) -> None:
    """Read the patient, then put every search on the list; does nothing where that was done before.

    Raises `MergedPatientError`, `RefusedError` for a patient whom the server does not have, `SignInError` for
    one whom the sign-in is not for, `NoAnswerError`.
    """
    first = patient_search(collected.patient)
    if not session.may_open(collected.patient):
        other = "this sign-in is for one patient, and not for the one that was asked for."
        raise SignInError(other, where=http.where, remedy="Sign in again and choose that patient there.")
    if collected.searches and first not in {item.search for item in collected.open}:
        collected.capability = collected.capability or await capability(http)
        return
    collected.ask([first])

    async def who() -> None:
        await _patient(http, session, collected, first, although_replaced=although_replaced)

    async def what() -> None:
        collected.capability = await capability(http)

    await Line([who, what]).work(2, lambda question: question())
    offer = collected.capability or Capability()
    if offer.release not in ("", "R4", "R4B"):
        text = f"The server speaks FHIR {offer.release}, not R4; its record is read as far as possible."
        collected.say(ProblemKind.UNREADABLE, text)
    searches, problems = plan(collected.patient, session.granted, offer)
    if "everything" in offer.operations:
        collected.ask([operation(collected.patient, "everything")])
    collected.ask([*searches, *rest(collected.patient, session.granted, offer, searches), REFERENCES, CONTENTS])
    for problem in problems:
        collected.say(problem.kind, problem.text, problem.resource)
    collected.close(first)


async def capability(http: Http) -> Capability:
    """Return what the server advertises, nothing where /metadata gives nothing usable; raises `NoAnswerError`."""
    try:
        return read_capability(await http.json("metadata"))
    except NoAnswerError:
        raise
    except ServerError:
        return Capability()


async def _patient(
    http: Http, session: Session, collected: Collected, search: Search, *, although_replaced: bool
) -> None:
    """Read the patient, unless that is not allowed, which is said."""
    if not session.granted.may_read("Patient"):
        text = f"Patient: not asked, because this sign-in does not allow it. {AS_FAR}"
        collected.say(ProblemKind.REFUSED, text, "Patient")
        return
    try:
        raw = await http.json(search.url)
    except RefusedError as error:
        if error.status in (404, 410):
            raise
        collected.say(ProblemKind.REFUSED, f"Patient: {error.what} {AS_FAR}", "Patient")
        return
    if raw["resourceType"] != "Patient":
        said = f" ({quoted(tidy(outcome_text(raw)))})" if raw["resourceType"] == "OperationOutcome" else ""
        collected.say(
            ProblemKind.REFUSED, f"Patient: the server answered with something else{said}. {AS_FAR}", "Patient"
        )
        return
    if not although_replaced:
        check_not_merged(raw, collected.patient, http.where)
    if has_another(raw):
        text = "The server has another record of the same person (see also), which was not asked for."
        collected.say(ProblemKind.TRUNCATED, text, "Patient")
    collected.add(raw)
