"""Which models ended their process again and again: they are not started without being asked for.

Every start counts as a crash until it has proved otherwise, so that a model that takes the whole machine down
with it is remembered too. The file holds hashes, counts and causes, nothing else.
"""

from __future__ import annotations

import contextlib
import json
from pathlib import Path

from copilot.errors import RepeatedCrashError
from copilot.places import settings

FILE = "model-crashes.json"
ENOUGH = 2


class Crashes:
    """The counts, by SHA-256 of the model file; a file that cannot be read or written counts nothing."""

    def __init__(self, path: Path | None = None) -> None:
        self._path = path or settings() / FILE

    def check(self, sha256: str) -> None:
        """Raise if this model has crashed too often since it last worked."""
        count, cause = self._read().get(sha256, (0, ""))
        if count >= ENOUGH:
            raise RepeatedCrashError(
                f"This model ended its process {count} times in a row{f' ({cause})' if cause else ''}, "
                "so it is not started by itself.",
                remedy="Choose another model, check this one with `chartside models check`, or start it all the same.",
            )

    def count(self, sha256: str) -> int:
        """Return how often it has crashed since it last worked."""
        return self._read().get(sha256, (0, ""))[0]

    def begin(self, sha256: str) -> None:
        """Count a start as a crash, for now."""
        self._add(sha256, 1, "")

    def stand(self, sha256: str) -> None:
        """Take that back: the start came to an orderly end, whether well or not."""
        self._add(sha256, -1, "")

    def crashed(self, sha256: str, cause: str) -> None:
        """Count a crash."""
        self._add(sha256, 1, cause)

    def explain(self, sha256: str, cause: str) -> None:
        """Say why the start that was counted really was a crash."""
        self._add(sha256, 0, cause)

    def forget(self, sha256: str) -> None:
        """Begin anew: it has answered, or the person wants it all the same."""
        held = self._read()
        if held.pop(sha256, None) is not None:
            self._write(held)

    def _add(self, sha256: str, more: int, cause: str) -> None:
        """Change one count."""
        held = self._read()
        count, known = held.get(sha256, (0, ""))
        held[sha256] = (max(count + more, 0), cause or known)
        if held[sha256][0] == 0:
            del held[sha256]
        self._write(held)

    def _read(self) -> dict[str, tuple[int, str]]:
        """Return what the file holds."""
        try:
            held = json.loads(self._path.read_bytes())
            return {str(sha): (int(count), str(cause)) for sha, (count, cause) in held.items()}
        except (OSError, ValueError, TypeError, AttributeError):
            return {}

    def _write(self, held: dict[str, tuple[int, str]]) -> None:
        """Write it whole, so that a crash in between leaves the old or the new."""
        with contextlib.suppress(OSError):
            self._path.parent.mkdir(parents=True, exist_ok=True)
            fresh = self._path.with_suffix(".new")
            fresh.write_text(json.dumps(held), encoding="utf-8")
            fresh.replace(self._path)
