"""A small Debian 12 to try a package on, fetched once and kept: its files in an archive, its packages in a folder.

Where Debian is fetched from is what apt on this machine is set to.
"""

from __future__ import annotations

import hashlib
import shutil
import subprocess
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from linux.machine import Machine

RELEASE = "bookworm"
ARCHIVES = "var/cache/apt/archives"


@dataclass(frozen=True, slots=True)
class Debian:
    """`base`: the archive of a system with nothing in it but apt; `packages`: the folder of what may be installed."""

    base: Path
    packages: Path


def fetched(cache: Path, depends: str) -> Debian:
    """Return what is needed to install a package with these `Depends`; what the cache lacks is fetched."""
    cache.mkdir(parents=True, exist_ok=True)
    found = Debian(cache / f"{RELEASE}.tar", cache / f"packages-{hashlib.sha256(depends.encode()).hexdigest()[:12]}")
    if not found.base.exists():
        _fetch_base(found.base, cache / "making")
    if not found.packages.exists():
        with Machine.unpacked(found.base, cache / "making") as machine:
            _fetch_packages(machine, _names(depends), found.packages)
    return found


def _fetch_base(base: Path, folder: Path) -> None:
    """Make the smallest Debian that has apt, and keep it as an archive."""
    shutil.rmtree(folder, ignore_errors=True)
    address = next(iter(_addresses())).split()[0]
    print(f"Fetching {RELEASE}, once: a few minutes", flush=True)
    subprocess.run(["debootstrap", "--variant=minbase", RELEASE, folder, address], check=True, capture_output=True)  # noqa: S607
    unfinished = base.with_suffix(".part")
    subprocess.run(["tar", "--one-file-system", "-C", folder, "-cf", unfinished, "."], check=True)  # noqa: S607
    shutil.rmtree(folder)
    unfinished.rename(base)


def _fetch_packages(machine: Machine, names: Iterable[str], folder: Path) -> None:
    """Let apt of that Debian fetch what these packages need there, all the way down."""
    shutil.copyfile("/etc/resolv.conf", machine.root / "etc/resolv.conf")
    sources = "".join(f"deb {line}\n" for line in _addresses())
    (machine.root / "etc/apt/sources.list").write_text(sources)
    print("Fetching the packages of Debian that the program needs, once", flush=True)
    machine.run("apt-get", "update", "-q", network=True)
    wanted = ["--download-only", "--no-install-recommends", "-y", "-q"]
    machine.run("apt-get", "install", *wanted, *names, network=True)
    unfinished = folder.with_suffix(".part")
    shutil.rmtree(unfinished, ignore_errors=True)
    unfinished.mkdir()
    for path in (machine.root / ARCHIVES).glob("*.deb"):
        shutil.move(path, unfinished)
    unfinished.rename(folder)


def _addresses() -> list[str]:
    """Return where this machine's apt finds this release and its updates: address, suite and component a line."""
    asked = ["apt-get", "indextargets", "--format", "$(REPO_URI) $(RELEASE) $(COMPONENT)", "Created-By: Packages"]
    lines = subprocess.run(asked, check=True, capture_output=True, text=True).stdout.splitlines()
    found = [line for line in dict.fromkeys(lines) if line.split()[1].startswith(RELEASE)]
    if not found:
        raise SystemExit(f"apt on this machine knows no {RELEASE}; the clean machine is one.")
    return found


def _names(depends: str) -> list[str]:
    """Return the packages in a `Depends`, without versions, the first of alternatives."""
    return [part.split("|")[0].split("(")[0].strip() for part in depends.split(",")]
