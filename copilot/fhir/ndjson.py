"""Read NDJSON: one resource a line, with blank lines, stray byte order marks and bad lines tolerated."""

from __future__ import annotations

from copilot.breath import in_breaths
from copilot.errors import InputError
from copilot.fhir.bundle import Contents, open_document
from copilot.fhir.jsontext import REMEDY_JSON, new_decoder, parse
from copilot.fhir.pull import Problem, ProblemKind

# A file of another kind has thousands of bad lines; ten say as much.
MAX_BAD_LINES_NAMED = 10


def read_lines(text: str, where: str) -> Contents:
    """Return the resources of all good lines; bad lines become problems with their line number.

    Raises `InputError` when not one line holds a resource.
    """
    whole = Contents()
    bad: list[InputError] = []
    decoder = new_decoder()
    for number, line in enumerate(in_breaths(text.split("\n")), start=1):
        stripped = line.strip().lstrip("\ufeff").strip()
        if not stripped:
            continue
        try:
            one = open_document(parse(stripped, where, line=number, decoder=decoder), f"line {number}")
        except InputError as error:
            bad.append(error if error.where != where else InputError(error.what, where=f"line {number}"))
            continue
        whole.entries += one.entries
        whole.problems += one.problems
        whole.bundle_types += one.bundle_types
    if not whole.entries:
        first = f" First: {bad[0].where} {bad[0].what}" if bad else ""
        raise InputError(f"holds no FHIR resource in any line.{first}", where=where, remedy=REMEDY_JSON)
    for refused in bad[:MAX_BAD_LINES_NAMED]:
        whole.problems.append(Problem(ProblemKind.UNREADABLE, f"{refused.where} was left out: it {refused.what}"))
    if len(bad) > MAX_BAD_LINES_NAMED:
        more = len(bad) - MAX_BAD_LINES_NAMED
        whole.problems.append(Problem(ProblemKind.UNREADABLE, f"{more} more lines were left out."))
    return whole
