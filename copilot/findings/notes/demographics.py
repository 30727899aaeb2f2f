"""Age, sex and pregnancy from the words of a note."""

from __future__ import annotations

import re
from dataclasses import dataclass

_MALE = r"man|male|gentleman|boy|m(?![a-z0-9/.])"
_FEMALE = r"woman|female|lady|girl|f(?![a-z0-9/.])"
_PERSON = rf"(?P<male>{_MALE})|(?P<female>{_FEMALE})"
_UNIT = r"(?P<unit>years?|yrs?|y|months?|mos?|mths?|weeks?|wks?|days?)"
# "58-year-old (white) man", "72 y/o F", "8-month-old boy", "34yo woman", "58M".
_AGE_FIRST = re.compile(
    rf"(?<![\d.,/])(?P<age>\d{{1,3}})(?:\s?-?\s?{_UNIT}[\s./-]{{0,3}}(?:of[\s-]age|old|o\b|/o\b)?\.?"
    rf"(?P<between>(?:[\s,-]{{1,3}}(?!man\b|woman\b|male\b|female\b|boy\b|girl\b)[a-z0-9-]{{1,20}}){{0,6}}?)[\s,-]{{0,3}}\b(?:{_PERSON})\b"
    rf"|\s?(?:(?P<bare_male>M)|(?P<bare_female>F))\b(?!\w))",
    re.IGNORECASE,
)
# "5/12 boy", "3/52 old baby": twelfths are months, fifty-seconds weeks, sevenths days.
_PARTS_OF_YEARS = {"12": "months", "52": "weeks", "7": "days"}
_AGE_IN_PARTS = re.compile(
    rf"(?<![\d.,/])(?P<age>\d{{1,2}})/(?P<part>12|52|7)\s(?:old\s)?(?:(?:baby|infant)\s)?(?:{_PERSON}|baby|infant|old)\b",
    re.IGNORECASE,
)
_AGE_ALONE = re.compile(
    rf"(?<![\d.,/])(?P<age>\d{{1,3}})\s?-?\s?{_UNIT}[\s./-]{{0,3}}(?:of[\s-]age|old|o\b|/o\b)", re.IGNORECASE
)
_AGE_AFTER = re.compile(
    rf"\b(?:{_PERSON})\b[\s,]{{1,2}}(?:patient\s)?(?:aged|of|age|aet\.?)?\s?(?P<age>\d{{1,3}})(?:\s?-?{_UNIT}\b)?(?![\d.%/])",
    re.IGNORECASE,
)
_LABELLED = re.compile(
    r"\bage[d]?\s?[:=]?\s{0,2}(?P<age>\d{1,3})(?:\s?(?P<unit>years?|yrs?|y|months?|mos?|weeks?|days?))?\b",
    re.IGNORECASE,
)
_SEX_LABELLED = re.compile(
    r"\b(?:sex|gender)\s?[:=]?\s{0,2}(?:(?P<male>male|man|m)|(?P<female>female|woman|f))\b", re.IGNORECASE
)
_SEX_ALONE = re.compile(
    r"\b(?:this|an?|the|young|elderly|old|middle-aged|adult|pregnant|newborn|infant|previously\s\w{1,10}|year-old)\s"
    r"(?:(?P<male>man|male|gentleman|boy)|(?P<female>woman|female|lady|girl))\b",
    re.IGNORECASE,
)
_HE = re.compile(r"\b(?:he|his|him)\b", re.IGNORECASE)
_SHE = re.compile(r"\b(?:she|her|hers)\b", re.IGNORECASE)
_RELATIVE_BEFORE = re.compile(
    r"\b(?:mother|father|brother|sister|son|daughter|husband|wife|partner|aunt|uncle|cousin|child|friend)\b[^.\n]{0,25}\Z",
    re.IGNORECASE,
)
_RELATIVE_AFTER = re.compile(r"\s(?:mother|father|brother|sister|son|daughter|husband|wife|partner)\b", re.IGNORECASE)
# "Born at term to a 21-year-old woman": her age is not the newborn's.
_BORN_TO = re.compile(
    r"\b(?:born|delivered|delivery|birth)\b[^.\n]{0,80}\bto\s(?:an?\s|the\s)?(?:\w+\s)?\Z", re.IGNORECASE
)
_NEWBORN = re.compile(
    rf"\b(?:(?:{_PERSON})\s)?(?:newborn|neonate)\b(?!\s(?:care|screen|nursery|unit|intensive|period))"
    r"(?:\s(?:infant\s|baby\s)?(?P<boy>boy|male)\b|\s(?:infant\s|baby\s)?(?P<girl>girl|female)\b)?",
    re.IGNORECASE,
)
# "After delivery of a healthy newborn" speaks of the mother.
_HER_NEWBORN = re.compile(
    r"\b(?:deliver\w*|gave birth|given birth|birth|her|mother|breast-?feed\w*|nurs\w+)\s(?:of\s|to\s)?[^.,\n]{0,40}\Z",
    re.IGNORECASE,
)
_INTRODUCED = 300  # a newborn is introduced in the first lines
_NEWBORN_YEARS = 0.01
_LEAST_PREGNANT_YEARS = 9.0
_PREGNANT = re.compile(
    r"\b(?P<no>not (?:currently )?|non-?|denies being )?(?:pregnant\b|weeks?['’]? (?:pregnant|gestation|of gestation)\b"
    r"|gravid\b|intrauterine pregnancy\b|(?:first|second|third) trimester\b|primip(?:ara)?\b|f(?:o)?etal movements?\b)",
    re.IGNORECASE,
)
_SPAN = 4000  # a person is introduced early


@dataclass(frozen=True, slots=True)
class Said:
    """What a note says of the person; each with the characters that say it."""

    age_years: float | None = None
    sex: str = ""
    pregnant: bool | None = None
    span: tuple[int, int] | None = None


def demographics(text: str) -> Said:
    """Return age, sex and pregnancy as the first sentences of a note give them."""
    head = text[:_SPAN]
    age, sex, span = _age_and_sex(head)
    if age is None:
        age, newborn_sex, span = _newborn(head)
        sex = sex or newborn_sex
    if not sex:
        sex, sex_span = _sex(head)
        span = span or sex_span
    can_be = sex != "male" and (age is None or age >= _LEAST_PREGNANT_YEARS)
    pregnant, pregnant_span = _pregnant(head) if can_be else (None, None)
    return Said(age, sex, pregnant, span or pregnant_span)


def _age_and_sex(text: str) -> tuple[float | None, str, tuple[int, int] | None]:
    for pattern in (_AGE_IN_PARTS, _AGE_FIRST, _AGE_AFTER, _AGE_ALONE, _LABELLED):
        for found in pattern.finditer(text):
            groups = found.groupdict()
            age = _years(found["age"], _PARTS_OF_YEARS.get(groups.get("part") or "", groups.get("unit")))
            if age is None or _is_relative(text, found):
                continue
            male = groups.get("male") or groups.get("bare_male")
            female = groups.get("female") or groups.get("bare_female")
            return age, "male" if male else "female" if female else "", found.span()
    return None, "", None


def _newborn(text: str) -> tuple[float | None, str, tuple[int, int] | None]:
    """Return the age and sex of a newborn whose age no number gives."""
    for found in _NEWBORN.finditer(text, 0, _INTRODUCED):
        if not _HER_NEWBORN.search(text, max(0, found.start() - 60), found.start()):
            male, female = found["male"] or found["boy"], found["female"] or found["girl"]
            return _NEWBORN_YEARS, "male" if male else "female" if female else "", found.span()
    return None, "", None


def _is_relative(text: str, found: re.Match[str]) -> bool:
    """Return whether the words before or after name somebody else."""
    before = _RELATIVE_BEFORE.search(text, max(0, found.start() - 40), found.start())
    before = before or _BORN_TO.search(text, max(0, found.start() - 120), found.start())
    return bool(before or _RELATIVE_AFTER.match(text, found.end()))


def _years(number: str, unit: str | None) -> float | None:
    """Return an age in years; more than 120 years is no age."""
    value = float(number)
    kind = (unit or "y").lower()
    per_year = 1 if kind.startswith("y") else 12 if kind.startswith("m") else 52.18 if kind.startswith("w") else 365.25
    years = value / per_year
    return round(years, 3) if 0 <= years <= 120 else None


def _sex(text: str) -> tuple[str, tuple[int, int] | None]:
    for pattern in (_SEX_LABELLED, _SEX_ALONE):
        for found in pattern.finditer(text):
            if not _is_relative(text, found):
                return "male" if found["male"] else "female", found.span()
    he, she = len(_HE.findall(text)), len(_SHE.findall(text))
    if he >= 2 * she + 1:
        first = _HE.search(text)
        return "male", first.span() if first else None
    if she >= 2 * he + 1:
        first = _SHE.search(text)
        return "female", first.span() if first else None
    return "", None


def _pregnant(text: str) -> tuple[bool | None, tuple[int, int] | None]:
    for found in _PREGNANT.finditer(text):
        before = text[max(0, found.start() - 30) : found.start()].casefold()
        if any(
            cue in before
            for cue in ("could be ", "if ", "mother", "previous", "possib", "when ", "whether", "she is ?")
        ):
            continue
        denied = bool(found["no"]) or before.rstrip().endswith((" not", "no", "denies", "isn't"))
        return not denied, found.span()
    return None, None
