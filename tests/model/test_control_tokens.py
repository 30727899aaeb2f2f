"""No text of the chart becomes a control token, in any family, whatever marks it holds; our own parts do."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import pytest

from copilot.model.engine import Engine
from copilot.model.protocol import Load, Part
from tests.model.tiny_families import FAMILIES
from tests.model.tiny_gguf import Tiny
from tests.narrative.injections import PAYLOADS


@pytest.mark.parametrize("name", FAMILIES)
def test_no_control_token_comes_from_the_chart(name: str, tmp_path: Path) -> None:
    tiny = FAMILIES[name]
    with closing(Engine(Load(str(tiny.write(tmp_path / "m.gguf")), context=2048, threads=1))) as engine:
        control = {tiny.tokens.index(mark) for mark in (*tiny.special, *tiny.user)}
        assert control & set(engine.tokens([Part("".join(tiny.special), special=True)]))  # our own part has some
        texts = (*PAYLOADS, *tiny.special, *tiny.user, "".join((*tiny.special, *tiny.user)))
        assert [text for text in texts if control & set(_behind_our_own(engine, tiny, text))] == []


def _behind_our_own(engine: Engine, tiny: Tiny, text: str) -> list[int]:
    """Return the tokens of chart text that stands behind a part of ours."""
    ours = Part(tiny.special[0], special=True)
    return engine.tokens([ours, Part(text)])[len(engine.tokens([ours])) :]
