"""Open the encrypted store of this user for a command, asking for the passphrase where there is one."""

from __future__ import annotations

import getpass
import sys

from copilot import places
from copilot.store import keeping
from copilot.store.cipher import StoreError
from copilot.store.keeping import Kept
from copilot.store.store import Store


def open_store(*, begin: bool = True) -> Store:
    """Return the store; `begin`: make one where there is none. What was noticed at opening goes to stderr.

    Raises `StoreError`, also where there is none and none is to be made.
    """
    folder = places.store()
    if not begin and not keeping.exists(folder):
        raise StoreError("Nothing is kept here yet.", where=str(folder), remedy="`chartside review --keep` keeps one.")
    asked = keeping.exists(folder) and keeping.read(folder).kept is Kept.PASSPHRASE
    passphrase = getpass.getpass("Passphrase of the store: ") if asked else None
    store = Store.open(folder, places.state(), passphrase=passphrase)
    for line in store.noticed:
        print(f"chartside: audit trail: {line}", file=sys.stderr)
    return store
