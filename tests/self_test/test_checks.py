"""Each check of the self-test passes on what is whole, and fails as soon as its thing is broken."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import sqlite3
import sys
from pathlib import Path

import pytest

from copilot import __version__, egress, stamp
from copilot.errors import KnownError
from copilot.places import resources
from copilot.policy import place
from copilot.self_test import installation, keeping, medicine, words
from copilot.self_test.finding import Check, Verdict, found
from copilot.store import cipher

STAMP = {"version": __version__, "commit": "c" * 40, "day": "2026-11-27", "changed": False}


def failed(check: Check) -> str:
    """Return the words of a check that must fail."""
    one = found("check", check)
    assert one.verdict is Verdict.FAILED, one.words
    return one.words


@pytest.fixture
def shipped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An installation's resources, with a stamp over one pack."""
    folder = tmp_path / "resources"
    folder.mkdir()
    (folder / "knowledge.json").write_bytes(b"{}")
    hashes = {"knowledge.json": hashlib.sha256(b"{}").hexdigest()}
    (folder / "stamp.json").write_text(json.dumps({**STAMP, "shipped": hashes}))
    for module in ("copilot.stamp", "copilot.places", "copilot.self_test.installation", "copilot.model.catalogue"):
        monkeypatch.setattr(f"{module}.resources", lambda: folder)
    monkeypatch.setattr(medicine, "resources", lambda: folder)
    return folder


@pytest.fixture
def installed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A program's folder that its owner alone may write."""
    folder = tmp_path / "chartside"
    folder.mkdir(mode=0o755)
    (folder / "chartside").write_bytes(b"")
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    monkeypatch.setattr(sys, "executable", str(folder / "chartside"))
    monkeypatch.setattr(installation, "OWNERS", frozenset((0, os.geteuid())))
    return folder


@pytest.mark.parametrize("check", [installation.build, installation.policy, keeping.store, keeping.network])
def test_a_checkout_that_works_is_fine(check: Check) -> None:
    one = found("check", check)
    assert one.verdict is Verdict.FINE, one.words


@pytest.mark.parametrize("check", [installation.files, installation.folder])
def test_a_checkout_is_no_installation_and_no_fault(check: Check) -> None:
    assert found("check", check).verdict is Verdict.WARNING


def test_the_packs_the_patient_and_the_model_are_as_they_should_be() -> None:
    for check in (medicine.packs, medicine.patient, words.model):
        one = found("check", check)
        assert one.verdict is Verdict.FINE, one.words


def test_a_damaged_stamp_fails(shipped: Path) -> None:
    (shipped / "stamp.json").write_text("{")
    assert "stamp" in failed(installation.build)


def test_a_file_that_is_not_what_was_shipped_fails(shipped: Path) -> None:
    assert found("files", installation.files).verdict is Verdict.FINE
    (shipped / "knowledge.json").write_bytes(b"{} ")
    assert failed(installation.files).startswith("knowledge.json: is not the file that was shipped.")
    (shipped / "knowledge.json").unlink()
    assert "cannot be read" in failed(installation.files)


@pytest.mark.skipif(sys.platform == "win32", reason="modes are POSIX's")
def test_a_folder_that_others_may_write_fails(installed: Path) -> None:
    assert found("folder", installation.folder).verdict is Verdict.FINE
    (installed / "chartside").chmod(0o666)
    assert str(installed / "chartside") in failed(installation.folder)
    (installed / "chartside").chmod(0o755)
    installed.chmod(0o777)
    assert str(installed) in failed(installation.folder)


def test_a_folder_of_somebody_else_fails(installed: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(installation, "OWNERS", frozenset((os.geteuid() + 1,)))
    assert "may change the program" in failed(installation.folder)


@pytest.mark.parametrize(
    ("platform", "mode", "group", "may"),
    [
        ("linux", 0o100644, 0, False),
        ("linux", 0o100664, installation.MAC_ADMINS, True),
        ("darwin", 0o040775, installation.MAC_ADMINS, False),
        ("darwin", 0o040775, 20, True),
        ("darwin", 0o040777, installation.MAC_ADMINS, True),
        ("linux", 0o120777, 0, False),
    ],
)
def test_a_group_of_administrators_are_administrators(platform: str, mode: int, group: int, may: bool) -> None:
    found = os.stat_result((mode, 0, 0, 1, 0, group, 0, 0, 0, 0))
    assert installation.others_may_write(found, platform) is may


def test_a_policy_that_is_not_understood_fails() -> None:
    place().parent.mkdir(parents=True)
    place().write_text(json.dumps({"lock": {"nonsense": True}}))
    assert "nonsense" in failed(installation.policy)


def test_a_damaged_pack_fails(shipped: Path) -> None:
    assert "Install" in failed(medicine.packs) or failed(medicine.packs)


def test_a_patient_that_is_missing_or_gets_another_list_fails(
    shipped: Path, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest
) -> None:
    failed(medicine.patient)
    monkeypatch.undo()
    monkeypatch.setattr(medicine, "FIRST", ("gout", *medicine.FIRST[1:]))
    assert "Acute pancreatitis" in failed(medicine.patient)


def test_a_model_that_is_missing_or_cut_short_fails(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = next((resources() / "models").glob("*.gguf"))
    monkeypatch.setattr("copilot.model.catalogue.resources", lambda: tmp_path)
    assert "not installed" in failed(words.model)
    (tmp_path / "models").mkdir()
    shutil.copy(whole, tmp_path / "models")
    with (tmp_path / "models" / whole.name).open("r+b") as file:
        file.truncate(whole.stat().st_size // 2)
    failed(words.model)


def test_a_store_that_does_not_encrypt_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    def plainly(path: Path, _key: bytes) -> None:
        with sqlite3.connect(path) as database:
            database.execute("CREATE TABLE trial (words TEXT)")
        database.close()

    monkeypatch.setattr(keeping, "_write", plainly)
    assert "not encrypted" in failed(keeping.store)


def test_a_store_that_any_key_opens_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keeping.secrets, "token_bytes", lambda size: bytes(size))
    assert "any key" in failed(keeping.store)


def test_a_session_without_a_keyring_is_told_and_no_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent")
    assert found("keyring", keeping.keyring).verdict is Verdict.WARNING


def test_a_connection_that_was_asked_for_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    gate = egress.Gate()
    monkeypatch.setattr(egress, "GATE", gate)
    with pytest.raises(KnownError):
        gate.check_name("updates.example.org")
    assert "updates.example.org" in failed(keeping.network)


def test_a_bug_in_a_check_fails_it_without_its_message() -> None:
    def bug() -> str:
        raise ValueError("Ward, Helen")

    assert failed(bug) == "The check itself ended with a ValueError."


def test_key_and_version_are_asked_of_the_real_cipher() -> None:
    assert cipher.KEY_BYTES == 32
    assert stamp.line() in found("build", installation.build).words
