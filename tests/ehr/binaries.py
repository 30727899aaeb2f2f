"""Binary by content type: strict about Accept, and not every rendition is there."""

from __future__ import annotations

from base64 import b64decode
from typing import TYPE_CHECKING

from starlette.requests import Request
from starlette.responses import Response

from tests.ehr.answers import RefusalError, fhir

if TYPE_CHECKING:
    from tests.ehr.app import Ehr


def binary(ehr: Ehr, request: Request, identifier: str) -> Response:
    """Return the content itself for its own type, FHIR JSON for FHIR's, 406 for anything else."""
    found = ehr.store.get("Binary", identifier)
    if found is None or identifier in ehr.quirks.missing_binaries:
        raise RefusalError(404, "not-found", "Not found.")
    accepted = [part.split(";")[0].strip() for part in request.headers.get("accept", "").split(",")]
    own = str(found["contentType"])
    if own.split(";")[0] in accepted:
        return Response(b64decode(found["data"]), 200, {"content-type": own})
    if "application/fhir+json" in accepted:
        return fhir(found, ehr.quirks)
    raise RefusalError(406, "not-supported", "Accept must be the attachment's own type or FHIR's.")
