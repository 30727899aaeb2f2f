"""Open this user's store as IT's policy and this computer let it be kept: by keyring, by passphrase, or not at all."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from copilot import keys, places
from copilot.keys import KeyringError
from copilot.store import keeping
from copilot.store.keeping import LEAST_PASSPHRASE, SHORT, Kept, WrongKeyError
from copilot.store.settings import StoreSettings, WithoutKeyring, settings
from copilot.store.store import Store


@dataclass(frozen=True, slots=True)
class Question:
    """A passphrase is wanted.

    `begins`: a new one, for a store that is begun with it. `optional`: one may go on and keep nothing. `said` is why
    the last one was not taken. `refused`: there is a keyring, and it takes no key.
    """

    begins: bool
    optional: bool
    said: str = ""
    refused: bool = False


# Returns what was entered, None to go on and keep nothing.
Ask = Callable[[Question], str | None]
# How a store is opened, asking where it must.
Opening = Callable[[Ask], Store]


def open_store(ask: Ask, *, begins: bool = False) -> Store:
    """Return this user's store; raises `StoreError`, `PolicyError` where that cannot be read.

    `begins`: the person wants to keep things behind a passphrase from now on. Without that, a computer that has no
    keyring, or one that refuses, keeps nothing unless IT wants a passphrase there; `Store.offered` says that the person
    may want one. A store whose key is in a keyring that refuses is not opened, and no other is begun beside it.
    """
    set_by_it, folder = settings(), places.store()
    if not set_by_it.keep:
        return Store.in_memory()
    if not keeping.exists(folder):
        store = _begun(ask, set_by_it, begins=begins)
    elif keeping.read(folder).kept is Kept.PASSPHRASE:
        store = _asked(ask, Question(begins=False, optional=_optional(set_by_it)))
    else:
        store = Store.open(folder, places.state())
    if not store.lasting:
        return store
    oldest = datetime.now(UTC).date() - timedelta(days=set_by_it.days)
    store.keep_no_longer(oldest)
    return store


def _begun(ask: Ask, set_by_it: StoreSettings, *, begins: bool) -> Store:
    """Return a new store: its key in the keyring, behind a passphrase where that refuses, or kept nowhere."""
    refused = ""
    if keys.is_there():
        try:
            return Store.open(places.store(), places.state())
        except KeyringError as error:
            refused = error.what
    may = set_by_it.without_keyring is not WithoutKeyring.MEMORY
    if set_by_it.without_keyring is WithoutKeyring.PASSPHRASE or (begins and may):
        return _asked(ask, Question(begins=True, optional=_optional(set_by_it), refused=bool(refused)))
    return Store.in_memory(offered=may, refused=refused)


def _optional(set_by_it: StoreSettings) -> bool:
    """Return whether one may go on without a passphrase, and keep nothing."""
    return set_by_it.without_keyring is not WithoutKeyring.PASSPHRASE


def _asked(ask: Ask, question: Question) -> Store:
    """Ask for the passphrase until it is the one, or the person goes on without."""
    while True:
        passphrase = ask(question)
        if passphrase is None and question.optional:
            return Store.in_memory(offered=True)
        if question.begins and len(passphrase or "") < LEAST_PASSPHRASE:
            question = replace(question, said=SHORT)
            continue
        try:
            return Store.open(places.store(), places.state(), passphrase=passphrase or "")
        except WrongKeyError as error:
            question = replace(question, said=str(error))
