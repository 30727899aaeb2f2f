"""Group Policy's templates: of today's schema, whole, and what they write is what the program reads."""

from __future__ import annotations

import json
from typing import Any
from xml.etree.ElementTree import Element, fromstring

import pytest
from pydantic import BaseModel

from copilot import policy_registry
from copilot.policy import SECTIONS
from policy.keys import LIST, TITLES, Key, Kind, keys
from policy.keys import SECTIONS as SCHEMAS
from windows import templates

SPACE = f"{{{templates.NAMESPACE}}}"
SERVER = {"id": "ward", "name": "Ward", "base_url": "https://fhir.example.org/r4"}
REMOTE = {"name": "Hall", "base_url": "https://gpu.example.org/v1", "model": "m", "kind": "vllm"}
# What an administrator could write into a setting that takes text.
WRITTEN = {"models.trusted_key": "RWQ", "models.hashes": "a" * 64, "models.remote": json.dumps(REMOTE)}


@pytest.fixture(scope="module")
def admx() -> Element:
    """What is written to the registry."""
    return fromstring((templates.FOLDER / templates.ADMX).read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def strings() -> dict[str, str]:
    """What an administrator reads."""
    adml = fromstring((templates.FOLDER / templates.ADML).read_text(encoding="utf-8"))
    found = [(string.get("id", ""), string.text or "") for string in adml.iter(f"{SPACE}string")]
    assert len(dict(found)) == len(found)
    return dict(found)


def settings(admx: Element) -> dict[str, Element]:
    """Return the settings by their names."""
    return {policy.get("name", ""): policy for policy in admx.iter(f"{SPACE}policy")}


def test_the_templates_are_those_of_today() -> None:
    for name, text in templates.texts().items():
        held = (templates.FOLDER / name).read_text(encoding="utf-8")
        assert held == text, "renew them: PYTHONPATH=packaging python -m windows.templates"


def test_every_section_and_key_of_the_policy_is_known() -> None:
    assert set(SCHEMAS) == set(TITLES) == set(SECTIONS)
    paths = [key.path for key in keys()]
    assert len(set(paths)) == len(paths)
    for section, schema in SCHEMAS.items():
        names = {key.name for key in keys() if key.section == section}
        assert names == ({""} if section == LIST else set(schema.model_fields))


def test_every_key_has_one_setting_with_its_words(admx: Element, strings: dict[str, str]) -> None:
    assert [name.replace("_", ".", 1) for name in settings(admx)] == [key.path for key in keys()]
    for key in keys():
        policy = settings(admx)[key.path.replace(".", "_")]
        title, text = (policy.get(kind, "")[len("$(string.") : -1] for kind in ("displayName", "explainText"))
        assert strings[title] == key.title
        assert strings[text].startswith(key.text)
        assert all(part.name in strings[text] for part in key.parts)


def test_everything_that_is_referred_to_is_there(admx: Element, strings: dict[str, str]) -> None:
    adml = fromstring((templates.FOLDER / templates.ADML).read_text(encoding="utf-8"))
    shown = {each.get("id"): [part.get("refId") for part in each] for each in adml.iter(f"{SPACE}presentation")}
    categories = {each.get("name") for each in admx.iter(f"{SPACE}category")}
    for policy in settings(admx).values():
        asked = [element.get("id") for element in policy.findall(f"{SPACE}elements/*")]
        named = policy.get("presentation", "")[len("$(presentation.") : -1]
        assert (shown.pop(named) if named else []) == asked
        assert policy.find(f"{SPACE}parentCategory").get("ref") in categories  # type: ignore[union-attr]
    assert shown == {}
    for each in admx.iter():
        name = each.get("displayName")
        assert name is None or name[len("$(string.") : -1] in strings


@pytest.mark.parametrize("key", keys(), ids=lambda key: key.path)
def test_what_a_setting_writes_is_what_the_program_reads(admx: Element, key: Key) -> None:
    policy = settings(admx)[key.path.replace(".", "_")]
    for values in written(policy, key):
        subkey = policy.get("key", "").removeprefix(f"{policy_registry.ROOT}\\")
        found: Any = policy_registry.as_sections({subkey: values})[key.section]
        for one in found if isinstance(found, list) else [found]:
            model: BaseModel = SCHEMAS[key.section].model_validate(one)
            assert not key.name or key.name in model.model_fields_set


def written(policy: Element, key: Key) -> list[dict[str, object]]:
    """Return what Group Policy would write for the values that a setting allows."""
    if key.kind is Kind.SWITCH:
        states = [policy.find(f"{SPACE}{state}Value/{SPACE}decimal") for state in ("enabled", "disabled")]
        return [{policy.get("valueName", ""): int(state.get("value", ""))} for state in states if state is not None]
    element = policy.find(f"{SPACE}elements/*")
    assert element is not None
    name = element.get("valueName", "")
    match element.tag.removeprefix(SPACE):
        case "decimal":
            return [{name: int(element.get(end, ""))} for end in ("minValue", "maxValue")]
        case "enum":
            return [{name: value.text} for value in element.iter(f"{SPACE}string")]
        case "list":
            return [{f"{element.get('valuePrefix')}{number}": json.dumps(SERVER) for number in (1, 2)}]
        case "multiText":
            return [{name: [WRITTEN[key.path]]}]
        case _:
            return [{name: WRITTEN[key.path]}]
