"""The intended use in one line, which is accepted once per version; all of it stands in `resources/about/`."""

from __future__ import annotations

SHORT_USE = (
    "For clinicians who review the basis of each suggestion themselves. "
    "Not for time-critical decisions, not for patients, not a diagnosis."
)
