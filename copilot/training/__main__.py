"""The training road, in order; `pip install -e .[training]` first. `make train-starter` walks all of it.

    python -m copilot.training train    --folder build/starter
    python -m copilot.training export   --folder build/starter --out build/starter/starter.gguf
    python -m copilot.training evaluate --model build/starter/starter.gguf --cases 100
    python -m copilot.training pairs    --model build/starter/starter.gguf --folder build/starter

`train` and `export` need torch and gguf, the others llama-cpp-python only. `train` takes a fixed number of steps,
goes on from its own checkpoint after a pause, and with `--start` from an earlier file's weights.
"""

from __future__ import annotations

import argparse
from pathlib import Path


def main() -> None:
    """Run one step."""
    chosen = _arguments()
    if chosen.step == "train":
        from dataclasses import replace

        from copilot.training.train import plan_here, train

        plan = plan_here(chosen.start)
        train(chosen.folder, replace(plan, steps=chosen.steps or plan.steps), _say, start=chosen.start)
    elif chosen.step == "export":
        from copilot.training.export import export

        _say(str(export(chosen.folder, chosen.out)))
    elif chosen.step == "pairs":
        from copilot.training.pairs import write_pairs

        _say(str(write_pairs(chosen.model, chosen.folder)))
    else:
        from copilot.training.evaluate import evaluate

        score = evaluate(chosen.model, chosen.cases, _say if chosen.show else lambda _: None, free=chosen.free)
        _say(f"{score}\n{dict(score.reasons.most_common(12))}")


def _arguments() -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(prog="python -m copilot.training", description=(__doc__ or "").split("\n")[0])
    steps = parser.add_subparsers(dest="step", required=True)
    training = steps.add_parser("train", help="train on this machine's graphics card, or on its CPU")
    training.add_argument("--folder", type=Path, required=True)
    training.add_argument("--start", type=Path, help="an earlier starter's file, to go on from its weights")
    training.add_argument("--steps", type=int, help="another number of steps than the plan's")
    exporting = steps.add_parser("export", help="write the last checkpoint as GGUF")
    exporting.add_argument("--folder", type=Path, required=True)
    exporting.add_argument("--out", type=Path, required=True)
    evaluating = steps.add_parser("evaluate", help="measure a GGUF through llama.cpp, with the grammar and the check")
    evaluating.add_argument("--model", type=Path, required=True)
    evaluating.add_argument("--cases", type=int, default=300)
    evaluating.add_argument("--show", action="store_true", help="print what was said where something was wrong")
    evaluating.add_argument("--free", action="store_true", help="leave the grammar out: what the model does alone")
    pairing = steps.add_parser("pairs", help="write twenty cases twice, by the model and by code, for a blind reading")
    pairing.add_argument("--model", type=Path, required=True)
    pairing.add_argument("--folder", type=Path, required=True)
    return parser.parse_args()


def _say(line: str) -> None:
    """Print at once."""
    print(line, flush=True)


if __name__ == "__main__":
    main()
