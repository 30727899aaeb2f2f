"""What is made for macOS and can be tried without it: the profile, the entitlements, the script's form."""

from __future__ import annotations

import json
import os
import plistlib
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from copilot import policy
from macos import profile
from policy.keys import keys
from tests.packaging.test_policy_templates import REMOTE, SERVER

FOLDER = Path(profile.__file__).parent
SCRIPT = FOLDER / "build.sh"


def everything() -> dict[str, Any]:
    """Return a policy that sets every key."""
    full = profile.defaults()
    full["models"]["remote"] = REMOTE
    full["connections"] = [SERVER]
    return full


def managed(path: Path) -> dict[str, Any]:
    """Return what macOS writes to the managed preferences for a profile."""
    (payload,) = plistlib.loads(path.read_bytes())["PayloadContent"]
    (forced,) = payload["PayloadContent"][profile.DOMAIN]["Forced"]
    found: dict[str, Any] = forced["mcx_preference_settings"]
    return found


def test_every_key_of_the_policy_can_be_set_and_is_read_back(tmp_path: Path) -> None:
    made = profile.make(everything(), tmp_path / "chartside.mobileconfig")
    for key in keys():
        assert key.name in managed(made)[key.section] if key.name else managed(made)[key.section]
    preferences = tmp_path / f"{profile.DOMAIN}.plist"
    preferences.write_bytes(plistlib.dumps(managed(made)))
    preferences.chmod(0o644)
    assert preferences.name == policy._MANAGED.name
    assert policy._from_file(preferences) == everything()


def test_a_new_profile_replaces_the_old_one(tmp_path: Path) -> None:
    old, new = (
        plistlib.loads(profile.make({"lock": {"idle_minutes": minutes}}, tmp_path / str(minutes)).read_bytes())
        for minutes in (5, 6)
    )
    for name in ("PayloadUUID", "PayloadIdentifier"):
        assert old[name] == new[name]
        assert old["PayloadContent"][0][name] == new["PayloadContent"][0][name] != new[name]
    assert (new["PayloadScope"], new["PayloadRemovalDisallowed"]) == ("System", True)


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"sotre": {}}, "sotre"),
        ({"store": {"days": 0}}, "store.days"),
        ({"connections": [{"id": "a"}]}, "connections.name"),
        ({"lock": []}, "lock"),
    ],
)
def test_what_the_program_would_refuse_makes_no_profile(tmp_path: Path, wrong: dict[str, Any], said: str) -> None:
    with pytest.raises(profile.ProfileError, match=said):
        profile.make(wrong, tmp_path / "x")
    assert not (tmp_path / "x").exists()


def test_it_is_made_from_the_file_that_linux_takes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "policy.json").write_text(json.dumps(everything()))
    out = tmp_path / "chartside.mobileconfig"
    monkeypatch.setattr("sys.argv", ["profile", str(tmp_path / "policy.json"), str(out)])
    assert profile.main() == 0
    assert managed(out) == everything()
    monkeypatch.setattr("sys.argv", ["profile", str(tmp_path / "nowhere.json"), str(out)])
    assert profile.main() == 1
    assert "nowhere.json" in capsys.readouterr().err


def test_one_thing_is_relaxed_and_no_more() -> None:
    held = plistlib.loads((FOLDER / "entitlements.plist").read_bytes())
    assert held == {"com.apple.security.cs.allow-unsigned-executable-memory": True}


def test_the_script_is_whole() -> None:
    subprocess.run(["bash", "-n", str(SCRIPT)], check=True)
    assert os.access(SCRIPT, os.X_OK)


@pytest.mark.skipif(shutil.which("shellcheck") is None, reason="shellcheck is not here (apt-get install shellcheck)")
def test_the_script_passes_the_lint() -> None:
    linted = subprocess.run(["shellcheck", str(SCRIPT)], check=False, capture_output=True, text=True)
    assert linted.stdout == ""
