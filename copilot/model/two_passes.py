"""Free thinking first, strict answer second, for the families that think aloud; the others answer at once."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from copilot.model.speaker import Speaker
from copilot.model.templates import answer_prompt, profile, thinking_prompt
from copilot.model.thinking import Said

THOUGHT_TOKENS = 768


def _never() -> bool:
    """Return that nobody asked to stop."""
    return False


def think(
    client: Speaker,
    instruction: str,
    data: str,
    max_tokens: int = THOUGHT_TOKENS,
    stopped: Callable[[], bool] = _never,
) -> Said:
    """Return what the model thinks before it answers, nothing where it does not; never to be shown as evidence.

    A thought that does not end by itself is ended by `max_tokens`, and is not `closed`.
    """
    assert client.model is not None, "load a model first"
    way = profile(client.model.info).thinking
    if way is None:
        return Said("", "")
    end, said = way.ends.strip(), [""]
    parts = thinking_prompt(client.model.info, instruction, data)
    for piece in client.generate(parts, "", max_tokens, control=True, stopped=lambda: stopped() or end in said[0]):
        said[0] += piece
    return Said(said[0].partition(end)[0].strip(), "", closed=end in said[0])


def answer(
    client: Speaker,
    instruction: str,
    data: str,
    grammar: str,
    max_tokens: int = 256,
    *,
    thought_tokens: int = THOUGHT_TOKENS,
    stopped: Callable[[], bool] = _never,
) -> Iterator[str]:
    """Yield the strict answer piece by piece, after as much thought as the family needs."""
    assert client.model is not None, "load a model first"
    thought = think(client, instruction, data, thought_tokens, stopped).thought
    if not stopped():
        parts = answer_prompt(client.model.info, instruction, data, thought)
        yield from client.generate(parts, grammar, max_tokens, stopped=stopped)
