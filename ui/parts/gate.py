"""What is known of the model that runs: family, licence, and what the gate said, in plain words."""

from __future__ import annotations

from copilot.model.client import LoadedModel
from copilot.model.gate.manifest import licence
from copilot.model.templates import profile


def gate_words(loaded: LoadedModel) -> str:
    """Return it in two lines; what nobody checked is called so."""
    stands = loaded.standing
    if loaded.destination:
        return f"{loaded.info.name} · at {loaded.destination}\nGate: {stands.words}."
    shape = profile(loaded.info)
    words = stands.page.licence if stands.page is not None and stands.page.licence else licence(loaded.info)
    first = f"{loaded.info.name} · family {shape.family} · licence: {words}"
    second = f"Gate: {stands.words}." + (f" {stands.reasons}" if stands.reasons else "")
    return f"{first}\n{second}"


def gate_page(loaded: LoadedModel) -> str:
    """Return the result page as Markdown, "" where there is none."""
    page = loaded.standing.page
    return page.as_markdown() if page is not None else ""
