"""How a finding's name stands inside a sentence: small first letter, article, the value behind it in brackets."""

from __future__ import annotations

import re

# Names of people, places and microbes keep their capital, wherever they stand.
_NAMED = """
    African Argyll Aspergillus Auer Auspitz Babinski Barrett Bordetella Brucella Brudzinski Burkitt Candida Carnett
    Charcot Chikungunya Chlamydia Chvostek Congo Cryptococcus Cullen Cushing Darier Dengue Dix Donovan Doppler Down
    Dupuytren Ebola Epstein Escherichia Fallot Gaucher Gram Graves Grey Haemophilus Hantavirus Heberden Heinz
    Helicobacter Hoffmann Horner Howell Janeway Kayser Kernig Koebner Kogoj Kussmaul Langerhans Legionella Leishmania
    Lewy Lisch Listeria Lyme Maltese McBurney Mediterranean Mulder Murphy Mycobacterium Mycoplasma Naegeli Nikolsky
    Noble Ortolani Osler Pasteurella Phalen Plasmodium Pneumocystis Popeye Pseudomonas Raynaud Reed Reiter Romberg
    Roth Rovsing Salmonella Schirmer Shiga Sjogren Staphylococcus Streptococcus Tinel Toxoplasma Treponema
    Trousseau Virchow Von Weiss Wood Yersinia Zika
    """
NAMED = frozenset(_NAMED.split())
# Things of which there is one at a time; for any other word an article might be wrong, and none is said.
_COUNTED = """
    abdomen abscess aneurysm angiogram ankle aorta appendix arm artery assay atrium attack biopsy bite bladder blister
    block bruise bruit bulge bump bursa cavity cervix chest clot collection colon cord cough cornea count crisis culture
    curve cyst defect deficit deformity disc discharge drop duct ear eardrum echocardiogram effusion elbow
    electrocardiogram electroencephalogram enema episode eye eyelid face fall fissure fistula foot fracture gait gland
    goitre growth gland haematoma headache heart hernia hip illness index infarct infection infiltrate injury
    interval jaw joint kidney knee kneecap lesion level limb lip liver lump mass membrane
    mouth murmur muscle nail neck node nodule nose onset operation opening ovary palsy papule patch period pharynx
    plaque polyp pregnancy probe prostate pulse puncture pupil pustule radiograph rash ratio reaction reflex rub scalp
    scan scar score screen seizure shadow shoulder sign smear sore sound spleen spot stenosis stiff stone stroke swab
    tendon test testis throat toe tongue tonsil tooth tremor tumour ulcer ultrasound uterus vein ventricle vesicle
    voice wall womb wound wrist history
    """
COUNTED = frozenset(_COUNTED.split())
_SMALL = "of in on at with for after by from to over under without during than that before below while when behind"
_AROUND = "about around between since within into through along above across against as near beside"
_HEAD_ENDS = re.compile(rf"\s(?:{'|'.join((*_SMALL.split(), *_AROUND.split()))})\s|[,;:(\u2013]")
_NO_ARTICLE = re.compile(
    r"(?:an?|the|no|not|one|two|three|four|five|six|both|several|many|few|more|most|too|known|any|all|every|possible|"
    r"some|his|her|their|serial|never|\d\S*)\b|\S*'s\b",
    re.IGNORECASE,
)
_CLAUSE = frozenset(["or", "and", "cannot", "sets", "hurts", "comes", "came", "membranes", "then"])
_ILL_FOR = re.compile(r"^ill for ", re.IGNORECASE)
_SHOWS = re.compile(r"^(?P<test>[^,;]+) shows (?P<finding>[^,;]+)$")
_SPOKEN = frozenset(["SARS", "HELLP", "LEOPARD"])  # said as words, not letter by letter
# How the first word of an illness ends where it is surely nobody's name.
_NOBODY = re.compile(r"(?:al|ic|itis|osis|ary|ous|ed|ive|oma|emia|ute|pathy|ion|ency|ism|ia|iac|ity|oid|ile|ure)$")
_NO_VERB = re.compile(r"^(?:no|without) ", re.IGNORECASE)
_LIMITS = re.compile(r" \((?P<limits>(?:range|upper limit|lower limit) .+?)\)(?=[,;]|$| on )")
_LABEL = re.compile(r"^(?P<label>[^\d<>:]*?[^\d<>:\s]):?\s+(?=[<>\u2264\u2265]?=?\s?\d)")
_UNITS = {
    "mm(Hg)": "mmHg",
    "mm[Hg]": "mmHg",
    "(IU)": "IU",
    "[IU]": "IU",
    " Cel": " \u00b0C",
    " (score)": "",
    " [score]": "",
}


def small(name: str) -> str:
    """Return the name as it stands inside a sentence; abbreviations, letters and people's names keep their capitals."""
    first = re.match(r"[^\W\d_]+", name)
    if first is None or not first.group()[1:].islower() or first.group() in NAMED:
        return name
    return name[:1].lower() + name[1:]


def within(condition: str) -> str:
    """Return an illness's name as it stands inside a sentence; where it could be somebody's, the capital stays."""
    first = re.split(r"[\s-]", condition, maxsplit=1)[0]
    return small(condition) if _NOBODY.search(first) else condition


def noun(name: str) -> str:
    """Return the name with the article it needs, as a thing that a sentence can have, note or ask about."""
    turned = _SHOWS.match(name)
    if turned:
        return f"{small(turned['finding'])} on {small(turned['test'])}"
    plain = _ILL_FOR.sub("an illness of ", small(name))
    return plain if not _takes_article(plain) else f"{_article(plain)} {plain}"


def _takes_article(name: str) -> bool:
    """Return whether the thing named is surely one of its kind."""
    head = _HEAD_ENDS.split(name, maxsplit=1)[0].split()
    return bool(head) and head[-1] in COUNTED and not _NO_ARTICLE.match(name) and _CLAUSE.isdisjoint(head)


def _article(name: str) -> str:
    """Return "an" before a vowel that is heard, else "a"."""
    first = re.split(r"[\s-]", name, maxsplit=1)[0]
    if first.isupper() and len(first) > 1 and first not in _SPOKEN:
        return "an" if first[0] in "AEFHILMNORSX" else "a"
    heard = first[:1].lower() in "aeiou" and not re.match(r"(?:eu|uni|use|urin|ure|one|uter)", first.lower())
    return "an" if heard else "a"


def valued(name: str, text: str) -> str:
    """Return the finding with the value that shows it: "a raised sedimentation rate (92 mm/h, range 0-30)".

    What the value is called is left out where the finding's name says it already.
    """
    said = _LIMITS.sub(r", \g<limits>", text)
    for old, new in _UNITS.items():
        said = said.replace(old, new)
    if said.count("(") > said.count(")"):  # cut where it was too long
        said = said[: said.rindex("(")].rstrip(" ,;")
    label = _LABEL.match(said)
    if label and label["label"].casefold() in name.casefold():
        said = said[label.end() :]
    parts = [small(part) for part in re.split(r"(?<=[:;]) ", said)]
    return f"{noun(name)} ({' '.join(parts)})"


def denied(name: str) -> str:
    """Return the name with a "no" in front, if it has none."""
    plain = small(name)
    return plain if _NO_VERB.match(plain) else f"no {plain}"
