"""A signed repository that apt reads from a folder or a web server: every version in it stays, so that IT can go back.

    PYTHONPATH=packaging python -m linux.repository dist/release/apt dist/release/chartside_0.1.0_amd64.deb --key ID

apt-ftparchive and not reprepro: Debian 12's reprepro keeps one version of a package alone.
"""

from __future__ import annotations

import argparse
import gzip
import os
import shutil
import sys
from collections.abc import Iterable
from datetime import UTC, datetime
from email.utils import format_datetime
from pathlib import Path

from linux.signing import Key, named, run

SUITE, COMPONENT, ARCHITECTURE = "stable", "main", "amd64"
POOL = "pool/main/c/chartside"
KEYRING = "chartside-archive-keyring.gpg"
SOURCES = "chartside.sources"
SETTINGS = {
    "Origin": "Chartside",
    "Label": "Chartside",
    "Suite": SUITE,
    "Codename": SUITE,
    "Components": COMPONENT,
    "Architectures": ARCHITECTURE,
    "Description": "Chartside, a desktop copilot for clinicians",
}


def make(debs: Iterable[Path], out: Path, key: Key) -> Path:
    """Put packages into the repository in `out`, beside those that are there, and sign its lists. Returns `out`."""
    pool, lists = out / POOL, out / "dists" / SUITE
    pool.mkdir(parents=True, exist_ok=True)
    for deb in debs:
        shutil.copy2(deb, pool / deb.name)
    shutil.rmtree(lists, ignore_errors=True)
    _list_packages(out, lists / COMPONENT / f"binary-{ARCHITECTURE}")
    _sign_lists(lists, _day(pool), key)
    (out / KEYRING).write_bytes(key.public())
    (out / SOURCES).write_text(_sources(), "utf-8")
    return out


def _list_packages(out: Path, folder: Path) -> None:
    """Write the list of all packages, plain and packed."""
    folder.mkdir(parents=True)
    listed = run("apt-ftparchive", "packages", POOL, folder=out)
    (folder / "Packages").write_bytes(listed)
    (folder / "Packages.gz").write_bytes(gzip.compress(listed, 9, mtime=0))


def _sign_lists(lists: Path, day: datetime, key: Key) -> None:
    """Write the sums of the lists, signed both ways that apt knows."""
    settings = {**SETTINGS, "Date": format_datetime(day), "MD5": "no", "SHA1": "no"}
    options = [f"--option=APT::FTPArchive::Release::{name}={value}" for name, value in settings.items()]
    release = run("apt-ftparchive", *options, "release", str(lists))
    (lists / "Release").write_bytes(release)
    (lists / "Release.gpg").write_bytes(key.sign(release, "--armor", "--detach-sign"))
    (lists / "InRelease").write_bytes(key.sign(release, "--clearsign"))


def _day(pool: Path) -> datetime:
    """Return the day of this state of the repository: that of the build, or of the newest package in it."""
    seconds = int(os.environ.get("SOURCE_DATE_EPOCH") or max(path.stat().st_mtime for path in pool.iterdir()))
    return datetime.fromtimestamp(seconds, UTC)


def _sources() -> str:
    """Return the file for /etc/apt/sources.list.d, to be completed with the address."""
    return f"""# Put {KEYRING} into /usr/share/keyrings, and the repository's address (https: or file:) here.
Types: deb
URIs: file:/srv/chartside
Suites: {SUITE}
Components: {COMPONENT}
Architectures: {ARCHITECTURE}
Signed-By: /usr/share/keyrings/{KEYRING}
"""


def main() -> int:
    """Put the packages named into the repository named, signed with the key named."""
    parser = argparse.ArgumentParser(prog="linux.repository", description="Put packages into a signed repository.")
    parser.add_argument("out", type=Path, metavar="FOLDER")
    parser.add_argument("packages", nargs="+", type=Path)
    parser.add_argument("--key", required=True, metavar="ID", help="a key that GnuPG knows")
    options = parser.parse_args()
    print(make(options.packages, options.out, named(options.key)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
