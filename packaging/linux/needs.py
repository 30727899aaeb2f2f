"""Which of Debian's packages a built tree needs: asked of its own binaries, and what they read at run time."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterable
from pathlib import Path

ELF = b"\x7fELF"
# No binary names these, and the libraries in the tree read them: fonts and where they are, keyboards, the names of
# keys, the authorities that the system trusts.
DATA = ("ca-certificates", "fontconfig-config", "libx11-data", "xkb-data")
LIBC = "libc6"
WHERE = ("/lib/x86_64-linux-gnu", "/usr/lib/x86_64-linux-gnu", "/lib64")


class NeedsError(Exception):
    """A library is neither in the tree nor in a package of this machine."""


def packages(tree: Path) -> list[str]:
    """Return the packages, as `Depends` has them: those of the libraries that are not in the tree, then the data."""
    binaries = [path for path in sorted(tree.rglob("*")) if _is_binary(path)]
    inside = {path.name for path in tree.rglob("*")}
    outside = sorted(_libraries(binaries) - inside)
    found = {_package(library) for library in outside}
    if LIBC in found:
        found = {*found - {LIBC}, f"{LIBC} (>= {_libc_version(binaries)})"}
    return sorted({*found, *DATA})


def _is_binary(path: Path) -> bool:
    """Return whether a file is a program or a library."""
    if path.is_symlink() or not path.is_file():
        return False
    with path.open("rb") as file:
        return file.read(len(ELF)) == ELF


def _libraries(binaries: Iterable[Path]) -> set[str]:
    """Return the names of the libraries that these binaries are linked against."""
    return set(re.findall(r"\(NEEDED\).*\[(.+)\]", _read("--dynamic", binaries)))


def _libc_version(binaries: Iterable[Path]) -> str:
    """Return the oldest C library that has every function these binaries ask for."""
    asked = re.findall(r"Name: GLIBC_(\d+)\.(\d+)", _read("--version-info", binaries))
    return ".".join(map(str, max((int(major), int(minor)) for major, minor in asked)))


def _read(what: str, binaries: Iterable[Path]) -> str:
    """Return what readelf says about these binaries."""
    names = [str(path) for path in binaries]
    if not names:
        return ""
    command = ["readelf", "--wide", what, *names]  # readelf gives 1 for a binary without such a section
    return subprocess.run(command, check=False, capture_output=True, text=True).stdout


def _package(library: str) -> str:
    """Return the package that a library of this machine belongs to."""
    for folder in WHERE:
        path = Path(folder, library)
        if not path.exists():
            continue
        # dpkg knows a file by the name it was packed with; /lib is a link to /usr/lib since Debian 10.
        for name in (str(path), str(path).removeprefix("/usr"), str(path.resolve())):
            done = subprocess.run(["dpkg-query", "--search", name], check=False, capture_output=True, text=True)  # noqa: S607
            if done.returncode == 0:
                return done.stdout.partition(":")[0]
    raise NeedsError(f"{library} is neither in the tree nor in a package of this machine.")
