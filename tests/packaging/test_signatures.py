"""What vouches for a release: real keys, minisign itself, and a byte that is not what it was."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from supply import signatures

pytestmark = [
    pytest.mark.release,
    pytest.mark.skipif(shutil.which("minisign") is None, reason="python packaging/set_up.py --release brings minisign"),
]


@pytest.fixture
def release(tmp_path: Path) -> Path:
    """A release of a package and a repository."""
    folder = tmp_path / "release"
    (folder / "apt" / "dists").mkdir(parents=True)
    (folder / "chartside.deb").write_bytes(b"package")
    (folder / "apt" / "dists" / "Release").write_bytes(b"repository")
    return folder


@pytest.fixture
def key(tmp_path: Path) -> Path:
    """A key of this test alone."""
    return signatures.make_key(tmp_path / "keys")


def test_a_signed_release_is_what_was_signed(release: Path, key: Path) -> None:
    signatures.make(release, key)
    assert signatures.verify(release, signatures.public_half(key)) == 2
    command = ["minisign", "-V", "-p", signatures.public_half(key), "-m", release / "chartside.deb"]
    assert subprocess.run(command, capture_output=True, check=False).returncode == 0


def test_the_same_key_signs_the_same_bytes_the_same_way(release: Path, key: Path) -> None:
    def made() -> dict[str, bytes]:
        signatures.make(release, key)
        return {path.name: path.read_bytes() for path in release.iterdir() if path.is_file()}

    assert made() == made()


@pytest.mark.parametrize("name", ["chartside.deb", "apt/dists/Release", "SHA256SUMS"])
def test_a_changed_byte_is_found(release: Path, key: Path, name: str) -> None:
    signatures.make(release, key)
    content = bytearray((release / name).read_bytes())
    content[0] ^= 1
    (release / name).write_bytes(content)
    with pytest.raises(signatures.SigningError):
        signatures.verify(release, signatures.public_half(key))


def test_a_file_added_taken_away_or_renamed_is_found(release: Path, key: Path) -> None:
    public = signatures.public_half(key)
    signatures.make(release, key)
    (release / "apt" / "more").write_bytes(b"")
    with pytest.raises(signatures.SigningError, match="not what the list"):
        signatures.verify(release, public)
    (release / "apt" / "more").unlink()
    (release / "apt" / "dists" / "Release").unlink()
    with pytest.raises(signatures.SigningError, match="not there"):
        signatures.verify(release, public)


def test_a_signature_is_of_one_name(release: Path, key: Path) -> None:
    older = release / "older.deb"
    older.write_bytes(b"older package")
    signatures.make(release, key)
    shutil.copy(older, release / "chartside.deb")
    shutil.copy(release / "older.deb.minisig", release / "chartside.deb.minisig")
    _list_again(release, key)
    with pytest.raises(signatures.SigningError, match="of another file"):
        signatures.verify(release, signatures.public_half(key))


def _list_again(release: Path, key: Path) -> None:
    """Make the list fit what lies there, so that only the name in the signature is left to tell."""
    sums = release / signatures.SUMS
    lines = (f"{signatures.sha256(path)}  {path.relative_to(release)}\n" for path in signatures.files(release))
    sums.write_text("".join(lines), "utf-8")
    signatures.sign(sums, key)


def test_another_key_is_refused(release: Path, key: Path, tmp_path: Path) -> None:
    signatures.make(release, key)
    stranger = signatures.make_key(tmp_path / "others")
    with pytest.raises(signatures.SigningError, match="another key"):
        signatures.verify(release, signatures.public_half(stranger))


def test_without_a_key_the_release_says_that_nobody_signed_it(release: Path, key: Path) -> None:
    signatures.make(release, key)
    signatures.make(release)
    assert not list(release.glob("*.minisig"))
    assert "not signed" in (release / signatures.UNSIGNED).read_text("utf-8")
    signatures.make(release, key)
    assert not (release / signatures.UNSIGNED).exists()


def test_what_is_no_key_signs_nothing(release: Path, tmp_path: Path) -> None:
    broken = tmp_path / "broken.key"
    broken.write_text("nothing\n", "utf-8")
    with pytest.raises(signatures.SigningError, match="did not sign"):
        signatures.make(release, broken)
