from __future__ import annotations

from pathlib import Path

import pytest

pytest.importorskip("torch", reason="the extra `training` is not installed")
pytest.importorskip("gguf", reason="the extra `training` is not installed")


def test_a_few_seconds_of_training_end_in_a_file_that_can_be_read(tmp_path: Path) -> None:
    from copilot.model.gguf_file import read_header
    from copilot.training.export import export
    from copilot.training.train import Plan, train

    heard: list[str] = []
    train(tmp_path, Plan(minutes=0.05, batch_tokens=600, vocabulary=300), heard.append)
    train(tmp_path, Plan(minutes=0.02, batch_tokens=600), heard.append, resume=True)
    info = read_header(export(tmp_path, tmp_path / "made.gguf"))
    assert info.prompt == "brief-1"
    assert info.quantization == "Q8_0"


def test_positions_only_count_by_their_distance() -> None:
    import torch

    from copilot.training.network import Network, Shape, rotated

    torch.manual_seed(1)
    cosine, sine = Network(Shape(vocabulary=8, width=32, layers=1, heads=1, hidden=32)).turns(20)
    query, key = torch.randn(2, 1, 32)
    dots = [float(rotated(query, cosine[n], sine[n]) @ rotated(key, cosine[n - 3], sine[n - 3]).T) for n in (3, 9, 17)]
    assert max(dots) - min(dots) < 1e-4
