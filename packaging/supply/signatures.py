"""Hash and sign what is released: `SHA256SUMS`, and one minisign signature beside each file.

    PYTHONPATH=packaging python -m supply.signatures dist/release --key FILE   # or $CHARTSIDE_SIGNING_KEY
    PYTHONPATH=packaging python -m supply.signatures dist/release --verify chartside.pub

minisign does the signing, with its own key file; the passphrase of a locked key is read from the standard input. What
is verified here is verified by the code that the program itself trusts. Folders (the apt repository) are only hashed:
they have signatures of their own, and `SHA256SUMS` is signed. Without a key the release says so in a file.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from command import ended
from copilot import __version__
from copilot.errors import ModelError
from copilot.model.gate import minisign

KEY_VARIABLE = "CHARTSIDE_SIGNING_KEY"
SUMS = "SHA256SUMS"
SIGNATURE = ".minisig"
UNSIGNED = "UNSIGNED.txt"
UNSIGNED_WORDS = (
    "This release is not signed: nobody vouches for these files. Do not install them where patients are seen.\n"
)
CHUNK = 1 << 20


class SigningError(Exception):
    """A file could not be signed, or a signature does not hold."""


def make(folder: Path, key: Path | None = None) -> Path:
    """Hash every file below a folder and sign those that lie in it; return the list of hashes."""
    for stale in (*folder.glob(f"*{SIGNATURE}"), folder / UNSIGNED, folder / SUMS):
        stale.unlink(missing_ok=True)
    if key is None:
        (folder / UNSIGNED).write_text(UNSIGNED_WORDS, encoding="utf-8")
    sums = folder / SUMS
    sums.write_text("".join(f"{sha256(path)}  {_name(path, folder)}\n" for path in files(folder)), encoding="utf-8")
    if key is not None:
        for path in sorted(path for path in folder.iterdir() if path.is_file()):
            sign(path, key)
    return sums


def files(folder: Path) -> list[Path]:
    """Return every file below a folder but the hashes and signatures themselves, in the order of their names."""
    found = (path for path in folder.rglob("*") if path.is_file() and path.suffix != SIGNATURE and path.name != SUMS)
    return sorted(found, key=lambda path: _name(path, folder))


def sign(path: Path, key: Path) -> Path:
    """Write the signature beside a file and return it; the same file and key give the same bytes."""
    signature = path.with_name(path.name + SIGNATURE)
    comment = f"chartside {__version__} file:{path.name}"
    command = ["minisign", "-S", "-s", str(key), "-m", str(path), "-x", str(signature), "-t", comment]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        said = (done.stderr or done.stdout).strip()
        raise SigningError(f"minisign did not sign {path.name}: {said}")
    return signature


def make_key(folder: Path) -> Path:
    """Make a key without a passphrase, for tests; its public half lies beside it with `.pub`."""
    folder.mkdir(parents=True, exist_ok=True)
    secret = folder / "minisign.key"
    command = ["minisign", "-G", "-W", "-f", "-p", str(public_half(secret)), "-s", str(secret)]
    subprocess.run(command, capture_output=True, check=True)
    secret.chmod(0o600)
    return secret


def public_half(secret: Path) -> Path:
    """Return where the public half of a key lies."""
    return secret.with_suffix(".pub")


def verify(folder: Path, public: Path) -> int:
    """Return how many files hold what the signed list says; raises `SigningError` at the first that does not."""
    trusted = minisign.key(public.read_text("utf-8"))
    _verify_one(folder / SUMS, trusted)
    listed = dict(_listed(folder / SUMS))
    for path in files(folder):
        if listed.pop(_name(path, folder), None) != sha256(path):
            raise SigningError(f"{path.name} is not what the list of hashes says.")
        if path.parent == folder:
            _verify_one(path, trusted)
    if listed:
        raise SigningError(f"{next(iter(listed))} is in the list of hashes and not there.")
    return len(files(folder))


def sha256(path: Path) -> str:
    """Return the hash of a file."""
    made = hashlib.sha256()
    with path.open("rb") as file:
        while part := file.read(CHUNK):
            made.update(part)
    return made.hexdigest()


def _verify_one(path: Path, trusted: minisign.Key) -> None:
    """Raise `SigningError` unless the signature beside a file is of this key, this content and this name."""
    try:
        signature = path.with_name(path.name + SIGNATURE).read_text("utf-8")
        comment = minisign.verify(path.read_bytes(), signature, trusted)
    except (OSError, ModelError) as error:
        raise SigningError(f"{path.name}: {error}") from None
    if not comment.endswith(f" file:{path.name}"):
        raise SigningError(f"{path.name} has the signature of another file ({comment}).")


def _listed(sums: Path) -> Iterator[tuple[str, str]]:
    """Return name and hash of each line of a list of hashes."""
    for line in sums.read_text("utf-8").splitlines():
        digest, _, name = line.partition("  ")
        yield name, digest


def _name(path: Path, folder: Path) -> str:
    """Return the name of a file as the list of hashes has it."""
    return path.relative_to(folder).as_posix()


def key_from(given: Path | None) -> Path | None:
    """Return the key that the caller named, by argument or by environment."""
    named = os.environ.get(KEY_VARIABLE)
    return given or (Path(named) if named else None)


def main() -> int:
    """Sign or verify a folder."""
    asked = argparse.ArgumentParser(prog="signatures", description="Hash and sign a release, or verify it.")
    asked.add_argument("folder", type=Path)
    asked.add_argument(
        "--key", type=Path, help=f"minisign's secret key (else ${KEY_VARIABLE}; without either: unsigned)"
    )
    asked.add_argument("--verify", type=Path, metavar="PUBLIC_KEY", help="verify instead")
    options = asked.parse_args()

    def work() -> str:
        if options.verify:
            return f"{verify(options.folder, options.verify)} files are what was signed."
        key = key_from(options.key)
        made = make(options.folder, key)
        return str(made) if key else f"{made}: {UNSIGNED_WORDS.strip()}"

    return ended("signatures", work, SigningError)


if __name__ == "__main__":
    sys.exit(main())
