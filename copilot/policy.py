"""What IT decides for everyone on this machine: one file that only an administrator can write, in sections.

Linux: `/etc/xdg/chartside/policy.json`. Windows: the registry (`policy_registry.py`; Group Policy writes there).
macOS: the managed preferences of `_MANAGED`. All three hold the same sections and keys. Each room checks its own
section by its own schema; `chartside policy check` checks them all.
"""

from __future__ import annotations

import json
import os
import plistlib
import stat
import sys
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from copilot import policy_registry
from copilot.errors import KnownError
from copilot.places import machine_settings

FILE = "policy.json"
SECTIONS = ("connections", "models", "store", "lock", "testing")
OWNERS = frozenset((0,))  # root
_MANAGED = Path("/Library/Managed Preferences/org.chartside.plist")
_REMEDY = "IT mends it; until then Chartside keeps to its strictest settings."

Json = dict[str, Any]
Settings = TypeVar("Settings", bound=BaseModel)


class PolicyError(KnownError):
    """IT's policy is there and cannot be read or trusted; whoever asks must then do what is safest."""


def section(name: str) -> Any:
    """Return one section as JSON values, None where IT sets nothing of it; raises `PolicyError`."""
    return whole().get(name)


def section_as(kind: type[Settings], name: str) -> Settings:
    """Return one section as its own kind, whose defaults hold where IT sets nothing; raises `PolicyError`."""
    held = section(name)
    try:
        return kind() if held is None else kind.model_validate(held)
    except ValidationError as error:
        fault = error.errors(include_input=False, include_url=False)[0]
        why = f"{'.'.join(str(part) for part in fault['loc'])}: {fault['msg']}"
        what = f"IT's policy is wrong in its section {name} ({why})."
        raise PolicyError(what, where=str(place()), remedy="IT mends it.") from None


def whole() -> Json:
    """Return all sections, empty where IT has set nothing; raises `PolicyError`."""
    found = _from_registry() if sys.platform == "win32" else _from_file(place())
    if not isinstance(found, dict):
        raise PolicyError("IT's policy is no list of sections.", where=str(place()), remedy=_REMEDY)
    strange = sorted(found.keys() - set(SECTIONS))
    if strange:
        known = ", ".join(SECTIONS)
        raise PolicyError(f"IT's policy has no section {strange[0]!r} ({known}).", where=str(place()), remedy=_REMEDY)
    return found


def place() -> Path:
    """Return where the policy stands."""
    if sys.platform == "win32":
        return Path(f"HKEY_LOCAL_MACHINE\\{policy_registry.ROOT}")
    return _MANAGED if sys.platform == "darwin" else machine_settings() / FILE


def _from_file(path: Path) -> object:
    """Read a file that nobody but an administrator may write."""
    try:
        with path.open("rb") as file:
            _only_an_administrator_writes(os.fstat(file.fileno()), path)
            data = file.read()
    except FileNotFoundError:
        return {}
    except OSError as error:
        raise PolicyError(f"IT's policy cannot be read ({error.strerror}).", where=str(path), remedy=_REMEDY) from None
    try:
        return plistlib.loads(data) if path.suffix == ".plist" else json.loads(data)
    except (ValueError, plistlib.InvalidFileException, RecursionError) as error:
        raise PolicyError("IT's policy is not whole.", where=str(path), remedy=_REMEDY) from error


def _only_an_administrator_writes(found: os.stat_result, path: Path) -> None:
    """Raise `PolicyError` for a file that somebody else owns or may write: it says nothing about what IT wants."""
    if found.st_uid not in OWNERS or found.st_mode & (stat.S_IWGRP | stat.S_IWOTH):
        raise PolicyError(
            "Others than an administrator may write IT's policy.",
            where=str(path),
            remedy=f"An administrator runs: chown root {path} && chmod 644 {path}",
        )


def _from_registry() -> object:
    """Read the registry; raises `PolicyError` where a value is not whole."""
    try:
        return policy_registry.as_sections(policy_registry.read())
    except OSError as error:
        raise PolicyError("IT's policy cannot be read.", where=str(place()), remedy=_REMEDY) from error
    except (ValueError, RecursionError) as error:
        raise PolicyError("A value of IT's policy is not whole.", where=str(place()), remedy=_REMEDY) from error
