"""The whole road to a release: tree, packages, lists, signatures. Without a network, once the dependencies are there.

    make release                                  # with test keys: to try everything, for nobody to install
    make release KEYS='--key minisign.key --gpg-key 0x1234'      # and $CHARTSIDE_SIGN_COMMAND for Windows

`dist/release/` is made anew. Two releases of one commit with the same keys are compared by `make release-twice`.
"""

from __future__ import annotations

import argparse
import os
import shutil
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import release_keys
import stamp
import tree
from copilot import __version__
from linux import deb, repository
from linux import signing as deb_signing
from linux.needs import NeedsError
from macos import profile
from release_keys import Keys, KeysError
from supply import inventory, notices, sbom, signatures, soup
from supply.built import Tree
from supply.errors import UnknownPartError
from supply.part import Part
from windows import structure, templates
from windows.commands import PackagingError

ROOT = Path(__file__).resolve().parents[1]
DIST = ROOT / "dist"
TEST_KEYS = ROOT / "build" / "test-keys"
IT_GUIDE = ROOT / "docs" / "it-guide.md"
# Why a release stops with a sentence; anything else is a fault of these scripts.
STOPPED = (KeysError, NeedsError, PackagingError, UnknownPartError, deb_signing.SigningError, signatures.SigningError)
Made = TypeVar("Made")


def make(out: Path, keys: Keys, given: Path | None = None) -> Path:
    """Make a release in a folder, of a tree that is given or else built, and return the folder."""
    epoch = stamp.epoch()
    built = given or _step("tree", lambda: tree.make(DIST))
    held = Tree(built)
    parts = _step("inventory", lambda: inventory.parts(held))
    shutil.rmtree(out, ignore_errors=True)  # not before: a tree that is not whole costs no earlier release
    out.mkdir(parents=True)
    _step("notices", lambda: _noticed(held, parts, epoch))
    _step("bill of materials", lambda: sbom.make(held, parts, out))
    _step("lists and guide", lambda: _documents(out))
    _step("package for Debian", lambda: _debian(built, out, keys, epoch))
    _step("apt repository", lambda: repository.make(sorted(out.glob("*.deb")), out / "apt", keys.gpg))
    _step("installer for Windows", lambda: structure.make(built, out, command=keys.sign_command))
    _step("hashes and signatures", lambda: _signed(out, keys))
    _step("verification", lambda: signatures.verify(out, signatures.public_half(keys.minisign)))
    return out


def _step(name: str, work: Callable[[], Made]) -> Made:
    """Do one step and say in a line how long it took."""
    started = time.monotonic()
    print(f"{name:<24}", end="", flush=True)
    made = work()
    print(f"{time.monotonic() - started:7.1f} s", flush=True)
    return made


def _noticed(held: Tree, parts: tuple[Part, ...], epoch: int) -> None:
    """Write the notices into the tree, with the mode and time that everything in it has."""
    notices.make(held, parts)
    tree.settle(held.folder, epoch)


def _documents(out: Path) -> None:
    """Copy the SOUP list, the guide and the forms of policy; the list must be the one that is written anew."""
    written = soup.DOCUMENT.read_text("utf-8")
    if written != soup.document():
        raise UnknownPartError("docs/soup.md is stale. Write it anew: PYTHONPATH=packaging python -m supply.soup")
    shutil.copyfile(soup.DOCUMENT, out / f"chartside-{__version__}-soup.md")
    shutil.copyfile(IT_GUIDE, out / f"chartside-{__version__}-it-guide.md")
    shutil.copytree(templates.FOLDER, out / "admx")
    profile.make(profile.defaults(), out / f"chartside-{__version__}-defaults.mobileconfig")


def _debian(built: Path, out: Path, keys: Keys, epoch: int) -> None:
    """Pack and sign the package, and write what a machine needs to check it by itself."""
    package = deb.make(built, out, __version__, epoch)
    deb_signing.sign(package, keys.gpg)
    deb_signing.trust(keys.gpg, out / "debsig")


def _signed(out: Path, keys: Keys) -> None:
    """Hash and sign everything; a release with test keys says so in a file of its own."""
    if keys.test:
        (out / release_keys.NOTE).write_text(release_keys.NOTE_WORDS, "utf-8")
    signatures.make(out, keys.minisign)


def main() -> int:
    """Make a release and say where it lies, and loudly with which keys."""
    asked = argparse.ArgumentParser(prog="release", description="Make a release.")
    asked.add_argument("--out", type=Path, default=DIST / "release")
    asked.add_argument("--tree", type=Path, help="a built tree (else one is built)")
    asked.add_argument("--key", type=Path, help=f"minisign's secret key (else ${signatures.KEY_VARIABLE})")
    asked.add_argument("--gpg-key", default="", help=f"GnuPG's key (else ${release_keys.GPG_VARIABLE})")
    options = asked.parse_args()
    started = time.monotonic()
    os.environ["SOURCE_DATE_EPOCH"] = str(stamp.epoch())  # what every maker dates its files and signatures with
    try:
        keys = release_keys.named_by(options.key, options.gpg_key) or release_keys.made_for_tests(TEST_KEYS)
        made = make(options.out, keys, options.tree)
    except STOPPED as error:
        print(f"\nrelease: {error}", file=sys.stderr)
        return 1
    size = sum(path.stat().st_size for path in made.rglob("*") if path.is_file())
    print(f"{made}: {size / 1e6:.0f} MB in {time.monotonic() - started:.0f} s")
    if keys.test:
        print(f"\n{'!' * 78}\n{release_keys.NOTE_WORDS}{'!' * 78}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
