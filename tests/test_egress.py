"""Nothing leaves this machine unless somebody asked for it by name."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from itertools import pairwise
from pathlib import Path

import pytest

from copilot.egress import Gate, RefusedError

ROOT = Path(__file__).parents[1]
RUTH = ROOT / "resources" / "demo" / "ruth-lindqvist.json"
# Every packet that left or wanted to leave, by protocol, since this network was made (RFC 4293 counters of the kernel).
COUNTED = ("OutRequests", "OutNoRoutes", "ActiveOpens", "OutDatagrams", "Ip6OutRequests", "Ip6OutNoRoutes")


def _run(code: str) -> subprocess.CompletedProcess[str]:
    """Run code in a process of its own with the gate shut: it cannot be opened again."""
    whole = f"from copilot import egress; egress.shut(); import socket\n{code}"
    return subprocess.run([sys.executable, "-c", whole], cwd=ROOT, capture_output=True, text=True, check=False)


@pytest.mark.parametrize(
    "code",
    [
        "socket.create_connection(('192.0.2.7', 443), 1)",
        "socket.create_connection(('telemetry.example.org', 443), 1)",
        "socket.socket(socket.AF_INET, socket.SOCK_DGRAM).sendto(b'x', ('192.0.2.7', 53))",
        "socket.socket(socket.AF_INET6).connect(('2001:db8::1', 443))",
        "import urllib.request; urllib.request.urlopen('https://192.0.2.7/')",
        "import http.client; http.client.HTTPConnection('192.0.2.7').request('GET', '/')",
    ],
)
def test_what_nobody_asked_for_is_refused(code: str) -> None:
    done = _run(code)
    assert done.returncode != 0
    assert "where nobody asked it to" in done.stderr


def test_this_machine_is_reached() -> None:
    done = _run(
        "s = socket.create_server(('127.0.0.1', 0)); c = socket.create_connection(s.getsockname(), 5)\n"
        "print([one.open for one in egress.GATE.connections()]); c.close()\n"
        "print([one.open for one in egress.GATE.connections()])"
    )
    assert done.stdout.split("\n")[:2] == ["[True]", "[False]"], done.stderr


def test_an_allowed_name_is_reached_by_the_addresses_it_stands_for() -> None:
    gate = Gate()
    gate.allow("FHIR.example.org.", "chart of the ward")
    gate.check_name("fhir.example.org")
    gate.learn("fhir.example.org", ["192.0.2.7"])
    gate.check_address(None, ("192.0.2.7", 443))
    with pytest.raises(RefusedError):
        gate.check_address(None, ("192.0.2.8", 443))
    gate.learn("other.example.org", ["192.0.2.9"])
    with pytest.raises(RefusedError):
        gate.check_address(None, ("192.0.2.9", 443))
    assert gate.refused == ["192.0.2.8", "192.0.2.9"]


def test_the_desktop_of_this_machine_has_no_address() -> None:
    Gate().check_address(None, "/run/user/1000/bus")
    Gate().check_address(None, b"\0/tmp/.X11-unix/X0")


def test_a_refusal_names_the_host_and_nothing_else(caplog: pytest.LogCaptureFixture) -> None:
    with pytest.raises(RefusedError):
        Gate().check_name("patient-smith.example.org")
    assert [record.message for record in caplog.records] == [
        "refused a connection that nobody asked for, to patient-smith.example.org"
    ]


@pytest.mark.skipif(os.geteuid() != 0 or shutil.which("unshare") is None, reason="only root can make an empty network")
@pytest.mark.parametrize(
    "command",
    [
        ["-m", "copilot", "review", str(RUTH), "--json"],
        ["-m", "ui", "demo", "--patient", "ruth", "--screenshot", "{folder}/window.png"],
    ],
)
def test_a_patient_is_reviewed_and_shown_without_one_packet(command: list[str], tmp_path: Path) -> None:
    """The network of the process has no way out, and counts what wanted to leave; C libraries are seen here too."""
    asked = " ".join(f"'{part.format(folder=tmp_path)}'" for part in command)
    script = f"'{sys.executable}' {asked} > '{tmp_path}/said'; echo rc=$?; cat /proc/net/snmp /proc/net/snmp6"
    done = subprocess.run(
        ["unshare", "-n", "bash", "-c", script],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
    )
    assert "rc=0" in done.stdout, done.stderr
    assert _counted(done.stdout) == dict.fromkeys(COUNTED, 0)


def test_the_counters_do_count(tmp_path: Path) -> None:
    """Without the gate the same network counts what wanted to leave: the test above can fail."""
    if os.geteuid() != 0 or shutil.which("unshare") is None:
        pytest.skip("only root can make an empty network")
    code = 'import socket; socket.socket().connect_ex(("192.0.2.7", 443))'
    done = subprocess.run(
        ["unshare", "-n", "bash", "-c", f"'{sys.executable}' -c '{code}'; cat /proc/net/snmp /proc/net/snmp6"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert sum(_counted(done.stdout).values()) > 0


def _counted(text: str) -> dict[str, int]:
    """Return the kernel's counters."""
    found: dict[str, int] = {}
    lines = text.splitlines()
    for names, values in pairwise(lines):
        if names.split(":")[0] == values.split(":")[0] and ":" in names:
            found.update(
                (name, int(value))
                for name, value in zip(names.split()[1:], values.split()[1:], strict=False)
                if name in COUNTED and value.lstrip("-").isdigit()
            )
    for line in lines:
        parts = line.split()
        if len(parts) == 2 and parts[0] in COUNTED:
            found[parts[0]] = int(parts[1])
    return {name: found.get(name, 0) for name in COUNTED}
