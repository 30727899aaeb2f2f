"""`python -m copilot`, and every command of `chartside` that needs no desktop."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from importlib import import_module
from typing import Any

from copilot import stamp
from copilot.cli.faults import fault
from copilot.errors import KnownError
from copilot.fhir.quoted import unquoted

UNREADABLE = 3
# Each command is the module of its name in this package, with `add_arguments(parser)` and `run(options)`.
COMMANDS = {
    "review": "what could explain a chart: JSON with --json, else text",
    "evaluate": "a hospital's own closed cases: how often right",
    "pull": "one patient's chart from a FHIR server into a file that review reads",
    "knowledge": "lint (check) and compile (build) the packs",
    "models": "the model catalogue",
    "policy": "what IT decided for this machine: show it, or check that all of it is understood",
    "reviews": "the reviews that are kept on this workstation, encrypted; forget one patient's",
    "passphrase": "another passphrase for what is kept on this workstation",
    "replay": "a kept review made again with today's program and packs, and what differs",
    "audit": "who did what with which patient: verify the chain, or export it as FHIR AuditEvents",
}


def _module(command: str) -> Any:
    """Import one command's module: `knowledge check` need not load what `review` needs."""
    return import_module(f"copilot.cli.{command}")


def parser(asked: Sequence[str]) -> argparse.ArgumentParser:
    """Return the parser; only the commands named in `asked` are loaded and take arguments."""
    top = argparse.ArgumentParser(
        prog="chartside",
        description="A cited differential beside the chart, on your own machine.",
        epilog="The desktop commands are: chartside (opens the app), chartside demo, chartside bench.",
    )
    top.add_argument("--version", action="version", version=f"chartside {stamp.line()}")
    commands = top.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for name, text in COMMANDS.items():
        command = commands.add_parser(name, help=text, description=text[0].upper() + text[1:] + ".")
        if name in asked:
            _module(name).add_arguments(command)
    return top


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code: 0 fine, 1 faults found, 2 usage, 3 unreadable, 4 partial."""
    asked = sys.argv[1:] if argv is None else list(argv)
    options = parser(asked).parse_args(asked)
    try:
        code: int = _module(options.command).run(options)
    except KnownError as error:
        print(f"chartside: {unquoted(str(error))}", file=sys.stderr)
        return UNREADABLE
    except BrokenPipeError:  # the reader (head, less) has seen enough
        sys.stderr.close()
        return 0
    except KeyboardInterrupt:
        return 130
    except Exception as error:  # noqa: BLE001 - its text may quote a chart, and would stand in the traceback
        print(f"chartside: {fault(error, options.command)}", file=sys.stderr)
        return UNREADABLE
    return code
