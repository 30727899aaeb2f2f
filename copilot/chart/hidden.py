"""Characters that nobody sees: the one place that takes them out, so that shown, recognised and told are one text.

What a script needs stays: joiners in Persian, Arabic and Indic words, one variation selector behind an ideograph or
a symbol, joined emoji. What only hides, or turns the reading direction, goes, and whoever reads learns that it did.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

# Scripts whose letters change shape by a joiner: Arabic to N'Ko, Indic, Tibetan, Myanmar, Khmer, Mongolian, newer ones.
_JOINING = (
    "\u0600-\u08ff\u0900-\u0dff\u0f00-\u0fff\u1000-\u109f\u1780-\u18af\u1a20-\u1aaf\u1b00-\u1c4f\ua800-\ua8ff"
    "\ua980-\uaadf\uabc0-\uabff\ufb50-\ufdff\ufe70-\ufefc\U00010a00-\U00011fff"
)
_SPACELESS = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff"  # a zero-width space parts the words of these
_EMOJI = "\u2190-\u2bff\u3030\u303d\u3297\u3299\U0001f000-\U0001faff"
_IDEOGRAPHS = "\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_SELECTORS = "\ufe00-\ufe0f\U000e0100-\U000e01ef"

# What is taken out without a word: it is common in honest text and hides nothing.
_HARMLESS = re.compile(
    "\\A\ufeff+|[\u061c\u200e\u200f]"  # a byte order mark; marks of direction in names
    "|(?<=\\w)\u00ad(?=\\w)"  # where a web page may break a long word
    f"|(?<=[{_SPACELESS}])\u200b(?=[{_SPACELESS}])"
)
_KEPT = (
    f"(?<=[{_JOINING}])[\u200c\u200d](?![\u200b-\u200d\u2060])"
    f"|(?<=[{_EMOJI}\ufe0f])\u200d(?=[{_EMOJI}])"
    f"|(?<=[{_EMOJI}{_IDEOGRAPHS}#*0-9\u00a9\u00ae\u203c\u2049\u2122\u2139])[{_SELECTORS}](?![{_SELECTORS}])"
)
_HIDING = (
    "[\u00ad\u034f\u115f\u1160\u180e\u200b-\u200d\u202a-\u202e\u2060-\u206f\u3164\ufeff\uffa0\ufff9-\ufffb"
    f"{_SELECTORS}\U000e0000-\U000e00ff]"
)
_HIDDEN = re.compile(f"(?P<kept>{_KEPT})|{_HIDING}")

_seen: ContextVar[set[str] | None] = ContextVar("seen", default=None)


def visible(text: str) -> str:
    """Return the text without what hides; what is taken out is reported to who watches."""
    if text.isascii():
        return text
    text = _HARMLESS.sub("", text)
    made = _HIDDEN.sub(lambda found: found["kept"] or "", text)
    if made != text:
        report("hidden characters")
    return made


def report(what: str) -> None:
    """Tell who watches that something was hidden."""
    seen = _seen.get()
    if seen is not None:
        seen.add(what)


@contextmanager
def watched() -> Iterator[set[str]]:
    """Collect what is reported while the block runs; the caller empties the set as it goes."""
    seen: set[str] = set()
    token = _seen.set(seen)
    try:
        yield seen
    finally:
        _seen.reset(token)
