"""Start the program with the policy of a folder in the place of the computer's: `with_policy FOLDER ARGUMENTS`.

The program is as it is; whoever runs the test counts as IT.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

from copilot import places


def main() -> int:
    """Put the folder in its place, before anything reads a policy, and start."""
    folder = Path(sys.argv.pop(1))
    places.machine_settings = lambda: folder
    import PySide6.QtWidgets  # noqa: F401 - before pydantic, as in the program: its import hook stumbles otherwise

    from copilot import policy

    policy.OWNERS = frozenset((0, os.geteuid()))
    from ui.__main__ import start

    return start()


if __name__ == "__main__":
    raise SystemExit(main())
