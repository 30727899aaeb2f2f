"""How a fault of ours is told at the command line: where it is, without a word of the chart."""

from __future__ import annotations

import logging
import traceback
from pathlib import Path

log = logging.getLogger("chartside.cli")


def fault(error: Exception) -> str:
    """Say where the fault is; exception messages can quote a chart, so that only type and place are told."""
    frame = traceback.extract_tb(error.__traceback__)[-1]
    place = f"{Path(frame.filename).name}:{frame.lineno}"
    log.error("fault in Chartside: %s at %s", type(error).__name__, place)
    return f"could not be reviewed: a fault in Chartside ({type(error).__name__} at {place}). Please report it."
