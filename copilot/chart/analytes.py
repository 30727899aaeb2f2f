"""What mass and amount of substance mean for one analyte, by LOINC code: molar mass and charge.

Molar masses in g/mol follow from the atomic weights (IUPAC 2021); two are conventions of the laboratory:
urea nitrogen counts the two nitrogen atoms of urea, haemoglobin in mmol/L counts the monomer. Codes not
listed here are not converted between mass and substance.
"""

from __future__ import annotations

from decimal import Decimal

_MOLAR_MASS = {
    "180.156": ("2345-7", "2339-0", "1558-6", "14749-6", "15074-8", "14771-0"),  # glucose
    "113.12": ("2160-0", "38483-4", "14682-9", "59826-8"),  # creatinine
    "28.014": ("3094-0", "6299-2"),  # urea nitrogen
    "60.056": ("22664-7", "3091-6"),  # urea
    "40.078": ("17861-6", "2000-8", "1995-0", "1994-3"),  # calcium
    "584.66": ("1975-2", "42719-5", "14631-6", "1968-7", "14629-0"),  # bilirubin
    "386.65": ("2093-3", "14647-2", "2085-9", "14646-4", "13457-7", "18262-6", "2089-1", "22748-8", "39469-2"),
    "885.4": ("2571-8", "14927-8"),  # triglycerides, as triolein
    "16114": ("718-7", "59260-0"),  # haemoglobin, monomer
    "168.11": ("3084-1", "14933-6"),  # urate
    "30.974": ("2777-1", "14879-1"),  # phosphate, as phosphorus
    "24.305": ("19123-9", "2601-3"),  # magnesium
    "55.845": ("2498-4", "14798-3"),  # iron
    "90.08": ("2524-7", "14118-4", "32693-4"),  # lactate, as lactic acid
    "362.46": ("2143-6", "14675-3"),  # cortisol
    "776.87": ("3024-7", "14920-3", "3026-2", "14921-1"),  # thyroxine
    "650.97": ("3051-0", "14928-6"),  # triiodothyronine
    "400.64": ("1989-3", "14635-7", "62292-8"),  # 25-hydroxyvitamin D
    "1355.4": ("2132-9", "14685-2"),  # vitamin B12
    "441.4": ("2284-8", "14732-2"),  # folate
    "288.42": ("2986-8", "14913-8"),  # testosterone
}
_CHARGE = {
    1: ("2951-2", "2947-0", "2823-3", "6298-4", "2075-0", "2069-3", "1963-8", "1959-6", "2028-9", "33037-3",
        "14334-7"),  # sodium, potassium, chloride, bicarbonate, carbon dioxide, anion gap, lithium
    2: ("17861-6", "2000-8", "1995-0", "1994-3", "19123-9", "2601-3"),  # calcium, magnesium
}  # fmt: skip

MOLAR_MASS: dict[str, Decimal] = {code: Decimal(mass) for mass, codes in _MOLAR_MASS.items() for code in codes}
CHARGE: dict[str, Decimal] = {code: Decimal(charge) for charge, codes in _CHARGE.items() for code in codes}
# HbA1c in mmol/mol (IFCC) against % (NGSP): the master equation, not a factor.
HBA1C = frozenset({"4548-4", "17856-6", "59261-8", "4549-2"})
