from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

torch = pytest.importorskip("torch", reason="the extra `training` is not installed")
pytest.importorskip("gguf", reason="the extra `training` is not installed")


def test_a_training_with_a_pause_ends_as_one_without_in_a_file_that_can_be_read(tmp_path: Path) -> None:
    from copilot.model.gguf_file import read_header
    from copilot.training.export import export
    from copilot.training.train import Plan, load, train

    heard: list[str] = []
    plan = Plan(steps=6, batch_tokens=600, warm_up=2, save_every=2, vocabulary=300, shape={"width": 64, "layers": 1})
    train(tmp_path / "whole", plan, heard.append)
    train(tmp_path / "parted", plan, heard.append, most=3)
    train(tmp_path / "parted", plan, heard.append)
    whole, parted = (load(tmp_path / name / "checkpoint.pt")[0].state_dict() for name in ("whole", "parted"))
    assert all(torch.equal(whole[name], parted[name]) for name in whole)
    info = read_header(export(tmp_path / "whole", tmp_path / "made.gguf"))
    assert info.prompt == "brief-2"
    assert info.quantization == "Q8_0"


def test_an_earlier_file_can_be_gone_on_from(tmp_path: Path) -> None:
    from copilot.training.export import export
    from copilot.training.network import Network, Shape
    from copilot.training.takeover import taken_over
    from copilot.training.tokenizer import learn
    from copilot.training.train import Plan, _Run

    tokenizer = learn(["chest pain and chest pain and fever"] * 9, 300)
    network = Network(Shape(len(tokenizer.tokens), width=64, layers=2, hidden=96))
    plan = Plan()
    run = _Run(plan, tokenizer, network, torch.optim.AdamW(network.parameters()))
    tokenizer.save(tmp_path / "tokenizer.json")
    run.save(tmp_path)
    again, words = taken_over(export(tmp_path, tmp_path / "made.gguf"))
    assert words.tokens == tokenizer.tokens
    assert replace(again.shape) == network.shape
    for name, weight in network.state_dict().items():
        assert torch.allclose(weight, again.state_dict()[name], atol=2e-3), name


def test_positions_only_count_by_their_distance() -> None:
    from copilot.training.network import Network, Shape, rotated

    torch.manual_seed(1)
    cosine, sine = Network(Shape(vocabulary=8, width=32, layers=1, heads=1, hidden=32)).turns(20)
    query, key = torch.randn(2, 1, 32)
    dots = [float(rotated(query, cosine[n], sine[n]) @ rotated(key, cosine[n - 3], sine[n - 3]).T) for n in (3, 9, 17)]
    assert max(dots) - min(dots) < 1e-4
