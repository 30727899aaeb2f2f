"""Write the list of promised identifiers anew, and its table in the guide: `python -m tests.automation.identifiers`."""

from __future__ import annotations

import sys
from collections.abc import Sequence

from tests.automation.described import ROOT, Described, described
from tests.automation.pages.page import NAMES, names
from ui.automation import Name

GUIDE = ROOT / "docs" / "qa-guide.md"
BEGIN, END = "<!-- identifiers: begin -->\n", "<!-- identifiers: end -->\n"


def gone(promised: tuple[str, ...]) -> set[str]:
    """Return which promised identifiers the program does not have any more."""
    return set(promised) - {name.value for name in Name}


def table() -> str:
    """Return every identifier with what it is and where it is made, as a table."""
    head = "| identifier | what it is | where |\n|---|---|---|\n"
    return head + "".join(_row(one) for one in described())


def with_table(guide: str) -> str:
    """Return the guide with the table as it is now."""
    before, _, rest = guide.partition(BEGIN)
    _, found, after = rest.partition(END)
    if not found:
        raise ValueError("the guide has no place for the table")
    return f"{before}{BEGIN}{table()}{END}{after}"


def main(arguments: Sequence[str]) -> None:
    """Write what `ui/automation.py` names now, sorted; what was promised goes only with `--remove`."""
    lost = gone(names())
    if lost and "--remove" not in arguments:
        raise SystemExit(f"Robots of others find controls by {', '.join(sorted(lost))}; --remove breaks that promise.")
    NAMES.write_text("\n".join(sorted(name.value for name in Name)) + "\n", "utf-8")
    GUIDE.write_text(with_table(GUIDE.read_text("utf-8")), "utf-8")


def _row(one: Described) -> str:
    """Return one line of the table; what stands once in each row of a list ends in a key."""
    return f"| `{one.name}{'.<key>' if one.repeated else ''}` | {one.kind}: {one.words} | `{one.place}` |\n"


if __name__ == "__main__":
    main(sys.argv[1:])
