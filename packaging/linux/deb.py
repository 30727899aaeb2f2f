"""The Debian package of a built tree: owned by root below /opt, and the same bytes for the same tree.

    PYTHONPATH=packaging python -m linux.deb dist/chartside dist/release

No maintainer scripts: menu, icons, file types and manual are renewed by the triggers of the packages that read them.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from datetime import UTC, datetime
from email.utils import format_datetime
from pathlib import Path

from linux import needs

ROOT = Path(__file__).resolve().parents[2]
FILES = Path(__file__).parent / "files"
MAINTAINER = "Chartside maintainers <maintainers@chartside.example>"
HOME = "opt/chartside"
POLICY = "etc/xdg/chartside/policy.json"  # copilot/policy.py reads it
DOCUMENTS = "usr/share/doc/chartside"
# What lies where as it stands, from this checkout.
PLAIN = {
    POLICY: FILES / "policy.json",
    "usr/share/applications/chartside.desktop": FILES / "chartside.desktop",
    "usr/share/mime/packages/chartside.xml": FILES / "chartside.xml",
    "usr/share/icons/hicolor/scalable/apps/chartside.svg": ROOT / "resources" / "icons" / "chartside.svg",
    "usr/share/lintian/overrides/chartside": FILES / "lintian-overrides",
    f"{DOCUMENTS}/copyright": FILES / "copyright",
    f"{DOCUMENTS}/it-guide.md": ROOT / "docs" / "it-guide.md",
    f"{DOCUMENTS}/changelog.gz": ROOT / "CHANGELOG.md",
}
PACKED = ".gz"


def make(tree: Path, out: Path, version: str, epoch: int, *, effort: int = 6) -> Path:
    """Pack a tree (the folder with the program `chartside` in it) and return the package; not signed yet.

    `effort` is xz's, 0 to 9: less makes a larger package sooner.
    """
    out.mkdir(parents=True, exist_ok=True)
    version = debian_version(version)
    target = out / f"chartside_{version}_amd64.deb"
    with tempfile.TemporaryDirectory(dir=out, prefix=".deb-") as folder:
        root = Path(folder) / "root"
        shutil.copytree(tree, root / HOME, symlinks=True)
        _files(root)
        _documents(root, version, epoch)
        _control(root, version)
        _same_everywhere(root, epoch)
        _run("dpkg-deb", "--root-owner-group", "-Zxz", f"-z{effort}", "--build", str(root), str(target), epoch=epoch)
    return target


def debian_version(version: str) -> str:
    """Return a version of Python's as Debian orders it: 0.2.0.dev1 comes before 0.2.0rc1, and that before 0.2.0."""
    return re.sub(r"(a|b|rc)(\d+)$", r"~\1\2", re.sub(r"\.dev(\d+)$", r"~~dev\1", version))


def _files(root: Path) -> None:
    """Lay out what is taken as it stands, and the command."""
    for place, source in PLAIN.items():
        _write(root / place, source.read_bytes())
    command = root / "usr/bin/chartside"
    command.parent.mkdir(parents=True)
    command.symlink_to(f"/{HOME}/chartside")


def _documents(root: Path, version: str, epoch: int) -> None:
    """Write the manual page from the program's own help, and Debian's changelog."""
    _write(root / "usr/share/man/man1/chartside.1.gz", _manual(root / HOME / "chartside", version, epoch))
    date = format_datetime(datetime.fromtimestamp(epoch, UTC))
    _write(root / DOCUMENTS / "changelog.Debian.gz", _filled("changelog", version=version, date=date).encode())


def _manual(program: Path, version: str, epoch: int) -> bytes:
    """Return the manual page; `help2man` asks the program itself."""
    with tempfile.TemporaryDirectory() as folder:
        asked = Path(folder, "chartside")  # as help2man expects a help to begin
        asked.write_text(f"#!/bin/sh\nCOLUMNS=1000 '{program}' \"$@\" | sed '1s/^usage:/Usage:/'\n")
        asked.chmod(0o755)
        wanted = ["--no-info", f"--include={FILES / 'man.h2m'}", f"--version-string={version}", str(asked)]
        return _run("help2man", *wanted, epoch=epoch)


def _control(root: Path, version: str) -> None:
    """Write what dpkg is told: the control file, the configuration files, and the sums of all others."""
    every = sorted(root.rglob("*"))
    files = [path for path in every if path.is_file() and not path.is_symlink()]
    kilobytes = sum(-(-path.stat().st_size // 1024) for path in files) + len(every) - len(files)
    depends = ", ".join(needs.packages(root / HOME))
    control = root / "DEBIAN"
    _write(control / "control", _filled("control", version=version, kilobytes=str(kilobytes), depends=depends).encode())
    _write(control / "conffiles", f"/{POLICY}\n".encode())
    sums = [f"{_md5(path)}  {path.relative_to(root)}\n" for path in files if path != root / POLICY]
    _write(control / "md5sums", "".join(sums).encode())


def _same_everywhere(root: Path, epoch: int) -> None:
    """Give every file the modes and the time that do not depend on who builds, or when."""
    for path in (root, *root.rglob("*")):
        if not path.is_symlink():
            path.chmod(0o755 if path.is_dir() or path.stat().st_mode & 0o100 else 0o644)
        os.utime(path, (epoch, epoch), follow_symlinks=False)


def _md5(path: Path) -> str:
    """Return the sum by which dpkg notices damage; what guards against intent is the signature."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, lambda: hashlib.md5(usedforsecurity=False)).hexdigest()


def _filled(name: str, **values: str) -> str:
    """Return one of the files here with its gaps filled."""
    return (FILES / name).read_text("utf-8").format(maintainer=MAINTAINER, **values)


def _write(path: Path, data: bytes) -> None:
    """Write a file, packed where its name says so."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(gzip.compress(data, 9, mtime=0) if path.suffix == PACKED else data)
    path.chmod(0o644)


def _run(*command: str, epoch: int) -> bytes:
    """Run a tool and return what it prints; it sees the time of the build, and raises with what it said."""
    environment = {"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8", "SOURCE_DATE_EPOCH": str(epoch)}
    done = subprocess.run(command, check=False, capture_output=True, env=environment)
    if done.returncode != 0:
        raise SystemExit(f"{command[0]} failed: {done.stderr.decode(errors='replace')[-2000:]}")
    return done.stdout


def main(arguments: Sequence[str] | None = None) -> int:
    """Pack the tree named first into the folder named second; version and day are those of the tree's stamp."""
    parser = argparse.ArgumentParser(prog="linux.deb", description=__doc__.splitlines()[0])
    parser.add_argument("tree", type=Path)
    parser.add_argument("out", type=Path)
    options = parser.parse_args(arguments)
    stamped = options.tree / "_internal" / "resources" / "stamp.json"
    if not stamped.is_file():
        parser.error(f"{options.tree} is no program's folder: `make tree` makes one.")
    stamp = json.loads(stamped.read_text("utf-8"))
    day = datetime.fromisoformat(stamp["day"]).replace(tzinfo=UTC)
    epoch = int(os.environ.get("SOURCE_DATE_EPOCH") or day.timestamp())
    print(make(options.tree, options.out, stamp["version"], epoch))
    return 0


if __name__ == "__main__":
    sys.exit(main())
