"""Server-sent events of a chat completion, as they trickle in: words, how it ended, and what was counted."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

MAX_BYTES = 8 << 20  # of one answer; a sentence or two has thousands


class GarbledError(Exception):
    """What came is no answer."""


@dataclass(frozen=True, slots=True)
class Words:
    """Some more text."""

    text: str


@dataclass(frozen=True, slots=True)
class Ended:
    """Why it ended: "stop", "length", "content_filter" or what else the server says."""

    why: str


@dataclass(frozen=True, slots=True)
class Counted:
    """What the server says about tokens; `reused` were read before."""

    prompt_tokens: int
    tokens: int
    reused: int


Heard = Words | Ended | Counted


class Events:
    """Takes bytes and gives events; an answer without end, or of another shape, raises `GarbledError`."""

    def __init__(self) -> None:
        self._held = b""
        self._size = 0

    def take(self, block: bytes) -> Iterator[Heard]:
        """Yield what is whole by now."""
        self._size += len(block)
        if self._size > MAX_BYTES:
            raise GarbledError
        *lines, self._held = (self._held + block).split(b"\n")
        for line in lines:
            name, _, value = line.strip().partition(b":")
            if name == b"data" and value.strip() != b"[DONE]":
                yield from _heard(value)


def _heard(value: bytes) -> Iterator[Heard]:
    """Yield what one event says."""
    try:
        held = json.loads(value)
    except (ValueError, RecursionError):
        raise GarbledError from None
    if not isinstance(held, dict) or held.get("error"):
        raise GarbledError
    for choice in _dicts(held.get("choices"))[:1]:
        text = _dict(choice.get("delta")).get("content")  # not `reasoning_content`: a thought is no answer
        if isinstance(text, str) and text:
            yield Words(text)
        if isinstance(choice.get("finish_reason"), str):
            yield Ended(choice["finish_reason"])
    if usage := _dict(held.get("usage")):
        details = _dict(usage.get("prompt_tokens_details"))
        yield Counted(
            _count(usage.get("prompt_tokens")),
            _count(usage.get("completion_tokens")),
            _count(details.get("cached_tokens")),
        )


def _dict(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _dicts(value: Any) -> list[dict[str, Any]]:
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []


def _count(value: Any) -> int:
    return value if isinstance(value, int) and value >= 0 else 0
