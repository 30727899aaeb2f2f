"""The keyring of the operating system and no other, whatever the surroundings propose."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import keyring
import pytest
from keyring import core
from keyring.backend import KeyringBackend
from keyring.errors import KeyringLocked

from copilot import keys
from copilot.errors import KnownError


class Keyring(KeyringBackend):
    """A store in memory, in the place of this platform's."""

    priority = 5.0  # type: ignore[assignment]
    held: dict[tuple[str, str], str] = {}  # noqa: RUF012
    locked = False

    def get_password(self, service: str, username: str) -> str | None:
        if self.locked:
            raise KeyringLocked("locked")
        return self.held.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        if self.locked:
            raise KeyringLocked(password)
        self.held[service, username] = password


@pytest.fixture
def store(monkeypatch: pytest.MonkeyPatch) -> type[Keyring]:
    """Let this platform's store be the one above."""
    monkeypatch.setattr(core, "_keyring_backend", None)
    monkeypatch.setattr(Keyring, "held", {})
    monkeypatch.setattr(Keyring, "locked", False)
    monkeypatch.setitem(keys._STORES, sys.platform, __name__)
    monkeypatch.setitem(sys.modules, __name__, sys.modules.get(__name__) or sys)
    monkeypatch.setattr(sys.modules[__name__], "Keyring", Keyring, raising=False)
    return Keyring


def test_a_key_is_kept_and_given_back(store: type[Keyring]) -> None:
    keys.keep("gpu", "abc")
    assert keys.key("gpu") == "abc"
    assert store.held == {("chartside", "gpu"): "abc"}
    assert type(keyring.get_keyring()).__name__ == "Keyring"


def test_a_key_that_is_not_there_is_said(store: type[Keyring]) -> None:
    with pytest.raises(KnownError, match="gpu: The keyring holds no key") as error:
        keys.key("gpu")
    assert "chartside models key" in error.value.remedy


def test_a_locked_keyring_is_said_without_the_key(store: type[Keyring]) -> None:
    store.locked = True
    with pytest.raises(KnownError, match="does not give the key out"):
        keys.key("gpu")
    with pytest.raises(KnownError, match="does not take the key") as error:
        keys.keep("gpu", "abc")
    assert "abc" not in str(error.value)


@pytest.mark.parametrize("place", ["", "keyring.backends.none_of_these", "keyring.backends.fail"])
def test_without_the_platforms_store_there_is_no_key(monkeypatch: pytest.MonkeyPatch, place: str) -> None:
    monkeypatch.setattr(core, "_keyring_backend", None)
    monkeypatch.setitem(keys._STORES, sys.platform, place)
    with pytest.raises(KnownError, match="no keyring that Chartside may use"):
        keys.key("gpu")
    assert core._keyring_backend is None


PLUGIN = """
from keyring.backend import KeyringBackend
print("plugin loaded")
class Keyring(KeyringBackend):
    priority = 99
    def get_password(self, service, username): return "from the plugin"
    def set_password(self, service, username, password): print("stolen", password)
"""
OURS = """
from copilot import keys
from copilot.errors import KnownError
for ask in (lambda: keys.key("gpu"), lambda: keys.keep("gpu", "abc")):
    try:
        print("got", ask())
    except KnownError as error:
        print("refused:", error.what)
"""
THEIRS = "import keyring; print('got', keyring.get_password('chartside', 'gpu'))"


def _run(tmp_path: Path, code: str, **environment: str) -> str:
    """Run code where a plug-in, a configuration file and the environment all propose a store of their own."""
    about = tmp_path / "theirs-1.0.dist-info"
    about.mkdir()
    (about / "METADATA").write_text("Metadata-Version: 2.1\nName: theirs\nVersion: 1.0\n")
    (about / "entry_points.txt").write_text("[keyring.backends]\ntheirs = theirs\n")
    (tmp_path / "theirs.py").write_text(PLUGIN)
    settings = tmp_path / "python_keyring"
    settings.mkdir()
    (settings / "keyringrc.cfg").write_text("[backend]\ndefault-keyring=theirs.Keyring\n")
    places = os.pathsep.join([str(tmp_path), *(place for place in sys.path if place)])
    surroundings = {"PYTHONPATH": places, "XDG_CONFIG_HOME": str(tmp_path), "HOME": str(tmp_path), **environment}
    ran = subprocess.run([sys.executable, "-c", code], env=surroundings, capture_output=True, text=True, check=True)
    return ran.stdout


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere the platform's own store would be asked")
@pytest.mark.parametrize("named", ["", "theirs.Keyring", "keyring.backends.null.Keyring"])
def test_no_plugin_file_or_variable_puts_its_own_store_in(tmp_path: Path, named: str) -> None:
    more = {"PYTHON_KEYRING_BACKEND": named} if named else {}
    assert (
        _run(tmp_path, OURS, DBUS_SESSION_BUS_ADDRESS="unix:path=/nowhere", **more).splitlines()
        == ["refused: This computer has no keyring that Chartside may use."] * 2
    )


def test_the_library_alone_would_have_taken_it(tmp_path: Path) -> None:
    assert "got from the plugin" in _run(tmp_path, THEIRS)
