"""What the wire does to a request: nothing, too many requests, or a cut."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

from tests.ehr.answers import RefusalError
from tests.ehr.quirks import Quirks


class Wire:
    """Counts the FHIR requests of one server."""

    def __init__(self) -> None:
        self.count = 0
        self.throttled = 0
        self.at_once = 0
        self.most_at_once = 0

    @contextmanager
    def busy(self) -> Iterator[None]:
        """Count how many requests are being answered at the same time."""
        self.at_once += 1
        self.most_at_once = max(self.most_at_once, self.at_once)
        try:
            yield
        finally:
            self.at_once -= 1

    def fate(self, quirks: Quirks) -> str:
        """Count one request; return "before" or "middle" where its answer is cut off, else ""."""
        self.count += 1
        if quirks.dies_after and self.count > quirks.dies_after:
            return quirks.drop_where if self.count == quirks.dies_after + 1 else "before"
        return quirks.drop_where if self.count in quirks.drops else ""

    def throttle(self, quirks: Quirks) -> None:
        """Raise 429 where the quirks want one for this request."""
        first = self.throttled < quirks.throttle_first
        every = bool(quirks.throttle_every) and self.count % quirks.throttle_every == 0
        if first or every:
            self.throttled += 1
            raise RefusalError(429, "throttled", "Too many requests.", headers=_retry_after(quirks.retry_after))


def _retry_after(said: str) -> dict[str, str]:
    """Return the header: seconds as given, "date" as the date a second from now, nothing for ""."""
    if not said:
        return {}
    if said == "date":
        said = format_datetime(datetime.now(UTC) + timedelta(seconds=1), usegmt=True)
    return {"retry-after": said}
