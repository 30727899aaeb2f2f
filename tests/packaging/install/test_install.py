"""An installation from beginning to end on a clean machine: each test goes on where the one before it ended."""

from __future__ import annotations

import hashlib
import json
import shlex
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

import pytest

from linux import deb, signing
from linux.machine import Machine
from tests.automation.desk import Desk
from tests.automation.pages.workbench import Workbench
from tests.automation.program import Program
from tests.packaging.install.conftest import ROOT
from tests.packaging.install.figures import Figures
from tests.packaging.install.person import Person
from tests.packaging.install.shelf import Shelf, touched

DEMO = f"/{deb.HOME}/_internal/resources/demo/ruth-lindqvist.json"
POLICY = {"store": {"days": 30}}
STARTS = 5
INSTALL = ("apt-get", "install", "-y", "-q", "--no-install-recommends")


def timed(does: Callable[[], str]) -> tuple[str, float]:
    """Return what something gives, and how many seconds that took."""
    start = time.monotonic()
    return does(), time.monotonic() - start


def installed(clean: Machine) -> str:
    """Return the version that is installed, "" for none."""
    return clean.attempt("dpkg-query", "--show", "--showformat=${Version}", "chartside").stdout


def test_the_machine_has_no_python_no_compiler_and_no_network(clean: Machine) -> None:
    for tool in ("python3", "gcc", "cc", "Xvfb", "dbus-daemon"):
        assert clean.attempt("sh", "-c", f"command -v {tool}").stdout == ""
    ways = [line.split(":")[0].strip() for line in clean.run("cat", "/proc/net/dev").splitlines()[2:]]
    assert ways == ["lo"]


def test_apt_installs_it_from_the_signed_repository(clean: Machine, shelf: Shelf, figures: Figures) -> None:
    said = clean.run("apt-get", "update")
    assert "W:" not in said
    _, seconds = timed(lambda: clean.run(*INSTALL, "chartside"))
    assert installed(clean) == shelf.newer
    kilobytes = int(clean.run("dpkg-query", "--show", "--showformat=${Installed-Size}", "chartside"))
    figures.note("installed", kilobytes * 1024 / 1e6, "MB", 350)
    figures.note("apt-get install, Debian's packages included", seconds, "s")


def test_what_is_installed_is_whole_and_roots_and_brings_no_python_along(clean: Machine) -> None:
    assert clean.run("dpkg", "--verify", "chartside") == ""
    assert (
        clean.run("find", f"/{deb.HOME}", "-not", "-user", "root", "-or", "-perm", "/022", "-not", "-type", "l") == ""
    )
    assert clean.attempt("sh", "-c", "command -v python3").stdout == ""
    assert clean.run("chartside", "--version").startswith("chartside ")


def test_the_self_test_passes(clean: Machine, shelf: Shelf, person: Person, desk: Desk, figures: Figures) -> None:
    display = desk.environment["DISPLAY"]
    with clean.sharing(Path("/tmp/.X11-unix")):
        said, seconds = timed(lambda: person.run("env", f"DISPLAY={display}", "chartside", "--self-test"))
    figures.note("self-test", seconds, "s", 20)
    assert "Result: fine" in said


def test_a_demo_patient_is_reviewed(person: Person, figures: Figures) -> None:
    said, seconds = timed(lambda: person.run("chartside", "review", DEMO))
    assert "Giant cell arteritis" in said
    figures.note("review of a demo patient, in words", seconds, "s")
    [told] = person.run("chartside", "review", "--json", "--no-model", DEMO).splitlines()
    assert json.loads(told)["no_narrative"] == "the model was left out."


def test_the_window_can_be_used_soon(clean: Machine, desk: Desk, figures: Figures, tmp_path: Path) -> None:
    seconds = []
    with clean.sharing(Path("/tmp")):
        for number in range(STARTS):
            start = time.monotonic()
            program = Program(desk, [*clean.command("chartside"), "demo", "--no-model"], tmp_path / f"home-{number}")
            workbench = Workbench(program)
            assert workbench.patients()
            seconds.append(time.monotonic() - start)
            assert program.close() == []
    figures.note(f"start to a usable window, best of {STARTS}", min(seconds), "s", 2)
    figures.note(f"start to a usable window, median of {STARTS}", median(seconds), "s")


def test_the_suite_that_drives_the_source_drives_the_installed_program(clean: Machine) -> None:
    program = shlex.join(clean.command("chartside"))
    command = [sys.executable, "-m", "pytest", "tests/automation", "-q", "-p", "no:cacheprovider", "--program", program]
    kept = ROOT / "build" / "automation"
    kept.mkdir(parents=True, exist_ok=True)
    with clean.sharing(Path("/tmp"), ROOT / "resources", kept):
        done = subprocess.run(command, cwd=ROOT, check=False, capture_output=True, text=True)
    print(done.stdout[-20_000:])
    assert done.returncode == 0


def test_going_back_and_upgrading_again_keep_what_users_kept_and_what_it_decided(
    clean: Machine, person: Person, shelf: Shelf, figures: Figures
) -> None:
    person.run("chartside", "review", "--keep", "--no-model", DEMO)
    before = person.run("chartside", "reviews")
    policy = clean.root / deb.POLICY
    policy.write_text(json.dumps(POLICY))

    clean.run(*INSTALL, "--allow-downgrades", f"chartside={shelf.older}")
    assert installed(clean) == shelf.older
    assert person.run("chartside", "reviews") == before
    person.run("chartside", "review", "--keep", "--no-model", DEMO)
    both = person.run("chartside", "reviews")
    assert both.count("\n") == before.count("\n") + 1

    _, seconds = timed(lambda: clean.run(*INSTALL, "chartside"))
    figures.note("apt-get install, upgrade", seconds, "s")
    assert installed(clean) == shelf.newer
    assert person.run("chartside", "reviews") == both
    assert json.loads(policy.read_text()) == POLICY
    assert "30" in person.run("chartside", "policy", "show")
    assert "whole" in person.run("chartside", "audit", "verify")


@pytest.mark.parametrize("what", ["package", "listed"])
def test_apt_refuses_what_somebody_touched(clean: Machine, shelf: Shelf, what: str) -> None:
    clean.run("apt-get", "update")
    clean.run("apt-get", "clean")
    with touched(getattr(shelf, what)):
        if what == "listed":
            (shelf.listed.parent / "Packages.gz").unlink()  # apt would take it instead
            clean.run("sh", "-c", "rm -rf /var/lib/apt/lists/*")
            done = clean.attempt("apt-get", "update")
        else:
            done = clean.attempt(*INSTALL, "--reinstall", "chartside")
    assert done.returncode != 0
    assert "Hash Sum mismatch" in done.stderr or "Hashes of" in done.stderr
    assert clean.run("dpkg", "--verify", "chartside").replace(f"??5?????? c /{deb.POLICY}\n", "") == ""


def test_a_package_by_itself_is_refused_too(shelf: Shelf, key: signing.Key, tmp_path: Path) -> None:
    trust = signing.trust(key, tmp_path)
    where = ["--policies-dir", trust / "policies", "--keyrings-dir", trust / "keyrings"]
    asked = ["debsig-verify", *where, shelf.package]
    assert subprocess.run(asked, check=False, capture_output=True).returncode == 0
    with touched(shelf.package):
        assert subprocess.run(asked, check=False, capture_output=True).returncode != 0


def test_removal_leaves_the_policy_and_a_purge_leaves_only_what_is_the_users(clean: Machine, person: Person) -> None:
    kept = everything(person.home)
    assert any("store" in path.parts for path in kept)
    clean.run("apt-get", "remove", "-y", "-q", "chartside")
    assert not (clean.root / deb.HOME).exists()
    assert not (clean.root / "usr/bin/chartside").is_symlink()
    assert json.loads((clean.root / deb.POLICY).read_text()) == POLICY
    clean.run("apt-get", "purge", "-y", "-q", "chartside")
    assert not (clean.root / deb.POLICY).parent.exists()
    assert clean.run("find", "/etc", "/usr", "-name", "*chartside*", "-not", "-path", "*/apt/*") == (
        "/usr/share/keyrings/chartside-archive-keyring.gpg\n"
    )
    assert everything(person.home) == kept


def test_all_of_it_is_as_small_and_as_quick_as_promised(figures: Figures) -> None:
    assert figures.broken() == []


def everything(folder: Path) -> dict[Path, str]:
    """Return every file below a folder with the sum of what is in it."""
    files = (path for path in folder.rglob("*") if path.is_file())
    return {path: hashlib.sha256(path.read_bytes()).hexdigest() for path in files}
