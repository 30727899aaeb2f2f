"""The frozen program's start: the model worker where it is asked for, else the same start as from source."""

from __future__ import annotations

import sys


def start() -> int:
    """Run as the model worker (`--model-worker`) or as `chartside`."""
    if sys.argv[1:2] == ["--model-worker"]:
        from copilot.model.worker import main as work

        return work()
    from ui.__main__ import start as start_program

    return start_program()


if __name__ == "__main__":
    sys.exit(start())
