"""Write the list of promised identifiers anew: `python -m tests.automation.identifiers`, after names were added."""

from __future__ import annotations

from tests.automation.pages.page import NAMES
from ui.automation import Name


def main() -> None:
    """Write what `ui/automation.py` names now, sorted."""
    NAMES.write_text("\n".join(sorted(name.value for name in Name)) + "\n", "utf-8")


if __name__ == "__main__":
    main()
