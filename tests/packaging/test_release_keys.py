"""With which keys a release is signed: all real or all made here, and then it says so."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

import release_keys
from release_keys import Keys, KeysError
from supply import signatures
from windows import signing as windows_signing
from windows import test_authority

pytestmark = [
    pytest.mark.release,
    pytest.mark.skipif(
        shutil.which("osslsigncode") is None, reason="python packaging/set_up.py --release brings tools"
    ),
]


@pytest.fixture(autouse=True)
def _nothing_named(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in (signatures.KEY_VARIABLE, release_keys.GPG_VARIABLE, windows_signing.VARIABLE, "SOURCE_DATE_EPOCH"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Keys:
    """Keys made for this module."""
    return release_keys.made_for_tests(tmp_path_factory.mktemp("keys") / "test-keys")


def test_keys_made_here_say_that_they_are(made: Keys) -> None:
    assert made.test
    assert "TEST KEYS" in release_keys.NOTE_WORDS
    assert made.minisign.stat().st_mode & 0o077 == 0
    assert made.gpg.home is not None
    assert made.gpg.sign(b"package", "--detach-sign")


def test_keys_made_here_are_used_again(made: Keys) -> None:
    assert made.authority is not None
    minisign, authority = made.minisign.read_bytes(), made.authority.read_bytes()
    again = release_keys.made_for_tests(made.minisign.parent)
    assert again == made
    assert made.minisign.read_bytes() == minisign
    assert made.authority.read_bytes() == authority, "what the release before signed for Windows would not verify"


def test_certificates_that_are_broken_or_at_their_end_are_made_anew(tmp_path: Path) -> None:
    first = test_authority.make(tmp_path).certificate.read_bytes()
    (tmp_path / "chain.pem").write_text("")
    assert test_authority.make(tmp_path).certificate.read_bytes() != first


def test_a_signature_of_a_build_bears_its_time_and_no_other(made: Keys, monkeypatch: pytest.MonkeyPatch) -> None:
    created = int(made.gpg.gpg("--with-colons", "--list-keys").split(b"\npub:")[-1].split(b":")[4])
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(created + 60))
    assert made.gpg.sign(b"package", "--detach-sign") == made.gpg.sign(b"package", "--detach-sign")


def test_no_key_is_none_and_some_keys_are_too_few(made: Keys, monkeypatch: pytest.MonkeyPatch) -> None:
    assert release_keys.named_by(None, "") is None
    with pytest.raises(KeysError, match="all its keys"):
        release_keys.named_by(made.minisign, "")
    monkeypatch.setenv(windows_signing.VARIABLE, made.sign_command)
    with pytest.raises(KeysError, match="all its keys"):
        release_keys.named_by(made.minisign, "")


def test_real_keys_make_no_test_release(made: Keys, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(windows_signing.VARIABLE, made.sign_command)
    monkeypatch.setenv("GNUPGHOME", str(made.gpg.home))
    found = release_keys.named_by(made.minisign, made.gpg.fingerprint)
    assert found is not None
    assert not found.test
    assert found.gpg.public() == made.gpg.public()
