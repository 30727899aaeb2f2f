"""Lines that a test leaves for the end of the run, where people and CI read them."""

from __future__ import annotations

import pytest

SUMMARY = pytest.StashKey[list[str]]()
