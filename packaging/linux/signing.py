"""Sign packages as debsigs does, and what a machine needs to check them.

    PYTHONPATH=packaging python -m linux.signing dist/release/chartside_0.1.0_amd64.deb --key ID

The key stands in GnuPG's own folder, or on a token that GnuPG knows; no key is ever in this repository. SHA-512 is
asked for by hand: what debsigs itself asks GnuPG for is SHA-1, and debsig-verify refuses that.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from xml.sax.saxutils import quoteattr

MEMBER = "_gpgorigin"
SIGNED = ("debian-binary", "control.tar.xz", "data.tar.xz")
SHORT = 16  # what debsig-verify calls a key: the end of its fingerprint


class SigningError(Exception):
    """GnuPG or ar would not."""


@dataclass(frozen=True, slots=True)
class Key:
    """A key of GnuPG's: its fingerprint, and GnuPG's folder where that is not the user's own."""

    fingerprint: str
    home: Path | None = None

    def sign(self, data: bytes, *how: str) -> bytes:
        """Return a signature of some bytes, or the signed text where `how` is `--clearsign`."""
        return self.gpg("--digest-algo", "SHA512", "--local-user", self.fingerprint, *how, given=data)

    def public(self) -> bytes:
        """Return the public half, as apt and debsig-verify read it."""
        return self.gpg("--export", self.fingerprint)

    def gpg(self, *arguments: str, given: bytes = b"") -> bytes:
        """Ask GnuPG something and return its answer; in a build, a signature bears the build's time and no other."""
        home = ["--homedir", str(self.home)] if self.home else []
        time = os.environ.get("SOURCE_DATE_EPOCH")
        clock = ["--faked-system-time", f"{time}!"] if time else []
        return run("gpg", "--batch", "--no-tty", *home, *clock, *arguments, given=given)


def named(name: str, home: Path | None = None) -> Key:
    """Return a key by any name that GnuPG takes, of the user's own GnuPG or of another folder."""
    return _first(Key(name, home), name)


def made_for_a_test(home: Path) -> Key:
    """Make a key without a passphrase in a folder of its own: for tests alone, nobody shall trust it."""
    home.mkdir(mode=0o700, parents=True)
    who = "Chartside test key <test@chartside.example>"
    key = Key(who, home)
    key.gpg("--passphrase", "", "--quick-generate-key", who, "ed25519", "sign", "none")
    return _first(key, who)


def _first(key: Key, name: str) -> Key:
    """Return the key with its whole fingerprint."""
    lines = key.gpg("--with-colons", "--fingerprint", name).decode().splitlines()
    found = next(line.split(":")[9] for line in lines if line.startswith("fpr:"))
    return Key(found, key.home)


def sign(package: Path, key: Key) -> Path:
    """Add the origin's signature to a package; one that is there is replaced. Returns the package."""
    if MEMBER in run("ar", "t", str(package)).decode().split():
        run("ar", "dD", str(package), MEMBER)
    signature = key.sign(run("ar", "p", str(package), *SIGNED), "--detach-sign")
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, MEMBER).write_bytes(signature)
        run("ar", "qDS", str(package), str(Path(folder, MEMBER)))
    return package


def trust(key: Key, out: Path) -> Path:
    """Write what debsig-verify asks for below a folder: `policies` and `keyrings`, each for this key. Returns it."""
    short = key.fingerprint[-SHORT:]
    keyring, policy = out / "keyrings" / short / "debsig.gpg", out / "policies" / short / "chartside.pol"
    for path, data in ((keyring, key.public()), (policy, _policy(short).encode())):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    return out


def _policy(short: str) -> str:
    """Return the rule: a package of this origin is good if this key signed it."""
    asked = f'<Required Type="origin" File="debsig.gpg" id={quoteattr(short)}/>'
    return f"""<?xml version="1.0"?>
<!DOCTYPE Policy SYSTEM "https://www.debian.org/debsig/1.0/policy.dtd">
<Policy xmlns="https://www.debian.org/debsig/1.0/">
  <Origin Name="Chartside" id={quoteattr(short)} Description="Chartside"/>
  <Selection>{asked}</Selection>
  <Verification MinOptional="0">{asked}</Verification>
</Policy>
"""


def run(*command: str, given: bytes = b"", folder: Path | None = None) -> bytes:
    """Run a tool and return what it prints; raises with what it said."""
    environment = {**os.environ, "LC_ALL": "C.UTF-8"}
    done = subprocess.run(command, check=False, input=given, capture_output=True, env=environment, cwd=folder)
    if done.returncode != 0:
        raise SigningError(f"{command[0]}: {done.stderr.decode(errors='replace').strip()[-2000:]}")
    return done.stdout


def main() -> int:
    """Sign the packages named, with the key named."""
    parser = argparse.ArgumentParser(prog="linux.signing", description="Sign Debian packages as their origin.")
    parser.add_argument("packages", nargs="+", type=Path)
    parser.add_argument("--key", required=True, metavar="ID", help="a key that GnuPG knows")
    parser.add_argument("--trust", type=Path, metavar="FOLDER", help="also write what debsig-verify needs to check")
    options = parser.parse_args()
    key = named(options.key)
    for package in options.packages:
        print(sign(package, key))
    if options.trust:
        print(trust(key, options.trust))
    return 0


if __name__ == "__main__":
    sys.exit(main())
