"""The templates by which Group Policy shows and writes IT's policy: `chartside.admx` and its English words.

    PYTHONPATH=packaging python -m windows.templates    # renews packaging/windows/admx

Each key of the policy is one setting. "Not configured" leaves Chartside's default.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from copilot.policy_registry import ROOT
from policy.keys import TITLES, Key, Kind, Part, keys

FOLDER = Path(__file__).parent / "admx"
ADMX, ADML = "chartside.admx", "en-US/chartside.adml"
NAMESPACE = "http://schemas.microsoft.com/GroupPolicy/2006/07/PolicyDefinitions"
SUPPORTED = "Chartside 0.1 or later"
LONGEST = 8000  # characters of one value; a model server with all its parts has a few hundred
PREFIX = "server"  # Group Policy names the values of a list itself: server1, server2, …


def make(folder: Path = FOLDER) -> Path:
    """Write both files and return the folder."""
    for name, text in texts().items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder


def texts() -> dict[str, str]:
    """Return both files by their names."""
    return {ADMX: _as_text(_definitions()), ADML: _as_text(_words())}


def _as_text(root: Element) -> str:
    indent(root)
    return '<?xml version="1.0" encoding="utf-8"?>\n' + tostring(root, encoding="unicode") + "\n"


def _name(key: Key) -> str:
    """Return a key's name in both files, as `lock_idle_minutes`."""
    return key.path.replace(".", "_")


def _definitions() -> Element:
    """Return what is written to the registry, and where."""
    root = Element("policyDefinitions", xmlns=NAMESPACE, revision="1.0", schemaVersion="1.0")
    spaces = SubElement(root, "policyNamespaces")
    SubElement(spaces, "target", prefix="chartside", namespace="Chartside.Policies")
    SubElement(root, "resources", minRequiredRevision="1.0")
    definitions = SubElement(SubElement(root, "supportedOn"), "definitions")
    SubElement(definitions, "definition", name="supported", displayName="$(string.supported)")
    categories = SubElement(root, "categories")
    SubElement(categories, "category", name="chartside", displayName="$(string.chartside)")
    for section in TITLES:
        inner = SubElement(categories, "category", name=section, displayName=f"$(string.section_{section})")
        SubElement(inner, "parentCategory", ref="chartside")
    policies = SubElement(root, "policies")
    for key in keys():
        _definition(policies, key)
    return root


def _definition(policies: Element, key: Key) -> None:
    name = _name(key)
    words = {"displayName": f"$(string.{name})", "explainText": f"$(string.{name}_text)"}
    place = {"key": f"{ROOT}\\{key.section}"}
    if key.kind is Kind.SWITCH:
        place["valueName"] = key.name
    else:
        words["presentation"] = f"$(presentation.{name})"
    made = SubElement(policies, "policy", {"name": name, "class": "Machine", **words, **place})
    SubElement(made, "parentCategory", ref=key.section)
    SubElement(made, "supportedOn", ref="supported")
    if key.kind is Kind.SWITCH:
        SubElement(SubElement(made, "enabledValue"), "decimal", value="1")
        SubElement(SubElement(made, "disabledValue"), "decimal", value="0")
    else:
        _element(SubElement(made, "elements"), key, name)


def _element(elements: Element, key: Key, name: str) -> None:
    """Write what a setting asks for when it is enabled."""
    if key.kind is Kind.LIST:
        SubElement(elements, "list", id=name, key=f"{ROOT}\\{key.section}", valuePrefix=PREFIX)
        return
    value = {"id": name, "valueName": key.name, "required": "true"}
    if key.kind is Kind.NUMBER:
        SubElement(elements, "decimal", {**value, "minValue": str(key.least), "maxValue": str(key.most)})
    elif key.kind is Kind.CHOICE:
        chosen = SubElement(elements, "enum", value)
        for choice in key.choices:
            item = SubElement(chosen, "item", displayName=f"$(string.{name}_{choice})")
            SubElement(SubElement(item, "value"), "string").text = choice
    else:
        kind = "multiText" if key.kind is Kind.LINES else "text"
        SubElement(elements, kind, {**value, "maxLength": str(LONGEST)})


def _words() -> Element:
    """Return what an administrator reads, in English."""
    root = Element("policyDefinitionResources", xmlns=NAMESPACE, revision="1.0", schemaVersion="1.0")
    SubElement(root, "displayName").text = "Chartside"
    SubElement(root, "description").text = "What IT decides about Chartside on this computer."
    resources = SubElement(root, "resources")
    table = SubElement(resources, "stringTable")
    for name, words in _strings():
        SubElement(table, "string", id=name).text = words
    presentations = SubElement(resources, "presentationTable")
    for key in keys():
        if key.kind is not Kind.SWITCH:
            _presentation(SubElement(presentations, "presentation", id=_name(key)), key)
    return root


def _strings() -> Iterator[tuple[str, str]]:
    yield "chartside", "Chartside"
    yield "supported", SUPPORTED
    for section, title in TITLES.items():
        yield f"section_{section}", title
    for key in keys():
        yield _name(key), key.title
        yield f"{_name(key)}_text", explanation(key)
        for choice in key.choices:
            yield f"{_name(key)}_{choice}", choice


def explanation(key: Key) -> str:
    """Return what a setting means, what it takes, and what holds where IT sets nothing."""
    default = {True: "yes", False: "no"}.get(key.default, key.default) if key.kind is Kind.SWITCH else key.default
    taken = {
        Kind.SWITCH: "Enabled: yes. Disabled: no.",
        Kind.NUMBER: f"A number from {key.least} to {key.most}.",
        Kind.LINES: "One in a line.",
        Kind.PARTS: f"One line of JSON: {{{_example(key.parts)}}}",
        Kind.LIST: f"Each entry is one line of JSON: {{{_example(key.parts)}}}",
    }.get(key.kind, "")
    parts = [f"{part.name}{'' if part.needed else ' (optional)'}: {_part(part)}" for part in key.parts]
    last = f"Not configured: {default if default not in (None, '', []) else 'nothing'}. In policy files: {key.path}"
    return "\n\n".join(filter(None, [key.text, taken, "\n".join(parts), last]))


def _part(part: Part) -> str:
    return f"{part.text} ({', '.join(part.choices)})" if part.choices else part.text


def _example(parts: tuple[Part, ...]) -> str:
    """Return the parts that are needed, as one writes them."""
    return ", ".join(
        f"{json.dumps(part.name)}: {json.dumps('|'.join(part.choices) or '…', ensure_ascii=False)}"
        for part in parts
        if part.needed
    )


def _presentation(presentation: Element, key: Key) -> None:
    name, label = _name(key), key.title
    if key.kind is Kind.NUMBER:
        box = SubElement(presentation, "decimalTextBox", refId=name, defaultValue=str(key.default))
        box.text = f"{label} ({key.least} to {key.most}):"
    elif key.kind is Kind.CHOICE:
        at = key.choices.index(key.default)
        SubElement(presentation, "dropdownList", refId=name, noSort="true", defaultItem=str(at)).text = f"{label}:"
    elif key.kind is Kind.TEXT or key.kind is Kind.PARTS:
        SubElement(SubElement(presentation, "textBox", refId=name), "label").text = f"{label}:"
    else:
        kind = "listBox" if key.kind is Kind.LIST else "multiTextBox"
        SubElement(presentation, kind, refId=name).text = f"{label}:"


def main() -> int:
    """Renew the templates in the repository."""
    print(make())
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
