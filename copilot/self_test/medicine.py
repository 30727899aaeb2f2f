"""The medicine: the packs are whole, and a demo patient gets the list that the program was shipped with."""

from __future__ import annotations

from copilot.places import resources
from copilot.review import engine
from copilot.review.review import Review
from copilot.self_test.finding import BrokenError, NoteError
from copilot.self_test.installation import REINSTALL

PATIENT = "helen-ward"
# What must stand first for her; `tests/self_test/` fails when the packs come to see it otherwise.
FIRST = ("acute-pancreatitis", "acute-cholecystitis", "acute-cholangitis")


def packs() -> str:
    """Load the packs and count them."""
    pack = engine.load_pack()
    counts = f"{len(pack.conditions):,} conditions, {len(pack.terms):,} findings, {len(pack.references):,} sources"
    common = f"version {pack.version}: {counts}"
    if pack.rare is None:
        raise NoteError(f"{common}; the pack of rare diseases is not installed.")
    words = pack.rare.words
    return f"{common}; {len(words.members):,} rare diseases of HPO {words.version}"


def patient() -> str:
    """Review the demo patient and compare the first three of the list."""
    first = tuple(one.condition for one in demo_review().differential.hypotheses[: len(FIRST)])
    if tuple(one.id for one in first) != FIRST:
        told = ", ".join(one.name for one in first) or "nothing"
        raise BrokenError(f"The first three are not those expected, but {told}.", where=PATIENT, remedy=REINSTALL)
    return f"{PATIENT}: {', '.join(one.name for one in first)}, as expected"


def demo_review() -> Review:
    """Return the review of the demo patient; raises `KnownError`."""
    (pull,) = engine.read(resources() / "demo" / f"{PATIENT}.json")
    return engine.review(pull, engine.load_pack())
