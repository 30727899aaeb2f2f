"""The last link of the audit trail, kept outside the database: it shows a cut-off end and an older copy put back."""

from __future__ import annotations

import hashlib
import hmac
import json
import os
from pathlib import Path

from copilot.store.audit import Head
from copilot.store.cipher import StoreError

FILE = "audit-head"
_LINES = 4096


class OutsideHead:
    """A file of one line an event, in a folder of its own; every line is sealed with a key of the store."""

    def __init__(self, folder: Path, key: bytes) -> None:
        self._path = folder / FILE
        self._key = hmac.new(key, b"chartside audit head", hashlib.sha256).digest()

    def read(self) -> Head | None:
        """Return the last link that was written whole; None where there is no file yet.

        Raises `StoreError` for a file of which no line is sealed: somebody else wrote it. A last line of which only
        a part is there (the power went) is passed over.
        """
        try:
            lines = self._path.read_bytes().splitlines()
        except FileNotFoundError:
            return None
        except OSError as error:
            raise StoreError("It cannot be read.", where=FILE, remedy="Ask IT for access.") from error
        for line in reversed(lines):
            head = self._opened(line)
            if head is not None:
                return head
        raise StoreError("It is not what Chartside wrote.", where=FILE, remedy="Tell IT: the audit trail was touched.")

    def write(self, head: Head) -> None:
        """Add a line and see it on the disk; the file is begun anew when it has grown long. Raises `StoreError`."""
        line = self._sealed(head)
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            long = self._path.exists() and self._path.stat().st_size > _LINES * len(line)
            target = self._path.with_name(f"{FILE}.new") if long else self._path
            handle = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
            try:
                os.write(handle, line)
                os.fsync(handle)
            finally:
                os.close(handle)
            if long:
                target.replace(self._path)
        except OSError as error:
            raise StoreError("It cannot be written.", where=FILE, remedy="Make room, or ask IT for access.") from error

    def _sealed(self, head: Head) -> bytes:
        """Return a line."""
        said = json.dumps([head.seq, head.mac]).encode("ascii")
        return said + b" " + self._seal(said) + b"\n"

    def _opened(self, line: bytes) -> Head | None:
        """Return what a line says, None where its seal is not ours."""
        said, _, seal = line.rpartition(b" ")
        if not hmac.compare_digest(self._seal(said), seal):
            return None
        seq, mac = json.loads(said)
        return Head(seq, mac)

    def _seal(self, said: bytes) -> bytes:
        """Return the seal of what a line says."""
        return hmac.new(self._key, said, hashlib.sha256).hexdigest().encode("ascii")
