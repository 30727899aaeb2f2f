"""Whether there is a display to open a window on."""

from __future__ import annotations

import os
import sys


def has_display() -> bool:
    """Return whether a window could be seen."""
    platform = os.environ.get("QT_QPA_PLATFORM", "")
    if platform.startswith(("offscreen", "minimal")):
        return False
    if not sys.platform.startswith("linux") or platform:
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))
