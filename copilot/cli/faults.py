"""How a fault of ours is told at the command line: where it is, without a word of the chart."""

from __future__ import annotations

import logging

from copilot.logs import where

log = logging.getLogger("chartside.cli")


def fault(error: Exception, what: str = "could not be reviewed") -> str:
    """Say where the fault is; exception messages can quote a chart, so that only type and place are told."""
    log.error("fault in Chartside: %s", where(error))
    return f"{what}: a fault in Chartside ({where(error)}). Please report it."
