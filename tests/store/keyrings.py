"""A real gnome-keyring on a session bus of its own, for as long as a test lasts."""

from __future__ import annotations

import gc
import os
import shutil
import signal
import subprocess
import time
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

TOOLS = ("dbus-daemon", "gnome-keyring-daemon")
PASSWORD = b"of-the-test"


# `keyring` leaves its connection open where a call of its own fails (25.7.0).
LEAVES_OPEN = pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")


def needed() -> None:
    """Skip where the machine has no gnome-keyring; CI has it (packaging/set_up.py)."""
    missing = [tool for tool in TOOLS if shutil.which(tool) is None]
    if missing:
        pytest.skip(f"not installed: {', '.join(missing)}")


@contextmanager
def session(home: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[dict[str, str]]:
    """Run a bus and an unlocked keyring over a home folder; the environment points there. Yields that environment."""
    runtime = home / "run"
    runtime.mkdir(parents=True, exist_ok=True, mode=0o700)
    bus = subprocess.Popen(
        [
            "dbus-daemon",
            "--session",
            "--nofork",
            "--nopidfile",
            f"--address=unix:path={runtime}/bus",
            "--print-address",
        ],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )
    try:
        assert bus.stdout is not None
        address = bus.stdout.readline().decode().strip()
        surroundings = {"DBUS_SESSION_BUS_ADDRESS": address, "HOME": str(home), "XDG_RUNTIME_DIR": str(runtime)}
        # The compiled packs stay where they are, else every test would compile them again.
        monkeypatch.setenv("XDG_CACHE_HOME", os.environ.get("XDG_CACHE_HOME") or str(Path.home() / ".cache"))
        for name, value in surroundings.items():
            monkeypatch.setenv(name, value)
        daemon = start({**os.environ, **surroundings})
        try:
            yield surroundings
        finally:
            _let_go()
            end(daemon)
    finally:
        end(bus)
        if bus.stdout is not None:
            bus.stdout.close()


def _let_go() -> None:
    """Close the connections that `keyring` leaves open when a call of its own fails (25.7.0)."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ResourceWarning)
        gc.collect()


def lock() -> None:
    """Lock the login collection, as a desktop does when the session is locked."""
    import secretstorage

    connection = secretstorage.dbus_init()
    try:
        secretstorage.get_default_collection(connection).lock()
    finally:
        connection.close()


def unlock() -> None:
    """Unlock the login collection, as the prompt of the desktop does once a person has typed the password."""
    import secretstorage
    from jeepney import DBusAddress, new_method_call
    from secretstorage.util import format_secret, open_session

    connection = secretstorage.dbus_init()
    try:
        of_the_prompt = DBusAddress(
            "/org/freedesktop/secrets",
            bus_name="org.freedesktop.secrets",
            interface="org.gnome.keyring.InternalUnsupportedGuiltRiddenInterface",
        )
        collection = secretstorage.get_default_collection(connection).collection_path
        typed = tuple(format_secret(open_session(connection), PASSWORD, "text/plain"))
        called = new_method_call(of_the_prompt, "UnlockWithMasterPassword", "o(oayays)", (collection, typed))
        connection.send_and_get_reply(called)
    finally:
        connection.close()


def start(environment: dict[str, str], user: int | None = None) -> subprocess.Popen[bytes]:
    """Start the keyring, unlocked, and wait until it answers on the bus; `user` is whose it is, where not ours."""
    daemon = subprocess.Popen(
        ["gnome-keyring-daemon", "--unlock", "--foreground", "--components=secrets"],
        env=environment,
        user=user,
        group=user,
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    assert daemon.stdin is not None
    daemon.stdin.write(PASSWORD)
    daemon.stdin.close()
    asked = ["dbus-send", "--session", "--print-reply", "--dest=org.freedesktop.DBus", "/org/freedesktop/DBus"]
    asked += ["org.freedesktop.DBus.NameHasOwner", "string:org.freedesktop.secrets"]
    for _ in range(200):
        said = subprocess.run(asked, env=environment, user=user, capture_output=True, text=True, check=False)
        if "boolean true" in said.stdout:
            return daemon
        time.sleep(0.05)
    end(daemon)
    raise RuntimeError("the keyring did not come up")


def end(process: subprocess.Popen[bytes]) -> None:
    """End a process that we started, and wait for it."""
    process.send_signal(signal.SIGTERM)
    try:
        process.wait(5)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
