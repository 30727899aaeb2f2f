"""Run the tools that make and sign Windows' packages; what they say comes back, or goes into the error."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

# Tool, and Debian's package.
MAKING = {"wixl": "wixl", "wixl-heat": "wixl", "msibuild": "msitools", "msiinfo": "msitools"}
COMPILING = {"x86_64-w64-mingw32-gcc": "gcc-mingw-w64-x86-64-win32"}
SIGNING = {"osslsigncode": "osslsigncode", "openssl": "openssl"}


class PackagingError(Exception):
    """A package cannot be made, signed or trusted; the sentence says why."""


def missing(*groups: dict[str, str]) -> tuple[str, ...]:
    """Return Debian's packages of the tools that are not here."""
    return tuple(sorted({package for group in groups for tool, package in group.items() if shutil.which(tool) is None}))


def need(*groups: dict[str, str]) -> None:
    """Raise `PackagingError` naming what to install, where a tool is missing."""
    lacking = missing(*groups)
    if lacking:
        raise PackagingError(f"A tool is missing here. Install it with: apt-get install {' '.join(lacking)}")


def lacks_stamping() -> str:
    """Return why time cannot be stamped without a network here, "" where it can: osslsigncode learnt it in 2.6."""
    lacking = missing(SIGNING)
    if lacking:
        return f"{', '.join(lacking)}: python packaging/set_up.py --release brings them"
    found = re.search(r"osslsigncode (\d+)\.(\d+)", run(["osslsigncode", "--version"]))
    return "" if found and (int(found[1]), int(found[2])) >= (2, 6) else "osslsigncode is older than 2.6"


def run(command: Sequence[str], folder: Path | None = None, given: str | None = None) -> str:
    """Run a tool and return what it printed; raises `PackagingError` with its last words."""
    # The times inside a package are those of the clock on the wall, so the wall is in the same place everywhere.
    surroundings = {**os.environ, "TZ": "UTC", "LC_ALL": "C.UTF-8"}
    try:
        done = subprocess.run(
            command,
            cwd=folder,
            input=None if given is None else given.encode(),
            capture_output=True,
            check=False,
            env=surroundings,
        )
    except OSError as error:
        raise PackagingError(f"{command[0]} cannot be run ({error.strerror}).") from None
    if done.returncode != 0:
        said = (done.stdout + done.stderr).decode(errors="replace").strip()
        raise PackagingError(f"{Path(command[0]).name} failed: {said[-2000:]}")
    return done.stdout.decode(errors="replace")
