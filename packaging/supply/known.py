"""What people wrote down about the parts, in `known/*.yaml`: purposes, licences that metadata lack, ways to a version.

A part of which nobody wrote anything cannot be shipped: the release stops there.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, ConfigDict, Field

from supply.part import Kind

FOLDER = Path(__file__).parent / "known"
LICENCES = Path(__file__).parent / "licences"
Entry = TypeVar("Entry", bound=BaseModel)


class Soup(BaseModel):
    """What IEC 62304 asks about software of unknown provenance."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    maker: str = Field(min_length=2)
    purpose: str = Field(min_length=10)
    why: str = ""
    anomalies: str = ""
    tested: str = Field(min_length=5)


class PythonPart(Soup):
    """A Python package; licence and text only where its own metadata lack them, with the reason."""

    licence: str = ""
    because: str = ""
    text: str = ""


class NativePart(Soup):
    """A part in C, C++ or Fortran, found by its files in the tree or compiled into the files of another part.

    `version` names a reading of `versions.py`; `found` is a pattern that finds it in the first of the files instead.
    Where both are there, the reading is for libraries that do not say it.
    """

    title: str = ""
    kind: Kind = Kind.LIBRARY
    version: str = ""
    found: str = ""
    licence: str
    text: str = ""
    text_of: str = ""
    purl: str = ""
    cpe: str = ""
    files: tuple[str, ...] = ()
    compiled_into: tuple[str, ...] = ()


class SystemPart(BaseModel):
    """A library that the build takes from the system it runs on: by Debian's source package."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    licence: str
    purpose: str = ""


class DataPart(Soup):
    """Knowledge that is shipped as data."""

    title: str
    version: str
    licence: str
    link: str
    notice: str


def python_parts() -> dict[str, PythonPart]:
    """Return what is known of Python packages, by their normalised names."""
    return _read("python", PythonPart)


def native_parts() -> dict[str, NativePart]:
    """Return what is known of native parts."""
    return _read("native", NativePart)


def system_parts() -> dict[str, SystemPart]:
    """Return what is known of Debian's source packages."""
    return _read("system", SystemPart)


def data_parts() -> dict[str, DataPart]:
    """Return what is known of the data."""
    return _read("data", DataPart)


def licence_text(name: str) -> str:
    """Return a licence's words that are kept here because no package brings them."""
    return (LICENCES / f"{name}.txt").read_text("utf-8")


@cache
def _read(name: str, kind: type[Entry]) -> dict[str, Entry]:
    held: dict[str, Any] = yaml.safe_load((FOLDER / f"{name}.yaml").read_text("utf-8"))
    return {key: kind.model_validate(value) for key, value in held.items()}
