"""Read YAML so that every mapping knows its line, and `no` stays a word."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import yaml

from copilot.errors import KnowledgeError

_BOOLEAN = "tag:yaml.org,2002:bool"


class Located(dict[str, Any]):
    """A mapping of a YAML file that remembers the line (1-based) on which it starts."""

    line: int = 0


class _Loader(yaml.CSafeLoader):
    """The safe C loader without YAML 1.1's yes/no/on/off: in medicine "no" is a finding's first word."""


_Loader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if tag != _BOOLEAN]
    for first, resolvers in yaml.CSafeLoader.yaml_implicit_resolvers.items()
}


def _mapping(loader: _Loader, node: yaml.MappingNode) -> Located:
    built = Located()
    built.line = node.start_mark.line + 1
    for key_node, value_node in node.value:
        key = str(loader.construct_object(key_node, deep=True))
        if key in built:
            line = key_node.start_mark.line + 1
            raise yaml.constructor.ConstructorError(None, None, f"line {line}: key {key!r} stands twice", None)
        built[key] = loader.construct_object(value_node, deep=True)
    return built


def _truth(_loader: _Loader, node: yaml.ScalarNode) -> bool:
    return bool(node.value == "true")


_Loader.add_constructor("tag:yaml.org,2002:map", _mapping)
_Loader.add_constructor(_BOOLEAN, _truth)
_Loader.add_implicit_resolver(_BOOLEAN, re.compile(r"^(?:true|false)$"), list("tf"))


def read_yaml(path: Path) -> Any:
    """Return the file's content, mappings as `Located`.

    Raises `KnowledgeError` with file and line where the text is not YAML, a key stands twice or a date cannot be.
    """
    try:
        return yaml.load(path.read_text(encoding="utf-8"), Loader=_Loader)  # noqa: S506  (a safe loader)
    except UnicodeDecodeError as error:
        raise KnowledgeError("is not UTF-8.", where=str(path), remedy="Save it as UTF-8.") from error
    except RecursionError as error:
        raise KnowledgeError("is nested too deeply.", where=str(path), remedy="Mend the YAML.") from error
    except (ValueError, OverflowError) as error:  # a date or a number that cannot be, as 2026-02-31
        raise KnowledgeError(f"yaml: {error}", where=str(path), remedy="Mend the YAML.") from error
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        where = f"{path}:{mark.line + 1}" if mark else str(path)
        problem = getattr(error, "problem", None) or str(error)
        raise KnowledgeError(f"yaml: {problem}", where=where, remedy="Mend the YAML.") from error
