"""The pause of Python's search for garbage ends as it began."""

from __future__ import annotations

import gc

from copilot.garbage import paused


def test_the_pause_restores_the_state() -> None:
    assert gc.isenabled()
    with paused():
        assert not gc.isenabled()
        with paused():
            assert not gc.isenabled()
        assert not gc.isenabled()
    assert gc.isenabled()
