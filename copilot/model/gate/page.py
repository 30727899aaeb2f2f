"""The result page of one model on this machine, for IT and quality assurance: kept as JSON, readable as Markdown."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from copilot.errors import ModelError
from copilot.model.gate.findings import Step, Verdict
from copilot.places import data

VERSION = 1


@dataclass(frozen=True, slots=True)
class Page:
    """Everything that was found out. `admitted` only where every step let it pass and the licence was accepted."""

    name: str
    file: str
    sha256: str
    size: int
    architecture: str
    family: str
    quantization: str
    context: int
    licence: str
    licence_accepted: bool
    listing: str
    template_sha256: str
    thinks: bool
    system_role: bool
    build: str
    device: str
    settings: str
    chartside: str
    when: str
    admitted: bool
    steps: tuple[Step, ...]

    @property
    def reasons(self) -> tuple[str, ...]:
        """Return why it was refused; none where it was admitted."""
        return tuple(step.what for step in self.steps if step.verdict is Verdict.FAILED)

    def as_json(self) -> dict[str, Any]:
        """Return it for machines."""
        return {"version": VERSION, **asdict(self), "steps": [asdict(step) for step in self.steps]}

    def _opened(self) -> tuple[tuple[str, str], ...]:
        """Return what the header says."""
        return (
            ("Licence", f"{self.licence} ({'accepted' if self.licence_accepted else 'not accepted'})"),
            ("Architecture", f"{self.architecture}, {self.quantization}, context {self.context:,}"),
            ("Family", f"{self.family}{', thinks first' if self.thinks else ''}"),
            ("System role", "yes" if self.system_role else "no: instructions open the person's turn"),
            ("Template in the file", f"SHA-256 {self.template_sha256}, not run"),
        )

    def as_markdown(self) -> str:
        """Return it for people."""
        facts: tuple[tuple[str, str], ...] = (
            ("Result", "admitted" if self.admitted else "refused"),
            ("File", self.file),
            ("SHA-256", self.sha256),
            ("Size", f"{self.size:,} bytes"),
            ("Vouched for", self.listing),
            *(self._opened() if self.architecture else (("Opened", "no"),)),
            ("Ran on", self.device or "not loaded"),
            ("Settings", self.settings or "not loaded"),
            ("Programs", f"Chartside {self.chartside}, {self.build or 'llama.cpp not started'}"),
            ("Date", self.when),
        )
        lines = [f"# Model check: {_cell(self.name)}", "", "| | |", "|---|---|"]
        lines += [f"| {name} | {_cell(value)} |" for name, value in facts]
        lines += ["", "| Step | Verdict | What was seen |", "|---|---|---|"]
        lines += [f"| {step.name} | {step.verdict} | {_cell(step.what)} |" for step in self.steps]
        return "\n".join(lines) + "\n"


def folder() -> Path:
    """Return where pages are kept."""
    return data() / "models"


def keep(page: Page) -> Path:
    """Keep the page, in the place of an older one of the same file, and return the readable one."""
    place = folder() / f"{page.sha256}.md"
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        for path, text in (
            (place.with_suffix(".json"), json.dumps(page.as_json(), indent=2, ensure_ascii=False) + "\n"),
            (place, page.as_markdown()),
        ):
            fresh = path.with_name(path.name + ".new")
            fresh.write_text(text, encoding="utf-8")
            fresh.replace(path)
    except OSError as error:
        raise ModelError(
            f"The result cannot be kept ({error.strerror}).", where=str(place), remedy="Check the disk."
        ) from None
    return place


def kept(sha256: str) -> Page | None:
    """Return the page of a file, None where it was never checked here or the page cannot be read."""
    return _page(folder() / f"{sha256}.json")


def all_kept() -> tuple[Page, ...]:
    """Return every page, by name."""
    found = (_page(path) for path in sorted(folder().glob("*.json"))) if folder().is_dir() else ()
    return tuple(sorted((page for page in found if page is not None), key=lambda page: page.name.casefold()))


def _page(path: Path) -> Page | None:
    """Read one page; what is not one is none."""
    try:
        held = json.loads(path.read_bytes())
        if held.pop("version") != VERSION:
            return None
        steps = tuple(Step(step["name"], Verdict(step["verdict"]), step["what"]) for step in held.pop("steps"))
        return Page(**held, steps=steps)
    except (OSError, ValueError, TypeError, KeyError, AttributeError):
        return None


def plain(line: str) -> str:
    """Return a line in which nothing that a file says of itself steers a terminal."""
    return "".join(letter if letter.isprintable() else "\N{REPLACEMENT CHARACTER}" for letter in line)


def _cell(text: str) -> str:
    """Return text that can neither end a cell of a table nor be read as markup."""
    flat = plain(" ".join(text.split()))
    return "".join(f"\\{letter}" if letter in "\\|`*_[]<>#!" else letter for letter in flat)
