"""SQLCipher under sqlite-utils: the one place where both meet, and where their errors get plain words."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlcipher3 import dbapi2

from copilot.errors import KnownError

if TYPE_CHECKING:
    from sqlite_utils import Database

KEY_BYTES = 32
BUSY_MILLISECONDS = 3000
# SQLite's primary result codes (https://www.sqlite.org/rescode.html): the low byte of the extended one.
_PERM, _BUSY, _LOCKED, _READONLY, _IOERR, _CORRUPT, _FULL, _CANTOPEN, _NOTADB = 3, 5, 6, 8, 10, 11, 13, 14, 26


class StoreError(KnownError):
    """What is kept cannot be read or written; what is on the screen stays."""


class DamagedStoreError(StoreError):
    """The file is not what was written; nothing in it is changed, and a backup may help."""


class FullDiskError(StoreError):
    """There is no room left; what was kept before is whole."""


def connect(path: Path | str, key: bytes) -> Database:
    """Open (or make) an encrypted database with a raw key of 32 bytes; the file is not read yet.

    Every write is on the disk before it counts (`synchronous=FULL`), what is deleted is overwritten, temporary
    tables stay in memory. Raises `StoreError`.
    """
    if len(key) != KEY_BYTES:
        raise ValueError("a database key has 32 bytes")
    with in_plain_words(path):
        connection = dbapi2.connect(str(path), isolation_level=None)
        # Order matters: the log first, else SQLCipher prints its own words about a wrong key to stderr.
        for order in (
            "PRAGMA cipher_log = off",
            f"PRAGMA key = \"x'{key.hex()}'\"",
            "PRAGMA temp_store = memory",
            "PRAGMA secure_delete = on",
            f"PRAGMA busy_timeout = {BUSY_MILLISECONDS}",
        ):
            connection.execute(order)
        return _database(connection)


def settle(database: Database, path: Path | str) -> None:
    """Read the first page, which shows whether key and file fit, and let writes be safe; raises `StoreError`."""
    with in_plain_words(path):
        database.execute("SELECT count(*) FROM sqlite_master").fetchone()
        database.execute("PRAGMA journal_mode = wal")
        database.execute("PRAGMA synchronous = full")
        database.execute("PRAGMA wal_autocheckpoint = 100")  # 400 KB beside the file: room for it is found even late
        database.execute("PRAGMA foreign_keys = on")


def faults(database: Database, path: Path | str) -> tuple[str, ...]:
    """Return what is wrong with the pages of a file, as SQLCipher and SQLite say it; empty for a whole one."""
    try:
        found = [str(row[0]) for row in database.execute("PRAGMA cipher_integrity_check").fetchall()]
        if not found:
            found = [str(row[0]) for row in database.execute("PRAGMA quick_check").fetchall()]
    except dbapi2.Error:
        return (f"{Path(path).name} cannot be read through",)
    return tuple(line for line in found if line != "ok")


@contextmanager
def in_plain_words(path: Path | str) -> Iterator[None]:
    """Turn the database's errors into `StoreError` with a remedy; texts of the database are not passed on."""
    try:
        yield
    except dbapi2.Error as error:
        raise _plain(error, Path(path).name) from None


def _plain(error: Exception, where: str) -> StoreError:
    """Return what an error of the database means for the person."""
    code = int(getattr(error, "sqlite_errorcode", 0) or 0) & 0xFF or _code_of(str(error))
    if code == _FULL:
        return FullDiskError("The disk is full: nothing more can be kept.", where=where, remedy="Make room; go on.")
    if code in (_CORRUPT, _NOTADB):
        return DamagedStoreError("The file is damaged.", where=where, remedy="Restore a backup, or ask IT.")
    if code in (_BUSY, _LOCKED):
        return StoreError("Another program holds the file.", where=where, remedy="Close the other Chartside.")
    if code in (_READONLY, _PERM, _CANTOPEN):
        return StoreError("The file or its folder cannot be written.", where=where, remedy="Ask IT for access.")
    if code == _IOERR:
        return StoreError("The disk does not answer as it should.", where=where, remedy="Ask IT; nothing was changed.")
    return StoreError("The store refused.", where=where, remedy="Report it with the version of Chartside.")


# sqlcipher3 0.6.4 gives no result codes, only SQLite's fixed English sentences (sqlite3_errstr).
_SENTENCES = {
    "database or disk is full": _FULL,
    "database disk image is malformed": _CORRUPT,
    "file is not a database": _NOTADB,
    "database is locked": _BUSY,
    "database table is locked": _LOCKED,
    "attempt to write a readonly database": _READONLY,
    "unable to open database file": _CANTOPEN,
    "access permission denied": _PERM,
    "disk I/O error": _IOERR,
}


def _code_of(sentence: str) -> int:
    """Return the result code that a sentence of SQLite stands for, 0 for none."""
    return next((code for words, code in _SENTENCES.items() if words in sentence), 0)


def _database(connection: Any) -> Database:
    """Return sqlite-utils over a connection; what it catches are errors of `pysqlite3`: let them be ours."""
    for name in ("pysqlite3", "pysqlite3.dbapi2"):
        sys.modules.setdefault(name, dbapi2)
    dbapi2.dbapi2 = dbapi2
    from sqlite_utils import Database

    return Database(connection)
