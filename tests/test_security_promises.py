"""Every promise in SECURITY.md names tests that are there."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).parents[1]
NAMED = re.compile(r"`(tests/[\w/]+\.py)::(test_\w+)`")


def test_every_promise_is_held_by_a_test_that_is_there() -> None:
    said = (ROOT / "SECURITY.md").read_text("utf-8")
    promises = said.partition("## Promises")[2].partition("\n## ")[0].splitlines()
    rows = [line for line in promises if line.startswith("| ")][1:]
    assert len(rows) > 10
    assert [row for row in rows if not NAMED.search(row)] == []
    named = NAMED.findall(said)
    gone = [f"{file}::{name}" for file, name in named if f"def {name}(" not in (ROOT / file).read_text("utf-8")]
    assert gone == []
