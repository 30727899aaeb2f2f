"""`python -m copilot`, and every command of `chartside` that needs no desktop."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Sequence

from copilot import __version__
from copilot.cli import evaluate, knowledge, models, review
from copilot.errors import KnownError

USAGE, UNREADABLE = 2, 3

COMMANDS = {
    "review": (review, "what could explain a chart: JSON with --json, else text"),
    "evaluate": (evaluate, "a hospital's own closed cases: how often right"),
    "knowledge": (knowledge, "lint (check) and compile (build) the packs"),
    "models": (models, "the model catalogue"),
}


def parser() -> argparse.ArgumentParser:
    """Return the parser of all commands."""
    top = argparse.ArgumentParser(
        prog="chartside",
        description="A cited differential beside the chart, on your own machine.",
        epilog="The desktop commands are: chartside (opens the app), chartside demo, chartside bench.",
    )
    top.add_argument("--version", action="version", version=f"chartside {__version__}")
    commands = top.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for name, (module, text) in COMMANDS.items():
        module.add_arguments(commands.add_parser(name, help=text, description=text.capitalize() + "."))
    return top


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code: 0 fine, 1 faults found, 2 usage, 3 unreadable, 4 partial."""
    options = parser().parse_args(argv)
    run: Callable[[argparse.Namespace], int] = COMMANDS[options.command][0].run
    try:
        return run(options)
    except KnownError as error:
        print(f"chartside: {error}", file=sys.stderr)
        return UNREADABLE
    except BrokenPipeError:  # the reader (head, less) has seen enough
        sys.stderr.close()
        return 0
    except KeyboardInterrupt:
        return 130
