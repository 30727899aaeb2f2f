"""Keeping, listing, replaying and forgetting on the command line, with a real keyring."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
from argparse import Namespace
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from fhir.resources.R4B.auditevent import AuditEvent

from copilot import places
from copilot.cli.main import main
from copilot.model.catalogue import starter
from copilot.review.exchange import SAME
from copilot.store import keeping
from copilot.store.cipher import connect
from copilot.store.store import FILE
from tests.model.tiny_families import FAMILIES
from tests.store import keyrings

DEMO = Path(__file__).parents[2] / "resources" / "demo"


@pytest.fixture(autouse=True)
def keyring(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[dict[str, str]]:
    """A gnome-keyring of this test's own."""
    keyrings.needed()
    with keyrings.session(tmp_path / "home", monkeypatch) as surroundings:
        yield surroundings


def _kept(capsys: pytest.CaptureFixture[str]) -> str:
    """Keep the review of a demo patient, and return its id."""
    patient = next(iter(sorted(DEMO.glob("ruth*.json"))))
    assert main(["review", str(patient), "--no-model", "--json", "--keep"]) == 0
    said = capsys.readouterr().err
    assert "kept as " in said
    return said.split("kept as ")[1].split()[0]


def test_nothing_is_kept_unless_asked(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["reviews"]) == 3
    assert "Nothing is kept here yet" in capsys.readouterr().err
    assert not places.store().exists()


def test_a_review_is_kept_listed_and_made_again(capsys: pytest.CaptureFixture[str]) -> None:
    identifier = _kept(capsys)
    assert main(["reviews"]) == 0
    listed = capsys.readouterr().out
    assert listed.startswith(identifier)
    assert "Lindqvist" not in listed
    assert main(["replay", identifier]) == 0
    assert "The answer is the same, line by line." in capsys.readouterr().out
    assert main(["audit", "verify"]) == 0
    assert "the chain is whole" in capsys.readouterr().out


def test_what_the_model_was_asked_is_kept_and_held_against_today(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    if starter() is None:
        pytest.skip("no model here")
    patient = next(iter(sorted(DEMO.glob("ruth*.json"))))
    assert main(["review", str(patient), "--json", "--keep"]) == 0
    identifier = capsys.readouterr().err.split("kept as ")[1].split()[0]
    assert main(["replay", identifier, "--json"]) == 0
    made = json.loads(capsys.readouterr().out)
    assert len(made["asked"]) == len(made["prompts"]) > 0
    assert all(line.endswith("is the same now") for line in made["prompts"])
    first = made["asked"][0]
    assert first["data"] in "".join(text for text, _ in first["parts"])
    assert first["grammar"].startswith("root ::= ")
    assert (first["temperature"], first["most_tokens"]) == (0.0, 640)
    monkeypatch.setattr("copilot.narrative.narrate.INSTRUCTION", "Say it in other words.")
    assert main(["replay", identifier]) == 0
    assert "is another now: other instruction" in capsys.readouterr().out


def test_a_conversation_is_kept_with_its_prompts_and_shown_at_a_replay(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A model that says what its rules let it say, through llama.cpp."""
    tiny = FAMILIES["llama-3"]
    model = replace(tiny, changes={**tiny.changes, "llama__context_length": 8192}).write(tmp_path / "tiny.gguf")
    note = tmp_path / "note.txt"
    note.write_text("Tired for three weeks. Haemoglobin 9.8 g/dL. Never smoked.")
    asked = ["--ask", "Does she smoke?", "--ask", "Was she in Africa?"]
    assert main(["review", str(note), "--json", "--keep", "--model", str(model), *asked]) == 0
    identifier = capsys.readouterr().err.split("kept as ")[1].split()[0]
    assert main(["replay", identifier, "--json"]) == 0
    smoke, africa = json.loads(capsys.readouterr().out)["exchanges"]
    (prompt,) = smoke["asked"]
    assert prompt["data"].endswith("Question: Does she smoke?")
    assert prompt["data"] in "".join(text for text, _ in prompt["parts"])
    assert prompt["grammar"].startswith("root ::= ")
    assert smoke["model"]["sha256"] == hashlib.sha256(model.read_bytes()).hexdigest()
    assert smoke["today"] == SAME
    assert (africa["asked"], africa["today"]) == ([], "the model was not asked")

    monkeypatch.setattr("copilot.narrative.ask.INSTRUCTION", "Answer in other words.")
    assert main(["replay", identifier]) == 0
    shown = capsys.readouterr().out
    assert "Asked: Does she smoke?" in shown
    assert "would be asked otherwise now: other instruction" in shown
    assert main(["audit", "export"]) == 0
    events = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [event["subtype"][0]["code"] for event in events] == ["open", "ask", "ask"]
    assert "smoke" not in json.dumps(events)


def test_what_differs_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    """The kept answer is changed, as if other packs had given it."""
    identifier = _kept(capsys)
    from copilot.cli.opening import open_store

    with open_store(Namespace(passphrase_fd=None)) as store:
        record = json.loads(store.reviews.record(identifier))
        first, second = record["output"]["differential"][:2]
        first["rank"], second["rank"] = 2, 1
        record["output"]["differential"].pop()
        other = store.reviews.keep(
            json.dumps(record).encode(), patient="p", at=store.now(), program="0", pack="old", model=""
        )
    assert main(["replay", other, "--json"]) == 1
    made = json.loads(capsys.readouterr().out)
    assert made["differences"][0] == f"{first['name']}: rank 2 then, 1 now"
    assert any(": new, rank " in line for line in made["differences"])
    assert made["now"]["differential"][0]["rank"] == 1


def test_a_patient_is_forgotten_and_the_trail_says_so(capsys: pytest.CaptureFixture[str]) -> None:
    _kept(capsys)
    main(["reviews"])
    patient = capsys.readouterr().out.split("patient ")[1].split()[0]
    assert main(["reviews", "--forget", patient]) == 0
    assert "1 reviews of patient" in capsys.readouterr().out
    assert main(["reviews"]) == 0
    assert capsys.readouterr().out == ""
    assert main(["audit", "export"]) == 0
    events = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [event["subtype"][0]["code"] for event in events] == ["open", "forget"]
    assert all(AuditEvent.model_validate(event) for event in events)


def test_a_trail_that_was_touched_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    _kept(capsys)
    database = connect(places.store() / FILE, keeping.key_of(places.store()))
    database.execute("DROP TRIGGER audit_no_update")
    database.execute("UPDATE audit SET patient = 'somebody else'")
    database.conn.close()
    for _ in range(2):
        assert main(["audit", "verify"]) == 1
        said = capsys.readouterr().out
        assert "event 1 is not as it was written" in said
        assert "noticed on" in said


def test_an_export_goes_to_a_file_of_its_owner(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    _kept(capsys)
    out = tmp_path / "events.ndjson"
    assert main(["audit", "export", "--out", str(out)]) == 0
    assert json.loads(out.read_text())["resourceType"] == "AuditEvent"
    assert out.stat().st_mode & 0o077 == 0


def test_an_id_that_is_not_there_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    _kept(capsys)
    assert main(["replay", "nobody"]) == 3
    assert "No review of this id" in capsys.readouterr().err


def test_without_a_keyring_nothing_is_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    patient = next(iter(sorted(DEMO.glob("ruth*.json"))))
    surroundings = {**os.environ, "DBUS_SESSION_BUS_ADDRESS": f"unix:path={tmp_path}/nobody"}
    done = subprocess.run(
        [sys.executable, "-m", "copilot", "review", str(patient), "--no-model", "--keep"],
        env=surroundings,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 3
    assert "no keyring" in done.stderr
    assert "Traceback" not in done.stderr
