"""The version before, made of the package at hand: the same files under an older number."""

from __future__ import annotations

import subprocess
from pathlib import Path

from linux import signing
from tests.packaging import linux_tree

OLDER = "0.0.1"


def as_previous(package: Path, out: Path) -> Path:
    """Return a package of the same files with an older version: what dpkg is told is changed, the files are copied."""
    folder = out / "previous"
    folder.mkdir()
    subprocess.run(["dpkg-deb", "--control", package, folder / "control"], check=True)
    told = folder / "control" / "control"
    version = linux_tree.told(package, "Version")
    told.write_text(told.read_text().replace(f"Version: {version}\n", f"Version: {OLDER}\n"))
    version_member, control, data = signing.SIGNED
    subprocess.run(
        ["tar", "-C", folder / "control", "-cJf", folder / control, "--owner=0", "--group=0", "."], check=True
    )
    for member in (version_member, data):
        (folder / member).write_bytes(signing.run("ar", "p", str(package), member))
    target = out / f"chartside_{OLDER}_amd64.deb"  # whatever the one at hand is called
    signing.run("ar", "qDS", str(target), *(str(folder / member) for member in signing.SIGNED))
    return target
