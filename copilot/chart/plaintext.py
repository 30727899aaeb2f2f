"""Rich note text (HTML, XHTML, RTF) into plain text: no scripts, no styles, nothing fetched."""

from __future__ import annotations

import re
from html.parser import HTMLParser

from copilot.chart.hidden import report, visible

_SILENT = frozenset({"script", "style", "head", "title", "template", "noscript", "iframe", "object", "svg"})
_BREAKS = frozenset({
    "p", "div", "br", "li", "tr", "ul", "ol", "table", "h1", "h2", "h3", "h4", "h5", "h6", "section",
    "article", "header", "footer", "blockquote", "pre", "dt", "dd", "hr", "caption",
})  # fmt: skip
_CELLS = frozenset({"td", "th"})
_UNSHOWABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]")
_LINE_ENDS = re.compile("\r\n?|[\u2028\u2029]")
# Text that a browser would not show is shown here, and that it was hidden is said.
_UNSEEN = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*hidden|opacity\s*:\s*0(?:\.0+)?\s*(?:;|\Z)|font-size\s*:\s*[01](?:px|"
    r"pt)?\s*(?:;|\Z)"
    r"|(?<![-\w])color\s*:\s*(?:white|#fff(?:fff)?|rgb\(255,\s*255,\s*255\))\s*(?:;|\Z)",
    re.IGNORECASE,
)
# Two control words that striprtf turns into nothing but that carry data, not text.
_RTF_BINARY = re.compile(r"\\(?:bin\d+|objdata)\b")


class _Text(HTMLParser):
    """Collects the visible text; unclosed silent tags end with the parent document, never with an error."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self._silent: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Open a tag: silence, a line break, or a gap between cells."""
        if any(name == "hidden" or (name == "style" and _UNSEEN.search(value or "")) for name, value in attrs):
            report("text styled to be unseen")
        if tag in _SILENT:
            self._silent.append(tag)
        elif tag in _BREAKS:
            self.parts.append("\n")
        elif tag in _CELLS:
            self.parts.append("\t")

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002
        """Handle `<br/>`; an empty `<script/>` must not silence what follows."""
        if tag in _BREAKS:
            self.parts.append("\n")

    def handle_endtag(self, tag: str) -> None:
        """Close a tag; the innermost silent tag of this name ends the silence."""
        if tag in self._silent:
            del self._silent[self._silent.index(tag) :]
        elif tag in _BREAKS:
            self.parts.append("\n")

    def handle_data(self, data: str) -> None:
        """Keep visible text."""
        if not self._silent:
            self.parts.append(data)

    def parse_marked_section(self, i: int, report: bool = True) -> int:
        """Override: what Python's parser refuses (`<![what is it`), a browser passes over up to the next `>`."""
        try:
            return super().parse_marked_section(i, report)
        except AssertionError:
            return self.parse_bogus_comment(i)


def from_html(source: str) -> str:
    """Return the visible text of HTML or XHTML with one line per block."""
    parser = _Text()
    parser.feed(source)
    parser.close()
    return tidy("".join(parser.parts))


def from_rtf(source: str) -> str:
    """Return the text of RTF; what cannot be parsed comes back as ""."""
    from striprtf.striprtf import rtf_to_text

    if _RTF_BINARY.search(source):
        return ""
    try:
        return tidy(rtf_to_text(source, errors="ignore"))  # type: ignore[no-untyped-call]
    except Exception:  # noqa: BLE001 - it raises whatever it stumbles over: six kinds were met so far
        return ""


def tidy(text: str) -> str:
    """Return text without control, hidden and bidirectional marks, with uniform line ends and no runs of blanks.

    Spans into a note count in this text; it is the one that is shown.
    """
    text = visible(_UNSHOWABLE.sub("", _LINE_ENDS.sub("\n", text).replace("\xa0", " ")))
    lines = [re.sub(r"[ \t]{2,}", " ", line).rstrip() for line in text.split("\n")]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()
