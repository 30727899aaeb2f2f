"""A program that writes to a store without end, and says what was written: to be killed in the middle of it."""

from __future__ import annotations

import sys
from pathlib import Path

from copilot.store.audit import Action
from copilot.store.store import Store


def main() -> None:
    """Write reviews and events to the store in the folder given; print each one after it was kept."""
    folder = Path(sys.argv[1])
    store = Store.open(folder, folder / "state")
    print("open", flush=True)
    number = 0
    while True:
        number += 1
        text = f'{{"number": {number}, "filling": "{"x" * (number % 7 * 3000)}"}}'.encode()
        identifier = store.reviews.keep(text, patient=f"p{number}", at=store.now(), program="0", pack="0")
        print("review", identifier, number, flush=True)
        store.reviews.add(identifier, store.now(), "opened")
        event = store.done(Action.OPEN, patient=f"p{number}")
        print("event", event.seq, flush=True)


if __name__ == "__main__":
    main()
