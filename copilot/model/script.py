"""A script: the replies of a model that is none, for testing the window; a small JSON file."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from pydantic import BaseModel, TypeAdapter, ValidationError

from copilot.errors import ModelError
from copilot.places import resources

NAME = "Scripted model"


class Reply(BaseModel, frozen=True, extra="forbid"):
    """What is said to a prompt that holds the words `asked`; without words of its own, the first telling allowed.

    The first reply that fits is taken. Whatever it says is held to the grammar of the answer, as a model is.
    """

    asked: str
    says: str | None


_REPLIES: TypeAdapter[tuple[Reply, ...]] = TypeAdapter(tuple[Reply, ...])


def shipped_script() -> Path:
    """Return the script for the demo patients."""
    return resources() / "testing" / "scripted-replies.json"


def read_script(path: Path) -> tuple[Reply, ...]:
    """Return the replies of a script; raises `ModelError` for any other file."""
    try:
        return _REPLIES.validate_json(path.read_bytes())
    except OSError as error:
        raise ModelError(
            f"The script cannot be read ({error.strerror}).", where=str(path), remedy="Check the path."
        ) from None
    except ValidationError as error:
        fault = error.errors(include_input=False, include_url=False)[0]
        what = f"The script is wrong ({'.'.join(map(str, fault['loc']))}: {fault['msg']})."
        raise ModelError(what, where=str(path), remedy="See docs/qa-guide.md.") from None


def reply_to(prompt: str, script: Sequence[Reply]) -> Reply:
    """Return the first reply that fits a prompt; raises `ModelError` where none does."""
    found = next((reply for reply in script if reply.asked in prompt), None)
    if found is None:
        raise ModelError("The script has no reply to this.", remedy="Add one: see docs/qa-guide.md.")
    return found
