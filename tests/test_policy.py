"""IT's policy: read from where only an administrator writes, and understood whole or not at all."""

from __future__ import annotations

import plistlib
import sys
from pathlib import Path

import pytest

from copilot import policy, policy_registry
from copilot.cli.main import main
from copilot.policy import PolicyError
from copilot.store.lock_settings import LockSettings
from copilot.store.settings import StoreSettings, WithoutKeyring, settings
from tests import policies


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """IT's folder."""
    policies.at(tmp_path / "machine", monkeypatch)
    return tmp_path / "machine"


def test_without_a_policy_the_defaults_hold(folder: Path) -> None:
    assert policy.whole() == {}
    assert settings().keep
    assert settings().without_keyring is WithoutKeyring.ASK


def test_a_section_is_read(folder: Path) -> None:
    policies.write(folder, store={"keep": False, "days": 30, "without_keyring": "passphrase"})
    assert (settings().keep, settings().days) == (False, 30)


@pytest.mark.parametrize("mode", [0o664, 0o646, 0o666])
def test_a_policy_that_others_may_write_is_not_trusted(folder: Path, mode: int) -> None:
    policies.write(folder, store={"keep": False}).chmod(mode)
    with pytest.raises(PolicyError, match="Others than an administrator") as error:
        settings()
    assert "chown root" in error.value.remedy


def test_a_policy_of_another_user_is_not_trusted(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = policies.write(folder, store={})
    monkeypatch.setattr(policy, "OWNERS", frozenset((path.stat().st_uid + 1,)))
    with pytest.raises(PolicyError, match="Others than an administrator"):
        settings()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "not whole"),
        ("{", "not whole"),
        ("[]", "no list of sections"),
        ('{"sotre": {}}', "no section 'sotre'"),
        ('{"store": {"days": 0}}', "days"),
        ('{"store": {"dayz": 3}}', "dayz"),
        ('{"store": []}', "store"),
        ("[" * 100_000, "not whole"),
    ],
)
def test_what_is_not_understood_is_said(folder: Path, text: str, said: str) -> None:
    policies.write(folder).write_text(text)
    with pytest.raises(PolicyError, match=said) as error:
        settings()
    assert "IT mends it" in error.value.remedy


def test_a_file_that_cannot_be_read_is_said(folder: Path) -> None:
    (folder / policy.FILE).mkdir(parents=True)
    with pytest.raises(PolicyError, match="cannot be read"):
        policy.whole()


def test_managed_preferences_hold_the_same_sections(tmp_path: Path) -> None:
    path = tmp_path / "org.chartside.plist"
    path.write_bytes(plistlib.dumps({"store": {"days": 90}}))
    path.chmod(0o644)
    assert policy._from_file(path) == {"store": {"days": 90}}


def test_values_of_the_registry_become_the_same_sections() -> None:
    exported = {
        "lock": {"idle_minutes": 5, "needs_pin": 1},
        "store": {"without_keyring": "passphrase", "days": 30},
        "models": {"hashes": ["a" * 64], "allow_unlisted": 0, "remote": ' {"name": "Ward"}'},
        "connections": {"server1": '{"id": "a"}', "server2": '[{"id": "b"}, {"id": "c"}]'},
    }
    assert policy_registry.as_sections(exported) == {
        "lock": {"idle_minutes": 5, "needs_pin": 1},
        "store": {"without_keyring": "passphrase", "days": 30},
        "models": {"hashes": ["a" * 64], "allow_unlisted": 0, "remote": {"name": "Ward"}},
        "connections": [{"id": "a"}, {"id": "b"}, {"id": "c"}],
    }


def test_what_group_policy_took_back_sets_nothing() -> None:
    assert policy_registry.as_sections({"lock": {}, "connections": {}}) == {}


def test_numbers_of_the_registry_are_understood_as_yes_and_no() -> None:
    found = policy_registry.as_sections({"lock": {"needs_pin": 1}, "store": {"keep": 0}})
    assert LockSettings.model_validate(found["lock"]).needs_pin
    assert not StoreSettings.model_validate(found["store"]).keep


def test_a_value_of_the_registry_that_is_not_whole_is_no_policy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(policy_registry, "read", lambda: {"models": {"hashes": "[oops"}})
    with pytest.raises(PolicyError, match="not whole"):
        policy._from_registry()


@pytest.mark.skipif(sys.platform != "win32", reason="the registry is there on Windows alone")
def test_the_registry_of_this_computer_can_be_read() -> None:
    assert isinstance(policy_registry.as_sections(policy_registry.read()), dict)


def test_it_can_look_at_what_is_in_force(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    policies.write(
        folder,
        store={"days": 30},
        connections=[{"id": "ward", "name": "Ward", "base_url": "https://fhir.example.org/r4"}],
    )
    assert main(["policy", "show"]) == 0
    shown = capsys.readouterr().out
    assert 'store (by IT): {"keep":true,"days":30' in shown
    assert "Ward https://fhir.example.org/r4" in shown
    assert "models (default)" in shown


def test_every_fault_is_said_at_once(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    policies.write(folder, store={"days": 0}, models={"hashes": ["x"]}, connections=[{"id": "a"}])
    assert main(["policy", "check"]) == 1
    said = capsys.readouterr().out
    assert "days" in said
    assert "hashes" in said
    assert "connections.0.name" in said
    policies.write(folder).write_text("{")
    assert main(["policy", "check"]) == 1
    assert "not whole" in capsys.readouterr().out


def test_every_section_has_a_reader() -> None:
    from copilot.cli.policy import READERS

    assert set(READERS) == set(policy.SECTIONS)


def test_a_symbolic_link_shows_whose_file_it_is(folder: Path, tmp_path: Path) -> None:
    target = tmp_path / "theirs.json"
    target.write_text("{}")
    target.chmod(0o666)
    folder.mkdir()
    (folder / policy.FILE).symlink_to(target)
    with pytest.raises(PolicyError, match="Others than"):
        policy.whole()
