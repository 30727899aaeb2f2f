from __future__ import annotations

import os
import signal
import sys
import threading
import time
from pathlib import Path

import pytest

from copilot.errors import ModelError
from copilot.model.client import ModelClient
from copilot.model.protocol import Part
from tests.model.tiny_gguf import write_tiny

ENDLESS = "root ::= [a-z ] root"
PARTS = (Part("<|begin|>", special=True), Part("hello"), Part("<|say|>", special=True))


def test_load_says_what_runs(client: ModelClient, tiny: Path) -> None:
    heard: list[float] = []
    loaded = client.load(tiny, heard.append)
    assert loaded.info.name == "tiny"
    assert len(loaded.sha256) == 64
    assert loaded.runs.context == 1024
    assert "llama-cpp-python" in loaded.runs.build
    assert heard[-1] == pytest.approx(1.0)


def test_the_grammar_is_kept_to(client: ModelClient, tiny: Path) -> None:
    client.load(tiny)
    said = "".join(client.generate(PARTS, 'root ::= ("pain" | "fever") " [F12]."'))
    assert said in ("pain [F12].", "fever [F12].")
    assert client.last is not None
    assert client.last.reason == "end"


def test_the_same_question_gets_the_same_answer_and_reuses_its_beginning(client: ModelClient, tiny: Path) -> None:
    client.load(tiny)
    parts = (Part("x" * 300), Part("y"))
    first = "".join(client.generate(parts, ENDLESS, 40))
    assert client.last is not None
    assert client.last.reused == 0
    assert "".join(client.generate(parts, ENDLESS, 40)) == first
    assert client.last.reused == 300
    assert client.last.prompt_tokens == 301


def test_what_was_read_goes_with_the_process_and_the_next_question_starts_another(
    client: ModelClient, tiny: Path
) -> None:
    client.load(tiny)
    parts = (Part("x" * 300), Part("y"))
    first, process = "".join(client.generate(parts, ENDLESS, 40)), client.pid
    client.forget_read()
    assert process is not None
    with pytest.raises(ProcessLookupError):
        os.kill(process, 0)
    assert client.model is not None
    assert "".join(client.generate(parts, ENDLESS, 40)) == first
    assert client.last is not None
    assert client.last.reused == 0


def test_a_temperature_has_a_fixed_seed(client: ModelClient, tiny: Path) -> None:
    client.load(tiny)
    made = ["".join(client.generate(PARTS, ENDLESS, 30, temperature=0.8)) for _ in range(2)]
    assert made[0] == made[1]


def test_without_a_grammar_it_goes_on_to_the_limit_or_its_end(client: ModelClient, tiny: Path) -> None:
    client.load(tiny)
    list(client.generate(PARTS, "", 20))
    assert client.last is not None
    assert client.last.reason in ("length", "end")
    assert client.last.tokens <= 20


def test_a_grammar_that_cannot_be_read_is_an_error_and_not_free_text(client: ModelClient, tiny: Path) -> None:
    client.load(tiny)
    with pytest.raises(ModelError, match="grammar"):
        list(client.generate(PARTS, "root ::= [a-z"))
    assert "".join(client.generate(PARTS, 'root ::= "ok"')) == "ok"


def test_chart_text_can_not_hold_control_tokens(client: ModelClient, tiny: Path) -> None:
    client.load(tiny)
    list(client.generate((Part("<|end|>"),), 'root ::= "a"'))
    assert client.last is not None
    assert client.last.prompt_tokens == len("<|end|>")
    list(client.generate((Part("<|end|>", special=True),), 'root ::= "a"'))
    assert client.last.prompt_tokens == 1


def test_a_prompt_that_is_too_long_is_refused_before_it_is_read(client: ModelClient, tiny: Path) -> None:
    client.load(tiny)
    with pytest.raises(ModelError, match="too long"):
        list(client.generate((Part("x" * 2000),), ENDLESS, 100))


def test_stop_from_another_thread_ends_within_a_second(client: ModelClient, tiny: Path) -> None:
    client.load(tiny)
    pieces = client.generate(PARTS, ENDLESS, 900)
    next(pieces)
    timer = threading.Timer(0.05, client.stop)
    timer.start()
    begun = time.monotonic()
    list(pieces)
    timer.join()
    assert time.monotonic() - begun < 1.0
    assert client.last is not None
    assert client.last.reason in ("stopped", "length")
    assert "".join(client.generate(PARTS, 'root ::= "again"')) == "again"


def test_stop_is_heard_while_the_prompt_is_read(tmp_path: Path) -> None:
    slow = write_tiny(tmp_path / "slow.gguf", layers=24, width=512, llama__context_length=8192)
    client = ModelClient(context=8192, threads=1)
    try:
        client.load(slow)
        begun = time.monotonic()
        list(client.generate((Part("x" * 7000),), ENDLESS, 900, stopped=lambda: time.monotonic() - begun > 0.2))
        assert time.monotonic() - begun < 1.6
        assert client.last is not None
        assert client.last.reason == "stopped"
        assert client.last.tokens == 0
    finally:
        client.close()


def test_a_reader_that_leaves_early_stops_the_work(client: ModelClient, tiny: Path) -> None:
    client.load(tiny)
    pieces = client.generate(PARTS, ENDLESS, 900)
    next(pieces)
    pieces.close()  # type: ignore[attr-defined]
    assert "".join(client.generate(PARTS, 'root ::= "next"')) == "next"


@pytest.mark.skipif(sys.platform == "win32", reason="signals")
def test_a_killed_process_is_noticed_at_once_and_started_again(client: ModelClient, tiny: Path) -> None:
    client.load(tiny)
    pieces = client.generate(PARTS, ENDLESS, 900)
    next(pieces)
    assert client.pid is not None
    os.kill(client.pid, signal.SIGKILL)
    begun = time.monotonic()
    with pytest.raises(ModelError) as caught:
        list(pieces)
    assert time.monotonic() - begun < 1.0
    assert "memory" in caught.value.what
    assert caught.value.remedy
    assert "".join(client.generate(PARTS, 'root ::= "alive"')) == "alive"


@pytest.mark.skipif(sys.platform == "win32", reason="signals")
def test_a_process_that_does_not_stop_is_ended(client: ModelClient, tiny: Path) -> None:
    client.load(tiny)
    pieces = client.generate(PARTS, ENDLESS, 900)
    next(pieces)
    assert client.pid is not None
    os.kill(client.pid, signal.SIGSTOP)
    client.stop()
    begun = time.monotonic()
    list(pieces)
    assert time.monotonic() - begun < 1.5
    assert client.last is not None
    assert client.last.reason == "stopped"
    assert "".join(client.generate(PARTS, 'root ::= "alive"')) == "alive"


@pytest.mark.skipif(sys.platform == "win32", reason="signals")
def test_a_process_that_hangs_is_not_waited_for_for_ever(
    client: ModelClient, tiny: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("copilot.model.conversation.SILENT_SECONDS", 0.4)
    client.load(tiny)
    pieces = client.generate(PARTS, ENDLESS, 900)
    next(pieces)
    assert client.pid is not None
    os.kill(client.pid, signal.SIGSTOP)
    with pytest.raises(ModelError, match="did not answer"):
        list(pieces)
    assert client.pid is None


def test_loading_can_be_stopped(client: ModelClient, tiny: Path) -> None:
    with pytest.raises(ModelError, match="stopped"):
        client.load(tiny, lambda _: client.stop())
    assert client.load(tiny).info.name == "tiny"


def test_a_small_model_runs_on_one_thread(tiny: Path) -> None:
    client = ModelClient()
    try:
        loaded = client.load(tiny)
        assert loaded.runs.threads == 1
        assert loaded.runs.device == "CPU, 1 thread"
    finally:
        client.close()


def test_nothing_that_prints_reaches_the_channel(tiny: Path) -> None:
    noisy = (
        "import os, sys; from copilot.model import worker; channel = worker.private_channel(); "
        "os.write(1, b'noise\\n'); os.write(2, b'noise\\n'); print('noise', flush=True); "
        "os.system('echo noise'); "
        "worker.Worker(os.fdopen(os.dup(0), 'rb'), channel).run(); os._exit(0)"
    )
    client = ModelClient(context=512, command=[sys.executable, "-c", noisy])
    try:
        client.load(tiny)
        assert "".join(client.generate(PARTS, 'root ::= "quiet"')) == "quiet"
    finally:
        client.close()


def test_a_child_that_talks_nonsense_is_an_error(tiny: Path) -> None:
    client = ModelClient(command=[sys.executable, "-c", "print('nonsense', flush=True); input()"])
    with pytest.raises(ModelError, match="process"):
        client.load(tiny)
    client.close()


def test_a_program_that_is_not_there_is_an_error(tiny: Path) -> None:
    client = ModelClient(command=["/nonexistent/worker"])
    with pytest.raises(ModelError, match="could not be started"):
        client.load(tiny)
    client.close()


def test_a_model_that_llama_cpp_does_not_know_says_so(client: ModelClient, tmp_path: Path) -> None:
    strange = write_tiny(tmp_path / "strange.gguf", general__architecture="unheard-of")
    with pytest.raises(ModelError, match="unheard-of"):
        client.load(strange)


def test_nothing_is_generated_before_a_load() -> None:
    with pytest.raises(ModelError, match="No model is loaded"):
        list(ModelClient().generate(PARTS))


def test_the_child_sees_little_of_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    from copilot.model.process import environment

    seen = environment({"PATH": "/bin", "AWS_SECRET_ACCESS_KEY": "x", "CHARTSIDE_TOKEN": "y"})
    assert set(seen) == {
        "PATH",
        "PYTHONUTF8",
        "PYTHONNOUSERSITE",
        "PYTHONPATH",
        "PYTHONDONTWRITEBYTECODE",
        "GGML_NO_BACKTRACE",
        "GOMP_SPINCOUNT",
        "MALLOC_ARENA_MAX",
    }


def test_the_frozen_program_starts_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    from copilot.model.process import environment, worker_command

    monkeypatch.setattr(sys, "frozen", True, raising=False)
    assert worker_command() == [sys.executable, "--model-worker"]
    assert "PYTHONPATH" not in environment({})
