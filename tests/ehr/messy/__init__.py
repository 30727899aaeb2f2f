"""Resources as messy as real ones, by item of section 3; all of patient p1. `%BASE%` becomes the server's base."""

from __future__ import annotations
