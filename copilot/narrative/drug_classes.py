"""What a medicine may be called beside its name, by how medicines are named: what ends in -xaban, an anticoagulant."""

from __future__ import annotations

import re
from collections.abc import Iterable

_CLASSES = """
contraceptive | gestrel desogest drospirenone norethisterone
anticoagulant anticoagulation anticoagulated | xaban gatran parin warfarin coumarol
antibiotic antibiotics | cillin floxacin mycin cycline cef sulfa trimethoprim nitrofurantoin metronidazole
steroid steroids corticosteroid glucocorticoid | solone sone
diuretic diuretics | semide thiazide spironolactone amiloride
analgesic painkiller | paracetamol acetaminophen profen codeine morphine naproxen tramadol
nsaid | profen fenac coxib naproxen indometacin
antihypertensive | pril sartan dipine olol thiazide
anticonvulsant antiseizure | racetam zepine valpro phenytoin
antidepressant | oxetine triptyline citalopram venlafaxine mirtazapine
antidiabetic | formin gliptin gliflozin glutide insulin gliclazide
bronchodilator | terol tropium salbutamol
antihistamine | cetirizine loratadine fexofenadine
"""
_NAMED = {
    name: re.compile(rf"\w*(?:{'|'.join(stems.split())})\w*")
    for names, stems in (line.split(" | ") for line in _CLASSES.strip().splitlines())
    for name in names.split()
}


def classes_of(words: Iterable[str]) -> frozenset[str]:
    """Return what the medicines among some words may be called."""
    there = tuple(words)
    return frozenset(name for name, named in _NAMED.items() if any(named.fullmatch(word) for word in there))
