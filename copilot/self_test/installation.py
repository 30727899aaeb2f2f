"""The installation's own files: which build it is, whether all is as shipped, who may write it, what IT decided."""

from __future__ import annotations

import ctypes
import hashlib
import os
import stat
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from copilot import stamp
from copilot.cli.policy import READERS
from copilot.places import resources
from copilot.policy import OWNERS, place, whole
from copilot.self_test.finding import BrokenError, NoteError

MAC_ADMINS = 80  # the group "admin"
REINSTALL = "Install Chartside again."
FROM_SOURCE = "This runs from a checkout, not from an installation"


def build() -> str:
    """Say which build this is."""
    return f"Chartside {stamp.stamp()}, Python {sys.version.split()[0]}"


def files() -> str:
    """Compare packs, model and texts with the hashes that were stamped when they were built."""
    shipped = stamp.stamp().shipped
    if not shipped:
        raise NoteError(f"{FROM_SOURCE}: there is nothing to compare its files with.")
    for name, digest in shipped.items():
        path = resources() / name
        try:
            held = hashlib.sha256(path.read_bytes()).hexdigest()
        except OSError as error:
            raise BrokenError(f"cannot be read ({error.strerror}).", where=name, remedy=REINSTALL) from None
        if held != digest:
            raise BrokenError("is not the file that was shipped.", where=name, remedy=REINSTALL)
    return f"{len(shipped)} files are as they were built"


def folder() -> str:
    """See that nobody but an administrator may write into the program's folder."""
    if not getattr(sys, "frozen", False):
        raise NoteError(f"{FROM_SOURCE}: whoever works on it may change it.")
    where = Path(sys.executable).parent
    open_to = _windows_writable(where) if sys.platform == "win32" else next(_writable(where), None)
    if open_to is not None:
        remedy = "An administrator installs Chartside for all users of this computer."
        raise BrokenError("Others than an administrator may change the program.", where=str(open_to), remedy=remedy)
    return f"{where} can be written by an administrator alone"


def policy() -> str:
    """See that every section of IT's policy is understood."""
    held = whole()
    for read in READERS.values():
        read()
    return f"{place()}: {', '.join(sorted(held)) or 'nothing is set, the defaults are in force'}"


def _writable(where: Path) -> Iterator[Path]:
    """Yield what somebody other than an administrator may write: the folder, those above it, and all that is in it."""
    for path in (*where.parents, where, *where.rglob("*")):
        found = path.lstat()
        above = path in where.parents and found.st_mode & stat.S_ISVTX  # nobody can move what another one owns
        if found.st_uid not in OWNERS or (not above and others_may_write(found)):
            yield path


def others_may_write(found: os.stat_result, platform: str = sys.platform) -> bool:
    """Return whether a file's mode lets others than its owner write; on macOS the administrators are a group."""
    if stat.S_ISLNK(found.st_mode):
        return False
    admins = platform == "darwin" and found.st_gid == MAC_ADMINS
    return bool(found.st_mode & (stat.S_IWOTH if admins else stat.S_IWGRP | stat.S_IWOTH))


def _windows_writable(where: Path) -> Path | None:
    """Return the folder where this user can make a file in it: Windows' own rights decide."""
    if getattr(ctypes, "windll").shell32.IsUserAnAdmin():  # noqa: B009 - is not there for mypy elsewhere
        raise NoteError("An administrator runs this and may write everywhere; run it once as a user, too.")
    try:
        handle, name = tempfile.mkstemp(dir=where)
    except OSError:
        return None
    os.close(handle)
    Path(name).unlink()
    return where
