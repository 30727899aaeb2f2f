"""Coverage-guided fuzzing of one target: `python -m tests.fuzz.guided TARGET --seconds N` (`make fuzz-guided`).

Atheris keeps each input that reaches a new branch of our Python and goes on from there, which finds what random changes
of `run.py` do not. An input that crashes, takes more than two seconds or too much memory is written to `build/fuzz/`.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import warnings
from contextlib import suppress
from importlib import import_module
from pathlib import Path

import atheris  # in build/atheris alone, from requirements/fuzz.lock

# What is looked into; branches of C and Rust (pydantic's core) cannot be seen.
LOOKED_INTO = ["copilot", "striprtf", "html", "yaml"]
LOADED_LATE = ("html.parser", "striprtf.striprtf", "yaml")
with atheris.instrument_imports(include=LOOKED_INTO):
    # Loaded here, for the readers load them late, and what is loaded later is not looked into.
    for late in LOADED_LATE:
        import_module(late)

    from tests.fuzz.run import CAP, ROOT, SECONDS
    from tests.fuzz.targets import BY_NAME

CORPUS, FOUND = ROOT / "build" / "fuzz-corpus", ROOT / "build" / "fuzz"
UNIT_SECONDS, MEGABYTE = int(SECONDS), 1 << 20
HELD = 512  # MB that the packs, the libraries and the counters take


def main() -> None:
    """Run until the time is over, and end the process: 0 where nothing was found."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("target", choices=sorted(BY_NAME))
    parser.add_argument("--seconds", type=int, default=120)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    target = BY_NAME[options.target]
    warnings.simplefilter("ignore")
    target.warm()
    corpus = CORPUS / target.name
    for folder in (corpus, FOUND):
        folder.mkdir(parents=True, exist_ok=True)
    for number, seed in enumerate(target.seeds()):
        (corpus / f"seed-{number}").write_bytes(seed)
    folder = Path(tempfile.mkdtemp(dir="/dev/shm" if Path("/dev/shm").is_dir() else None))

    def one(data: bytes) -> None:
        """Try one input; what is raised beside a refusal ends the run."""
        with suppress(*target.refusals):
            target.run(data, folder)

    flags = (
        f"-max_total_time={options.seconds}",
        f"-seed={options.seed}",
        f"-max_len={target.most}",
        f"-timeout={UNIT_SECONDS}",
        f"-rss_limit_mb={HELD + CAP // MEGABYTE}",
        f"-artifact_prefix={FOUND}/{target.name}-",
        "-print_final_stats=1",
    )
    atheris.Setup([sys.argv[0], *flags, str(corpus)], one)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
