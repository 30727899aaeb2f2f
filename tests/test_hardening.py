"""What a process gives up when it starts: dumps, readable files, and what somebody planted in its surroundings."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from copilot.hardening import PLANTED

ROOT = Path(__file__).parents[1]
TELLS = """
import ctypes, json, os, resource
from copilot import hardening
hardening.harden()
mask = os.umask(0)
print(json.dumps({
    "planted": sorted(set(hardening.PLANTED) & set(os.environ)),
    "core": resource.getrlimit(resource.RLIMIT_CORE),
    "dumpable": ctypes.CDLL(None).prctl(3, 0, 0, 0, 0),
    "mask": mask,
}))
"""


@pytest.mark.skipif(sys.platform != "linux", reason="asks the Linux kernel")
def test_a_process_leaves_no_dump_opens_no_file_to_others_and_forgets_what_was_planted() -> None:
    environment = {**os.environ, **dict.fromkeys(PLANTED, "planted")}
    done = subprocess.run([sys.executable, "-c", TELLS], cwd=ROOT, env=environment, capture_output=True, check=True)
    assert json.loads(done.stdout) == {"planted": [], "core": [0, 0], "dumpable": 0, "mask": 0o077}


@pytest.mark.skipif(sys.platform != "linux", reason="the policy's place is the desktop's on Linux alone")
@pytest.mark.parametrize("program", ["copilot", "ui"])
def test_nobody_moves_its_policy_by_their_environment(program: str, tmp_path: Path) -> None:
    environment = {**os.environ, "XDG_CONFIG_DIRS": str(tmp_path)}
    command = [sys.executable, "-m", program, "policy", "show"]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert str(tmp_path) not in done.stdout
    assert "/etc/xdg/chartside/policy.json" in done.stdout
