"""Which server an address belongs to: a token, once given, stays with one origin."""

from __future__ import annotations

from urllib.parse import urljoin, urlsplit

_PORTS = {"http": 80, "https": 443}
_LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})


def origin(url: str) -> str:
    """Return `scheme://host:port` in lower case, or "" where the text is no web address."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return ""
    scheme, host = parts.scheme.lower(), (parts.hostname or "").lower()
    if scheme not in _PORTS or not host:
        return ""
    return f"{scheme}://{host}:{port or _PORTS[scheme]}"


def same_origin(one: str, other: str) -> bool:
    """Return whether both are web addresses of one scheme, host and port."""
    return bool(origin(one)) and origin(one) == origin(other)


def is_loopback(url: str) -> bool:
    """Return whether an address is on this machine, by its literal name."""
    try:
        return (urlsplit(url).hostname or "").lower() in _LOOPBACK
    except ValueError:
        return False


def is_safe(url: str) -> bool:
    """Return whether an address may carry patient data: https, or plain http on this machine."""
    return origin(url).startswith("https://") or (bool(origin(url)) and is_loopback(url))


def resolve(base: str, link: str) -> str:
    """Return a link as an absolute address: as it stands, relative to the host, or to the FHIR base."""
    return urljoin(base if base.endswith("/") else f"{base}/", link)
