"""What a sign-in allows (skeleton until the sign-in lands: everything)."""

from __future__ import annotations


class Scopes:
    """Granted scopes; this skeleton grants everything."""

    assumed = False

    def may_read(self, resource_type: str) -> bool:
        """Return whether one resource of a type may be read."""
        return bool(resource_type)

    def may_search(self, resource_type: str) -> bool:
        """Return whether a type may be searched."""
        return bool(resource_type)

    def categories(self, resource_type: str) -> tuple[str, ...]:
        """Return the only category codes that are granted, () for all."""
        del resource_type
        return ()
