"""Let IT decide something for a test."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from copilot import policy
from copilot.model.gate import policy as models


def at(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let IT's folder be this one."""
    monkeypatch.setattr(policy, "machine_settings", lambda: folder)
    monkeypatch.setattr(models, "machine_settings", lambda: folder)


def write(folder: Path, **sections: Any) -> Path:
    """Write the policy as an administrator would, and return its path."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / policy.FILE
    path.write_text(json.dumps(sections), encoding="utf-8")
    path.chmod(0o644)
    return path
