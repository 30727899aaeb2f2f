"""The closed table of units: canonical UCUM code, dimension, factor to the dimension's base, other spellings.

Anything outside this table is shown as given and never computed with: near-UCUM strings are dangerous
("K/uL" parses as kelvin per microlitre, "MG" as megagauss). A row is
`canonical | factor | spelling, spelling …` under its dimension, on several rows
where one is too long; spellings also match in lower case.
"""

from __future__ import annotations

from decimal import Decimal

_TABLE = """
mass-concentration (g/L)
g/L | 1 | gm/L, mg/mL, g/l
g/dL | 10 | gm/dL, g/100mL, gm%, g%, g/100 ml
mg/dL | 0.01 | mg%, mg/100mL, mgs/dL, mg/100 ml
mg/L | 0.001 | ug/mL, mcg/mL, µg/mL, μg/mL
ug/dL | 0.00001 | mcg/dL, µg/dL, μg/dL, ug/100mL
ug/L | 0.000001 | ng/mL, mcg/L, µg/L, μg/L, ngs/mL
ng/dL | 0.00000001 | ng/100mL
ng/L | 0.000000001 | pg/mL, pgs/mL
pg/dL | 0.00000000001 |
substance-concentration (mmol/L)
mol/L | 1000 |
mmol/L | 1 | mM, mmol/l, mMol/L, umol/mL
umol/L | 0.001 | mcmol/L, µmol/L, μmol/L, micromol/L, uM
nmol/L | 0.000001 | nM, pmol/mL
pmol/L | 0.000000001 | pM
equivalent-concentration (meq/L)
meq/L | 1 | mEq/L, mequiv/L, mEQ/L
number-concentration (10*9/L)
10*12/L | 1000 | 10*6/uL, 10*6/mm3, x10*12/L, 10^12/L, x10^12/L, 10E12/L, x10E12/L, 10*6/µL, 10^6/uL
10*12/L | 1000 | x10^6/uL, 10E6/uL, x10E6/uL, M/uL, M/µL, mil/uL, million/uL, mill/mcL, Tera/L, 10*6/cumm
10*12/L | 1000 | 10*6/mcL
10*9/L | 1 | 10*3/uL, K/uL, K/µL, K/μL, K/mcL, K/cumm, K/mm3, k/ul, thou/uL, thous/uL, thousand/uL
10*9/L | 1 | Thousand/uL, 10^9/L, x10^9/L, 10E9/L, x10E9/L, x10*9/L, X10*9/L, 10^3/uL, x10^3/uL, x10E3/uL
10*9/L | 1 | 10E3/uL, 10x3/uL, x10*3/uL, 10*3/µL, 10*3/mm3, 10*3/mcL, 10*3/cumm, Giga/L, 1000/uL, x10(9)/L
10*9/L | 1 | x10(3)/uL, 10*3.{cells}/uL
/uL | 0.001 | 10*6/L, {cells}/uL, cells/uL, cells/mm3, cells/mcL, /mm3, /µL, /cumm, 1/uL, 10^6/L, {#}/uL
/uL | 0.001 | {cells}/mm3
activity (U/L)
U/L | 1 | [IU]/L, IU/L, units/L, mU/mL, m[IU]/mL, mIU/mL, [iU]/L, {U}/L
kU/L | 1000 | U/mL, [IU]/mL, IU/mL, k[IU]/L, kIU/L, units/mL
mU/L | 0.001 | m[IU]/L, mIU/L, u[IU]/mL, uIU/mL, µIU/mL, uU/mL, µU/mL, mcIU/mL, mcU/mL
ukat/L | 60 | µkat/L, μkat/L, mckat/L
pressure (mm[Hg])
mm[Hg] | 1 | mmHg, mm Hg, mmhg, torr, mm(hg), millimeter of mercury, mm_hg
kPa | 7.500617 |
cm[H2O] | 0.735559 | cmH2O, cm H2O
temperature (Cel)
Cel | 1 | C, °C, degC, deg C, deg. C, celsius, degrees celsius, [degC], Celcius, oC, ºC
[degF] | 1 | F, °F, degF, deg F, deg. F, fahrenheit, degrees fahrenheit, [DegF], oF, ºF
length (cm)
cm | 1 | centimeter, centimeters, cms
m | 100 | meter, metre, meters
mm | 0.1 | millimeter, millimeters
[in_i] | 2.54 | in, inch, inches, [in_us], in_i
[ft_i] | 30.48 | ft, foot, feet, [ft_us]
mass (kg)
kg | 1 | kgs, kilogram, kilograms
g | 0.001 | gm, gram, grams
mg | 0.000001 | milligram, milligrams, mgs
ug | 0.000000001 | mcg, µg, μg, microgram, micrograms
[lb_av] | 0.45359237 | lb, lbs, pound, pounds, [lb_us], lb_av
[oz_av] | 0.028349523125 | oz, ounce, ounces
time (s)
s | 1 | sec, secs, second, seconds
ms | 0.001 | msec, millisecond, milliseconds
min | 60 | minute, minutes, mins
h | 3600 | hr, hrs, hour, hours
d | 86400 | day, days
wk | 604800 | week, weeks
mo | 2629746 | month, months
a | 31556952 | yr, yrs, year, years, y
frequency (/min)
/min | 1 | 1/min, {beats}/min, {breaths}/min, beats/min, beats/minute, breaths/min, breaths/minute, bpm
/min | 1 | per minute, {resp}/min, {Beats}/min, {counts}/min, {heartbeats}/min, resp/min, beats per minute
/min | 1 | breaths per minute
fraction (%)
% | 1 | percent, {percent}, %{oxygen}, %{saturation}, %{HbA1c}, % sat, %{sat}, %{WBC}, %{vol}
mmol/mol | 0.1 | mmol/mol{Hb}
body-mass-index (kg/m2)
kg/m2 | 1 | kg/m^2, kg/m*2, kg/m², kg/sqm, kg/m**2
volume (mL)
mL | 1 | ml, cc, cm3, milliliter, milliliters
L | 1000 | liter, litre, liters
dL | 100 | deciliter
uL | 0.001 | mcL, µL
fL | 0.000000000001 | femtoliter, um3, µm3
cell-mass (pg)
pg | 1 | picogram, pg/cell
flow (mL/min)
mL/min | 1 | ml/min, mL/minute
L/min | 1000 | l/min, lpm
normalised-flow (mL/min/{1.73_m2})
mL/min/{1.73_m2} | 1 | mL/min/1.73m2, mL/min/1.73 m2, mL/min/1.73m*2, mL/min/1.73_m2, mL/min/1.73.m2
mL/min/{1.73_m2} | 1 | mL/min/1.73m^2, mL/min/{1.73m2}, mL/min/1.73m², mL/min/1.73, mL/min/{1.73}
sedimentation (mm/h)
mm/h | 1 | mm/hr, mm/hour, mm/1h, mm/1 hr
osmolality (mosm/kg)
mosm/kg | 1 | mOsm/kg, mosmol/kg, mOsmol/kg, mOsm/kg H2O
mass-ratio (mg/g)
mg/g | 1 | ug/mg, mcg/mg, µg/mg, mg/g{creat}, mg/g creat, mg/gcreat, ug/mg{creat}, mg/g Cr
fibrin-equivalents (ng/mL FEU)
ng/mL{FEU} | 1 | ng{FEU}/mL, ng/mL FEU, ug/L{FEU}, ug{FEU}/L, ug/L FEU, µg/L FEU
ug/mL{FEU} | 1000 | ug{FEU}/mL, ug/mL FEU, mg/L{FEU}, mg{FEU}/L, mg/L FEU, mcg/mL FEU, µg/mL FEU
daily-mass (mg/d)
mg/d | 1 | mg/(24.h), mg/24h, mg/24 h, mg/24hr, mg/day, mg/{24h}
g/d | 1000 | g/(24.h), g/24h, g/24 h, g/day
number (1)
1 | 1 | {ratio}, {INR}, INR, {score}, score, [pH], pH, pH units, {index}, {ph}, {#}, ratio
"""


def _read() -> tuple[dict[str, tuple[str, Decimal]], dict[str, str]]:
    """Return (canonical code → (dimension, factor)) and (spelling → canonical code)."""
    units: dict[str, tuple[str, Decimal]] = {}
    spellings: dict[str, str] = {}
    dimension = ""
    for line in _TABLE.strip().splitlines():
        if "|" not in line:
            dimension = line.split(" (")[0]
            continue
        code, factor, others = (part.strip() for part in line.split("|"))
        units[code] = (dimension, Decimal(factor))
        for spelling in (code, *(other.strip() for other in others.split(",") if other.strip())):
            spellings[spelling] = code
    return units, spellings


UNITS, SPELLINGS = _read()


# "G/L" is giga per litre in France and gram per litre on a printer without small letters: no reading is safe.
AMBIGUOUS = frozenset({"G/L", "T/L"})


def _lower_case() -> dict[str, str]:
    """Return the spellings in lower case, without those that two units would share."""
    found: dict[str, set[str]] = {}
    for spelling, code in SPELLINGS.items():
        found.setdefault(spelling.lower(), set()).add(code)
    return {spelling: codes.pop() for spelling, codes in found.items() if len(codes) == 1}


LOWER_CASE = _lower_case()
