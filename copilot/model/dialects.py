"""What is sent to a model server: the prompt's parts and nothing else, in the form that each kind of server takes."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from copilot.model.destination import Destination, Kind
from copilot.model.protocol import Generate, Part

# The server spells our text out with its own template, and reads control tokens in it; so none may stand in the data.
_ANGLES = re.compile(r"<(?![=\s]*[\d.])|(?<![-=\s])>")
_BRACKETS = re.compile(r"\[(/?[A-Z_]{3,})\]")


def address(to: Destination, what: str) -> str:
    """Return the address of an operation ("chat/completions")."""
    version = f"?api-version={to.api_version}" if to.kind is Kind.AZURE else ""
    return f"{to.base_url}/{what}{version}"


def headers(to: Destination, key: str) -> dict[str, str]:
    """Return the headers; a packed answer could swell without end, so none is wanted."""
    made = {"Accept": "text/event-stream, application/json", "Accept-Encoding": "identity"}
    if key:
        made |= {"api-key": key} if to.kind is Kind.AZURE else {"Authorization": f"Bearer {key}"}
    return made


def body(to: Destination, request: Generate) -> dict[str, Any]:
    """Return the request: no name of ours, no user, no number that could be traced to a chart."""
    return {
        "model": to.model,
        "messages": _messages(request.parts, system=to.system),
        "max_tokens": request.max_tokens,
        "temperature": request.temperature,
        "seed": request.seed,
        "stream": True,
        **_extras(to.kind, request.grammar),
    }


def _extras(kind: Kind, grammar: str) -> Mapping[str, Any]:
    """Return what only this kind takes. Azure takes no grammar, and refuses fields that it does not know."""
    if kind is Kind.AZURE:
        return {}
    made: dict[str, Any] = {"stream_options": {"include_usage": True}}
    if grammar and kind is Kind.VLLM:  # the second name is that of servers before 0.12; each overlooks the other's
        made |= {"structured_outputs": {"grammar": grammar}, "guided_grammar": grammar}
    elif grammar:
        made |= {"grammar": grammar}
    return made


def _messages(parts: Sequence[Part], *, system: bool) -> list[dict[str, str]]:
    """Return instruction and data as two messages, or as one where the model knows no system role."""
    instruction = "".join(part.text for part in parts if part.special)
    data = "".join(harmless(part.text) for part in parts if not part.special)
    if system:
        told = [{"role": "system", "content": instruction}, {"role": "user", "content": data}]
        return [message for message in told if message["content"]]
    return [{"role": "user", "content": "\n\n".join(text for text in (instruction, data) if text)}]


def harmless(text: str) -> str:
    """Return data in which no control token is left: signs of comparison stay, other angles turn into quotes."""
    made = _ANGLES.sub(lambda found: "‹" if found[0] == "<" else "›", text)
    return _BRACKETS.sub(r"(\1)", made)
