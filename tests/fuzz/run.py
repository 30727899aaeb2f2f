"""Run one target over many inputs, bounded in time and memory: `python -m tests.fuzz.run TARGET --inputs N --seed S`.

Every input that crashes the reader, takes more than two seconds or more memory than the cap is written to
`build/fuzz/`; those that were found so far lie in `tests/fuzz/found/` and are tried first.
"""

from __future__ import annotations

import argparse
import hashlib
import random
import resource
import signal
import sys
import tempfile
import warnings
from collections.abc import Iterator
from pathlib import Path
from types import FrameType

from tests.fuzz.mutate import changed
from tests.fuzz.targets import BY_NAME, Target

SECONDS = 2.0
CAP = 512 << 20  # more than what the process holds when it begins
ROOT = Path(__file__).parents[2]
FOUND = Path(__file__).parent / "found"


class TooSlow(BaseException):
    """An input took more than two seconds; no reader catches this."""


def main() -> int:
    """Run; 0 where every input was read or refused."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("target", choices=sorted(BY_NAME))
    parser.add_argument("--inputs", type=int, default=2000)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    target = BY_NAME[options.target]
    warnings.simplefilter("ignore")
    signal.signal(signal.SIGPROF, _too_slow)
    target.warm()
    _bound()
    with tempfile.TemporaryDirectory(dir="/dev/shm" if Path("/dev/shm").is_dir() else None) as folder:
        faults = [
            fault for data in inputs(target, options.inputs, options.seed) if (fault := tried(target, data, folder))
        ]
    for fault in faults[:20]:
        print(fault)
    print(f"{target.name}: {options.inputs} inputs, {len(faults)} faults")
    return 1 if faults else 0


def inputs(target: Target, amount: int, seed: int) -> Iterator[bytes]:
    """Yield what was found before, then the seeds, then changed ones."""
    chance = random.Random(f"{target.name} {seed}")
    seeds = target.seeds()
    yield from (path.read_bytes() for path in sorted(FOUND.glob(f"{target.name}-*")))
    yield from seeds
    for _ in range(amount):
        yield changed(chance.choice(seeds), seeds, chance, target.most)


def tried(target: Target, data: bytes, folder: str) -> str:
    """Return what is wrong with how an input was answered, "" where it was read or refused."""
    signal.setitimer(signal.ITIMER_PROF, SECONDS)  # seconds of this process: a busy machine is not a slow reader
    try:
        target.run(data, Path(folder))
    except target.refusals:
        pass
    except TooSlow:
        return f"took more than {SECONDS} s: {_kept(target, data)}"
    except Exception as error:  # noqa: BLE001 - whatever it is, it is what we look for
        place = error.__traceback__
        while place is not None and place.tb_next is not None:
            place = place.tb_next
        where = f"{Path(place.tb_frame.f_code.co_filename).name}:{place.tb_lineno}" if place else ""
        return f"{type(error).__name__} at {where}: {_kept(target, data)}"
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
    return ""


def _kept(target: Target, data: bytes) -> Path:
    """Write an input where it can be looked at."""
    path = ROOT / "build" / "fuzz" / f"{target.name}-{hashlib.sha256(data).hexdigest()[:12]}"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    return path


def _bound() -> None:
    """Let the process have little more memory than it has."""
    with Path("/proc/self/statm").open() as file:
        held = int(file.read().split()[0]) * resource.getpagesize()
    resource.setrlimit(resource.RLIMIT_AS, (held + CAP, resource.RLIM_INFINITY))


def _too_slow(_number: int, _frame: FrameType | None) -> None:
    raise TooSlow


if __name__ == "__main__":
    sys.exit(main())
