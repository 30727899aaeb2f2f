"""The policy as the registry of Windows holds it: a section is a subkey, a setting one of its values."""

from __future__ import annotations

import json
from collections.abc import Mapping
from importlib import import_module
from typing import Any

ROOT = r"SOFTWARE\Policies\Chartside"
# The one section that is a list: each value of its subkey is one server (or several), whatever the value is called.
LISTS = frozenset(("connections",))

Exported = Mapping[str, Mapping[str, object]]


def read() -> Exported:
    """Return every subkey with its values, empty where IT set nothing; raises `OSError` where it cannot be read.

    Only administrators may write below `Policies`; Windows sees to that.
    """
    winreg: Any = import_module("winreg")  # there on Windows alone
    try:
        with winreg.OpenKey(winreg.HKEY_LOCAL_MACHINE, ROOT) as top:
            names = [winreg.EnumKey(top, number) for number in range(winreg.QueryInfoKey(top)[0])]
    except FileNotFoundError:
        return {}
    found: dict[str, dict[str, object]] = {}
    for name in names:
        with winreg.OpenKey(winreg.HKEY_LOCAL_MACHINE, f"{ROOT}\\{name}") as key:
            values = [winreg.EnumValue(key, number) for number in range(winreg.QueryInfoKey(key)[1])]
        found[name] = {value_name: value for value_name, value, _ in values}
    return found


def as_sections(exported: Exported) -> dict[str, object]:
    """Return the sections as a policy file would hold them; raises `ValueError` for a value that is not whole.

    A subkey without values is what Group Policy leaves of a setting that was taken back: it sets nothing.
    """
    return {
        name: _as_list(values) if name in LISTS else _as_section(values) for name, values in exported.items() if values
    }


def _as_section(values: Mapping[str, object]) -> dict[str, object]:
    return {name: as_value(value) for name, value in values.items()}


def _as_list(values: Mapping[str, object]) -> list[object]:
    """Return all values one behind the other; a value may be a list itself."""
    found: list[object] = []
    for value in map(as_value, values.values()):
        found.extend(value if isinstance(value, list) else [value])
    return found


def as_value(value: object) -> object:
    """Return what a value stands for: a number or a text as it is, JSON for whatever has parts."""
    if isinstance(value, str) and value.lstrip()[:1] in ("[", "{"):
        return json.loads(value)
    return value
