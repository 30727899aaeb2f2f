"""`chartside pull`, as a script drives it: real servers on loopback, a browser that only follows addresses."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from pathlib import Path

import httpx2
import pytest
from joserfc.jwk import ECKey

from copilot.cli.main import main
from copilot.fhir.files import read_path
from tests.ehr import Ehr, Quirks, Registration, generate, serve
from tests.ehr.chart import patient

CHART = generate(60)
PORT = 47811


@pytest.fixture
def out(tmp_path: Path) -> Path:
    return tmp_path / "chart.json"


def _pull(*arguments: object) -> int:
    return main(["pull", "--proxy", "", *map(str, arguments)])


def _resources(path: Path) -> list[str]:
    (pull,) = read_path(path)
    return [f"{resource.type}/{resource.id}" for resource in pull.resources]


def test_an_open_server_is_pulled_into_a_file_that_review_reads(out: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with serve(Ehr(CHART)) as server:
        code = _pull("--server", server.base, "--patient", "p1", "--out", out)
    said = capsys.readouterr()
    assert code == 0, said.err
    assert said.out.strip() == str(out)
    found = _resources(out)
    assert len(found) == len(set(found))
    assert {f"{r['resourceType']}/{r['id']}" for r in CHART if r["resourceType"] == "Observation"} <= set(found)


def test_what_was_refused_is_in_the_file_and_the_code_is_partial(out: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with serve(Ehr(CHART, quirks=Quirks(refused_types=frozenset({"Encounter"})))) as server:
        code = _pull("--server", server.base, "--patient", "Patient/p1", "--out", out, "--quiet")
    assert code == 4
    assert "Encounter" in capsys.readouterr().err
    (pull,) = read_path(out)
    assert any("Encounter" in problem.text for problem in pull.problems)


def test_signing_in_headless_by_the_printed_address(out: Path) -> None:
    """As QA does it: another process follows the address that is printed, and the redirect comes back."""
    uri = f"http://127.0.0.1:{PORT}/callback"
    with serve(Ehr(CHART, protected=True, clients=(Registration("app", (uri,)),))) as server:
        command = [sys.executable, "-m", "copilot", "pull", "--server", server.base, "--client-id", "app"]
        command += ["--no-browser", "--port", str(PORT), "--out", str(out), "--proxy", "", "--quiet"]
        with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as pulling:
            assert pulling.stdout is not None
            address = pulling.stdout.readline().strip()
            page = httpx2.get(address, follow_redirects=True, trust_env=False)
            printed, complained = pulling.communicate(timeout=60)
    assert page.status_code == 200
    assert pulling.returncode == 0, complained
    assert printed.strip() == str(out)
    assert "Patient/p1" in _resources(out)


def test_backend_services_with_a_key_and_nobody_present(out: Path, tmp_path: Path) -> None:
    key = ECKey.generate_key("P-384", {"kid": "k1"})
    (tmp_path / "private.jwk").write_text(json.dumps(key.as_dict(private=True)), encoding="utf-8")
    registered = Registration("robot", (), {"keys": [key.as_dict(private=False)]}, backend=True)
    with serve(Ehr(CHART, protected=True, clients=(registered,))) as server:
        code = _pull(
            "--server", server.base, "--client-id", "robot", "--key", tmp_path / "private.jwk",
            "--patient", "p1", "--out", out, "--quiet",
        )  # fmt: skip
    assert code == 0
    assert "Patient/p1" in _resources(out)


def test_a_patient_is_found_by_name_and_birth_date(out: Path) -> None:
    with serve(Ehr([*CHART, patient("p2", name=[{"family": "Other"}])])) as server:
        code = _pull(
            "--server", server.base, "--name", "Ashdown", "--birth-date", "1961-04-02", "--out", out, "--quiet"
        )
    assert code == 0
    assert "Patient/p1" in _resources(out)


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("--name", "Ashdown"), "holds 2 patients"),
        (("--name", "Nobody"), "No patient was found"),
        ((), "No patient is named"),
        (("--patient", "missing"), "does not have"),
    ],
)
def test_without_one_patient_it_says_what_to_do(
    out: Path, capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...], says: str
) -> None:
    with serve(Ehr([*CHART, patient("p2")])) as server:
        code = _pull("--server", server.base, *arguments, "--out", out, "--quiet")
    assert code == 3
    assert says in capsys.readouterr().err
    assert not out.exists()


def test_a_merged_record_is_not_followed_unless_said(out: Path, capsys: pytest.CaptureFixture[str]) -> None:
    old = patient("old", active=False, link=[{"other": {"reference": "Patient/p1"}, "type": "replaced-by"}])
    with serve(Ehr([*CHART, old])) as server:
        assert _pull("--server", server.base, "--patient", "old", "--out", out, "--quiet") == 3
        assert "merged" in capsys.readouterr().err
        assert _pull("--server", server.base, "--patient", "old", "--although-replaced", "--out", out, "--quiet") in (
            0,
            4,
        )
    assert _resources(out) == ["Patient/old"]


def test_a_place_that_cannot_be_written_is_said_before_anything_is_asked(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "file").write_text("no folder", encoding="utf-8")
    ehr = Ehr(CHART)
    with serve(ehr) as server:
        assert _pull("--server", server.base, "--patient", "p1", "--out", tmp_path / "file" / "chart.json") == 3
        assert not ehr.requests
    assert "cannot be written" in capsys.readouterr().err


def test_what_broke_off_is_completed_by_resume(out: Path) -> None:
    # Conditions come late and take so long that the stop always finds them open.
    ehr = Ehr(generate(400), quirks=Quirks(page_size=20, slow_types={"Condition": 30.0}))
    with serve(ehr) as server:
        command = [sys.executable, "-m", "copilot", "pull", "--server", server.base, "--patient", "p1"]
        command += ["--out", str(out), "--proxy", "", "--in-flight", "1"]
        with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as pulling:
            assert pulling.stderr is not None
            pulling.stderr.readline()  # it has begun
            pulling.stderr.readline()  # and the first search is done
            pulling.send_signal(signal.SIGINT)
            pulling.communicate(timeout=60)
        assert pulling.returncode == 4
        before = set(_resources(out))
        ehr.quirks = Quirks(page_size=20)
        assert _pull("--resume", "--out", out, "--quiet") == 0
    after = _resources(out)
    assert len(after) == len(set(after))
    assert before < set(after)
    wanted = {f"{r['resourceType']}/{r['id']}" for kind in ("Observation", "Condition") for r in ehr.store.all(kind)}
    assert wanted <= set(after)


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("--patient", "p1"), "No server is named"),
        (("--connection", "none"), "There is no connection called 'none'"),
        (("--server", "http://fhir.example.org", "--patient", "p1"), "https"),
        (("--server", "http://127.0.0.1:9", "--patient", "p1"), "127.0.0.1"),
        (("--resume",), "Nothing is named to go on from"),
    ],
)
def test_a_wrong_question_is_answered_with_a_sentence(
    capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...], says: str
) -> None:
    assert _pull(*arguments, "--quiet") == 3
    assert says in capsys.readouterr().err


def test_another_patient_or_server_is_not_added_to_a_file(out: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with serve(Ehr([*CHART, patient("p2")])) as server, serve(Ehr([patient("p1")])) as other:
        assert _pull("--server", server.base, "--patient", "p1", "--out", out, "--quiet") in (0, 4)
        before = out.read_bytes()
        asked = len(server.ehr.requests)
        again = ("--out", out, "--resume", "--quiet")
        assert _pull("--server", server.base, "--patient", "p2", *again) == 3
        assert "was pulled from another patient" in capsys.readouterr().err
        assert _pull("--server", other.base, "--patient", "p1", *again) == 3
        assert "was pulled from another server" in capsys.readouterr().err
        assert len(server.ehr.requests) == asked
        assert not other.ehr.requests
    assert out.read_bytes() == before


def test_a_long_address_is_no_fault(capsys: pytest.CaptureFixture[str]) -> None:
    assert _pull("--server", f"http://127.0.0.1:9/{'long/' * 20}fhir", "--patient", "p1", "--quiet") == 3
    said = capsys.readouterr().err
    assert "not complete" not in said
    assert "cannot be reached" in said
