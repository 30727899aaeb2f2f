"""Which build runs: stamped into an installed program, told from a checkout, and never believed where it is damaged."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from copilot import __version__, stamp
from copilot.errors import KnownError

WHOLE = {"version": __version__, "commit": "02f945fd" + "0" * 32, "day": "2026-11-27", "changed": False, "shipped": {}}


@pytest.fixture
def _resources(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stamp, "resources", lambda: tmp_path)


def test_a_checkout_says_that_it_is_one() -> None:
    assert stamp.line() == f"{__version__} (from source)"


@pytest.mark.usefixtures("_resources")
def test_a_build_names_its_commit_and_day(tmp_path: Path) -> None:
    (tmp_path / stamp.FILE).write_text(json.dumps(WHOLE))
    assert stamp.line() == f"{__version__} (commit 02f945fd, 2026-11-27)"
    (tmp_path / stamp.FILE).write_text(json.dumps({**WHOLE, "changed": True}))
    assert "(commit 02f945fd, with changes, 2026-11-27)" in stamp.line()


@pytest.mark.usefixtures("_resources")
@pytest.mark.parametrize(
    "text", ["", "[]", "{}", json.dumps({**WHOLE, "day": 3}), json.dumps({**WHOLE, "version": "0.0.9"})]
)
def test_a_damaged_stamp_is_not_believed(text: str, tmp_path: Path) -> None:
    (tmp_path / stamp.FILE).write_text(text)
    with pytest.raises(KnownError, match="stamp"):
        stamp.stamp()
    assert "damaged" in stamp.line()


def test_what_is_written_is_what_is_read() -> None:
    assert stamp.Stamp(**WHOLE).as_json() == WHOLE
