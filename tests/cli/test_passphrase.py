"""A store behind a passphrase on the command line: from a file descriptor or a terminal, never from an argument."""

from __future__ import annotations

import json
import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.test_store import DEMO

ROOT = Path(__file__).parents[2]
WORDS = "four plain words here"
RUTH = str(next(iter(sorted(DEMO.glob("ruth*.json")))))


@pytest.fixture(autouse=True)
def no_keyring(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A session without a keyring; folders as `tests/conftest.py` sets them."""
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", f"unix:path={tmp_path}/nobody")


def run(*arguments: str, passphrase: str | None, also: tuple[int, ...] = ()) -> subprocess.CompletedProcess[str]:
    """Run a command with the passphrase in a pipe of its own; `also` are descriptors that it gets too."""
    command = [sys.executable, "-m", "copilot", *arguments]
    if passphrase is None:
        return subprocess.run(
            command, cwd=ROOT, capture_output=True, text=True, timeout=120, check=False, stdin=subprocess.DEVNULL
        )
    reads, writes = os.pipe()
    os.write(writes, f"{passphrase}\n".encode())
    os.close(writes)
    try:
        command += ["--passphrase-fd", str(reads)]
        return subprocess.run(
            command, cwd=ROOT, capture_output=True, text=True, timeout=120, check=False, pass_fds=(reads, *also)
        )
    finally:
        os.close(reads)


def test_reviews_are_kept_listed_made_again_and_verified() -> None:
    kept = run("review", RUTH, "--no-model", "--keep", passphrase=WORDS)
    assert kept.returncode == 0, kept.stderr
    identifier = kept.stderr.split("kept as ")[1].split()[0]
    assert run("reviews", passphrase=WORDS).stdout.startswith(identifier)
    made = run("replay", identifier, passphrase=WORDS)
    assert "The answer is the same" in made.stdout
    assert "the chain is whole" in run("audit", "verify", passphrase=WORDS).stdout

    wrong = run("reviews", passphrase="another one, sorry")
    assert (wrong.returncode, wrong.stdout) == (3, "")
    assert "That is not the passphrase" in wrong.stderr
    without = run("reviews", passphrase=None)
    assert without.returncode == 3
    assert "--passphrase-fd" in without.stderr


def change(old: str, new: str) -> subprocess.CompletedProcess[str]:
    """Change the passphrase, both in pipes of their own."""
    reads, writes = os.pipe()
    os.write(writes, f"{new}\n".encode())
    os.close(writes)
    try:
        return run("passphrase", "--new-passphrase-fd", str(reads), passphrase=old, also=(reads,))
    finally:
        os.close(reads)


def test_a_passphrase_is_changed() -> None:
    other = "five other words stand here"
    nothing = change(WORDS, other)
    assert (nothing.returncode, nothing.stderr.count("Nothing is kept behind a passphrase here.")) == (3, 1)
    assert run("review", RUTH, "--no-model", "--keep", passphrase=WORDS).returncode == 0

    assert "not the passphrase" in change("another one, sorry", other).stderr
    assert "10 characters" in change(WORDS, "short").stderr
    silent = run("passphrase", passphrase=WORDS)
    assert (silent.returncode, silent.stderr.count("--new-passphrase-fd")) == (3, 1)
    assert run("reviews", passphrase=WORDS).returncode == 0  # nothing of this has changed it

    done = change(WORDS, other)
    assert done.returncode == 0, done.stderr
    assert "not the passphrase" in run("reviews", passphrase=WORDS).stderr
    assert "patient" in run("reviews", passphrase=other).stdout
    exported = run("audit", "export", passphrase=other).stdout
    assert [json.loads(line)["subtype"][0]["code"] for line in exported.splitlines()] == ["open", "passphrase"]
    assert "the chain is whole" in run("audit", "verify", passphrase=other).stdout


def test_without_an_answer_nothing_is_begun() -> None:
    done = run("review", RUTH, "--no-model", "--keep", passphrase=None)
    assert done.returncode == 3
    assert "no keyring" in done.stderr
    assert "--passphrase-fd" in done.stderr
    short = run("review", RUTH, "--no-model", "--keep", passphrase="short")
    assert short.returncode == 3
    assert "10 characters" in short.stderr


def test_a_descriptor_that_cannot_be_read_is_said() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "copilot", "review", RUTH, "--no-model", "--keep", "--passphrase-fd", "77"],
        cwd=ROOT, capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip
    assert done.returncode == 3
    assert "file descriptor 77" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_terminal_is_asked_and_shows_nothing_of_it(tmp_path: Path) -> None:
    assert run("review", RUTH, "--no-model", "--keep", passphrase=WORDS).returncode == 0
    controller, terminal = pty.openpty()
    with subprocess.Popen(
        [sys.executable, "-m", "copilot", "reviews"],
        cwd=ROOT, stdin=terminal, stdout=subprocess.PIPE, stderr=terminal, start_new_session=True,
        preexec_fn=_take_terminal,
    ) as process:  # fmt: skip
        os.close(terminal)
        shown = b""
        while b"Passphrase of the store: " not in shown:
            shown += os.read(controller, 1000)
        os.write(controller, f"{WORDS}\n".encode())
        assert process.stdout is not None
        listed = process.stdout.read().decode()
        assert process.wait(60) == 0
    os.close(controller)
    assert "patient" in listed
    assert WORDS.encode() not in shown


def _take_terminal() -> None:
    """Make standard input the terminal that this process is asked at."""
    import fcntl
    import termios

    fcntl.ioctl(0, termios.TIOCSCTTY, 0)
