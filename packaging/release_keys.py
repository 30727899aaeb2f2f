"""The keys of a release: what the releaser names, else keys made here, for tests alone, and loudly said to be that.

No key is ever in the repository. Real ones: minisign's by `--key` or $CHARTSIDE_SIGNING_KEY, GnuPG's by `--gpg-key` or
$CHARTSIDE_GPG_KEY, Windows' by the command in $CHARTSIDE_SIGN_COMMAND. All three or none: a release is not half real.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from linux.signing import Key, made_for_a_test, named
from supply import signatures
from windows import signing as windows_signing
from windows import test_authority

GPG_VARIABLE = "CHARTSIDE_GPG_KEY"
NOTE = "TEST-KEYS.txt"
NOTE_WORDS = """THESE FILES ARE SIGNED WITH TEST KEYS, made on the machine that built them.
Their signatures show that signing works and vouch for nothing. Do not install them where patients are seen.
"""


class KeysError(Exception):
    """Some keys were named and others not."""


@dataclass(frozen=True, slots=True)
class Keys:
    """With what a release is signed; `test` where nobody shall trust it."""

    minisign: Path
    gpg: Key
    sign_command: str
    authority: Path | None = None

    @property
    def test(self) -> bool:
        """Return whether the keys were made here."""
        return self.authority is not None


def named_by(key: Path | None, gpg_key: str) -> Keys | None:
    """Return the releaser's keys, None where none is named; raises `KeysError` where some are missing."""
    minisign = signatures.key_from(key)
    gpg = gpg_key or os.environ.get(GPG_VARIABLE, "")
    command = windows_signing.from_environment()
    if not (minisign or gpg or command):
        return None
    if not (minisign and gpg and command):
        wanted = f"--key or ${signatures.KEY_VARIABLE}, --gpg-key or ${GPG_VARIABLE}, and ${windows_signing.VARIABLE}"
        raise KeysError(f"A real release needs all its keys: {wanted}.")
    return Keys(minisign, named(gpg), command)


def made_for_tests(folder: Path) -> Keys:
    """Return keys made in a folder; those that are there are used again, so that two releases can be compared."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    folder.chmod(0o700)
    secret = folder / "minisign.key"
    minisign = secret if secret.is_file() else signatures.make_key(folder)
    home = folder / "gnupg"
    gpg = named("Chartside test key", home) if home.is_dir() else made_for_a_test(home)
    authority = test_authority.make(folder / "authority")
    return Keys(minisign, gpg, authority.command, authority.certificate)
