"""Prune and retry: find what a FHIR model refuses, so that the rest of the resource stays typed."""

from __future__ import annotations

from typing import Any

from copilot.fhir.pull import Dropped, Json

MAX_ROUNDS = 25
MAX_DROPPED = 200
_MISSING = ("missing", "model_field_validation.missing")
# The elements with a choice of type ("value[x]") in the resources that are checked.
_CHOICES = (
    "value", "effective", "onset", "abatement", "deceased", "medication", "performed", "occurrence",
    "multipleBirth", "reported", "born", "age", "asNeeded", "rate", "dose",
)  # fmt: skip
Location = tuple[int | str, ...]


def prune(raw: Json, model: Any) -> tuple[Dropped, ...]:
    """Return what has to go before `model` accepts `raw` (which is not changed).

    Wraps a lone object where a list belongs, drops a refused key, and drops a container whose mandatory
    child is missing; a mandatory element missing from the resource itself is listed with value None.
    """
    work = _Work(raw, model)
    for _ in range(MAX_ROUNDS):
        errors = work.errors()
        if not errors or not work.mend(errors) or len(work.dropped) > MAX_DROPPED:
            break
    return tuple(sorted(work.dropped, key=lambda item: (item.path, item.reason)))


class _Work:
    """One resource on the bench: a copy that shrinks, and where each part of it stood in the original."""

    def __init__(self, raw: Json, model: Any) -> None:
        self._copy: Json = _apart(raw)
        self._model = model
        self._paths: dict[int, str] = {}
        self._kept: list[object] = []
        self.dropped: list[Dropped] = []
        self._note_paths(self._copy, "")

    def _note_paths(self, node: object, path: str) -> None:
        """Remember where every object stood: indices shift once a list loses an item."""
        self._paths[id(node)] = path
        self._kept.append(node)
        if isinstance(node, dict):
            for key, child in node.items():
                if isinstance(child, dict | list):
                    self._note_paths(child, f"{path}.{key}" if path else str(key))
        elif isinstance(node, list):
            for index, child in enumerate(node):
                if isinstance(child, dict | list):
                    self._note_paths(child, f"{path}[{index}]")

    def errors(self) -> list[tuple[Location, str, str]]:
        """Validate what is left; return (location, error type, message) of every refusal, deepest first."""
        from pydantic import ValidationError  # here, so that a bare note costs no import of the models

        try:
            self._model.model_validate(self._copy)
        except ValidationError as error:
            found = error.errors(include_url=False, include_input=False)
            items = [(_clean(item["loc"]), item["type"], item["msg"]) for item in found]
            return sorted(items, key=lambda item: [str(part).zfill(6) for part in item[0]], reverse=True)
        except Exception as error:  # noqa: BLE001  # the models raise KeyError, AttributeError … on odd input
            self._drop_whole(f"the model cannot read it ({type(error).__name__})")
        return []

    def mend(self, errors: list[tuple[Location, str, str]]) -> bool:
        """Change the copy for every error; return whether anything changed."""
        changed = False
        for location, kind, message in errors:
            changed = self._mend_one(location, kind, message) or changed
        if not changed and not self.dropped:
            self._drop_whole(errors[0][2])
        return changed

    def _mend_one(self, location: Location, kind: str, message: str) -> bool:
        if kind in _MISSING:
            return self._mend_missing(location)
        if kind == "list_type" and self._wrap(location):
            return True
        if kind == "value_error" and self._drop_second_choice(location):
            return True
        if not location:
            return False
        return self._drop(location, message)

    def _mend_missing(self, location: Location) -> bool:
        if len(location) > 1:
            return self._drop(location[:-1], f"{location[-1]} is missing in it")
        if not any(item.path == str(location[0]) for item in self.dropped):
            self.dropped.append(Dropped(str(location[0]), None, "mandatory element is missing"))
        return False

    def _wrap(self, location: Location) -> bool:
        parent, key = self._parent(location)
        if isinstance(parent, dict) and isinstance(parent.get(key), dict | str):
            self.dropped.append(Dropped(self._path(parent, key), parent[key], "single value where a list belongs"))
            parent[key] = [parent[key]]
            self._kept.append(parent[key])
            self._paths[id(parent[key])] = self._path(parent, key)
            return True
        if isinstance(parent, dict) and isinstance(parent.get(key), list):
            remaining = [item for item in parent[key] if item is not None]
            if len(remaining) < len(parent[key]):
                self.dropped.append(Dropped(self._path(parent, key), [], "null in a list"))
                parent[key][:] = remaining
                return True
        return False

    def _drop_second_choice(self, location: Location) -> bool:
        """Of several value[x] keep the first given; the models name only the container."""
        node = self._node(location)
        if not isinstance(node, dict):
            return False
        for prefix in _CHOICES:
            keys = [key for key in node if _is_choice(key, prefix)]
            if len(keys) > 1:
                for key in keys[1:]:
                    self._take_out(node, key, f"a second {prefix}[x] beside {keys[0]}")
                return True
        return False

    def _drop(self, location: Location, reason: str) -> bool:
        parent, key = self._parent(location)
        if isinstance(parent, dict) and key in parent:
            self._take_out(parent, key, reason)
            return True
        if isinstance(parent, list) and isinstance(key, int) and key < len(parent):
            value = parent.pop(key)
            path = self._paths.get(id(value)) if isinstance(value, dict | list) else None
            self.dropped.append(Dropped(path or f"{self._paths.get(id(parent), '')}[{key}]", value, reason))
            return True
        return self._drop(location[:-1], reason) if len(location) > 1 else False

    def _take_out(self, parent: Json, key: Any, reason: str) -> None:
        self.dropped.append(Dropped(self._path(parent, key), parent.pop(key), reason))

    def _drop_whole(self, reason: str) -> None:
        self.dropped.append(Dropped("", None, reason))

    def _path(self, parent: object, key: object) -> str:
        path = self._paths.get(id(parent), "")
        return f"{path}.{key}" if path else str(key)

    def _node(self, location: Location) -> Any:
        node: Any = self._copy
        for part in location:
            try:
                node = node[part]
            except (KeyError, IndexError, TypeError):
                return None
        return node

    def _parent(self, location: Location) -> tuple[Any, Any]:
        return (self._node(location[:-1]), location[-1]) if location else (None, None)


def _apart(node: Any) -> Any:
    """Return a copy in which no part stands twice, as equal parts of parsed JSON do."""
    if isinstance(node, dict):
        return {key: _apart(child) for key, child in node.items()}
    return [_apart(child) for child in node] if isinstance(node, list) else node


def _clean(location: tuple[int | str, ...]) -> Location:
    """Drop what fhir-core adds to a location ("root") and its Python spelling of keywords."""
    return tuple(part for part in location if part != "root")


def _is_choice(key: str, prefix: str) -> bool:
    return key.startswith(prefix) and len(key) > len(prefix) and key[len(prefix)].isupper()
