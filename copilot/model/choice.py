"""Which model speaks: the one on this machine, or a server's where IT's settings name one."""

from __future__ import annotations

import logging
from pathlib import Path

from copilot.errors import ModelError
from copilot.model.destination import Destination
from copilot.model.gate.policy import policy

_LOG = logging.getLogger(__name__)


def elsewhere(chosen: Path | None = None) -> Destination | None:
    """Return the server that IT names, None where it names none or the person chose a file.

    Settings that cannot be read allow nothing beyond this machine.
    """
    if chosen is not None:
        return None
    try:
        return policy().remote
    except ModelError as error:
        _LOG.warning("%s", error)
        return None
