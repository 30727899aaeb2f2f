"""Take the README's pictures from the running program: `make screenshots`."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

FOLDER = Path(__file__).resolve().parents[1] / "resources" / "screenshots"
PICTURES = {
    "light.png": ["--theme", "light", "--patient", "ruth"],
    "dark.png": ["--theme", "dark", "--patient", "ivan"],
    "labs.png": ["--theme", "light", "--patient", "ivan", "--tab", "labs"],
    "notes.png": ["--theme", "light", "--patient", "jonas", "--tab", "notes"],
}


def main() -> int:
    """Render every picture; returns the number that failed."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    failed = 0
    for name, options in PICTURES.items():
        command = [
            sys.executable,
            "-m",
            "ui",
            "demo",
            "--size",
            "1440x900",
            "--screenshot",
            str(FOLDER / name),
            *options,
        ]
        failed += subprocess.run(command, check=False).returncode != 0
    return failed


if __name__ == "__main__":
    sys.exit(main())
