"""`chartside replay ID`: a kept review made again, and what differs."""

from __future__ import annotations

import argparse
from dataclasses import asdict

import orjson

from copilot.cli.opening import add_passphrase, open_store
from copilot.narrative.asked import asked_from_json
from copilot.review import engine
from copilot.review.exchange import against_today, from_exchange, in_words
from copilot.review.kept import from_record
from copilot.review.replay import replay

SAME, DIFFERENT = 0, 1


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments of the command."""
    parser.add_argument("id", metavar="ID", help="as `chartside reviews` lists it")
    parser.add_argument("--json", action="store_true", help="both answers and the differences as one JSON object")
    add_passphrase(parser)


def run(options: argparse.Namespace) -> int:
    """Make a review again from what is kept of it; 0 where the answer is the same, 1 where it differs."""
    with open_store(options, begin=False) as store:
        kept = from_record(store.reviews.record(options.id), options.id)
        asked = [asked_from_json(one.asked) for one in store.reviews.prompts(options.id)]
        exchanges = [from_exchange(one) for one in store.reviews.exchanges(options.id)]
        happened = store.reviews.happened(options.id)
    made = replay(kept, engine.load_pack(), asked)
    if options.json:
        found = {
            "schema": "chartside.replay/1",
            "id": options.id,
            "same": made.same,
            "made_by": made.made_by,
            "differences": made.differences,
            "prompts": made.prompts,
            "happened": [{"at": h.at, "what": h.what, "about": h.about} for h in happened],
            "asked": [asdict(one) for one in asked],
            "exchanges": [{**one, "today": against_today(one, made.made)} for one in exchanges],
            "then": kept.output,
            "now": made.output,
        }
        print(orjson.dumps(found, default=float).decode())
    else:
        conversation = [line for one in exchanges for line in (*in_words(one), f"  {against_today(one, made.made)}")]
        print("\n".join((*made.made_by, *made.prompts, *conversation)))
        print("\n".join(made.differences) or "The answer is the same, line by line.")
    return SAME if made.same else DIFFERENT
