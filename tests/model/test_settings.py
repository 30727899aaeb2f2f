"""Context, batch, threads and memory: what is chosen for a model and a machine, and what is refused."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import llama_cpp
import pytest

from copilot.errors import ModelError
from copilot.model import machine as machines
from copilot.model.client import ModelClient
from copilot.model.gguf_file import GgufInfo, read_header
from copilot.model.gpu import NO_BUILD, Offload, fitting
from copilot.model.machine import Machine, this_machine
from copilot.model.memory import Need, cache_per_token, need
from copilot.model.protocol import Load
from copilot.model.settings import LEAST, WANTED, Wishes, choose

GB = 10**9


def model(weights: int = 16 * GB, context: int = 131_072, **told: Any) -> GgufInfo:
    """Return a header like that of a 27-billion-parameter Gemma 3."""
    shape: dict[str, Any] = {
        "block_count": 62,
        "embedding_length": 5376,
        "feed_forward_length": 21_504,
        "attention.head_count": 32,
        "attention.head_count_kv": 16,
        "attention.key_length": 128,
        "attention.value_length": 128,
        **{key.replace("__", "."): value for key, value in told.items()},
    }
    metadata = {f"gemma3.{key}": value for key, value in shape.items()}
    return GgufInfo(
        Path("m.gguf"), weights, 3, "gemma3", "m", "Q4_K_M", context, "", "", "", 808, weights, 262_144, metadata
    )


def test_a_large_machine_gets_the_context_that_is_wanted() -> None:
    chosen = choose(model(), Machine(16, 64 * GB))
    assert (chosen.context, chosen.threads, chosen.batch) == (WANTED, 16, 512)
    assert chosen.states > 0
    assert "context 8,192 of 131,072 · batch 512 · 16 threads · needs about" in str(chosen)


def test_less_memory_means_less_context_down_to_a_least() -> None:
    small = choose(model(), Machine(8, 23 * GB))
    assert LEAST <= small.context < WANTED
    with pytest.raises(ModelError, match=r"needs about .* are free"):
        choose(model(), Machine(8, 16 * GB))


def test_a_context_that_was_asked_for_is_used_or_refused_with_one_that_fits() -> None:
    assert choose(model(), Machine(8, 64 * GB), Wishes(context=32_768)).context == 32_768
    with pytest.raises(ModelError) as caught:
        choose(model(), Machine(8, 32 * GB), Wishes(context=65_536))
    assert "Use a context of " in caught.value.remedy
    fitting_context = int(caught.value.remedy.split("context of ")[1].split(" ")[0].replace(",", ""))
    assert choose(model(), Machine(8, 32 * GB), Wishes(context=fitting_context)).context == fitting_context


def test_where_no_context_fits_the_largest_file_is_named_and_fits() -> None:
    with pytest.raises(ModelError) as caught:
        choose(model(), Machine(8, 12 * GB))
    size = float(caught.value.remedy.split("at most ")[1].split(" GB")[0])
    assert 1 < size < 16
    choose(model(weights=int(size * GB * 0.95)), Machine(8, 12 * GB))


def test_no_more_context_than_the_model_was_trained_on() -> None:
    assert choose(model(context=4096), Machine(4, 64 * GB)).context == 4096
    assert choose(model(context=0), Machine(4, 64 * GB), Wishes(context=2048)).context == 2048


def test_keys_and_values_are_counted_from_the_header() -> None:
    assert cache_per_token(model()) == 62 * 16 * 256 * 2
    assert cache_per_token(model(attention__head_count_kv=(16,) * 31 + (0,) * 31)) == 31 * 16 * 256 * 2
    plain = model(attention__key_length=None, attention__value_length=None)
    assert cache_per_token(plain) == 62 * 16 * 2 * (5376 // 32) * 2


def test_a_header_that_says_nothing_counts_the_weights_alone() -> None:
    info = GgufInfo(Path("m"), 10, 3, "x", "m", "Q8_0", 0, "", "", "", 1, 10)
    assert need(info, 4096, 512, 0).cache == 0


@pytest.mark.parametrize("value", [-1, "many", 2.5, (), ("a",)])
def test_senseless_counts_count_as_nothing(value: Any) -> None:
    assert need(model(block_count=value, feed_forward_length=value, attention__head_count=value), 4096, 512, 0).whole


def test_the_tiny_models_header_gives_its_weights_and_words(tiny: Path) -> None:
    info = read_header(tiny)
    assert info.vocabulary == 259
    assert 0 < info.weights < info.size
    assert info.told("block_count") == 2


def test_what_the_estimate_allows_runs_within_it(tiny: Path) -> None:
    client = ModelClient(context=1024)
    try:
        loaded = client.load(tiny)
        pages = int(Path(f"/proc/{client.pid}/statm").read_text().split()[1]) if Path("/proc/self").exists() else 0
        assert loaded.settings is not None
        assert pages * 4096 < loaded.settings.need.whole
    finally:
        client.close()


def test_a_model_that_does_not_fit_is_refused_before_a_process_is_started(
    tiny: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("copilot.model.client.this_machine", lambda: Machine(2, 32 << 20))
    client = ModelClient(command=["/nonexistent"])
    with pytest.raises(ModelError, match="are free"):
        client.load(tiny)


def test_the_machine_is_looked_at(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    here = this_machine()
    assert here.cores >= 1
    assert here.free > 0
    (tmp_path / "cpuinfo").write_text(
        "".join(f"processor\t: {n}\nphysical id\t: 0\ncore id\t\t: {n // 2}\n\n" for n in range(8)), "utf-8"
    )
    (tmp_path / "meminfo").write_text("MemTotal: 9 kB\nMemAvailable:    4000 kB\n", "ascii")
    (tmp_path / "memory.max").write_text("3000000\n", "ascii")
    (tmp_path / "memory.current").write_text("1000000\n", "ascii")
    (tmp_path / "cpu.max").write_text("150000 100000\n", "ascii")
    monkeypatch.setattr(machines, "KERNEL", tmp_path)
    assert machines._linux_cores() == 4
    monkeypatch.setattr(machines, "GROUP", tmp_path)
    assert machines._quota() == 1
    assert machines._linux_free() == 2_000_000
    monkeypatch.setattr(machines, "GROUP", tmp_path / "none")
    assert machines._quota() == 0
    assert machines._linux_free() == 4_096_000


def test_layers_go_to_a_gpu_as_far_as_they_fit_and_the_reason_is_told() -> None:
    wanted, every = Need(16 * GB, 2 * GB, GB, 0), Load("m", gpu_layers=-1)
    assert fitting(wanted, 62, every, "A", 80 * GB) == Offload(63, "A")
    part = fitting(wanted, 62, every, "A", 12 * GB)
    assert 20 < part.layers < 62
    assert part.reason == "A has 12.0 GB free, the model needs 19.0 GB"
    none = fitting(wanted, 62, every, "A", GB)
    assert none.layers == 0
    assert not none.device
    assert fitting(wanted, 62, Load("m", gpu_layers=10), "A", 80 * GB) == Offload(10, "A")


def test_without_a_gpu_the_reason_is_told_and_the_cpu_works(tiny: Path) -> None:
    client = ModelClient(gpu_layers=-1)
    try:
        runs = client.load(tiny).runs
        assert (runs.reason == NO_BUILD) is not llama_cpp.llama_supports_gpu_offload()
        assert runs.device.startswith("CPU") is (runs.gpu_layers == 0)
    finally:
        client.close()
