"""`chartside audit`: is the trail whole, and the trail as FHIR AuditEvents."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

import orjson

from copilot.cli.opening import add_passphrase, open_store
from copilot.errors import InputError
from copilot.review.audit_event import as_audit_event
from copilot.writing import write_whole

WHOLE, FAULTS = 0, 1


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments of the command."""
    parser.add_argument("do", choices=("verify", "export"), help="look for gaps and changes, or write the events out")
    parser.add_argument("--out", type=Path, metavar="FILE", help="where to export to (NDJSON); else it is printed")
    parser.add_argument("--since", type=int, default=0, metavar="N", help="export the events after this number")
    add_passphrase(parser)


def run(options: argparse.Namespace) -> int:
    """Verify or export; 1 where the trail was touched."""
    with open_store(options, begin=False) as store:
        if options.do == "verify":
            found = tuple(dict.fromkeys((*store.trail.faults(), *store.trail.touched())))
            for line in found:
                print(line)
            if not found:
                print(f"{store.trail.head.seq} events, the chain is whole, the last one is the one noted outside.")
            return FAULTS if found else WHOLE
        lines = [orjson.dumps(as_audit_event(event)) + b"\n" for event in store.trail.events(options.since)]
    if options.out is None:
        sys.stdout.write(b"".join(lines).decode())
        return WHOLE
    try:
        write_whole(options.out, lines)
    except OSError as error:
        raise InputError(f"cannot be written ({error.strerror}).", where=str(options.out)) from None
    return WHOLE
