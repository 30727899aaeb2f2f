"""An authority for tests, made on the spot: it signs code and stamps time, and nobody else trusts it.

Its keys lie in the folder that is given and go with it. A release is signed with `CHARTSIDE_SIGN_COMMAND` instead.
"""

from __future__ import annotations

import shlex
import subprocess
from dataclasses import dataclass
from pathlib import Path

from windows.commands import SIGNING, lacks_stamping, need, run

DAYS = "30"
KEY = ["-newkey", "rsa:2048", "-nodes", "-sha256"]


@dataclass(frozen=True, slots=True)
class Authority:
    """Where its certificates are, and the command that signs with it."""

    certificate: Path
    command: str


def make(folder: Path, name: str = "Chartside test authority") -> Authority:
    """Return the authority in a folder, with a certificate that signs code and one that stamps time.

    One that is there and lasts for another day is used again; raises `PackagingError` where none can be made.
    """
    need(SIGNING)
    chain = folder / "chain.pem"  # written last: where it is, all of it is
    if not _lasts(chain):
        _certificates(folder, name, chain)
    return Authority(folder / "authority.pem", _sign_command(folder, chain))


def _lasts(certificate: Path) -> bool:
    """Return whether a certificate is there, and still will be good tomorrow."""
    asked = ["openssl", "x509", "-noout", "-checkend", "86400", "-in", str(certificate)]
    return certificate.is_file() and subprocess.run(asked, check=False, capture_output=True).returncode == 0


def _certificates(folder: Path, name: str, chain: Path) -> None:
    """Make the authority, and let it vouch for two keys."""
    folder.mkdir(parents=True, exist_ok=True)
    chain.unlink(missing_ok=True)
    root, root_key = folder / "authority.pem", folder / "authority.key"
    constraints = ["-addext", "basicConstraints=critical,CA:TRUE", "-addext", "keyUsage=critical,keyCertSign,cRLSign"]
    itself = ["-x509", "-days", DAYS, "-subj", f"/CN={name}", *constraints]
    run(["openssl", "req", *KEY, *itself, "-keyout", str(root_key), "-out", str(root)])
    _certificate(folder, "code", "codeSigning")
    _certificate(folder, "time", "timeStamping")
    chain.write_text((folder / "code.pem").read_text() + root.read_text())


def _sign_command(folder: Path, chain: Path) -> str:
    """Return the command that signs with the key for code."""
    signing = ["osslsigncode", "sign", "-certs", str(chain), "-key", str(folder / "code.key"), "-h", "sha256"]
    # osslsigncode stamps the time itself here, so that no network is needed; Debian 12's own is too old for that, and
    # a signature of a test is better without a time than not at all (`signing.verify` tells it from a real one).
    itself_stamping = ["-TSA-certs", str(folder / "time.pem"), "-TSA-key", str(folder / "time.key")]
    stamping = [] if lacks_stamping() else itself_stamping
    words = [*signing, *stamping, "-n", "Chartside (test)", "-in", "{in}", "-out", "{out}"]
    return shlex.join(words)


def _certificate(folder: Path, name: str, usage: str) -> None:
    """Let the authority vouch for a new key, for one use."""
    request, extensions = folder / f"{name}.csr", folder / f"{name}.ext"
    key = ["-keyout", str(folder / f"{name}.key"), "-out", str(request)]
    run(["openssl", "req", "-new", *KEY, "-subj", f"/CN=Chartside test {name}", *key])
    extensions.write_text(
        f"basicConstraints=critical,CA:FALSE\nkeyUsage=critical,digitalSignature\nextendedKeyUsage=critical,{usage}\n"
    )
    by = ["-CA", str(folder / "authority.pem"), "-CAkey", str(folder / "authority.key"), "-CAcreateserial"]
    out = ["-days", DAYS, "-sha256", "-extfile", str(extensions), "-out", str(folder / f"{name}.pem")]
    run(["openssl", "x509", "-req", "-in", str(request), *by, *out])
