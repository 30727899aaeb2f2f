"""Which build this is: version, commit and day, written into the program's folder as `resources/stamp.json`.

    PYTHONPATH=packaging python -m stamp build

The day is that of the commit, so that two builds of one commit are the same. `copilot/stamp.py` reads it again.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

from copilot import __version__
from copilot.stamp import FILE, Stamp

ROOT = Path(__file__).resolve().parents[1]


def make(out: Path) -> Path:
    """Write the stamp of this checkout into a folder and return it."""
    path = out / FILE
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(_stamp().as_json(), indent=1, sort_keys=True) + "\n", "utf-8")
    return path


def epoch() -> int:
    """Return the second (Unix time) that every file of this build bears: the commit's, or SOURCE_DATE_EPOCH."""
    given = os.environ.get("SOURCE_DATE_EPOCH", "")
    return int(given or _git("log", "-1", "--format=%ct"))


def _stamp() -> Stamp:
    """Look at the checkout."""
    changed = bool(_git("status", "--porcelain", "--untracked-files=no"))
    day = datetime.fromtimestamp(epoch(), UTC).date().isoformat()
    return Stamp(__version__, _git("rev-parse", "HEAD"), day, changed=changed)


def _git(*question: str) -> str:
    """Return what git answers about this checkout."""
    done = subprocess.run(["git", "-C", str(ROOT), *question], check=False, capture_output=True, text=True)  # noqa: S607
    if done.returncode != 0:
        raise SystemExit(
            f"A release is built from a git checkout, so that it can say from which: {done.stderr.strip()}"
        )
    return done.stdout.strip()


if __name__ == "__main__":
    print(make(Path(sys.argv[1] if len(sys.argv) > 1 else ROOT / "build")))
