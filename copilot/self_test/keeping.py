"""What is kept: the encrypted store works here, and there is a keyring for its key."""

from __future__ import annotations

import secrets
from pathlib import Path

from copilot import egress, keys
from copilot.self_test.finding import BrokenError, NoteError
from copilot.self_test.trial_folder import trial_folder
from copilot.store import cipher
from copilot.store.cipher import DamagedStoreError

PLAIN = b"SQLite format 3\0"
TOLD = "kept by the self-test"


def store() -> str:
    """Write into an encrypted file, read it again with its key, and be refused with another one."""
    key, other = secrets.token_bytes(cipher.KEY_BYTES), secrets.token_bytes(cipher.KEY_BYTES)
    with trial_folder() as folder:
        path = folder / "trial.db"
        _write(path, key)
        held = path.read_bytes()
        if held.startswith(PLAIN) or TOLD.encode() in held:
            raise BrokenError("What is kept is not encrypted.", remedy="Do not use this installation; report it.")
        if _read(path, key) != TOLD:
            raise BrokenError("What was kept does not come back.", remedy="Report it with the version of Chartside.")
        try:
            _read(path, other)
        except DamagedStoreError:
            return f"SQLCipher {_version(path, key)}: written, read again, another key refused"
    raise BrokenError("The store opens with any key.", remedy="Do not use this installation; report it.")


def keyring() -> str:
    """See that this platform's own keyring is there; without one nothing is kept beyond a session."""
    if not keys.is_there():
        raise NoteError("There is no keyring in this session: nothing is kept when Chartside is closed.")
    return f"{keys.store_name()}"


def network() -> str:
    """See that none of this asked for a connection; to be run last."""
    reached = sorted({one.host for one in egress.GATE.connections() if one.purpose != "this machine"})
    wanted = sorted({*egress.GATE.refused, *reached})
    if wanted:
        raise BrokenError(f"Something wanted to reach {', '.join(wanted)}.", remedy="Report it.")
    return "no connection was asked for"


def _write(path: Path, key: bytes) -> None:
    database = cipher.connect(path, key)
    try:
        cipher.settle(database, path)
        with cipher.in_plain_words(path):
            database.execute("CREATE TABLE trial (words TEXT)")
            database.execute("INSERT INTO trial VALUES (?)", (TOLD,))
    finally:
        database.close()


def _read(path: Path, key: bytes) -> str:
    database = cipher.connect(path, key)
    try:
        cipher.settle(database, path)
        with cipher.in_plain_words(path):
            return str(database.execute("SELECT words FROM trial").fetchone()[0])
    finally:
        database.close()


def _version(path: Path, key: bytes) -> str:
    database = cipher.connect(path, key)
    try:
        return str(database.execute("PRAGMA cipher_version").fetchone()[0])
    finally:
        database.close()
