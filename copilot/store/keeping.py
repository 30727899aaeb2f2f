"""How the database's key is kept: in the operating system's keyring, behind a passphrase, or nowhere."""

from __future__ import annotations

import base64
import hashlib
import hmac
import os
import secrets
from contextlib import suppress
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Self

from pydantic import BaseModel, Field, model_validator

from copilot import keys
from copilot.errors import KnownError
from copilot.store.cipher import KEY_BYTES, StoreError
from copilot.store.guesses import CountedGuesses, spoken
from copilot.writing import beside, write_whole

FILE = "store.json"
GUESSES = "guesses.json"
FORMAT = 1
LEAST_PASSPHRASE = 10
SHORT = f"A passphrase has {LEAST_PASSPHRASE} characters or more."
_NO_KEYRING = "Unlock the keyring of your desktop session, or let Chartside keep nothing this time."


class Kept(StrEnum):
    """Where the key is."""

    KEYRING = "keyring"
    PASSPHRASE = "passphrase"  # noqa: S105 - the name of a way, not a secret
    MEMORY = "memory"  # nothing is kept beyond this session


class NoKeyError(StoreError):
    """The key cannot be had: the keyring is gone or locked, was changed, or holds none for this store."""


class WrongKeyError(StoreError):
    """A key was given and is not the one of this store; the file itself may be whole."""


class Cost(BaseModel, frozen=True):
    """What a guess at a passphrase costs (scrypt, RFC 7914): 128 MB and about half a second.

    The bounds keep a file that somebody else wrote from taking all memory.
    """

    n: Annotated[int, Field(ge=2**14, le=2**20)] = 2**17
    r: Annotated[int, Field(ge=8, le=16)] = 8
    p: Annotated[int, Field(ge=1, le=4)] = 1


class Keeping(BaseModel, frozen=True, extra="forbid"):
    """How a store's key is kept. `check` tells a wrong key from a damaged store, `whole` a wrong passphrase from damage
    to what stands here; the rest is for the way itself.
    """

    format: Annotated[int, Field(ge=1, le=FORMAT)] = FORMAT
    kept: Kept
    check: str
    name: str = ""
    backend: str = ""
    salt: str = ""
    wrapped: str = ""
    cost: Cost = Cost()
    whole: str = ""

    @model_validator(mode="after")
    def _is_whole(self) -> Self:
        """Refuse what was not written like this; the first files had no `whole`."""
        if self.whole and self.whole != self.sum():
            raise ValueError("damaged")
        return self

    def sum(self) -> str:
        """Return what `whole` is for these values; no secret goes into it."""
        return hashlib.sha256(self.model_dump_json(exclude={"whole"}).encode("utf-8")).hexdigest()


def exists(folder: Path) -> bool:
    """Return whether a store was begun in a folder."""
    return (folder / FILE).exists()


def begin(folder: Path, passphrase: str | None = None) -> bytes:
    """Make a key, keep it, and return it: in the keyring, or behind a passphrase if one is given.

    The key is read back before anything is written beside it: a keyring that forgets would cost all that is kept.
    Raises `KeyringError` where there is no keyring or it refuses, `ValueError` for a passphrase that is too short.
    """
    key = secrets.token_bytes(KEY_BYTES)
    keeping = _in_keyring(key) if passphrase is None else _behind(passphrase, key)
    write(folder, keeping)
    return key


def key_of(folder: Path, passphrase: str | None = None) -> bytes:
    """Return the key of the store in a folder; raises `NoKeyError`, `WrongKeyError` or `StoreError`."""
    keeping = read(folder)
    key = _from_keyring(keeping) if keeping.kept is Kept.KEYRING else _guessed(folder, keeping, passphrase)
    if not hmac.compare_digest(check_of(key), keeping.check):
        raise WrongKeyError(
            "The key found is not the one of this store.", where=FILE, remedy="Nothing was changed. Ask IT."
        )
    return key


def behind_another(folder: Path, old: str, new: str) -> Keeping:
    """Return how the key of a folder's store is kept behind another passphrase; nothing changes before `write`.

    The key stays, and all that is kept with it. Raises `WrongKeyError` for a wrong passphrase, which counts as a
    guess, `StoreError` where none guards the store or the new one is too short.
    """
    if read(folder).kept is not Kept.PASSPHRASE:
        raise StoreError("What is kept here is not behind a passphrase.", remedy="Nothing was changed.")
    if len(new) < LEAST_PASSPHRASE:
        raise StoreError(SHORT, remedy="Nothing was changed.")
    return _behind(new, key_of(folder, old))


def read(folder: Path) -> Keeping:
    """Return how the key of a folder's store is kept; raises `StoreError`."""
    try:
        return Keeping.model_validate_json((folder / FILE).read_bytes())
    except (OSError, ValueError) as error:
        raise StoreError(
            "It is damaged and does not say how the key is kept, or a newer Chartside wrote it.",
            where=FILE,
            remedy="Update Chartside, restore the file from a backup, or ask IT. Nothing was changed.",
        ) from error


def check_of(key: bytes) -> str:
    """Return the check value of a key: it shows that a key is the right one, and gives nothing of it away."""
    return hmac.new(key, b"chartside store key check", hashlib.sha256).hexdigest()


def _in_keyring(key: bytes) -> Keeping:
    """Keep a key in the keyring, under a name of its own, and read it back."""
    name = f"store-{secrets.token_hex(4)}"
    written = base64.b64encode(key).decode("ascii")
    keys.keep(name, written)
    if keys.key(name) != written:
        raise keys.KeyringError("The keyring does not give back what it was given.", remedy=_NO_KEYRING)
    return Keeping(kept=Kept.KEYRING, check=check_of(key), name=name, backend=keys.store_name())


def _from_keyring(keeping: Keeping) -> bytes:
    """Return the key from the keyring that it was put into, from no other."""
    try:
        backend = keys.store_name()
        if backend != keeping.backend:
            raise NoKeyError(
                f"The key was put into another keyring ({keeping.backend}) than the one that is there ({backend}).",
                remedy="Sign in to the desktop session of before, or ask IT. Nothing was changed.",
            )
        return base64.b64decode(keys.key(keeping.name), validate=True)
    except StoreError:
        raise
    except KnownError as error:
        raise NoKeyError(error.what, where=FILE, remedy=f"{_NO_KEYRING} Nothing was changed.") from None
    except ValueError:
        raise WrongKeyError("The keyring holds something else.", where=FILE, remedy="Ask IT.") from None


def _behind(passphrase: str, key: bytes) -> Keeping:
    """Keep a key behind a passphrase."""
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    if len(passphrase) < LEAST_PASSPHRASE:
        raise ValueError(f"a passphrase has {LEAST_PASSPHRASE} characters or more")
    salt, nonce = os.urandom(16), os.urandom(12)
    cost = Cost()
    sealed = nonce + AESGCM(_stretched(passphrase, salt, cost)).encrypt(nonce, key, b"chartside")
    return Keeping(kept=Kept.PASSPHRASE, check=check_of(key), salt=salt.hex(), wrapped=sealed.hex(), cost=cost)


def _guessed(folder: Path, keeping: Keeping, passphrase: str | None) -> bytes:
    """Return the key behind a passphrase; the guess is counted before it is looked at."""
    if passphrase is None:
        raise NoKeyError("What is kept here is behind a passphrase.", remedy="Enter it.")
    guesses = CountedGuesses(folder / GUESSES)
    waits = guesses.begin()
    if not waits:
        key = _unwrapped(keeping, passphrase)
        if key is not None:
            guesses.right()
            return key
        waits = guesses.waiting()
    what = "Too many wrong passphrases." if waits else "That is not the passphrase."
    remedy = f"Try again in {spoken(waits)}." if waits else "Try again."
    raise WrongKeyError(what, remedy=f"{remedy} Nothing was changed.")


def _unwrapped(keeping: Keeping, passphrase: str) -> bytes | None:
    """Return the key behind a passphrase, None where that is not the one."""
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    try:
        sealed = bytes.fromhex(keeping.wrapped)
        stretched = _stretched(passphrase, bytes.fromhex(keeping.salt), keeping.cost)
        return AESGCM(stretched).decrypt(sealed[:12], sealed[12:], b"chartside")
    except InvalidTag:
        return None
    except ValueError:
        raise StoreError("It does not say how the key is kept.", where=FILE, remedy="Ask IT.") from None


def _stretched(passphrase: str, salt: bytes, cost: Cost) -> bytes:
    """Return what a passphrase is stretched to; half a second and 128 MB on purpose."""
    n, r, p = cost.n, cost.r, cost.p
    return hashlib.scrypt(
        passphrase.encode("utf-8"), salt=salt, n=n, r=r, p=p, dklen=KEY_BYTES, maxmem=256 * n * r + 2**20
    )


def sweep(folder: Path) -> None:
    """Remove what a kill left of files that never took their place: one may be behind a passphrase that never was."""
    for name in (FILE, GUESSES):
        for left in beside(folder / name):
            with suppress(OSError):
                left.unlink()


def write(folder: Path, keeping: Keeping) -> None:
    """Write how the key is kept: killed at any moment, the way of before or this one stands there.

    Raises `StoreError`.
    """
    keeping = keeping.model_copy(update={"whole": keeping.sum()})
    try:
        write_whole(folder / FILE, (keeping.model_dump_json(indent=1).encode("utf-8"),))
    except OSError as error:
        raise StoreError("Its folder cannot be written.", where=folder.name, remedy="Ask IT for access.") from error
