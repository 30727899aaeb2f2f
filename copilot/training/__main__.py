"""The training road, in order; `pip install -e .[training]` first, two CPU cores and an hour are enough.

    python -m copilot.training train  --folder build/starter --minutes 55
    python -m copilot.training export --folder build/starter --out resources/models/chartside-starter-5m-q8_0.gguf
    python -m copilot.training evaluate --model resources/models/chartside-starter-5m-q8_0.gguf --cases 300

`train` writes `tokenizer.json` and, every few minutes, `checkpoint.pt`; `export` may run beside it.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from copilot.training.export import export
from copilot.training.train import Plan, train


def main() -> None:
    """Run one step."""
    parser = argparse.ArgumentParser(prog="python -m copilot.training", description=__doc__.split("\n")[0])
    steps = parser.add_subparsers(dest="step", required=True)
    training = steps.add_parser("train", help="train from scratch on this machine's CPU")
    training.add_argument("--folder", type=Path, required=True)
    training.add_argument("--minutes", type=float, default=Plan.minutes)
    exporting = steps.add_parser("export", help="write the last checkpoint as GGUF")
    exporting.add_argument("--folder", type=Path, required=True)
    exporting.add_argument("--out", type=Path, required=True)
    chosen = parser.parse_args()
    if chosen.step == "train":
        train(chosen.folder, Plan(minutes=chosen.minutes), lambda line: print(line, flush=True))
    elif chosen.step == "export":
        print(export(chosen.folder, chosen.out))


if __name__ == "__main__":
    main()
