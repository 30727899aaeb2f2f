"""The key of the store: in a real keyring, behind a passphrase, and every way in which it cannot be had."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from copilot import keys
from copilot.errors import KnownError
from copilot.store import keeping
from copilot.store.audit import Action
from copilot.store.cipher import StoreError
from copilot.store.guesses import FIRST_WAIT, FREE
from copilot.store.keeping import Cost, Kept, NoKeyError, WrongKeyError
from copilot.store.store import Store
from tests.store import keyrings

ROOT = Path(__file__).parents[2]
WORDS, OTHER = "four plain words here", "five other words stand here"


@pytest.fixture
def cheap(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a guess at a passphrase cost what it costs at least: the way is the same, and the test shorter."""
    monkeypatch.setattr(keeping, "Cost", lambda: Cost(n=2**14))


def test_the_keyring_keeps_the_key(keyring: dict[str, str], tmp_path: Path) -> None:
    key = keeping.begin(tmp_path)
    assert keeping.key_of(tmp_path) == key
    held = keeping.read(tmp_path)
    assert held.kept is Kept.KEYRING
    assert held.backend == "keyring.backends.SecretService"


def test_nothing_of_the_key_stands_in_the_file(keyring: dict[str, str], tmp_path: Path) -> None:
    key = keeping.begin(tmp_path)
    text = (tmp_path / keeping.FILE).read_text()
    assert key.hex() not in text
    assert keys.key(keeping.read(tmp_path).name) not in text
    assert (tmp_path / keeping.FILE).stat().st_mode & 0o077 == 0


def test_a_locked_keyring_is_said(keyring: dict[str, str], tmp_path: Path) -> None:
    keeping.begin(tmp_path)
    keyrings.lock()
    with pytest.raises(NoKeyError, match="keyring") as error:
        keeping.key_of(tmp_path)
    assert "Nothing was changed" in error.value.remedy


def test_a_keyring_that_lost_the_key_is_said(keyring: dict[str, str], tmp_path: Path) -> None:
    keeping.begin(tmp_path)
    keys.forget(keeping.read(tmp_path).name)
    with pytest.raises(NoKeyError):
        keeping.key_of(tmp_path)


def test_a_keyring_that_holds_another_key_is_not_taken_for_damage(keyring: dict[str, str], tmp_path: Path) -> None:
    keeping.begin(tmp_path)
    keys.keep(keeping.read(tmp_path).name, "A" * 43 + "=")
    with pytest.raises(WrongKeyError, match="not the one of this store"):
        keeping.key_of(tmp_path)


def test_a_keyring_that_holds_no_key_at_all_is_said(keyring: dict[str, str], tmp_path: Path) -> None:
    keeping.begin(tmp_path)
    keys.keep(keeping.read(tmp_path).name, "not base64!")
    with pytest.raises(WrongKeyError, match="something else"):
        keeping.key_of(tmp_path)


def test_another_keyring_than_before_is_said(keyring: dict[str, str], tmp_path: Path) -> None:
    keeping.begin(tmp_path)
    file = tmp_path / keeping.FILE
    held = json.loads(file.read_text())
    file.write_text(json.dumps({**held, "backend": "keyring.backends.kwallet", "whole": ""}))
    with pytest.raises(NoKeyError, match=r"another keyring \(keyring.backends.kwallet\)"):
        keeping.key_of(tmp_path)


def test_without_a_keyring_no_store_is_begun(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", f"unix:path={tmp_path}/nobody")
    with pytest.raises(KnownError, match="keyring"):
        keeping.begin(tmp_path)
    assert not keeping.exists(tmp_path)


def test_a_keyring_that_is_gone_changes_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, keyring: dict[str, str]
) -> None:
    keeping.begin(tmp_path)
    before = (tmp_path / keeping.FILE).read_bytes()
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", f"unix:path={tmp_path}/nobody")
    with pytest.raises(NoKeyError):
        keeping.key_of(tmp_path)
    assert (tmp_path / keeping.FILE).read_bytes() == before


def test_planted_settings_of_keyring_change_nothing(keyring: dict[str, str], tmp_path: Path) -> None:
    """A configuration file that names a plug-in would be loaded by `keyring`, and be handed every key."""
    planted = tmp_path / "planted"
    planted.mkdir()
    (planted / "thief.py").write_text(
        "from keyring.backend import KeyringBackend\nopen('stolen','w').write('loaded')\n"
        "class K(KeyringBackend):\n    priority = 99\n    def get_password(self, *a): return 'x'\n"
        "    def set_password(self, *a): open('stolen','w').write(repr(a))\n"
    )
    settings = Path(keyring["HOME"]) / ".config" / "python_keyring"
    settings.mkdir(parents=True)
    (settings / "keyringrc.cfg").write_text(f"[backend]\ndefault-keyring=thief.K\nkeyring-path={planted}\n")
    code = (
        "from pathlib import Path; from copilot.store import keeping; "
        f"p = Path({str(tmp_path)!r}); k = keeping.begin(p); assert keeping.key_of(p) == k; print('kept')"
    )
    surroundings = {**os.environ, "PYTHON_KEYRING_BACKEND": "keyring.backends.null.Keyring"}
    surroundings.pop("XDG_CONFIG_HOME", None)
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=Path.cwd(), env=surroundings, capture_output=True, text=True, check=False
    )
    assert done.stdout.strip() == "kept", done.stderr
    assert not list(Path.cwd().glob("stolen"))
    assert keeping.key_of(tmp_path)


def test_a_passphrase_keeps_the_key(cheap: None, tmp_path: Path) -> None:
    key = keeping.begin(tmp_path, WORDS)
    assert keeping.read(tmp_path).kept is Kept.PASSPHRASE
    assert keeping.key_of(tmp_path, WORDS) == key
    with pytest.raises(NoKeyError, match="passphrase"):
        keeping.key_of(tmp_path)
    with pytest.raises(WrongKeyError, match="not the passphrase"):
        keeping.key_of(tmp_path, WORDS + "!")


def _guess(folder: Path, words: str) -> str:
    """Return what is said of a wrong passphrase, "" for the right one."""
    try:
        keeping.key_of(folder, words)
    except WrongKeyError as error:
        return str(error)
    return ""


def test_guesses_at_a_passphrase_are_few_and_a_restart_does_not_help(cheap: None, tmp_path: Path) -> None:
    keeping.begin(tmp_path, WORDS)
    said = [_guess(tmp_path, f"a wrong one {number}") for number in range(FREE)]
    assert all("not the passphrase" in line for line in said[:-1])
    assert "Too many wrong passphrases. Try again in 1 minute." in said[-1]
    assert "Too many" in _guess(tmp_path, WORDS)  # not even the right one
    count = tmp_path / keeping.GUESSES
    held = json.loads(count.read_text())
    count.write_text(json.dumps({**held, "last": held["last"] - FIRST_WAIT - 1}))
    assert _guess(tmp_path, WORDS) == ""
    assert json.loads(count.read_text())["wrong"] == 0


def test_a_count_that_was_changed_costs_a_wait_and_not_the_store(cheap: None, tmp_path: Path) -> None:
    key = keeping.begin(tmp_path, WORDS)
    count = tmp_path / keeping.GUESSES
    count.write_text("nothing of ours")
    assert "Too many" in _guess(tmp_path, WORDS)
    held = json.loads(count.read_text())
    count.write_text(json.dumps({**held, "last": held["last"] - FIRST_WAIT - 1}))
    assert keeping.key_of(tmp_path, WORDS) == key


@pytest.mark.parametrize("name", ["wrapped", "salt", "check"])
def test_damage_is_told_from_a_wrong_passphrase(cheap: None, tmp_path: Path, name: str) -> None:
    """One digit of what is behind the passphrase is another: that is no wrong passphrase, and no guess."""
    keeping.begin(tmp_path, WORDS)
    file = tmp_path / keeping.FILE
    held = json.loads(file.read_text())
    other = "0" if held[name][0] != "0" else "1"
    file.write_text(json.dumps({**held, name: other + held[name][1:]}))
    with pytest.raises(StoreError, match="damaged") as error:
        keeping.key_of(tmp_path, WORDS)
    assert not isinstance(error.value, WrongKeyError)
    assert not (tmp_path / keeping.GUESSES).exists()


def test_a_file_without_a_sum_is_read_as_before(cheap: None, tmp_path: Path) -> None:
    key = keeping.begin(tmp_path, WORDS)
    file = tmp_path / keeping.FILE
    held = json.loads(file.read_text())
    del held["whole"]
    file.write_text(json.dumps(held))
    assert keeping.key_of(tmp_path, WORDS) == key


def test_another_passphrase_opens_what_is_kept_and_the_old_one_no_more(cheap: None, tmp_path: Path) -> None:
    with Store.open(tmp_path, tmp_path / "state", passphrase=WORDS) as store:
        store.reviews.keep(b"{}", patient="p1", at=store.now(), program="0", pack="0")
        for old, new, said in ((WORDS + "!", OTHER, "not the passphrase"), (WORDS, "short", "10 characters")):
            with pytest.raises(StoreError, match=said):
                store.change_passphrase(old, new)
        store.change_passphrase(WORDS, OTHER)
    with pytest.raises(WrongKeyError, match="not the passphrase"):
        Store.open(tmp_path, tmp_path / "state", passphrase=WORDS)
    with Store.open(tmp_path, tmp_path / "state", passphrase=OTHER) as store:
        assert [line.patient for line in store.reviews.list()] == ["p1"]
        assert [event.action for event in store.trail.events()] == [Action.PASSPHRASE]  # of the one that was changed


def test_what_no_passphrase_guards_is_given_none(keyring: dict[str, str], tmp_path: Path) -> None:
    with Store.open(tmp_path, tmp_path / "state") as store, pytest.raises(StoreError, match="not behind a passphrase"):
        store.change_passphrase(WORDS, OTHER)
    with Store.in_memory() as store, pytest.raises(StoreError, match="Nothing is kept"):
        store.change_passphrase(WORDS, OTHER)


@pytest.mark.long
def test_killed_at_any_line_of_a_change_the_old_or_the_new_passphrase_opens_it(tmp_path: Path) -> None:
    """Every line of ours between the old passphrase and the new one; the trail is whole each time."""
    command = [sys.executable, "-m", "tests.store.changer", str(tmp_path)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=600, check=False)
    assert done.returncode == 0, done.stderr
    said = [line.split()[1:] for line in done.stdout.splitlines()]
    assert said[-1] == ["whole", "new"]
    assert said.count(["killed", "old"]) > 50
    assert said.count(["killed", "new"]) >= 3


def test_a_short_passphrase_is_not_taken(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="10 characters"):
        keeping.begin(tmp_path, "short")
    assert not keeping.exists(tmp_path)


def test_a_guess_costs_memory() -> None:
    cost = Cost()
    assert 128 * cost.n * cost.r >= 128 * 2**20


@pytest.mark.parametrize(
    "change",
    [
        {"format": 2},
        {"kept": "post-it"},
        {"cost": {"n": 2**30, "r": 8, "p": 1}},
        {"wrapped": "zz"},
        {"planted": "yes"},
        {"check": None},
    ],
)
def test_a_file_that_was_changed_is_said(cheap: None, tmp_path: Path, change: dict[str, object]) -> None:
    keeping.begin(tmp_path, WORDS)
    file = tmp_path / keeping.FILE
    file.write_text(json.dumps({**json.loads(file.read_text()), **change}))
    with pytest.raises(StoreError):
        keeping.key_of(tmp_path, WORDS)


def test_a_folder_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(StoreError, match="cannot be written"):
        keeping.begin(tmp_path / "file" / "folder", WORDS)
