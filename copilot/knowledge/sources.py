"""Turn the YAML under `resources/knowledge/` into typed entries that know their file and line."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

from pydantic import TypeAdapter, ValidationError

from copilot.errors import KnowledgeError
from copilot.knowledge.bands import BACKGROUND
from copilot.knowledge.pack import Condition, DiagnosticTest, Reference, Term
from copilot.knowledge.yaml_lines import Located, read_yaml

Entry = TypeVar("Entry", Term, Condition, DiagnosticTest, Reference)


@dataclass(frozen=True, slots=True)
class Fault:
    """One broken rule: where (file and line, relative to the sources), which rule, and what is wrong."""

    file: str
    line: int
    rule: str
    text: str

    def __str__(self) -> str:
        """Return the fault as a compiler would print it."""
        return f"{self.file}:{self.line}: {self.rule}: {self.text}"


@dataclass
class Sources:
    """Everything that was read: entries by id, the place of each, and the faults met on the way."""

    root: Path
    terms: dict[str, Term] = field(default_factory=dict)
    conditions: dict[str, Condition] = field(default_factory=dict)
    tests: dict[str, DiagnosticTest] = field(default_factory=dict)
    references: dict[str, Reference] = field(default_factory=dict)
    hosts: frozenset[str] = frozenset()
    places: dict[tuple[str, str], tuple[str, int]] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)

    def fault(self, rule: str, text: str, kind: str, identifier: str) -> None:
        """Note a broken rule at the place of the entry (`kind` is "conditions", "findings" …)."""
        file, line = self.places.get((kind, identifier), (kind, 0))
        self.faults.append(Fault(file, line, rule, text))


_ADAPTERS: Mapping[type[object], TypeAdapter[Any]] = {
    kind: TypeAdapter(kind) for kind in (Term, Condition, DiagnosticTest, Reference)
}


def read_sources(root: Path) -> Sources:
    """Read all source files below `root`; faults of form are collected, not raised."""
    sources = Sources(root)
    sources.hosts = frozenset(_hosts(sources))
    for raw, file in _entries(sources, "references"):
        _keep(sources, "references", sources.references, Reference, _reference(raw), raw.line, file)
    for raw, file in _entries(sources, "findings"):
        _keep(sources, "findings", sources.terms, Term, _term(raw), raw.line, file)
    for raw, file in _entries(sources, "tests"):
        _keep(sources, "tests", sources.tests, DiagnosticTest, raw, raw.line, file)
    for raw, file in _entries(sources, "conditions"):
        _keep(sources, "conditions", sources.conditions, Condition, _condition(raw), raw.line, file)
        if raw.get("id") != Path(file).stem.replace("_", "-"):
            sources.faults.append(Fault(file, raw.line, "file-name", f"the file must be called {raw.get('id')}.yaml"))
    return sources


def _hosts(sources: Sources) -> list[str]:
    try:
        found = read_yaml(sources.root / "hosts.yaml")
    except (OSError, KnowledgeError) as error:
        sources.faults.append(Fault("hosts.yaml", 1, "readable", str(error)))
        return []
    if not (isinstance(found, list) and all(isinstance(host, str) for host in found)):
        sources.faults.append(Fault("hosts.yaml", 1, "schema", "must be a list of hosts"))
        return []
    return found


def _entries(sources: Sources, folder: str) -> Iterator[tuple[Located, str]]:
    """Yield every entry of every file in the folder, with the file's name relative to the root."""
    for path in sorted((sources.root / folder).rglob("*.yaml")):
        file = path.relative_to(sources.root).as_posix()
        try:
            content = read_yaml(path)
        except KnowledgeError as error:
            line = int(error.where.rpartition(":")[2]) if error.where.rpartition(":")[2].isdigit() else 1
            sources.faults.append(Fault(file, line, "yaml", error.what))
            continue
        for entry in content if isinstance(content, list) else [content]:
            if isinstance(entry, Located) and isinstance(entry.get("id"), str):
                yield entry, file
            else:
                line = getattr(entry, "line", 1)
                sources.faults.append(Fault(file, line, "schema", "an entry must be a mapping with an id"))


def _keep(
    sources: Sources,
    kind: str,
    into: dict[str, Entry],
    cls: type[Entry],
    raw: Mapping[str, Any],
    line: int,
    file: str,
) -> None:
    """Type one entry and keep it, or note why it cannot be kept."""
    identifier = str(raw["id"])
    if identifier in into:
        other = sources.places[(kind, identifier)]
        sources.faults.append(Fault(file, line, "duplicate", f"{identifier} also stands in {other[0]}:{other[1]}"))
        return
    try:
        into[identifier] = _ADAPTERS[cls].validate_python(raw)
        sources.places[(kind, identifier)] = (file, line)
    except ValidationError as error:
        for problem in error.errors(include_url=False, include_input=False):
            where = _line_of(raw, problem["loc"], line)
            path = ".".join(str(part) for part in problem["loc"])
            sources.faults.append(Fault(file, where, "schema", f"{identifier}: {path}: {problem['msg']}"))


def _line_of(raw: Any, location: tuple[int | str, ...], line: int) -> int:
    """Return the line of the innermost mapping on the way to the problem."""
    for part in location:
        try:
            raw = raw[part]
        except (KeyError, IndexError, TypeError):
            break
        line = getattr(raw, "line", line)
    return line


def _term(raw: Located) -> Mapping[str, Any]:
    word = raw.get("background")
    return {**raw, "background": BACKGROUND.get(word, word) if isinstance(word, str) else word}


def _condition(raw: Located) -> Mapping[str, Any]:
    """Rename what is short in the source: `findings` are links."""
    return {("links" if key == "findings" else key): value for key, value in raw.items()}


def _reference(raw: Located) -> Mapping[str, Any]:
    """Keep of the second reading its date, if all anchors were found; `query` only serves reviewers."""
    found = raw.get("second_reading")
    second = found if isinstance(found, Mapping) else {}
    kept = {key: value for key, value in raw.items() if key not in ("second_reading", "query")}
    kept["accessed"] = str(raw.get("accessed", ""))
    kept["second_reading"] = str(second.get("date", "")) if second.get("found") is True else ""
    return kept
