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
        _none_is_control(engine, tiny)


def _none_is_control(engine: Engine, tiny: Tiny) -> None:
    names = tiny.tokens
    control = {names.index(mark) for mark in (*tiny.special, *tiny.user)}
    ours = engine.tokens([Part("".join(tiny.special), special=True)])
    assert set(ours) & control
    for payload in (*PAYLOADS, *tiny.special, *tiny.user, "".join((*tiny.special, *tiny.user))):
        whole = engine.tokens([Part(tiny.special[0], special=True), Part(payload)])
        begun = len(engine.tokens([Part(tiny.special[0], special=True)]))
        assert not set(whole[begun:]) & control, payload
