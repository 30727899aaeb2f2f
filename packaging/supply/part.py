"""One part of what is shipped, whoever made it: what the SBOM, the notices and the SOUP list are about."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

UNNAMED_LICENCE = "LicenseRef-"


class Kind(StrEnum):
    """What a part is, in CycloneDX's words."""

    APPLICATION = "application"
    LIBRARY = "library"
    FRAMEWORK = "framework"
    PLATFORM = "platform"
    DATA = "data"
    MODEL = "machine-learning-model"


@dataclass(frozen=True, slots=True)
class Part:
    """A part with its version and licence; `licence` is an SPDX expression, or `LicenseRef-` and a name.

    `files` are the libraries of the built tree that belong to it, `texts` the words of its licence and notices,
    `within` the parts that are compiled into it and have no file of their own; `architecture` is a model's.
    """

    name: str
    version: str
    licence: str
    maker: str
    kind: Kind = Kind.LIBRARY
    about: str = ""
    purl: str = ""
    cpe: str = ""
    licence_link: str = ""
    sha256: str = ""
    architecture: str = ""
    files: tuple[str, ...] = ()
    texts: tuple[str, ...] = ()
    within: tuple[Part, ...] = ()
