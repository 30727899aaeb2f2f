"""Write the store of today's schema: `python -m tests.store.released.make`, once, before a step is added to it."""

from __future__ import annotations

import tempfile
from pathlib import Path

from copilot.store.audit import Action
from copilot.store.cipher import connect, settle
from copilot.store.head import FILE, OutsideHead
from copilot.store.reviews import Exchange, Prompt
from copilot.store.schema import STEPS, bring_up
from copilot.store.store import Store

HERE = Path(__file__).parent
KEY = bytes(range(32))  # of invented patients
RECORD = b'{"schema": "chartside.kept/1", "output": "as it was said"}'
ASKED = b'{"condition": "giant-cell-arteritis", "data": "+ a new headache [F1]"}'
SAID = b'{"question": "Since when?", "sentences": [], "asked": []}'
AT = "2026-11-27T09:00:00.000+00:00"


def main() -> None:
    """Write the two files: the store, and the last link outside it."""
    name = f"schema-{len(STEPS)}"
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "store.db"
        database = connect(path, KEY)
        settle(database, path)
        bring_up(database, path, KEY)
        with Store(database, KEY, outside=OutsideHead(Path(folder), KEY), who="ada", clock=lambda: AT) as store:
            made = store.reviews.keep(RECORD, patient="p1", at=AT, program="0.7.0", pack="2026.11", model="")
            store.reviews.add(made, AT, "decided", "", {"accepted": ["giant-cell-arteritis"]})
            store.reviews.add_prompts(made, [Prompt(AT, "0f" * 32, ASKED)])
            store.reviews.add_exchange(made, Exchange(AT, "question", SAID))
            store.done(Action.OPEN, patient="p1", review=made)
            store.done(Action.COPY, patient="p1")
        (HERE / f"{name}.db").write_bytes(path.read_bytes())
        (HERE / f"{name}.head").write_bytes((Path(folder) / FILE).read_bytes())


if __name__ == "__main__":
    main()
