"""The installer's properties that set IT's policy: `msiexec /i chartside.msi /qn LOCK_IDLE_MINUTES=5`.

Each key has a component of its own that is there only if its property is given. It is permanent: what IT set outlives
an upgrade and the program.
"""

from __future__ import annotations

from xml.etree.ElementTree import Element, SubElement, indent, tostring

from copilot.policy_registry import ROOT
from policy.keys import Key, Kind, keys

NAMESPACE = "http://schemas.microsoft.com/wix/2006/wi"
NUMBERS = frozenset((Kind.SWITCH, Kind.NUMBER))


def component(key: Key) -> str:
    """Return the name of the component that writes a key."""
    return f"Policy_{key.property}"


def is_given(key: Key) -> str:
    """Return the installer's condition that a property was given; a bare name would take 0 for nothing."""
    return f'{key.property} <> ""'


def as_wxs() -> str:
    """Return the part of the installer's source that writes the policy."""
    root = Element("Wix", xmlns=NAMESPACE)
    _components(SubElement(root, "Fragment"))
    group = SubElement(SubElement(root, "Fragment"), "ComponentGroup", Id="Policy")
    for key in keys():
        SubElement(group, "ComponentRef", Id=component(key))
    indent(root)
    return '<?xml version="1.0" encoding="utf-8"?>\n' + tostring(root, encoding="unicode")


def refusals() -> dict[str, str]:
    """Return what each property must be, as the installer's conditions, with the sentence where it is not."""
    found: dict[str, str] = {}
    for key in keys():
        name = key.property
        if key.kind is Kind.NUMBER:
            allowed = f"({name} >= {key.least} AND {name} <= {key.most})"
            found[f'{name} = "" OR {allowed}'] = f"{name} is a number from {key.least} to {key.most}."
        elif key.kind in (Kind.SWITCH, Kind.CHOICE):
            choices = key.choices or ("0", "1")
            allowed = " OR ".join(f'{name} = "{choice}"' for choice in ("", *choices))
            found[allowed] = f"{name} is one of: {', '.join(choices)}."
    return found


def _components(fragment: Element) -> None:
    folder = SubElement(fragment, "DirectoryRef", Id="INSTALLDIR")
    for key in keys():
        # The list of servers is a section itself: one value of its subkey holds them all.
        name = key.name or "installer"
        part = SubElement(folder, "Component", Id=component(key), Guid="*", Win64="yes")
        SubElement(
            part,
            "RegistryValue",
            Root="HKLM",
            Key=f"{ROOT}\\{key.section}",
            Name=name,
            Type="integer" if key.kind in NUMBERS else "string",
            Value=f"[{key.property}]",
            KeyPath="yes",
        )
