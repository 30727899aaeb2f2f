"""The messages between the program and the model process: one JSON object a line, typed on both sides."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, fields
from typing import Any


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of a prompt. Only `special` pieces, which we wrote, may hold control tokens; chart text never."""

    text: str
    special: bool = False


@dataclass(frozen=True, slots=True)
class Load:
    """Load a GGUF file. Nothing is left to a default of the library.

    `gpu_layers` is how many layers may go to a GPU (-1: as many as fit there). `memory` bounds what the process
    may take (0: no bound), `states` what of it holds charts read before. After `idle_seconds` without a request
    the process leaves (0: never). `script` is a file of replies to be said instead of the model's own words.
    """

    path: str
    context: int = 4096
    threads: int = 2
    batch: int = 512
    gpu_layers: int = 0
    memory: int = 0
    states: int = 0
    idle_seconds: float = 0.0
    script: str = ""


@dataclass(frozen=True, slots=True)
class Generate:
    """Continue `parts` under a grammar (GBNF; empty: none). Temperature 0 always takes the likeliest token.

    `control` spells control tokens out in the text, so that a thought can be told from an answer.
    """

    id: int
    parts: tuple[Part, ...]
    grammar: str = ""
    max_tokens: int = 256
    temperature: float = 0.0
    seed: int = 7
    control: bool = False


@dataclass(frozen=True, slots=True)
class Stop:
    """End the generation with this id; if it has ended already, nothing happens."""

    id: int


@dataclass(frozen=True, slots=True)
class Unload:
    """Free the model and leave."""


@dataclass(frozen=True, slots=True)
class Progress:
    """How much of the file is loaded, 0 to 1."""

    share: float


@dataclass(frozen=True, slots=True)
class Loaded:
    """The model stands ready; `device` and `build` are what llama.cpp says of itself.

    `reason` says why not all of the model is on a GPU, where somebody asked for one.
    """

    context: int
    device: str
    build: str
    description: str
    batch: int = 0
    threads: int = 0
    gpu_layers: int = 0
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Reading:
    """How far the prompt is read; with no tokens at all, a sign that the process still calculates, and no more."""

    id: int
    read: int
    tokens: int


@dataclass(frozen=True, slots=True)
class Tokens:
    """Some more text of a generation, batched so that a screen need not repaint for every token."""

    id: int
    text: str


@dataclass(frozen=True, slots=True)
class Done:
    """A generation has ended. `reason` is "end", "length" or "stopped"; `reused` tokens were read before."""

    id: int
    reason: str
    prompt_tokens: int
    reused: int
    tokens: int
    prompt_seconds: float
    seconds: float


@dataclass(frozen=True, slots=True)
class Failed:
    """A request failed and the process lives on; the fields are those of `ModelError`."""

    what: str
    where: str = ""
    remedy: str = ""
    id: int = 0


Request = Load | Generate | Stop | Unload
Event = Progress | Loaded | Reading | Tokens | Done | Failed
_KINDS: dict[str, type[Any]] = {
    kind.__name__: kind for kind in (Load, Generate, Stop, Unload, Progress, Loaded, Reading, Tokens, Done, Failed)
}
_TYPES: dict[str, Any] = {"str": str, "int": int, "bool": bool, "float": (int, float), "tuple[Part, ...]": tuple}


def written(message: Request | Event) -> bytes:
    """Return the message as one line."""
    held = {"kind": type(message).__name__, **asdict(message)}
    return json.dumps(held, ensure_ascii=True, separators=(",", ":")).encode("ascii") + b"\n"


def read(line: bytes) -> Request | Event:
    """Return the message of one line; a line of any other shape raises ValueError."""
    try:
        held = json.loads(line)
        kind = _KINDS[held.pop("kind")]
        if kind is Generate:
            held["parts"] = tuple(_typed(Part(**part)) for part in held["parts"])
        message: Request | Event = _typed(kind(**held))
    except (TypeError, KeyError, AttributeError, RecursionError) as error:
        raise ValueError("not a message of this protocol") from error
    return message


def _typed(message: Any) -> Any:
    """Return the message if every field holds what it should; the other side is not believed blindly."""
    for field in fields(message):
        if not isinstance(getattr(message, field.name), _TYPES[str(field.type)]):
            raise TypeError(field.name)
    return message
