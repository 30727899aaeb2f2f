"""Which build this is: version, commit and day, and the hashes of what is shipped, as `resources/stamp.json`.

    PYTHONPATH=packaging python -m stamp build

The day is that of the commit, so that two builds of one commit are the same. `copilot/stamp.py` reads it again.
"""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

from copilot import __version__
from copilot.stamp import FILE, Stamp

ROOT = Path(__file__).resolve().parents[1]
FOLDERS = (
    "about",
    "demo",
    "icons",
    "models",
    "testing",
)  # of `resources/`; what is only read by people or compiled stays here
PACKS = ("knowledge.json", "rare.npz")


def make(built: Path) -> Path:
    """Write the stamp of this checkout, and of what will be shipped with it, into a folder; return the file."""
    path = built / FILE
    path.write_text(json.dumps(_stamp(_hashes(shipped(built))).as_json(), indent=1, sort_keys=True) + "\n", "utf-8")
    return path


def shipped(built: Path) -> dict[str, Path]:
    """Return every file that goes into the program's `resources/`, by its place there; packs come compiled."""
    resources = ROOT / "resources"
    found = [*resources.iterdir(), *(path for name in FOLDERS for path in (resources / name).rglob("*"))]
    files = sorted(path for path in found if path.is_file())
    return {
        **{path.relative_to(resources).as_posix(): path for path in files},
        **{name: built / name for name in PACKS},
    }


def epoch() -> int:
    """Return the second (Unix time) that every file of this build bears: the commit's, or SOURCE_DATE_EPOCH."""
    given = os.environ.get("SOURCE_DATE_EPOCH", "")
    return int(given or _git("log", "-1", "--format=%ct"))


def _hashes(files: dict[str, Path]) -> dict[str, str]:
    """Return the SHA-256 of every file."""
    return {place: hashlib.sha256(path.read_bytes()).hexdigest() for place, path in files.items()}


def _stamp(hashes: dict[str, str]) -> Stamp:
    """Look at the checkout."""
    changed = bool(_git("status", "--porcelain", "--untracked-files=no"))
    day = datetime.fromtimestamp(epoch(), UTC).date().isoformat()
    return Stamp(__version__, _git("rev-parse", "HEAD"), day, changed=changed, shipped=hashes)


def _git(*question: str) -> str:
    """Return what git answers about this checkout."""
    done = subprocess.run(["git", "-C", str(ROOT), *question], check=False, capture_output=True, text=True)  # noqa: S607
    if done.returncode != 0:
        raise SystemExit(
            f"A release is built from a git checkout, so that it can say from which: {done.stderr.strip()}"
        )
    return done.stdout.strip()


if __name__ == "__main__":
    print(make(Path(sys.argv[1])))
