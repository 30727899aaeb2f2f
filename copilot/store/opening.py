"""Open this user's store as IT's policy and this computer let it be kept: by keyring, by passphrase, or not at all."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from copilot import keys, places
from copilot.store import keeping
from copilot.store.keeping import LEAST_PASSPHRASE, SHORT, Kept, WrongKeyError
from copilot.store.settings import StoreSettings, WithoutKeyring, settings
from copilot.store.store import Store


@dataclass(frozen=True, slots=True)
class Question:
    """A passphrase is wanted.

    `begins`: a new one, for a store that is begun with it. `optional`: one may go on and keep nothing. `said` is why
    the last one was not taken.
    """

    begins: bool
    optional: bool
    said: str = ""


# Returns what was entered, None to go on and keep nothing.
Ask = Callable[[Question], str | None]
# How a store is opened, asking where it must.
Opening = Callable[[Ask], Store]


def open_store(ask: Ask, *, begins: bool = False) -> Store:
    """Return this user's store; raises `StoreError`, `PolicyError` where that cannot be read.

    `begins`: the person wants to keep things behind a passphrase from now on. Without that, a computer that has no
    keyring keeps nothing unless IT wants a passphrase there; `Store.offered` says that the person may want one.
    """
    set_by_it, folder = settings(), places.store()
    if not set_by_it.keep:
        return Store.in_memory()
    if keeping.exists(folder):
        behind = keeping.read(folder).kept is Kept.PASSPHRASE
        store = _asked(ask, set_by_it, begins=False) if behind else Store.open(folder, places.state())
    elif keys.is_there():
        store = Store.open(folder, places.state())
    elif set_by_it.without_keyring is WithoutKeyring.PASSPHRASE or (begins and _may_begin(set_by_it)):
        store = _asked(ask, set_by_it, begins=True)
    else:
        return Store.in_memory(offered=_may_begin(set_by_it))
    oldest = datetime.now(UTC).date() - timedelta(days=set_by_it.days)
    store.keep_no_longer(oldest)
    return store


def _may_begin(set_by_it: StoreSettings) -> bool:
    """Return whether a store may be begun behind a passphrase."""
    return set_by_it.without_keyring is not WithoutKeyring.MEMORY


def _asked(ask: Ask, set_by_it: StoreSettings, *, begins: bool) -> Store:
    """Ask for the passphrase until it is the one, or the person goes on without."""
    optional, said = set_by_it.without_keyring is not WithoutKeyring.PASSPHRASE, ""
    while True:
        passphrase = ask(Question(begins, optional, said))
        if passphrase is None and optional:
            return Store.in_memory(offered=True)
        if begins and len(passphrase or "") < LEAST_PASSPHRASE:
            said = SHORT
            continue
        try:
            return Store.open(places.store(), places.state(), passphrase=passphrase or "")
        except WrongKeyError as error:
            said = str(error)
