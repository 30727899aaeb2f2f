"""Which units a number without one can have, by analyte: only what is plausible in a living person."""

from __future__ import annotations

from decimal import Decimal

from copilot.knowledge.pack import ValueRule

# One row: an analyte's LOINC code, then unit low high. Where a number fits several units and they disagree
# about what it shows, the number stays unread.
_TABLE = """
8867-4 /min 20 300
9279-1 /min 3 80
8480-6 mm[Hg] 40 300
8462-4 mm[Hg] 20 200
59408-5 % 40 100
8310-5 Cel 25 45; [degF] 77 113
9269-2 {score} 3 15
39156-5 kg/m2 10 90
718-7 g/dL 2 24; g/L 25 240
787-2 fL 40 150
6690-2 10*9/L 0.1 400; /uL 500 400000
751-8 10*9/L 0 200; /uL 201 200000
731-0 10*9/L 0 100; /uL 101 100000
711-2 10*9/L 0 50; /uL 51 50000
777-3 10*9/L 1 2500; /uL 3000 2500000
1988-5 mg/L 0 700
30341-2 mm/h 0 180
33959-8 ng/mL 0 500
2160-0 mg/dL 0.1 25; umol/L 26 2500
3094-0 mg/dL 1 250
22664-7 mmol/L 0.5 100
2951-2 mmol/L 95 200
2823-3 mmol/L 1 11
17861-6 mg/dL 4.1 20; mmol/L 0.8 4
19123-9 mg/dL 0.3 10; mmol/L 0.2 4
2345-7 mmol/L 0.5 45; mg/dL 15 1800
4548-4 % 3 20; mmol/mol 21 180
2524-7 mmol/L 0.1 35
2744-1 [pH] 6.5 8
1960-4 mmol/L 1 60
2019-8 mm[Hg] 15 150; kPa 2 14.9
1742-6 U/L 1 30000
1920-8 U/L 1 30000
1975-2 mg/dL 0.1 60; umol/L 2 1000
6768-6 U/L 5 5000
2324-2 U/L 1 5000
1751-7 g/dL 0.5 7; g/L 8 70
3040-3 U/L 1 50000
1798-8 U/L 1 20000
10839-9 ng/mL 0 200; ng/L 0.5 200000
67151-1 ng/L 0.5 200000
89579-7 ng/L 0.5 200000
30934-4 pg/mL 1 70000
33762-6 pg/mL 1 200000
48065-7 ng/mL 20 100000; mg/L 0 40
2157-6 U/L 1 500000
2532-0 U/L 20 20000
6301-6 {INR} 0.5 20
5902-2 s 5 150
3016-3 m[IU]/L 0 200
2276-4 ng/mL 1 100000
2132-9 pg/mL 30 5000
2093-3 mg/dL 50 1500; mmol/L 1 30
18262-6 mg/dL 10 800; mmol/L 0.2 9.9
2571-8 mg/dL 15 15000; mmol/L 0.2 14.9
3084-1 mg/dL 0.5 25; umol/L 30 1500
21198-7 m[IU]/mL 0 1000000
19080-1 m[IU]/mL 0 1000000
6873-4 mmol/L 0 30
"""


def _rows() -> dict[str, tuple[tuple[str, Decimal, Decimal], ...]]:
    rows: dict[str, tuple[tuple[str, Decimal, Decimal], ...]] = {}
    for line in _TABLE.strip().splitlines():
        loinc, _, rest = line.partition(" ")
        parts = [part.split() for part in rest.split(";")]
        rows[loinc] = tuple((unit, Decimal(low), Decimal(high)) for unit, low, high in parts)
    return rows


_ROWS = _rows()


def candidates(value: Decimal, rule: ValueRule) -> list[str]:
    """Return the units in which a bare number can be meant under this rule; none where it is not plausible."""
    rows = next((_ROWS[loinc] for loinc in rule.loinc if loinc in _ROWS), ())
    return [unit for unit, low, high in rows if low <= value <= high]
