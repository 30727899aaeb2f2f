"""Why a release stops: something that is shipped cannot be vouched for."""

from __future__ import annotations


class UnknownPartError(Exception):
    """A part of the tree has no name, version or licence."""
