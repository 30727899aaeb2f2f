"""What a real model process can do to the program: die, hang, run out of memory, talk nonsense, fall silent."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from copilot.errors import ModelCrashError, ModelError, RepeatedCrashError
from copilot.model import protocol
from copilot.model.client import ModelClient
from copilot.model.confine import SLACK
from copilot.model.conversation import Conversation, StopSign
from copilot.model.crashes import Crashes
from copilot.model.endings import Exit, ending
from copilot.model.process import environment, worker_command
from copilot.model.protocol import Generate, Load, Part
from tests.model.tiny_gguf import write_tiny

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="signals and limits of POSIX")
ENDLESS = "root ::= [a-z ] root"
PARTS = (Part("<|begin|>", special=True), Part("hello"), Part("<|say|>", special=True))
# The worker itself, with one of its methods doing something else.
WORKER = """
import os, sys, time
from copilot.model import worker
def fault(self, request):
    {fault}
worker.Worker._generate = fault
os._exit(worker.main())
"""


def faulty(fault: str) -> list[str]:
    return [sys.executable, "-c", WORKER.format(fault=fault)]


@pytest.fixture
def marks(tmp_path: Path) -> Crashes:
    return Crashes(tmp_path / "crashes.json")


@pytest.fixture
def held(marks: Crashes) -> Iterator[ModelClient]:
    client = ModelClient(context=1024, crashes=marks)
    yield client
    client.close()
    assert client.pid is None


def kill(client: ModelClient) -> None:
    assert client.pid is not None
    os.kill(client.pid, signal.SIGKILL)


def ask(client: ModelClient, tokens: int = 200) -> str:
    return "".join(client.generate(PARTS, ENDLESS, tokens))


def test_an_abort_in_llama_cpp_is_told_and_starts_no_planted_debugger(
    held: ModelClient, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("gdb", "lldb"):
        planted = tmp_path / name
        planted.write_text(f"#!/bin/sh\ntouch {tmp_path}/ran\n")
        planted.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}{os.environ['PATH']}")
    with pytest.raises(ModelCrashError, match="gave up"):
        held.load(write_tiny(tmp_path / "deep.gguf", llama__block_count=1000))
    assert not (tmp_path / "ran").exists()
    assert str(tmp_path) not in environment(os.environ)["PATH"]


@pytest.mark.skipif(sys.platform != "linux", reason="/proc")
def test_the_process_is_confined(held: ModelClient, tiny: Path) -> None:
    loaded = held.load(tiny)
    status = Path(f"/proc/{held.pid}/status").read_text()
    assert "NoNewPrivs:\t1" in status
    lines = Path(f"/proc/{held.pid}/limits").read_text().splitlines()
    limits = {line[:26].strip(): line[26:].split()[0] for line in lines}
    assert limits["Max core file size"] == "0"
    assert limits["Max file size"] == "0"
    assert loaded.settings is not None
    assert SLACK < int(limits["Max address space"]) < loaded.settings.need.addresses + 3 * SLACK
    assert Path(f"/proc/{held.pid}/environ").read_bytes().count(b"GGML_NO_BACKTRACE=1") == 1


@pytest.mark.skipif(sys.platform != "linux", reason="prctl")
def test_nobody_may_look_into_its_memory() -> None:
    code = (
        "import ctypes, resource as r; from copilot.model import confine; most = r.getrlimit(r.RLIMIT_CORE)[1]; "
        "r.setrlimit(r.RLIMIT_CORE, (most, most)); confine.harden(); "
        "print(ctypes.CDLL(None).prctl(3), r.getrlimit(r.RLIMIT_CORE))"
    )
    said = subprocess.run([sys.executable, "-c", code], env=environment(os.environ), capture_output=True, check=True)
    assert said.stdout.strip() == b"0 (0, 0)"


@pytest.mark.skipif(sys.platform != "linux", reason="address space")
def test_a_process_that_may_have_no_more_memory_says_so_and_lives(tmp_path: Path) -> None:
    wide = write_tiny(tmp_path / "wide.gguf", llama__context_length=1 << 24)
    talk = Conversation(worker_command(), StopSign())
    try:
        with pytest.raises(ModelError, match="no room for the model's context"):
            talk.load(Load(str(wide), context=1 << 23, threads=1, memory=1 << 20), lambda _: None)
        loaded = talk.load(Load(str(wide), context=512, threads=1, memory=64 << 20), lambda _: None)
        assert loaded.context == 512
    finally:
        talk.close()


@pytest.mark.parametrize(
    ("fault", "said"),
    [
        ("self._events.write(b'\\xff\\x00 nonsense\\n'); time.sleep(60)", "no message"),
        ("self._events.write(b'[' * 100_000 + b'\\n'); time.sleep(60)", "no message"),
        ("self._events.write(b'x' * (3 << 20)); time.sleep(60)", "no message"),
        ('self._events.write(b\'{"kind":"Tokens","id":1,"text":7}\\n\'); time.sleep(60)', "no message"),
        ("self._events.close(); time.sleep(60)", "closed its channel"),
        ("raise MemoryError", "ran out of memory"),
        ("raise RuntimeError('a line of the chart')", "fault in Chartside"),
        ("os.kill(os.getpid(), 11)", "crashed"),
        ("os.kill(os.getpid(), 4)", "instruction"),
        ("os._exit(3)", "exit code 3"),
    ],
)
def test_whatever_it_does_the_cause_and_a_remedy_are_told(tiny: Path, marks: Crashes, fault: str, said: str) -> None:
    client = ModelClient(context=512, command=faulty(fault), crashes=marks)
    try:
        sha = client.load(tiny).sha256
        with pytest.raises(ModelCrashError, match=said) as caught:
            ask(client)
        assert caught.value.remedy
        assert "chart" not in str(caught.value)
        assert marks.count(sha) == 1
        assert client.pid is None
    finally:
        client.close()


def test_a_full_pipe_to_a_hanging_process_holds_nobody_up(held: ModelClient, tiny: Path) -> None:
    held.load(tiny)
    assert held.pid is not None
    os.kill(held.pid, signal.SIGSTOP)
    timer = threading.Timer(0.2, held.stop)
    timer.start()
    assert list(held.generate((Part("x" * 400_000),), ENDLESS, 10)) == []
    timer.join()
    assert held.last is not None
    assert held.last.reason == "stopped"


def test_a_question_is_asked_again_after_a_crash_that_was_not_the_first_thing_the_model_did(
    held: ModelClient, tiny: Path, marks: Crashes
) -> None:
    sha = held.load(tiny).sha256
    whole = ask(held)
    pieces = held.generate(PARTS, ENDLESS, 200)
    said = next(pieces)
    kill(held)
    said += "".join(pieces)
    assert said == whole
    assert marks.count(sha) == 0, "it has answered since"


def test_the_first_question_is_not_asked_again_by_itself(held: ModelClient, tiny: Path, marks: Crashes) -> None:
    sha = held.load(tiny).sha256
    pieces = held.generate(PARTS, ENDLESS, 900)
    next(pieces)
    kill(held)
    with pytest.raises(ModelCrashError, match="outside"):
        list(pieces)
    assert marks.count(sha) == 1
    assert ask(held), "but whoever asks again is answered"


def test_a_model_that_crashes_again_and_again_is_not_started_unless_asked_for(
    held: ModelClient, tiny: Path, marks: Crashes
) -> None:
    held.load(tiny)
    for _ in range(2):
        pieces = held.generate(PARTS, ENDLESS, 900)
        next(pieces)
        kill(held)
        with pytest.raises(ModelCrashError):
            list(pieces)
    with pytest.raises(RepeatedCrashError, match="2 times in a row"):
        ask(held)
    fresh = ModelClient(context=1024, crashes=marks)
    try:
        with pytest.raises(RepeatedCrashError):  # also when the program is started again
            fresh.load(tiny)
        sha = fresh.load(tiny, anyway=True).sha256
        assert ask(fresh)
        assert marks.count(sha) == 0
    finally:
        fresh.close()


def test_a_model_that_ends_its_process_while_it_is_loaded_is_remembered(held: ModelClient, tmp_path: Path) -> None:
    deep = write_tiny(tmp_path / "deep.gguf", llama__block_count=1000)
    for _ in range(2):
        with pytest.raises(ModelCrashError):
            held.load(deep)
    with pytest.raises(RepeatedCrashError, match="gave up"):
        held.load(deep)


def test_a_machine_that_went_down_with_the_model_is_remembered(marks: Crashes) -> None:
    marks.begin("ab")
    marks.begin("ab")  # neither came to an end that anybody saw
    with pytest.raises(RepeatedCrashError):
        Crashes(marks._path).check("ab")


@pytest.mark.parametrize("content", [b"", b"nonsense", b"[1]", b'{"ab": 3}', b'{"ab": ["x", 1]}'])
def test_a_broken_file_of_crashes_stops_nobody(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "crashes.json"
    path.write_bytes(content)
    marks = Crashes(path)
    marks.check("ab")
    marks.crashed("ab", "it crashed")
    assert marks.count("ab") == 1


def test_a_quiet_process_leaves_and_the_next_question_brings_it_back(tiny: Path, marks: Crashes) -> None:
    client = ModelClient(context=1024, idle_seconds=0.5, crashes=marks)
    try:
        sha = client.load(tiny).sha256
        whole = ask(client)
        until = time.monotonic() + 60
        while client.pid is not None and time.monotonic() < until:
            time.sleep(0.05)
        assert client.pid is None
        assert ask(client) == whole
        assert marks.count(sha) == 0
    finally:
        client.close()


def test_a_start_that_failed_leaves_no_process_behind(tiny: Path, tmp_path: Path, marks: Crashes) -> None:
    full = tmp_path / "full"
    fault = f"""
import os
from copilot.errors import ModelError
from copilot.model import worker
load = worker.Worker._load
def fault(self, request):
    if os.path.exists({str(full)!r}):
        raise ModelError("There is no room.")
    load(self, request)
worker.Worker._load = fault
os._exit(worker.main())
"""
    client = ModelClient(context=512, command=[sys.executable, "-c", fault], crashes=marks)
    try:
        client.load(tiny)
        whole = ask(client)
        kill(client)
        full.touch()
        with pytest.raises(ModelError, match="no room"):
            ask(client)
        assert client.pid is None
        full.unlink()
        assert ask(client) == whole
    finally:
        client.close()


def started() -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        worker_command(), stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environment(os.environ)
    )


def test_it_leaves_when_the_program_is_gone(tiny: Path) -> None:
    child = started()
    assert child.stdin is not None
    assert child.stdout is not None
    child.stdin.write(protocol.written(Load(str(tiny), 512, 1)))
    child.stdin.write(protocol.written(Generate(1, PARTS, ENDLESS, 400)))
    child.stdin.close()
    child.stdout.close()
    assert child.wait(60) in (Exit.LEFT, Exit.UNHEARD)


def test_it_leaves_when_nobody_listens(tiny: Path) -> None:
    child = started()
    assert child.stdin is not None
    assert child.stdout is not None
    child.stdout.close()
    child.stdin.write(protocol.written(Load(str(tiny), 512, 1)))
    child.stdin.flush()
    assert child.wait(60) == Exit.UNHEARD
    child.stdin.close()


def test_it_leaves_after_a_quiet_time_and_says_that_this_is_why(tiny: Path) -> None:
    child = started()
    assert child.stdin is not None
    assert child.stdout is not None
    child.stdin.write(protocol.written(Load(str(tiny), 512, 1, idle_seconds=0.1)))
    child.stdin.flush()
    assert child.wait(60) == Exit.RESTED
    child.stdin.close()
    child.stdout.close()


def test_it_leaves_when_it_is_sent_nonsense() -> None:
    child = started()
    said, _ = child.communicate(b"nonsense\n", timeout=60)
    assert child.returncode == Exit.GARBLED
    assert said == b""


def test_every_ending_has_a_cause_and_a_remedy() -> None:
    for code in (*Exit, -9, -11, -6, -7, -4, -8, -15, -30, 1, 137, 0xC0000005, 0xC000001D):
        error = ending(int(code))
        assert error.what.startswith("The model process ")
        assert error.remedy
    assert ending(Exit.RESTED).rested
    assert not ending(-9).rested


def test_a_file_that_changes_while_it_is_loaded_is_not_used(held: ModelClient, tmp_path: Path) -> None:
    path = write_tiny(tmp_path / "m.gguf")
    with pytest.raises(ModelError, match="changed after it was checked"):
        held.load(path, lambda _: path.touch())
    with pytest.raises(ModelError, match="No model is loaded"):
        ask(held)
    assert held.load(path).info.name == "tiny"


def test_a_file_that_was_replaced_is_not_loaded_again_after_a_crash(
    held: ModelClient, tmp_path: Path, marks: Crashes
) -> None:
    path = write_tiny(tmp_path / "m.gguf")
    held.load(path)
    assert ask(held)
    kill(held)
    write_tiny(path, general__name="another")
    with pytest.raises(ModelError, match="changed after it was checked"):
        ask(held)
    assert held.pid is None


def test_whoever_reports_progress_may_fail_without_marking_the_model(
    held: ModelClient, tiny: Path, marks: Crashes
) -> None:
    def fails(_share: float) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        held.load(tiny, fails)
    assert marks.count(held.load(tiny).sha256) == 0


def test_a_slow_calculation_is_told_from_a_hang(tiny: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from copilot.model import engine as engines

    monkeypatch.setattr(engines, "PULSE_SECONDS", 0.0)
    engine = engines.Engine(Load(str(tiny), 512, 1))
    beats = []
    engine.pulse = lambda: beats.append(1)
    try:
        list(engine.generate(Generate(1, (Part("x" * 40),), ENDLESS, 2), lambda: False))
        assert len(beats) > 1, "more than once within one piece of the prompt"
    finally:
        engine.close()
