"""How a model stands with the gate, in words for the screen: what is not checked is said plainly."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from copilot.model.gate.page import Page, all_kept, kept
from copilot.model.gate.policy import Listing, is_shipped

SHIPPED, UNCHECKED = str(Listing.SHIPPED), "not checked"


@dataclass(frozen=True, slots=True)
class Standing:
    """`words` are short enough for a status line; `page` is there where the model was checked on this machine."""

    words: str
    good: bool
    page: Page | None = None

    @property
    def reasons(self) -> str:
        """Return why it is not good, in a sentence or more."""
        if self.page is not None and not self.good:
            return " ".join(self.page.reasons) or "The file changed since it was checked."
        return "" if self.good else "Nobody has checked this model here: chartside models add FILE."


UNKNOWN = Standing(UNCHECKED, good=False)
SCRIPTED = Standing("for testing the window only", good=True)  # says what a file says: there is nothing to check


def standing(path: Path, sha256: str) -> Standing:
    """Return how a file with this hash stands."""
    return Standing(SHIPPED, good=True) if is_shipped(path) else _judged(kept(sha256))


def standing_of(path: Path) -> Standing:
    """Return how a file stands by its place and size, without reading all of it: for lists only."""
    if is_shipped(path):
        return Standing(SHIPPED, good=True)
    here = str(path.resolve())
    page = next((page for page in all_kept() if page.file == here), None)
    if page is not None and page.size != path.stat().st_size:
        return Standing("changed since it was checked", good=False)
    return _judged(page)


def _judged(page: Page | None) -> Standing:
    """Return what a page comes to."""
    if page is None:
        return UNKNOWN
    day = page.when[:10]
    if not page.admitted:
        return Standing(f"refused by the gate on {day}", good=False, page=page)
    return Standing(f"passed the gate on {day}", good=True, page=page)
