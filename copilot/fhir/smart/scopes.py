"""What a sign-in allows to be read: SMART's scopes in both syntaxes, as the server said them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import parse_qsl

_SCOPE = re.compile(r"(patient|user|system)/([A-Za-z]+|\*)\.(read|write|\*|c?r?u?d?s?)(?:\?(.*))?")
_V1 = {"read": "rs", "write": "cud", "*": "cruds"}


@dataclass(frozen=True, slots=True)
class Scope:
    """One clinical scope: `level` patient, user or system; `type` a resource type or `*`; `limits` after the `?`."""

    level: str
    type: str
    access: str
    limits: tuple[tuple[str, str], ...] = ()

    @property
    def categories(self) -> tuple[str, ...]:
        """Return the categories that it is limited to, `system|code` as given, none where it is not."""
        return tuple(code for name, value in self.limits if name == "category" for code in value.split(",") if code)


@dataclass(frozen=True, slots=True)
class Scopes:
    """The scopes of one sign-in, in the server's own words (`words`).

    `assumed` is True where the server did not say what it granted and what was asked for is taken for it
    (SMART App Launch 2.2 requires the answer to say so; some servers do not). A resource that is granted may
    still be refused or left out: scopes are an upper bound.
    """

    words: tuple[str, ...] = ()
    assumed: bool = False
    unlimited: bool = False

    def may_read(self, resource_type: str) -> bool:
        """Return whether resources of a type may be read by id."""
        return self.unlimited or bool(self._allowing(resource_type, "r"))

    def may_search(self, resource_type: str) -> bool:
        """Return whether resources of a type may be searched."""
        return self.unlimited or bool(self._allowing(resource_type, "s"))

    def categories(self, resource_type: str) -> tuple[str, ...]:
        """Return the only categories that may be searched (`system|code` as granted), none where all may."""
        found: dict[str, None] = {}
        for scope in self._allowing(resource_type, "s"):
            if not scope.categories:
                return ()
            found.update(dict.fromkeys(scope.categories))
        return tuple(found)

    def narrowed(self, resource_type: str) -> bool:
        """Return whether every scope for a type holds a limit, so that what is found is never all there is."""
        allowing = self._allowing(resource_type, "s")
        return bool(allowing) and all(scope.limits for scope in allowing)

    @property
    def one_patient_only(self) -> bool:
        """Return whether all that is granted belongs to the one patient whom the server names."""
        levels = {scope.level for scope in self._scopes}
        return not self.unlimited and levels == {"patient"}

    @property
    def _scopes(self) -> tuple[Scope, ...]:
        return tuple(scope for word in self.words if (scope := parse_scope(word)) is not None)

    def _allowing(self, resource_type: str, access: str) -> tuple[Scope, ...]:
        return tuple(scope for scope in self._scopes if scope.type in (resource_type, "*") and access in scope.access)


EVERYTHING = Scopes(unlimited=True)


def parse_scope(word: str) -> Scope | None:
    """Return a clinical scope, v1 (`.read`) as what it means in v2 (`.rs`), or None for `openid`, `launch` ..."""
    found = _SCOPE.fullmatch(word)
    if found is None:
        return None
    level, kind, access, query = found.groups()
    return Scope(level, kind, _V1.get(access, access), tuple(parse_qsl(query or "")))


def granted(said: object, asked: tuple[str, ...]) -> Scopes:
    """Return what a token response's `scope` grants; what was `asked` for, and labelled so, where it says nothing.

    An empty text grants nothing. Some servers send a list instead of a text.
    """
    if isinstance(said, list):
        said = " ".join(word for word in said if isinstance(word, str))
    if not isinstance(said, str):
        return Scopes(asked, assumed=True)
    return Scopes(tuple(dict.fromkeys(said.split())))
