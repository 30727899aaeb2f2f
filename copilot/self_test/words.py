"""The model: the starter is loaded in its own process, and one sentence of it is checked against the chart."""

from __future__ import annotations

from copilot.model.catalogue import starter
from copilot.model.client import ModelClient
from copilot.model.crashes import Crashes
from copilot.narrative.narrate import Checked, Event, narrate
from copilot.narrative.narrative import Support
from copilot.review.references import short_ids
from copilot.self_test.finding import BrokenError
from copilot.self_test.installation import REINSTALL
from copilot.self_test.medicine import demo_review
from copilot.self_test.trial_folder import trial_folder


def model() -> str:
    """Load the starter and let it say one sentence; its process is the one that the program uses."""
    path = starter()
    if path is None:
        raise BrokenError("The starter model is not installed, or its file is not whole.", remedy=REINSTALL)
    review = demo_review()
    said: list[Checked] = []

    def hear(event: Event) -> None:
        if isinstance(event, Checked):
            said.append(event)

    with trial_folder() as folder:
        client = ModelClient(crashes=Crashes(folder / "crashes.json"))
        try:
            loaded = client.load(path)
            told = narrate(review, short_ids(review), client, hear, lambda: bool(said))
        finally:
            client.close()
    if not said:
        raise BrokenError(f"The model said no sentence ({told.incomplete}).", where=path.name, remedy=REINSTALL)
    if said[0].sentence.support is not Support.SUPPORTED:
        raise BrokenError("The model's sentence does not hold.", where=path.name, remedy=REINSTALL)
    return f"{loaded.info.name} on {loaded.runs.device} ({loaded.runs.build}): a sentence said and checked"
