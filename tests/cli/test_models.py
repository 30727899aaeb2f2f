from __future__ import annotations

import json
from pathlib import Path

import pytest

from copilot.cli.main import main
from copilot.model.gate import page
from tests import policies
from tests.model.gate.signing import Signer, listed
from tests.model.tiny_families import FAMILIES, copying
from tests.model.tiny_gguf import write_tiny


@pytest.fixture(autouse=True)
def machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "machine"
    folder.mkdir()
    policies.at(folder, monkeypatch)
    monkeypatch.setattr(page, "data", lambda: tmp_path / "data")
    return folder


@pytest.fixture
def good(tmp_path: Path) -> Path:
    return copying("qwen-2.5").write(tmp_path / "good.gguf")


def test_add_takes_a_model_in_once_its_licence_is_accepted(good: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["models", "add", str(good)]) == 1
    told = capsys.readouterr().out
    assert "licence: not stated in the file" in told
    assert "refused" in told
    assert main(["models", "add", str(good), "--accept-licence"]) == 0
    told = capsys.readouterr()
    assert "copying qwen-2.5: admitted" in told.out
    assert "Result page:" in told.err
    assert main(["models", "list"]) == 0
    told = capsys.readouterr()
    assert "shipped with Chartside" in told.out
    assert "copying qwen-2.5 · llama" in told.out
    assert "passed the gate on" in told.out


def test_what_a_file_says_of_itself_does_not_steer_the_terminal(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    forged = "good\x1b[2K\radmitted\n  passed"
    path = write_tiny(tmp_path / "m.gguf", general__name=forged, general__license=forged, general__type=forged)
    for command in (["check", str(path)], ["list", str(path)]):
        main(["models", *command])
        told = capsys.readouterr().out
        assert "\x1b" not in told
        assert "\r" not in told


def test_check_keeps_nothing(good: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["models", "check", str(good), "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["admitted"] is True
    assert told["licence_accepted"] is False
    assert page.all_kept() == ()
    assert main(["models", "list", str(good), "--json"]) == 0
    assert [json.loads(line)["gate"] for line in capsys.readouterr().out.splitlines()][1] == "not checked"


def test_a_model_that_does_not_listen_is_refused_with_reasons(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = FAMILIES["phi-3"].write(tmp_path / "bad.gguf")
    assert main(["models", "check", str(path)]) == 1
    assert "Instructions do not reach the model" in capsys.readouterr().out


def test_what_cannot_be_read_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for content in (None, b"no model"):
        path = tmp_path / "none.gguf"
        if content is not None:
            path.write_bytes(content)
        assert main(["models", "check", str(path)]) == 3
        assert "chartside:" in capsys.readouterr().err


@pytest.mark.parametrize("arguments", [["models"], ["models", "add"], ["models", "frobnicate", "x"]])
def test_usage(arguments: list[str]) -> None:
    with pytest.raises(SystemExit) as caught:
        main(arguments)
    assert caught.value.code == 2


def test_a_signed_list_from_elsewhere_needs_its_trusted_key(
    good: Path, machine: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    signer = Signer()
    manifest = str(signer.manifest(tmp_path, listed(good, family="chatml")))
    assert main(["models", "check", str(good), "--manifest", manifest]) == 3
    assert "no trusted key" in capsys.readouterr().err
    policies.write(machine, models={"trusted_key": Signer().key})
    assert main(["models", "check", str(good), "--manifest", manifest]) == 1
    assert "signature does not fit" in capsys.readouterr().out
    policies.write(machine, models={"trusted_key": signer.key})
    assert main(["models", "check", str(good), "--manifest", manifest]) == 0
    assert "named in the signed list" in capsys.readouterr().out
