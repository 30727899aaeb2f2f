"""Keys for the hospital's servers, from the operating system's keyring and nowhere else."""

from __future__ import annotations

import importlib
import sys

from copilot.errors import KnownError

SERVICE = "chartside"
# The one store of each platform. What `keyring` would pick by itself, by its configuration file, by an environment
# variable or by a plug-in (a plain file, a store that forgets), is never asked.
_STORES = {
    "linux": "keyring.backends.SecretService",
    "darwin": "keyring.backends.macOS",
    "win32": "keyring.backends.Windows",
}
_CLASSES = {"win32": "WinVaultKeyring"}
_NO_STORE = "This computer has no keyring that Chartside may use."
_UNLOCK = "Unlock the keyring of your desktop session, or ask IT."


class KeyringError(KnownError):
    """There is no keyring, or it refuses: it is locked, denies access, or does not give back what it was given."""


def key(name: str) -> str:
    """Return the key kept under a name; raises `KnownError` where there is no keyring, it is locked, or holds none."""
    import keyring

    pin()
    try:
        found = keyring.get_password(SERVICE, name)
    except Exception:  # noqa: BLE001 - every platform's store raises kinds of its own, and their texts may hold the key
        raise KeyringError("The keyring does not give the key out.", where=name, remedy=_UNLOCK) from None
    if not found:
        remedy = "Put it there with `chartside models key`."
        raise KnownError("The keyring holds no key of this name.", where=name, remedy=remedy)
    return found


def keep(name: str, secret: str) -> None:
    """Put a key into the keyring; raises `KnownError` where that is not possible."""
    import keyring

    pin()
    try:
        keyring.set_password(SERVICE, name, secret)
    except Exception:  # noqa: BLE001 - every platform's store raises kinds of its own, and their texts may hold the key
        raise KeyringError("The keyring does not take the key.", where=name, remedy=_UNLOCK) from None


def is_there() -> bool:
    """Return whether this computer has a keyring that may be used."""
    try:
        pin()
    except KnownError:
        return False
    return True


def store_name() -> str:
    """Return which keyring is used here, by the name of its module; raises `KnownError` where there is none."""
    import keyring

    pin()
    return type(keyring.get_keyring()).__module__


def forget(name: str) -> None:
    """Take a key out of the keyring; one that is not there is gone already. Raises `KnownError`."""
    import keyring
    from keyring.errors import PasswordDeleteError

    pin()
    try:
        keyring.delete_password(SERVICE, name)
    except PasswordDeleteError:
        return
    except Exception:  # noqa: BLE001 - every platform's store raises kinds of its own, and their texts may hold the key
        raise KeyringError("The keyring does not let the key go.", where=name, remedy=_UNLOCK) from None


def pin() -> None:
    """Use this platform's store and no other; raises `KnownError` where it is not there, or keeps nothing safely."""
    import keyring

    try:
        store = getattr(importlib.import_module(_STORES[sys.platform]), _CLASSES.get(sys.platform, "Keyring"))
        safe = store.priority >= 1  # what is below forgets, refuses or writes in the open
        made = store() if safe else None
    except Exception:  # noqa: BLE001 - a store that does not work here says so in ways of its own
        made = None
    if made is None:
        raise KeyringError(_NO_STORE, remedy=_UNLOCK)
    keyring.set_keyring(made)
