"""A folder, a link outside, and a key in a real keyring."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.store import keyrings


@pytest.fixture
def keyring(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[dict[str, str]]:
    """A gnome-keyring of this test's own; its surroundings, for programs that the test starts."""
    keyrings.needed()
    with keyrings.session(tmp_path / "home", monkeypatch) as surroundings:
        yield surroundings
