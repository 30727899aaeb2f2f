"""`chartside --self-test`: every check in turn, on one page; 0 where nothing failed, else 1."""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
from collections.abc import Sequence

from copilot.self_test.checks import CHECKS, LAST
from copilot.self_test.finding import BrokenError, Finding, Verdict, found
from copilot.self_test.page import as_json, as_text, fine
from ui.display import has_display

SCREEN = ("fonts", "screen")
FINE, FAILED = 0, 1
SECONDS = 60.0  # a slow machine under load draws within a few


def main(arguments: Sequence[str]) -> int:
    """Run what is asked for and print the page."""
    options = _parser().parse_args(arguments)
    findings = _all() if not options.only else _only(options.only)
    print(json.dumps(as_json(findings), indent=1, ensure_ascii=False) if options.json else as_text(findings))
    return FINE if fine(findings) else FAILED


def _parser() -> argparse.ArgumentParser:
    made = argparse.ArgumentParser(
        prog="chartside --self-test",
        description="Checks this installation end to end, without a network and without touching what is kept.",
    )
    made.add_argument("--json", action="store_true", help="for a machine")
    names = [*CHECKS, *SCREEN, *LAST]
    made.add_argument("--only", action="append", choices=names, metavar="CHECK", help=f"of {', '.join(names)}")
    return made


def _all() -> list[Finding]:
    """Run every check. Those of the screen have a process of their own: where Qt cannot draw, it ends that."""
    before = [found(name, check) for name, check in CHECKS.items()]
    return [*before, *_on_screen(), *(found(name, check) for name, check in LAST.items())]


def _only(names: Sequence[str]) -> list[Finding]:
    """Run some checks in this process."""
    if not has_display():
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
    checks = {**CHECKS, **LAST}
    if set(names) & set(SCREEN):
        from ui.self_test.screen import SCREEN_CHECKS

        checks |= SCREEN_CHECKS
    return [found(name, checks[name]) for name in names]


def _on_screen() -> list[Finding]:
    """Return what a process of its own found, or how it ended instead."""
    program = [sys.executable] if getattr(sys, "frozen", False) else [sys.executable, "-m", "ui"]
    line = [*program, "--self-test", "--json", *(f"--only={name}" for name in SCREEN)]
    # Started afresh: else the frozen program believes the loader's path to be set, which it has forgotten by now.
    surroundings = {**os.environ, "PYINSTALLER_RESET_ENVIRONMENT": "1"}
    told: list[Finding] = []

    def ask() -> str:
        try:
            done = subprocess.run(line, env=surroundings, capture_output=True, timeout=SECONDS, check=False)
        except subprocess.TimeoutExpired:
            raise BrokenError(f"Nothing was drawn in {SECONDS:.0f} s.", remedy="Ask IT; report it.") from None
        try:
            checks = json.loads(done.stdout)["checks"]
        except (ValueError, KeyError):
            said = done.stderr.decode("utf-8", "replace").strip().splitlines()
            why = said[0] if said else f"exit code {done.returncode}"
            raise BrokenError(f"Qt cannot draw here: {why}", remedy="Ask IT.") from None
        told.extend(Finding(one["check"], Verdict(one["verdict"]), one["words"], one["seconds"]) for one in checks)
        return ""

    whole = found(SCREEN[-1], ask)
    return told or [whole]
