"""Where and how a server wants people to sign in: its SMART configuration, or the CapabilityStatement of old ones."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urljoin, urlsplit

import httpx2

from copilot.errors import SignInError
from copilot.fhir.lenient import Json, as_object, objects, text, texts
from copilot.fhir.origin import is_safe, resolve, same_origin
from copilot.fhir.smart.fetch import fetch

WELL_KNOWN = ".well-known/smart-configuration"
_REGISTRY = "http://fhir-registry.smarthealthit.org/StructureDefinition"
_MAX_REDIRECTS = 3
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_IT = "Ask IT for the server's exact FHIR base address, and whether it wants a sign-in at all."


@dataclass(frozen=True, slots=True)
class SmartConfiguration:
    """What a server says about signing in (SMART App Launch 2.2, Conformance). Empty means: not said."""

    token_endpoint: str
    authorization_endpoint: str = ""
    issuer: str = ""
    capabilities: frozenset[str] = frozenset()
    scopes: tuple[str, ...] = ()
    challenge_methods: tuple[str, ...] = ()
    signing_algorithms: tuple[str, ...] = ()
    answers_with_issuer: bool = False

    def offers(self, capability: str) -> bool:
        """Return whether a capability is advertised, as `permission-v2`."""
        return capability in self.capabilities


async def discover(client: httpx2.AsyncClient, base_url: str) -> SmartConfiguration:
    """Ask one tenant how to sign in, without any token; endpoints on other servers are normal.

    Raises `SignInError` where the server does not say, or names an endpoint that is not encrypted, and
    `ServerError` where it does not answer at all.
    """
    where = urlsplit(base_url).hostname or "the server"
    try:
        found = _from_well_known(await _get(client, base_url, WELL_KNOWN, "application/json", where), base_url)
        if found is None:
            found = _from_statement(await _get(client, base_url, "metadata", "application/fhir+json", where), base_url)
    except ValueError:  # of `urljoin`, for what looks like an address and is none
        raise SignInError("it names no address where one has to be.", where=where, remedy="Tell IT.") from None
    if found is None:
        raise SignInError("the server does not say how to sign in.", where=where, remedy=_IT)
    for endpoint in (found.token_endpoint, found.authorization_endpoint):
        if endpoint and not is_safe(endpoint):
            raise SignInError(
                "it names a sign-in address that is not encrypted (http).", where=where, remedy="Tell IT."
            )
    return found


async def _get(client: httpx2.AsyncClient, base_url: str, path: str, accept: str, where: str) -> Json:
    """Return a JSON object of this server, empty for everything else; redirects only within the server."""
    url = resolve(base_url, path)
    for _ in range(_MAX_REDIRECTS + 1):
        reply = await fetch(client, url, where=where, accept=accept)
        target = urljoin(url, reply.location)
        if reply.status not in _REDIRECTS or not same_origin(target, url):
            break
        url = target
    return reply.json if reply.status == 200 else {}


def _from_well_known(said: Json, base_url: str) -> SmartConfiguration | None:
    token = text(said.get("token_endpoint"))
    if not token:
        return None
    authorize = text(said.get("authorization_endpoint"))
    return SmartConfiguration(
        token_endpoint=resolve(base_url, token),
        authorization_endpoint=resolve(base_url, authorize) if authorize else "",
        issuer=text(said.get("issuer")),
        capabilities=frozenset(texts(said.get("capabilities"))),
        scopes=texts(said.get("scopes_supported")),
        challenge_methods=texts(said.get("code_challenge_methods_supported")),
        signing_algorithms=texts(said.get("token_endpoint_auth_signing_alg_values_supported")),
        answers_with_issuer=said.get("authorization_response_iss_parameter_supported") is True,
    )


def _from_statement(statement: Json, base_url: str) -> SmartConfiguration | None:
    """Read the `oauth-uris` and `capabilities` extensions of SMART 1.0, before the configuration file existed."""
    for rest in objects(statement.get("rest")):
        extensions = objects(as_object(rest.get("security")).get("extension"))
        uris = _oauth_uris(extensions)
        if uris.get("token"):
            authorize = uris.get("authorize", "")
            return SmartConfiguration(
                token_endpoint=resolve(base_url, uris["token"]),
                authorization_endpoint=resolve(base_url, authorize) if authorize else "",
                capabilities=frozenset(
                    text(extension.get("valueCode"))
                    for extension in extensions
                    if extension.get("url") == f"{_REGISTRY}/capabilities"
                ),
            )
    return None


def _oauth_uris(extensions: tuple[Json, ...]) -> dict[str, str]:
    return {
        text(uri.get("url")): text(uri.get("valueUri")) or text(uri.get("valueUrl"))
        for extension in extensions
        if extension.get("url") == f"{_REGISTRY}/oauth-uris"
        for uri in objects(extension.get("extension"))
    }
