"""`chartside policy show|check`: what IT decided for this machine, and whether every section of it is understood."""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable

from pydantic import BaseModel

from copilot.errors import KnownError
from copilot.fhir.known_connections import set_by_it
from copilot.model.gate.policy import policy as models
from copilot.policy import place, whole
from copilot.store.lock_settings import settings as lock
from copilot.store.settings import settings as store
from copilot.testing import settings as testing

FINE, FAULTS = 0, 1
# Every section, and what reads it: each room knows the schema of its own.
READERS: dict[str, Callable[[], object]] = {
    "connections": set_by_it,
    "models": models,
    "store": store,
    "lock": lock,
    "testing": testing,
}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments of the command."""
    parser.add_argument("do", choices=("show", "check"), help="print what is in force, or look for faults")


def run(options: argparse.Namespace) -> int:
    """Read the policy as the program does; 1 where a section is not understood, each with its reason."""
    faults = []
    try:
        held = whole()
    except KnownError as error:
        print(error)
        return FAULTS
    print(f"{place()}: {', '.join(held) or 'nothing is set; the defaults below are in force'}")
    for name, read in READERS.items():
        try:
            found = read()
        except KnownError as error:
            faults.append(str(error))
            continue
        if options.do == "show":
            by_it = "by IT" if name in held else "default"
            print(f"{name} ({by_it}): {_as_text(found)}")
    for fault in faults:
        print(fault)
    return FAULTS if faults else FINE


def _as_text(found: object) -> str:
    """Return a section as one line of JSON."""
    if isinstance(found, BaseModel):
        return found.model_dump_json()
    return json.dumps([f"{one.name} {one.base_url}" for one in found] if isinstance(found, tuple) else str(found))
