"""Whether a model can be asked freely at all; the starter, which knows one task, cannot and says so."""

from __future__ import annotations

from copilot.model.client import LoadedModel
from copilot.model.families import Family, family
from copilot.model.gguf_file import GgufInfo

STARTER = "The starter model cannot be asked; choose a larger one that IT has admitted."
LITTLE_CONTEXT = "This model reads too little text at once for questions about a chart ({context} tokens)."
LEAST_CONTEXT = 2048


def why_not(model: LoadedModel) -> str:
    """Return why this model cannot be asked, "" where it can."""
    reason = why_not_file(model.info)
    if not reason and model.runs.context < LEAST_CONTEXT:
        return LITTLE_CONTEXT.format(context=model.runs.context)
    return reason


def why_not_file(info: GgufInfo) -> str:
    """Return why the model of a file cannot be asked, as far as its header tells before it is loaded."""
    return STARTER if family(info) is Family.STARTER else ""
