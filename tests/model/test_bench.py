"""The bench: its own model, and what it measures, on models small enough for a test."""

from __future__ import annotations

from pathlib import Path

import pytest

from copilot.errors import KnownError
from copilot.model import bench
from copilot.model.bench import Work, measure
from copilot.model.bench_model import FILE, Shape, bench_model, remove
from copilot.model.client import ModelClient
from copilot.model.gguf_file import read_header, sha256
from copilot.model.resident import growth

SMALL = Shape(width=64, inner=96, layers=2, heads=2, heads_kv=1, vocabulary=300, context=8192)


def test_what_is_promised_is_measured(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bench, "CHART", 600)
    figures = measure(bench_model(tmp_path, SMALL), Work(rounds=1, tokens=20))
    assert figures.ratio == pytest.approx(figures.tokens_per_second / figures.in_process)
    assert 500 < figures.chart_tokens < 700
    assert figures.second_share == pytest.approx(figures.second_seconds / figures.first_seconds)
    assert figures.back_share > 0
    assert figures.stop_tokens == 4000
    assert figures.stop_seconds is not None
    assert 0 < figures.stop_seconds < 60
    assert figures.memory_estimated.endswith("MB")


def test_a_stop_with_nothing_to_stop_is_not_measured(tiny: Path) -> None:
    client = ModelClient(context=1024)
    try:
        client.load(tiny)
        assert bench._stop(client, "short", 1) is None
    finally:
        client.close()


def test_the_model_is_the_same_every_time_and_is_kept_and_removed(tmp_path: Path) -> None:
    first = bench_model(tmp_path / "a", SMALL)
    again = bench_model(tmp_path / "b", SMALL)
    assert sha256(first) == sha256(again)
    info = read_header(first)
    assert (info.quantization, info.vocabulary, info.told("block_count")) == ("Q4_0", 300, 2)
    assert info.size == first.stat().st_size
    written = first.stat().st_mtime_ns
    assert bench_model(tmp_path / "a", SMALL).stat().st_mtime_ns == written
    assert remove(tmp_path / "a") == first
    assert not first.exists()
    assert remove(tmp_path / "a") == first, "twice does no harm"


def test_a_file_that_an_earlier_run_left_half_is_made_again(tmp_path: Path) -> None:
    path = bench_model(tmp_path, SMALL)
    whole = path.read_bytes()
    path.write_bytes(whole[: len(whole) // 2])
    assert bench_model(tmp_path, SMALL).read_bytes() == whole


def test_no_room_for_the_model_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(KnownError, match="could not be written") as caught:
        bench_model(tmp_path / "file", SMALL)
    assert FILE in caught.value.where


def test_loading_again_and_again_is_watched_for_growth(tiny: Path) -> None:
    grown = growth(tiny, loads=6)
    assert grown.loads == 6
    assert -1 < grown.in_worker < 5
    assert -1 < grown.in_program < 5
