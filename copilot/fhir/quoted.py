"""A server's own words in a sentence of ours: in quotation marks, on a screen, and left out of what goes to a log."""

from __future__ import annotations

import re

_QUOTED = re.compile("“[^”]*(”|$)")


def quoted(words: str) -> str:
    """Return words in quotation marks that stand nowhere within them."""
    return "“{}”".format(words.replace("“", '"').replace("”", '"'))


def unquoted(sentence: str) -> str:
    """Return a sentence without what is quoted in it: a server's words may name the patient."""
    return _QUOTED.sub("…", sentence)
