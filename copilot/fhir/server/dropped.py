"""Why no answer came over the wire, in words, and whether asking again can help."""

from __future__ import annotations

import ssl

import httpx2


def why(error: Exception) -> str:
    """Return what happened, as a sentence that begins in lower case."""
    if isinstance(error, httpx2.ConnectError | httpx2.ConnectTimeout):
        return "the server cannot be reached."
    return "the server did not answer in time." if slow(error) else "the connection broke off."


def slow(error: Exception) -> bool:
    """Return whether time ran out: to wait as long again and again helps nobody."""
    return isinstance(error, httpx2.TimeoutException | TimeoutError)


def untrusted(error: BaseException | None) -> bool:
    """Return whether a certificate was refused: the HTTP library wraps what TLS said."""
    depth = 0
    while error is not None and depth < 10:
        if isinstance(error, ssl.SSLCertVerificationError):
            return True
        error, depth = error.__cause__ or error.__context__, depth + 1
    return False
