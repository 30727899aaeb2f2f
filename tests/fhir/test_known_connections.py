"""The list of servers: IT's first and locked, the user's own beside it, every fault with its place."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from copilot.errors import InputError
from copilot.fhir import known_connections as known
from copilot.fhir.connections import Auth, Connection
from tests import policies

HOSPITAL = Connection("ward", "Ward server", "https://fhir.example.org/r4", client_id="chartside")


@pytest.fixture(autouse=True)
def places(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(known, "settings", lambda: tmp_path / "own")
    policies.at(tmp_path / "machine", monkeypatch)
    return tmp_path


def _by_it(folder: Path, text: str) -> None:
    (folder / "machine").mkdir(exist_ok=True)
    (folder / "machine" / "policy.json").write_text(text, encoding="utf-8")


def test_nothing_is_known_at_first() -> None:
    assert known.known_connections() == ()


def test_what_was_added_comes_back_whole() -> None:
    full = Connection(
        "lab", "Lab", "https://lab.example.org/fhir", Auth.BACKEND, "id", ("system/*.rs",), (50001,), "/back",
        Path("/keys/lab.jwk"), Path("/keys/ca.pem"), "http://proxy.example.org:3128",
    )  # fmt: skip
    known.add_connection(HOSPITAL)
    known.add_connection(full)
    assert known.known_connections() == (HOSPITAL, full)


def test_adding_the_same_id_replaces_it() -> None:
    known.add_connection(HOSPITAL)
    known.add_connection(Connection("ward", "Ward, new", "https://new.example.org/"))
    (only,) = known.known_connections()
    assert (only.name, only.base_url) == ("Ward, new", "https://new.example.org")


def test_removed_is_forgotten() -> None:
    known.add_connection(HOSPITAL)
    known.remove_connection("ward")
    assert known.known_connections() == ()


def test_its_list_wins_and_is_locked(places: Path) -> None:
    line = {"id": "ward", "name": "By IT", "base_url": "https://it.example.org"}
    known.add_connection(HOSPITAL)
    _by_it(places, json.dumps({"connections": [line]}))
    (only,) = known.known_connections()
    assert (only.name, only.locked) == ("By IT", True)
    with pytest.raises(InputError, match="set by IT"):
        known.add_connection(HOSPITAL)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("{", "not whole"),
        ('{"connections": [{"id": "a"}]}', r"connections\.0\.name"),
        ('{"connections": [{"id": "A b", "name": "x", "base_url": "https://x.org"}]}', r"connections\.0\.id"),
        ('{"connections": [{"id": "a", "name": "x", "base_url": "http://x.org"}]}', "https"),
        ('{"connections": [{"id": "a", "name": "x", "base_url": "https://x.org", "verify": false}]}', "verify"),
    ],
)
def test_a_faulty_list_names_file_and_field(places: Path, text: str, says: str) -> None:
    _by_it(places, text)
    with pytest.raises(InputError, match=says) as caught:
        known.known_connections()
    assert caught.value.where.endswith("policy.json")


def test_plain_http_only_on_this_machine() -> None:
    assert known.checked(Connection("a", "A", "http://127.0.0.1:8080/fhir/")).base_url == "http://127.0.0.1:8080/fhir"
    with pytest.raises(InputError, match="https"):
        known.checked(Connection("a", "A", "http://fhir.example.org"))


def test_a_folder_that_cannot_be_read_is_said(places: Path) -> None:
    (places / "own").write_text("a file where the folder should be", encoding="utf-8")
    with pytest.raises(InputError, match="cannot be read"):
        known.add_connection(HOSPITAL)


def test_a_full_disk_leaves_the_list_of_before(places: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    known.add_connection(HOSPITAL)

    def full(_from: Path, _to: Path) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(Path, "replace", full)
        with pytest.raises(InputError, match=r"cannot be written \(No space left"):
            known.add_connection(Connection("lab", "Lab", "https://lab.example.org/fhir"))
    assert known.known_connections() == (HOSPITAL,)
    assert [file.name for file in (places / "own").iterdir()] == [known.FILE]


def test_an_id_is_made_of_the_name() -> None:
    assert known.identifier_for("St. Mary's (test)") == "st-mary-s-test"
    assert known.identifier_for("日本") == "server"
