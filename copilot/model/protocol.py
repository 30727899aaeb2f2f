"""The messages between the program and the model process: one JSON object a line, typed on both sides."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of a prompt. Only `special` pieces, which we wrote, may hold control tokens; chart text never."""

    text: str
    special: bool = False


@dataclass(frozen=True, slots=True)
class Load:
    """Load a GGUF file. Nothing is left to a default of the library."""

    path: str
    context: int = 4096
    threads: int = 2
    batch: int = 512
    gpu_layers: int = 0


@dataclass(frozen=True, slots=True)
class Generate:
    """Continue `parts` under a grammar (GBNF; empty: none). Temperature 0 always takes the likeliest token."""

    id: int
    parts: tuple[Part, ...]
    grammar: str = ""
    max_tokens: int = 256
    temperature: float = 0.0
    seed: int = 7


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
    """The model stands ready; `device` and `build` are what llama.cpp says of itself."""

    context: int
    device: str
    build: str
    description: str


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
Event = Progress | Loaded | Tokens | Done | Failed
_KINDS: dict[str, type[Any]] = {
    kind.__name__: kind for kind in (Load, Generate, Stop, Unload, Progress, Loaded, Tokens, Done, Failed)
}


def written(message: Request | Event) -> bytes:
    """Return the message as one line."""
    held = {"kind": type(message).__name__, **asdict(message)}
    return json.dumps(held, ensure_ascii=True, separators=(",", ":")).encode("ascii") + b"\n"


def read(line: bytes) -> Request | Event:
    """Return the message of one line; a line of any other shape raises ValueError."""
    held = json.loads(line)
    if not isinstance(held, dict) or held.get("kind") not in _KINDS:
        raise ValueError("not a message of this protocol")
    kind = _KINDS[held.pop("kind")]
    if kind is Generate:
        held["parts"] = tuple(Part(**part) for part in held["parts"])
    try:
        message: Request | Event = kind(**held)
    except TypeError as error:
        raise ValueError(str(error)) from error
    return message
