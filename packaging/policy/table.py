"""The table of policy keys in the guide for IT, written from the schemas by which the program checks a policy.

PYTHONPATH=packaging python -m policy.table       # write it into docs/it-guide.md
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path

from policy.keys import Key, Kind, Part, keys

GUIDE = Path(__file__).resolve().parents[2] / "docs" / "it-guide.md"
BEGIN, END = "<!-- policy keys: begin -->", "<!-- policy keys: end -->"
_BETWEEN = re.compile(f"{BEGIN}.*?{END}", re.DOTALL)
KINDS = {
    Kind.SWITCH: "true or false",
    Kind.TEXT: "text",
    Kind.LINES: "list of texts",
    Kind.PARTS: "object",
    Kind.LIST: "list of objects",
}


def table() -> str:
    """Return every key, and below an object's the keys inside it."""
    rows = ["| key | takes | unless set | what it does |", "|---|---|---|---|"]
    for key in keys():
        rows.append(f"| `{key.path}` | {_takes(key)} | {_default(key)} | {_cell(key.text)} |")
        rows += _inside(key)
    return "\n".join(rows)


def with_table(guide: str) -> str:
    """Return the guide with the table in its place."""
    written, number = _BETWEEN.subn(f"{BEGIN}\n{table()}\n{END}".replace("\\", r"\\"), guide)
    if number != 1:
        raise ValueError(f"{GUIDE.name} has no place for the table ({BEGIN}).")
    return written


def _inside(key: Key) -> Iterator[str]:
    """Yield the keys inside an object."""
    for part in key.parts:
        needed = "needed" if part.needed else "optional"
        yield f"| … `{part.name}` | {_choices(part)} | {needed} | {_cell(part.text)} |"


def _takes(key: Key) -> str:
    """Return what a key may be set to."""
    if key.kind is Kind.NUMBER:
        return f"{key.least} to {key.most}" if key.most else f"{key.least} or more"
    return ", ".join(f"`{choice}`" for choice in key.choices) or KINDS[key.kind]


def _choices(part: Part) -> str:
    """Return what a key inside an object may be set to."""
    return ", ".join(f"`{choice}`" for choice in part.choices)


def _default(key: Key) -> str:
    """Return what holds where IT sets nothing."""
    return f"`{json.dumps(key.default)}`" if key.default not in (None, [], "") else "none"


def _cell(words: str) -> str:
    """Return words that do not end a cell."""
    return words.replace("|", "\\|")


def main() -> int:
    """Write the table into the guide."""
    GUIDE.write_text(with_table(GUIDE.read_text("utf-8")), "utf-8")
    print(GUIDE)
    return 0


if __name__ == "__main__":
    sys.exit(main())
