"""What About shows, from the Markdown that is shipped: use, instructions, method, model, and every version."""

from __future__ import annotations

import platform

from PySide6.QtCore import qVersion

from copilot import stamp
from copilot.knowledge.pack import Pack
from copilot.model.client import LoadedModel
from copilot.model.gate.standing import SHIPPED
from copilot.places import resources
from copilot.review.wording import reference_line
from ui.parts.gate import gate_page

MISSING = "This text is not installed with this build."
NO_CARD = "No model card is installed with this build."
UNCHECKED = "There is no result page: this model was not checked on this machine."
PACKS_MISSING = "The knowledge packs are not loaded yet."


def text(name: str) -> str:
    """Return one of the shipped texts as Markdown."""
    try:
        return (resources() / "about" / f"{name}.md").read_text("utf-8")
    except (OSError, UnicodeDecodeError):
        return MISSING


def method_card(pack: Pack | None) -> str:
    """Return how the list comes about, with the sizes of the packs in force."""
    found = text("method")
    for name, value in _sizes(pack).items():
        found = found.replace(f"{{{name}}}", value)
    return found


def _sizes(pack: Pack | None) -> dict[str, str]:
    names = ("conditions", "findings", "rows", "references", "figures", "version")
    if pack is None:
        return dict.fromkeys(names, "(not loaded yet)")
    links = [link for condition in pack.conditions.values() for link in condition.links]
    figures = sum(len(link.figures) for link in links) + sum(len(c.base_rates) for c in pack.conditions.values())
    sizes = (len(pack.conditions), len(pack.terms), len(links), len(pack.references), figures)
    return dict(zip(names, (*(f"{size:,}" for size in sizes), pack.version[:12]), strict=True))


def model_card(loaded: LoadedModel | None = None) -> str:
    """Return the card of the starter model, or of one from elsewhere the gate's result page, and its 31 attributes."""
    if loaded is not None and loaded.standing.words != SHIPPED:
        return f"{gate_page(loaded) or UNCHECKED}\n\n{text('other-attributes')}"
    return f"{_starter_card()}\n\n{text('starter-attributes')}"


def _starter_card() -> str:
    """Return the model card that is shipped beside the starter model, or why there is none."""
    folder = resources() / "models"
    for path in sorted(folder.glob("*.md")) if folder.is_dir() else []:
        try:
            return path.read_text("utf-8")
        except (OSError, UnicodeDecodeError):
            continue
    return NO_CARD


def reference_list(pack: Pack | None) -> str:
    """Return every reference of the packs as plain text, by publisher."""
    if pack is None:
        return PACKS_MISSING
    every = sorted(pack.references.values(), key=lambda r: (r.publisher.casefold(), r.year or 0, r.title))
    head = f"{len(every)} sources, each opened and read by the project. Pack version {pack.version}.\n\n"
    return head + _rare(pack) + "\n\n".join(reference_line(reference) for reference in every)


def _rare(pack: Pack) -> str:
    """Return the acknowledgement that HPO's licence asks for: whose it is, which release, unaltered."""
    if pack.rare is None:
        return "The rare pack is not installed.\n\n"
    words = pack.rare.words
    return (
        f"Rare diseases: {len(words.members)} of OMIM and Orphanet, as annotated by the Human Phenotype Ontology, "
        f"release {words.version}, used under its licence (https://hpo.jax.org/app/license) and compiled to an index "
        "without change of content. Orphanet's annotations: Orphadata, CC BY 4.0.\n\n"
    )


def versions(pack: Pack | None, loaded: LoadedModel | None) -> str:
    """Return one line that identifies this program, for a report: what it is made of, nothing about a patient."""
    parts = [f"Chartside {stamp.line()}"]
    if pack is not None:
        rare = f", HPO {pack.rare.words.version}" if pack.rare is not None else ""
        parts.append(f"knowledge {pack.version[:12]}{rare}")
    if loaded is not None:
        hashed = f" (SHA-256 {loaded.sha256[:12]})" if loaded.sha256 else ""
        parts.append(f"model {loaded.info.name}{hashed}")
    parts.append(f"Qt {qVersion()}, Python {platform.python_version()}, {platform.system()}")
    return " \N{MIDDLE DOT} ".join(parts)
