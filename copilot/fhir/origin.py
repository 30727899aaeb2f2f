"""Which server an address belongs to: a token, once given, stays with one origin."""

from __future__ import annotations

from urllib.parse import urljoin, urlsplit

from copilot.network import is_loopback, is_safe, origin

__all__ = ["is_loopback", "is_safe", "origin", "resolve", "same_base", "same_origin"]


def same_origin(one: str, other: str) -> bool:
    """Return whether both are web addresses of one scheme, host and port."""
    return bool(origin(one)) and origin(one) == origin(other)


def same_base(one: str, other: str) -> bool:
    """Return whether two FHIR bases are one server's: slashes at the end and the host's case do not count."""
    if not same_origin(one, other):
        return False
    ours, theirs = urlsplit(one), urlsplit(other)
    return (ours.path.rstrip("/"), ours.query) == (theirs.path.rstrip("/"), theirs.query)


def resolve(base: str, link: str) -> str:
    """Return a link as an absolute address: as it stands, relative to the host, or to the FHIR base."""
    return urljoin(base if base.endswith("/") else f"{base}/", link)
