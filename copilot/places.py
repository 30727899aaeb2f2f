"""Where things lie on this machine: shipped resources and the user's cache."""

from __future__ import annotations

import sys
from pathlib import Path

import platformdirs


def resources() -> Path:
    """Return the folder of shipped resources: frozen build, installed wheel or source checkout."""
    frozen = getattr(sys, "_MEIPASS", None)
    if frozen:
        return Path(frozen) / "resources"
    installed = Path(__file__).parent / "_resources"
    return installed if installed.is_dir() else Path(__file__).parents[1] / "resources"


def demo() -> Path:
    """Return the folder of the demo patients, who are nobody."""
    return resources() / "demo"


def cache() -> Path:
    """Return the user's cache folder; it never holds patient data."""
    return Path(platformdirs.user_cache_dir("chartside", appauthor=False))


def settings() -> Path:
    """Return the user's folder of settings; it never holds patient data, passwords or tokens."""
    return Path(platformdirs.user_config_dir("chartside", appauthor=False))


def machine_settings() -> Path:
    """Return the folder of settings that IT keeps for everyone on this machine."""
    return Path(platformdirs.site_config_dir("chartside", appauthor=False))


def data() -> Path:
    """Return the user's folder of lasting results, as of model checks; it never holds patient data."""
    return Path(platformdirs.user_data_dir("chartside", appauthor=False))


def store() -> Path:
    """Return the user's folder of the encrypted store: the one place where patient data lasts."""
    return data() / "store"


def state() -> Path:
    """Return the user's folder of what shows that the store was touched; it never holds patient data."""
    return Path(platformdirs.user_state_dir("chartside", appauthor=False))
