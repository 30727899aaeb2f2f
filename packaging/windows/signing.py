"""Sign what Windows runs, by whatever command the releaser has: a file, a token, a service. And verify it.

    CHARTSIDE_SIGN_COMMAND='osslsigncode sign -pkcs11module /usr/lib/token.so ... -in {in} -out {out}' \\
    PYTHONPATH=packaging python -m windows.signing sign dist/chartside dist/release/chartside-0.1.0-x64.msi

The command is words, never a shell's line: `{in}` is the file to sign, `{out}` the signed one; without `{out}` the
command signs `{in}` in place, as signtool does. It has to stamp the time: a signature without outlives its certificate
by no day. Every program and library of the folder is signed, also those that come signed by others, so that one rule of
IT's covers all. What a file is tells its content, not its name.
"""

from __future__ import annotations

import argparse
import os
import shlex
import shutil
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from command import ended
from windows.commands import SIGNING, PackagingError, need, run

VARIABLE = "CHARTSIDE_SIGN_COMMAND"
IN, OUT = "{in}", "{out}"
INSTALLER = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
STAMPED = "Timestamp Server Signature verification: ok"


def from_environment() -> str:
    """Return the releaser's sign command, "" where there is none: then nothing is signed, and the release says so."""
    return os.environ.get(VARIABLE, "")


def sign(places: Sequence[Path], command: str) -> tuple[Path, ...]:
    """Sign files, and all programs and libraries below folders, in place; return them. Raises `PackagingError`."""
    files = tuple(file for place in places for file in signable(place))
    if not files:
        raise PackagingError("There is nothing here that Windows would run.")
    for file in files:
        _sign(file, command)
    return files


def verify(places: Sequence[Path], authority: Path) -> tuple[Path, ...]:
    """Verify the signature and the stamped time of every file; raises `PackagingError` for the first that fails."""
    need(SIGNING)
    files = tuple(file for place in places for file in signable(place))
    for file in files:
        try:
            said = run(["osslsigncode", "verify", "-CAfile", str(authority), "-TSA-CAfile", str(authority), str(file)])
        except PackagingError as error:
            raise PackagingError(f"The signature of {file} does not hold.\n{error}") from None
        if STAMPED not in said:
            raise PackagingError(f"The signature of {file} has no time that an authority vouches for.")
    return files


def signable(place: Path) -> tuple[Path, ...]:
    """Return the file, or what can be signed below a folder."""
    if place.is_file():
        return (place,)
    return tuple(path for path in sorted(place.rglob("*")) if path.is_file() and is_signable(path))


def is_signable(path: Path) -> bool:
    """Return whether Windows would run or load the file, or install it."""
    with path.open("rb") as file:
        head = file.read(0x40)
        if head.startswith(INSTALLER):
            return True
        if len(head) < 0x40 or not head.startswith(b"MZ"):
            return False
        file.seek(int.from_bytes(head[0x3C:0x40], "little"))
        return file.read(4) == b"PE\0\0"


def _sign(file: Path, command: str) -> None:
    """Sign a copy and put it in the file's place, so that a failure leaves the file as it was."""
    words = shlex.split(command)
    if IN not in command:
        raise PackagingError(f"The sign command ({VARIABLE}) does not say where the file goes: {IN} is missing.")
    with tempfile.TemporaryDirectory() as scratch:
        given, signed = Path(scratch, f"given-{file.name}"), Path(scratch, file.name)
        shutil.copyfile(file, given)
        run([word.replace(IN, str(given)).replace(OUT, str(signed)) for word in words])
        made = signed if OUT in command else given
        if not made.is_file() or made.read_bytes() == file.read_bytes():
            raise PackagingError(f"The sign command left {file.name} unsigned.")
        shutil.copyfile(made, file)


def main() -> int:
    """Sign or verify the files and folders that are named."""
    made = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    made.add_argument("do", choices=("sign", "verify"))
    made.add_argument("places", nargs="+", type=Path, help="files, and folders whose programs and libraries are meant")
    made.add_argument("--command", default=from_environment(), help=f"else ${VARIABLE}")
    made.add_argument("--authority", type=Path, help="verify: the certificates (PEM) that one trusts")
    options = made.parse_args()
    if options.do == "verify" and not options.authority:
        made.error("verify needs --authority")

    def work() -> str:
        signs = options.do == "sign"
        files = sign(options.places, options.command) if signs else verify(options.places, options.authority)
        return f"{options.do}: {len(files)} files"

    return ended("signing", work, PackagingError)


if __name__ == "__main__":
    sys.exit(main())
