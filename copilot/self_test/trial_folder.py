"""A folder for the things of a trial, gone afterwards."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def trial_folder() -> Iterator[Path]:
    """Give a new folder that only this user may enter."""
    with tempfile.TemporaryDirectory(prefix="chartside-self-test-", ignore_cleanup_errors=True) as name:
        yield Path(name)
