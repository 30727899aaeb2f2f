"""Words for invented charts: real clinical ones, and thousands that no dictionary holds."""

from __future__ import annotations

import random
from functools import cache

from copilot.knowledge.load import load_pack

_ONSETS = "b c d f g h j k l m n p r s t v w z bl br ch cl cr dr fl fr gl gr ph pl pr sc sh sk sp st th tr"
ONSETS = _ONSETS.split()
_VOWELS = "a e i o u ae ea ia io ou oe y"
VOWELS = _VOWELS.split()
CODAS = ["", "", "", "l", "m", "n", "r", "s", "t", "x", "nd", "rt", "st", "sk"]
_ENDINGS = (
    "itis osis emia aemia uria algia pathy oma ia us um ing ed al ic ine ate in ol ase oid ectasia "
    "megaly penia philia plegia rrhoea rrhage spasm stasis trophy"
)
ENDINGS = _ENDINGS.split()
_QUALITIES = (
    "acute chronic severe mild sharp dull sudden bilateral left right upper lower new worsening recurrent "
    "diffuse localised intermittent persistent productive dry pleuritic exertional nocturnal postural painless "
    "raised low elevated reduced marked slight central peripheral unilateral progressive episodic recent "
    "crushing burning radiating positional swollen tender palpable known active previous"
)
QUALITIES = _QUALITIES.split()
_SIGNS = (
    "chest pain|shortness of breath|cough|fever|headache|nausea|vomiting|leg swelling|dizziness|fatigue|rash|"
    "abdominal pain|back pain|palpitations|syncope|weight loss|night sweats|haemoptysis|dyspnoea|wheeze|"
    "neck stiffness|photophobia|confusion|weakness|numbness|joint pain|sore throat|diarrhoea|constipation|"
    "jaundice|haematuria|dysuria|oedema|crackles|murmur|friction rub|tachycardia|hypotension|pallor|cyanosis|"
    "calf tenderness|rebound tenderness|guarding|loss of appetite|blurred vision|tinnitus|vertigo|melaena|"
    "loss of consciousness|orthopnoea|ankle oedema|raised jugular venous pressure|smoker|immobilisation|"
    "recent surgery|pregnancy|diabetes mellitus|hypertension|atrial fibrillation|travel|tick bite|alcohol use|"
    "ST elevation|T-wave inversion|pleural effusion|pulmonary infiltrate|pneumothorax|widened mediastinum|"
    "pain worse when lying flat|relief by leaning forward|pain radiating to the left arm|pain in the jaw|"
    "pain on breathing in|unable to lie flat|blood in the stool|pain behind the eye|stiffness in the morning"
)
SIGNS = _SIGNS.split("|")
_PLACES = "arm leg chest abdomen back neck jaw hand foot knee hip flank groin calf thigh eye ear throat loin ankle"
PLACES = _PLACES.split()
_TESTS = (
    "Haemoglobin|Hemoglobin|White cell count|Leukocytes|Platelets|C-reactive protein|CRP|Troponin I|Troponin T|"
    "D-dimer|Sodium|Potassium|Creatinine|Urea|Glucose|Lactate|Bilirubin|ALT|AST|Lipase|Albumin|Calcium|TSH|"
    "Ferritin|BNP|NT-proBNP|INR|ESR|Procalcitonin|HbA1c|eGFR|pH|pO2|pCO2|Heart rate|Respiratory rate|SpO2|"
    "Temperature|Body temperature|Blood pressure|Systolic blood pressure|Oxygen saturation|Body weight|BMI|"
    "Oxygen saturation in Arterial blood|Erythrocyte sedimentation rate|Age|Hb|WBC|HR|RR|Temp|BP"
)
TESTS = _TESTS.split("|")
_UNITS = (
    "g/dL|g/L|mg/L|mg/dL|mmol/L|umol/L|µmol/L|ng/mL|ng/L|pg/mL|U/L|IU/L|10*3/uL|10*9/L|/min|bpm|%|°C|Cel|mm(Hg)|"
    "mmHg|kg|kg/m2|mm/h|mL/min|kPa|s|fL|mU/L|µg/L|mEq/L|years|days|hours|weeks|pack-years|cm"
)
UNITS = _UNITS.split("|")
_CONDITIONS = (
    "Pulmonary embolism|Acute pericarditis|Aortic dissection|Pneumonia|Acute coronary syndrome|Migraine|"
    "Subarachnoid haemorrhage|Meningitis|Heart failure|Asthma|Gastro-oesophageal reflux disease|Cholecystitis|"
    "Appendicitis|Deep vein thrombosis|Sepsis|Iron deficiency anaemia|Hypothyroidism|Gout|Septic arthritis|"
    "Giant cell arteritis|Urinary tract infection|Pyelonephritis|Pneumothorax|Panic attack|Stable angina|"
    "Musculoskeletal chest pain|Influenza|COVID-19|Tuberculosis|Lyme disease|Type 2 diabetes mellitus|COPD"
)
CONDITIONS = _CONDITIONS.split("|")
_HEADS = "disease syndrome disorder infection anaemia failure crisis attack fever deficiency injury stroke"
HEADS = _HEADS.split()
_EVERYDAY = (
    "woke at lifting walking climbing stairs bed night morning evening meal eating drinking after before while during "
    "for since from until now again once twice three four five six seven ten several few many hours days weeks months "
    "metres steps yesterday today week left right side centre over under behind front low high more less than both "
    "worse better same always never sometimes often slowly quickly then and but with without by on in to of the a his "
    "her he she they has had is was felt noticed reports says lives works fell hit box home work garden car long "
    "short first second last heavy constant small large old young daughter son wife husband constantly about almost"
)
EVERYDAY = _EVERYDAY.split()


def invented(rng: random.Random) -> str:
    """Return one word that means nothing, so that it can only be copied."""
    made = "".join(rng.choice(ONSETS) + rng.choice(VOWELS) + rng.choice(CODAS) for _ in range(rng.choice((1, 1, 2, 2))))
    return made + rng.choice(ENDINGS) if rng.random() < 0.3 else made


@cache
def conditions() -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Return every condition of the common pack with the names of its findings."""
    pack = load_pack()
    return tuple(
        (condition.name, tuple(pack.terms[link.finding].name for link in condition.links if link.finding in pack.terms))
        for condition in pack.conditions.values()
    )


@cache
def findings() -> tuple[str, ...]:
    """Return the names of all findings of the common pack."""
    return tuple(term.name for term in load_pack().terms.values())


@cache
def tests() -> tuple[str, ...]:
    """Return the names of all tests of the common pack."""
    return tuple(test.name for test in load_pack().tests.values())


@cache
def measured() -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Return the findings that a value shows, with how charts name what is measured."""
    terms = load_pack().terms.values()
    named = ((term.name, tuple(name for rule in term.values for name in rule.names)) for term in terms)
    return tuple((name, names) for name, names in named if names)
