"""`chartside reviews`: what is kept on this workstation, and forgetting it."""

from __future__ import annotations

import argparse

from copilot.cli.opening import add_passphrase, open_store


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments of the command."""
    parser.add_argument("--patient", metavar="ID", help="only this patient's, by the id in the chart")
    parser.add_argument("--forget", metavar="ID", help="remove everything that is kept of this patient's reviews")
    add_passphrase(parser)


def run(options: argparse.Namespace) -> int:
    """List the reviews, newest first, or forget a patient's; no names are printed."""
    with open_store(options, begin=False) as store:
        if options.forget:
            removed = store.forget(options.forget)
            print(f"{removed} reviews of patient {options.forget} removed; the audit trail says that they were.")
            return 0
        for line in store.reviews.list(options.patient):
            words = f"words by {line.model[:12]}" if line.model else "no words"
            print(f"{line.id}  {line.made_at}  patient {line.patient}  packs {line.pack}  {words}")
    return 0
