"""A tiny tree of a program, for what is made of it on Linux: a script that knows its help, a library, a stamp."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

import pytest

VERSION = "0.1.0"
EPOCH = 1_790_000_000
HELP = """usage: chartside [-h] [PATH]

A cited differential beside the chart.

options:
  -h, --help  show this help message and exit
"""


def needed(*tools: str) -> None:
    """Skip where this machine lacks what packages are made with."""
    lacking = [tool for tool in tools if shutil.which(tool) is None]
    if lacking:
        pytest.skip(f"not installed: {', '.join(lacking)}")


def make(folder: Path) -> Path:
    """Write the tree and return it."""
    tree = folder / "chartside"
    inside = tree / "_internal"
    (inside / "resources").mkdir(parents=True)
    program = tree / "chartside"
    program.write_text(f"#!/bin/sh\ncat <<'END'\n{HELP}END\n")
    program.chmod(0o700)
    shutil.copy("/bin/true", inside / "library.so")
    (inside / "library.so.1").symlink_to("library.so")
    stamp = {"version": VERSION, "commit": "0" * 40, "day": "2026-09-21", "changed": False}
    (inside / "resources" / "stamp.json").write_text(json.dumps(stamp))
    return tree


def told(package: Path, field: str) -> str:
    """Return a field of a package's control file."""
    asked = ["dpkg-deb", "--field", package, field]
    return subprocess.run(asked, capture_output=True, text=True, check=True).stdout.strip()
