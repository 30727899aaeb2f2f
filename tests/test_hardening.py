"""What a process gives up when it starts: dumps, readable files, and what somebody planted in its surroundings."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from copilot.hardening import FOREIGN, PLANTED, only_own_folders

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


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no case in its environment")
def test_an_installed_program_forgets_what_only_a_checkout_may_need_and_keeps_the_desktop() -> None:
    desktop = {"QT_QPA_PLATFORM": "offscreen", "DISPLAY": ":9", "QT_ACCESSIBILITY": "1", "LANG": "C.UTF-8"}
    foreign = ("LD_LIBRARY_PATH", "LD_PRELOAD", "PYTHONPATH", "PYTHONHOME", "QML_DISK_CACHE_PATH", "CUDA_PATH")
    tells = "from copilot import hardening; hardening.harden_installed(); print(json.dumps(dict(os.environ)))"
    environment = {**desktop, **dict.fromkeys((*PLANTED, *FOREIGN, *foreign), "planted")}
    code = f"import json, os; os.environ.update({environment!r}); {tells}"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, env={}, capture_output=True, check=True)
    left = json.loads(done.stdout)
    assert "planted" not in left.values()
    assert desktop.items() <= left.items()


class Kernel:
    """Windows' kernel32, as far as it is asked here."""

    def __init__(self, answer: int) -> None:
        self.answer = answer
        self.asked: list[int] = []

    def SetDefaultDllDirectories(self, folders: int) -> int:
        self.asked.append(folders)
        return self.answer


def test_windows_is_asked_to_look_for_libraries_in_the_programs_own_folders_alone() -> None:
    kernel = Kernel(answer=1)
    only_own_folders(kernel)
    assert kernel.asked == [0x1000]


def test_a_windows_that_refuses_ends_the_start() -> None:
    with pytest.raises(OSError, match="did not narrow"):
        only_own_folders(Kernel(answer=0))
