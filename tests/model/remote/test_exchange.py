"""Whoever stops or goes away leaves nothing running."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

import pytest

from copilot.model.exchange import exchange


@pytest.mark.parametrize("goes_away", [True, False])
def test_what_is_given_up_is_cancelled(goes_away: bool) -> None:
    ends: list[str] = []

    async def talk(hear: Callable[[int], None]) -> None:
        try:
            hear(1)
            await asyncio.Event().wait()
        except asyncio.CancelledError:
            ends.append("cancelled")
            raise

    heard: list[int] = []
    running = exchange(talk, lambda: bool(heard) and not goes_away)
    heard.append(next(running))
    assert not ends
    if goes_away:
        running.close()
    else:
        assert list(running) == []
    assert ends == ["cancelled"]
    assert heard == [1]
