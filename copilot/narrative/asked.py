"""What a model was asked, whole: enough to ask the same model the same again, and to see whether one still would."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass

from copilot.model.protocol import Part

SEED = 7  # of `protocol.Generate`; at temperature 0 nothing is drawn


@dataclass(frozen=True, slots=True)
class Asked:
    """One question to a model: our `instruction` and the `data` of the chart, as `parts` made a prompt of them.

    `parts` are texts, each with whether it may hold control tokens; `grammar` is what the answer had to keep to.
    """

    condition: str
    instruction: str
    data: str
    parts: tuple[tuple[str, bool], ...]
    grammar: str
    most_tokens: int
    temperature: float = 0.0
    seed: int = SEED

    @property
    def sha256(self) -> str:
        """Return by what the whole question is known."""
        return hashlib.sha256(self.as_json()).hexdigest()

    def as_json(self) -> bytes:
        """Return it as JSON, in one order."""
        return json.dumps(asdict(self), sort_keys=True, ensure_ascii=False).encode("utf-8", "surrogatepass")


def asked_from_json(held: bytes) -> Asked:
    """Return what `as_json` wrote; raises `ValueError` for anything else."""
    try:
        values = json.loads(held.decode("utf-8", "surrogatepass"))
        parts = tuple((str(text), bool(special)) for text, special in values.pop("parts"))
        return Asked(parts=parts, **values)
    except (TypeError, KeyError, AttributeError) as error:
        raise ValueError("this is no question to a model") from error


def parts_of(prompt: Iterable[Part]) -> tuple[tuple[str, bool], ...]:
    """Return the parts of a prompt as they are kept."""
    return tuple((part.text, part.special) for part in prompt)


def compared(then: Sequence[Asked], now: Sequence[tuple[str, str]], instruction: str) -> tuple[str, ...]:
    """Return in words how what one would ask now differs from what was asked then.

    `now` are condition and data of each question as it would be put today. Empty where nothing was asked then.
    """
    today = dict(now)
    lines = [_line(one, today.get(one.condition), instruction) for one in then]
    fresh = today.keys() - {one.condition for one in then} if then else frozenset()
    return (*lines, *(f"the model would be asked about {condition} too" for condition in sorted(fresh)))


def _line(then: Asked, data: str | None, instruction: str) -> str:
    """Return how one question stands today."""
    what = f"what the model was asked about {then.condition} ({then.sha256[:12]})"
    if data is None:
        return f"{what} would not be asked now"
    other = {"instruction": then.instruction != instruction, "lines": then.data != data}
    differing = [name for name, differs in other.items() if differs]
    return f"{what} is the same now" if not differing else f"{what} is another now: other {' and '.join(differing)}"
