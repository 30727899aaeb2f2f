"""The training road, in order; `pip install -e .[training]` first, two CPU cores and an hour are enough.

    python -m copilot.training train  --folder build/starter --minutes 55
    python -m copilot.training export --folder build/starter --out resources/models/chartside-starter-5m-q8_0.gguf
    python -m copilot.training evaluate --model resources/models/chartside-starter-5m-q8_0.gguf --cases 300

`train` and `export` need torch and gguf, `evaluate` needs llama-cpp-python only. `train` writes
`tokenizer.json` and, every few minutes, `checkpoint.pt`; `export` may run beside it.
"""

from __future__ import annotations

import argparse
from pathlib import Path


def main() -> None:
    """Run one step."""
    chosen = _arguments()
    if chosen.step == "train":
        from copilot.training.train import Plan, train

        train(chosen.folder, Plan(minutes=chosen.minutes, rate=chosen.rate), _say, resume=chosen.resume)
    elif chosen.step == "export":
        from copilot.training.export import export

        _say(str(export(chosen.folder, chosen.out)))
    else:
        from copilot.training.evaluate import evaluate

        score = evaluate(chosen.model, chosen.cases, _say if chosen.show else lambda _: None, free=chosen.free)
        _say(f"{score}\n{dict(score.reasons.most_common(12))}")


def _arguments() -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(prog="python -m copilot.training", description=(__doc__ or "").split("\n")[0])
    steps = parser.add_subparsers(dest="step", required=True)
    training = steps.add_parser("train", help="train from scratch on this machine's CPU")
    training.add_argument("--folder", type=Path, required=True)
    training.add_argument("--minutes", type=float, default=55.0)
    training.add_argument("--rate", type=float, default=1e-3)
    training.add_argument("--resume", action="store_true", help="go on from the folder's checkpoint")
    exporting = steps.add_parser("export", help="write the last checkpoint as GGUF")
    exporting.add_argument("--folder", type=Path, required=True)
    exporting.add_argument("--out", type=Path, required=True)
    evaluating = steps.add_parser("evaluate", help="measure a GGUF through llama.cpp, with the grammar and the check")
    evaluating.add_argument("--model", type=Path, required=True)
    evaluating.add_argument("--cases", type=int, default=300)
    evaluating.add_argument("--show", action="store_true", help="print what was said where something was wrong")
    evaluating.add_argument("--free", action="store_true", help="leave the grammar out: what the model does alone")
    return parser.parse_args()


def _say(line: str) -> None:
    """Print at once."""
    print(line, flush=True)


if __name__ == "__main__":
    main()
