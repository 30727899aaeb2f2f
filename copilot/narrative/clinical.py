"""Whether a word makes a claim about a patient: only such a word must stand in what a sentence cites.

Any other word is a writer's own. A list has the words of the packs' names and what people call the same in plain words;
what it does not have is known by its ending, as new medicines and illnesses are named by rule.
"""

from __future__ import annotations

import re
from functools import lru_cache

from copilot import places
from copilot.knowledge.stems import root
from copilot.knowledge.words import normal

WORDS = "clinical-words.txt"
_SHORT = 3  # letters; "up-to-date", "far-fetched" claim nothing
_EXACT = "# In this form only"
# How medicines are named (the common stems of international non-proprietary names) and illnesses are.
_MEDICINE = (
    "afil|amide|amivir|amycin|arone|artan|asone|azepam|azine|azole|azoline|azosin|barbital|bactam|bicin|caine|cef\\w+|"
    "cillin|citabine|conazole|coxib|cycline|dipine|dronate|ergot\\w+|farin|fenac|fibrate|gestrel|floxacin|formin|fungin|"
    "gliptin|"
    "glitazone|glutide|gliflozin|idazole|ifene|ilol|imus|inib|kinra|lukast|lutamide|mab|micin|mycin|nazole|nidazole|"
    "olol|olone|onide|osin|oxacin|oxetine|oxicam|parin|parib|penem|piride|platin|prazole|pril|profen|quine|relin|"
    "ridone|rubicin|sartan|semide|setron|solone|statin|sulfa\\w+|taxel|terol|thiazide|thromycin|tidine|tinib|trexate|"
    "triptan|triptyline|tropium|vastatin|vaptan|virdine|vudine|xaban|zepine|ziprasidone|zolam|zumab"
)
_ILLNESS = (
    "a?emia|aemic|algia|algic|blastoma|carcinoma|cele|coccus|cocci|cyt(?:osis|ic)|dynia|ectasis|ectomy|"
    "(?<!aca)demia|edema|oedema|emesis|iasis|itis|itic|lith|lithiasis|lysis|malacia|megaly|oma|omata|opathy|opathic|"
    "osis|otomy|ostomy|paresis|penia|penic|phagia|phasia|philia|phobia|plasia|plasty|plegia|plegic|pnoea|pnea|praxia|"
    "ptosis|ptysis|rrhage|rrhagic|rrhagia|rrhaphy|rrhea|rrhoea|sarcoma|scopy|sclerosis|spasm|stenosis|thorax|thermia|"
    "trophy|trophic|uria|uric|xemia"
)
_PHYSICIAN = "ologist|iatrist|iatrician"  # who said or did something is a claim
_NAMED = re.compile(rf"\w{{2,}}(?:{_MEDICINE}|{_ILLNESS}|{_PHYSICIAN})s?", re.IGNORECASE)
# Everyday words that end so.
_ENDINGS = """
    academia aroma analysis axiom bohemia catalysis chroma custom destiny diagnosis diploma emphasis freedom
    hypothesis idiom kingdom machine magazine medicine metropolis osmosis phantom philosophy prognosis random
    routine seldom symptom synopsis synthesis trophy wisdom examine imagine define combine determine underline
    outline amazing april utopia
"""
_EVERYDAY = frozenset(_ENDINGS.split())


@lru_cache(maxsize=8192)
def clinical(word: str) -> bool:
    """Return whether a word says something of a body, an illness, a medicine, a degree, a direction or a course."""
    plain = normal(word)
    return _claims(plain) or any(_claims(part) for part in plain.split("-")[:-1] if len(part) > _SHORT)


def _claims(plain: str) -> bool:
    """Return whether a word in its normal form, or a part of one with hyphens, is on the list or named by rule."""
    known, roots = _listed()
    return plain in known or _root(plain) in roots or (plain not in _EVERYDAY and _NAMED.fullmatch(plain) is not None)


@lru_cache(maxsize=1)
def _listed() -> tuple[frozenset[str], frozenset[str]]:
    """Return the words of the list, and the roots of those that make a claim in every form."""
    whole, _, exact = (places.resources() / WORDS).read_text(encoding="utf-8").partition(_EXACT)
    every, only = (
        [word for line in part.splitlines() if not line.startswith("#") for word in line.split()]
        for part in (whole, exact.partition("\n")[2])
    )
    return frozenset((*every, *only)), frozenset(_root(word) for word in every)


@lru_cache(maxsize=8192)
def _root(word: str) -> str:
    """Return the root of a word, whatever it means: "hearing" and "deaf" have not the same."""
    return root(word)
