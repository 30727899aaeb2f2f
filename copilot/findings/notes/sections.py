"""The parts of a note: which section every stretch of text belongs to, by its headers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from enum import StrEnum


class Section(StrEnum):
    """What a part of a note is about; it changes what a mention there means."""

    PRESENT = "present"  # complaint, history of present illness, review of systems, course
    PAST = "past"
    FAMILY = "family"
    SOCIAL = "social"
    EXAM = "exam"
    RESULTS = "results"
    ALLERGIES = "allergies"
    MEDICATIONS = "medications"
    ASSESSMENT = "assessment"
    DIFFERENTIAL = "differential"  # what it could be
    PLAN = "plan"
    INSTRUCTIONS = "instructions"
    OTHER = "other"


_HEADERS: dict[Section, str] = {
    Section.PRESENT: "hpi|history of present illness|history of presenting complaint|history of the present illness"
    "|presenting complaint|presenting history|chief complaint|reason for visit|reason for admission|cc|pc|hpc"
    "|subjective|interval history|review of systems|ros|systems review|systems enquiry|hospital course|history"
    "|present illness|symptoms|clinical history|triage|triage note|events|course",
    Section.PAST: "pmh|pmhx|past medical history|past history|medical history|past medical hx|pmhx/pshx|pmh/psh"
    "|past medical and surgical history|psh|pshx|past surgical history|surgical history|background|problem list"
    "|comorbidities|known conditions|active problems|past medical problems|previous history|obstetric history",
    Section.FAMILY: "fh|fhx|family history|family hx|family medical history",
    Section.SOCIAL: "sh|shx|social history|social hx|social|habits|lifestyle|occupational history|travel history"
    "|exposure history|sexual history|tobacco|alcohol|personal history|personal and social history|personal hx",
    Section.EXAM: "exam|examination|physical exam|physical examination|on examination|o/e|pe|objective|clinical exam"
    "|clinical examination|vitals|vital signs|observations|obs|vs|physical",
    Section.RESULTS: "labs|laboratory|laboratory data|laboratory results|lab results|results|investigations|imaging"
    "|radiology|bloods|blood tests|data|ecg|ekg|cxr|ct|mri|ultrasound|urinalysis|ua|pertinent results|studies"
    "|chest x-ray|laboratory findings|tests|diagnostics",
    Section.ALLERGIES: "allergies|allergy|drug allergies|adverse reactions|nkda",
    Section.MEDICATIONS: "medications|meds|medication|current medications|home medications|home meds|drug history|dh"
    "|dhx|drugs|medications on admission|regular medications|medication list|outpatient medications|treatment"
    "|current treatment|treatment given|treatment received|treatment to date|treatment so far",
    Section.ASSESSMENT: "assessment|impression|assessment and plan|assessment & plan|assessment/plan|a/p|a&p|diagnosis"
    "|diagnoses|imp|clinical impression|summary|discussion|mdm|conclusion|medical decision making|discharge diagnosis"
    "|final diagnosis|principal diagnosis|primary diagnosis|main diagnosis|admission diagnosis|working diagnosis"
    "|provisional diagnosis|secondary diagnoses|secondary diagnosis|principal problem|discharge diagnoses",
    Section.DIFFERENTIAL: "differential|differential diagnosis|differential diagnoses|differentials|ddx|dd|d/dx"
    "|diagnoses considered",
    Section.PLAN: "plan|management|recommendations|disposition|orders|treatment plan|plan of care",
    Section.INSTRUCTIONS: "instructions|discharge instructions|return precautions|safety netting|safety net"
    "|safety-netting|patient instructions|advice|follow up|follow-up|education|patient education|return instructions",
}
_BY_HEADER = {name: section for section, names in _HEADERS.items() for name in names.split("|")}
_NAMES = "|".join(re.escape(name) for name in sorted(_BY_HEADER, key=len, reverse=True))
# A known header: at the start of a line with colon, dash or nothing after it, or inside a line with a colon.
_MARKS = r"[ \t>]{0,8}(?:[#*=_-]{1,6}[ \t]?|\d{1,2}[.)][ \t]?)?"
_HEADER = re.compile(
    rf"(?:^{_MARKS}({_NAMES})[*_]{{0,3}}[ \t]?(?::[*_]{{0,3}}|[-–][ \t]|[*_=]{{0,6}}[ \t]*$)"
    rf"|(?<=[.;,])[ \t]{{0,2}}\b({_NAMES}):)",
    re.IGNORECASE | re.MULTILINE,
)
# An unknown header, alone on its line: what follows belongs to no section that we know.
_UNKNOWN_HEADER = re.compile(
    r"^[ \t]{0,8}(?:[#*]{1,4} ?)?(?:[A-Z][A-Za-z/& -]{2,40}:[* \t]{0,4}"
    r"|[A-Z][A-Z/& -]{1,30}(?:HISTORY|HX|EXAMINATION|FINDINGS|RESULTS|DETAILS|SUMMARY|STATUS|NOTES|COMMENTS|PLAN)"
    r"[* \t]{0,4})$",
    re.MULTILINE,
)
# Sections that change what a mention means. Where the header shares a line with its text ("PMH: asthma.")
# such a section ends with that line, or with the sentence where the header stands inside a line.
_NARROW = frozenset({
    Section.PAST, Section.FAMILY, Section.ALLERGIES, Section.MEDICATIONS, Section.INSTRUCTIONS, Section.DIFFERENTIAL,
})  # fmt: skip
_CONTINUES = re.compile(r"\n(?=[ \t]{1,8}\S|[-*•–+>]|\d{1,2}[.)]|[a-z])")
# A full stop that lacks the space after it ("no rash.pmh COPD"): not in a decimal, an address or "e.g.".
GLUED_STOP = (
    r"(?:(?<=[a-z]{3})\.(?=[A-Za-z]{2})|(?<=[A-Za-z]{2})\.(?=[A-Z][A-Za-z])|(?<=[\d)\]%+])\.(?=[A-Za-z]{2}))"
    r"(?!\.?(?:com|org|net|gov|edu|nhs|co|ac|uk|html?|pdf|docx?|txt|jpe?g|png)\b)"
)
_SENTENCE_END = re.compile(rf"[.;](?=\s|$)|\n|{GLUED_STOP}")
# A line that ends so goes on in the next one, whatever that begins with: "No\nPV bleeding".
_OPEN_END = re.compile(
    r"(?:[^:=?\s–-][ \t]{1,3}|^)(?:without|denies|denied|denying|and|or|nor|with|of|the|an?|for|from|his|her|possible"
    r"|previous|suspected|known)$|(?:(?:^|[.;,\n])[ \t]{0,3}|\b(?:has|have|had|is|are|was|were|with|and)[ \t])"
    r"(?:no|not|any)$",
    re.IGNORECASE,
)


def goes_on(text: str, line_end: int) -> bool:
    """Return whether the line that ends here cannot be complete: its last word opens something."""
    return _OPEN_END.search(text[max(0, line_end - 24) : line_end].rstrip(" \t")) is not None


def sections(text: str) -> Iterator[tuple[int, int, Section]]:
    """Yield the stretches between headers in reading order; a header belongs to no stretch."""
    marks = [(m.start(), m.end(), _BY_HEADER[(m[1] or m[2]).lower()], bool(m[2])) for m in _HEADER.finditer(text)]
    known = {text.rfind("\n", 0, start) for start, _, _, _ in marks}
    marks += [
        (m.start(), m.end(), Section.OTHER, False)
        for m in _UNKNOWN_HEADER.finditer(text)
        if text.rfind("\n", 0, m.start()) not in known
    ]
    marks.sort()
    at, section, inside = 0, Section.PRESENT, False
    for start, end, following, within in [*marks, (len(text), len(text), Section.OTHER, False)]:
        yield from _stretch(text, at, start, section, inside)
        at, section, inside = max(at, end), following, within


def _stretch(text: str, start: int, end: int, section: Section, inside: bool) -> Iterator[tuple[int, int, Section]]:
    """Yield one stretch, in two parts where its section ends before the next header."""
    if start >= end:
        return
    limit = end
    line_end = text.find("\n", start, end)
    shares_line = start > 0 and text[start : line_end if line_end >= 0 else end].strip() != ""
    if section in _NARROW and shares_line:
        limit = _line_end(text, start, end)
        if inside:
            found = _SENTENCE_END.search(text, start, limit)
            limit = found.end() if found else limit
    yield start, limit, section
    if limit < end:
        yield limit, end, Section.PRESENT


def _line_end(text: str, start: int, end: int) -> int:
    """Return where a line ends, with the lines that continue it: wrapped, indented or bulleted."""
    at = start
    while True:
        line_end = text.find("\n", at, end)
        if line_end < 0:
            return end
        if not _CONTINUES.match(text, line_end, end) and not goes_on(text, line_end):
            return line_end
        at = line_end + 1
