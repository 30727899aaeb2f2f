"""What is measured in the made-up patient of many years: laboratory panels and vital signs with their usual range."""

from __future__ import annotations

from typing import NamedTuple


class Analyte(NamedTuple):
    """One thing that is measured: LOINC code, name, unit, the usual range, and how many decimals are written."""

    code: str
    name: str
    unit: str
    low: float
    high: float
    decimals: int


def _panel(text: str) -> tuple[Analyte, ...]:
    """Read one analyte a line: code, name, unit, low, high, decimals, with bars between."""
    rows = [[part.strip() for part in line.split("|")] for line in text.strip().splitlines()]
    return tuple(Analyte(c, name, unit, float(low), float(high), int(d)) for c, name, unit, low, high, d in rows)


# How often each is drawn follows from its place: the first panels every time, the last ones seldom.
PANELS = tuple(
    _panel(text)
    for text in (
        """
        2951-2|Sodium|mmol/L|135|145|0
        2823-3|Potassium|mmol/L|3.5|5.1|1
        2075-0|Chloride|mmol/L|98|107|0
        1963-8|Bicarbonate|mmol/L|22|29|0
        3094-0|Urea nitrogen|mg/dL|7|20|0
        2160-0|Creatinine|mg/dL|0.6|1.2|2
        2345-7|Glucose|mg/dL|70|110|0
        17861-6|Calcium|mg/dL|8.6|10.2|1
        33914-3|Glomerular filtration rate, estimated|mL/min/{1.73_m2}|60|120|0
        """,
        """
        718-7|Haemoglobin|g/dL|13.0|17.0|1
        4544-3|Haematocrit|%|39|50|1
        789-8|Erythrocytes|10*6/uL|4.3|5.7|2
        787-2|Mean corpuscular volume|fL|80|96|1
        785-6|Mean corpuscular haemoglobin|pg|27|33|1
        786-4|Mean corpuscular haemoglobin concentration|g/dL|32|36|1
        788-0|Red cell distribution width|%|11.5|14.5|1
        777-3|Platelets|10*3/uL|150|400|0
        6690-2|Leukocytes|10*3/uL|4.0|10.5|1
        32623-1|Mean platelet volume|fL|7.5|11.5|1
        """,
        """
        751-8|Neutrophils|10*3/uL|1.8|7.5|2
        731-0|Lymphocytes|10*3/uL|1.0|4.0|2
        742-7|Monocytes|10*3/uL|0.2|0.9|2
        711-2|Eosinophils|10*3/uL|0.0|0.5|2
        704-7|Basophils|10*3/uL|0.0|0.1|2
        770-8|Neutrophils/100 leukocytes|%|40|75|1
        736-9|Lymphocytes/100 leukocytes|%|20|45|1
        5905-5|Monocytes/100 leukocytes|%|2|10|1
        713-8|Eosinophils/100 leukocytes|%|0|6|1
        706-2|Basophils/100 leukocytes|%|0|1|1
        """,
        """
        1742-6|Alanine aminotransferase|U/L|10|45|0
        1920-8|Aspartate aminotransferase|U/L|10|40|0
        6768-6|Alkaline phosphatase|U/L|40|120|0
        2324-2|Gamma glutamyl transferase|U/L|8|60|0
        1975-2|Bilirubin, total|mg/dL|0.2|1.2|1
        1968-7|Bilirubin, direct|mg/dL|0.0|0.3|1
        2885-2|Protein, total|g/dL|6.4|8.3|1
        1751-7|Albumin|g/dL|3.5|5.0|1
        2532-0|Lactate dehydrogenase|U/L|120|246|0
        """,
        """
        1988-5|C-reactive protein|mg/L|0|5|1
        33959-8|Procalcitonin|ng/mL|0|0.5|2
        4537-7|Erythrocyte sedimentation rate|mm/h|0|20|0
        2524-7|Lactate|mmol/L|0.5|2.0|1
        19123-9|Magnesium|mg/dL|1.6|2.6|1
        2777-1|Phosphate|mg/dL|2.5|4.5|1
        3084-1|Urate|mg/dL|3.5|7.2|1
        2157-6|Creatine kinase|U/L|39|308|0
        """,
        """
        6301-6|INR|1|0.9|1.2|1
        5902-2|Prothrombin time|s|11|13.5|1
        3173-2|Activated partial thromboplastin time|s|25|36|1
        3255-7|Fibrinogen|mg/dL|200|400|0
        48065-7|D-dimer|ng/mL|0|500|0
        3174-0|Antithrombin activity|%|80|120|0
        """,
        """
        89579-7|Troponin I, high sensitivity|ng/L|0|34|0
        33762-6|NT-proBNP|pg/mL|0|300|0
        49563-0|Creatine kinase MB|ng/mL|0|5|1
        2498-4|Iron|ug/dL|65|175|0
        2276-4|Ferritin|ng/mL|30|400|0
        3034-6|Transferrin|mg/dL|200|360|0
        2502-3|Transferrin saturation|%|20|50|0
        """,
        """
        4548-4|Haemoglobin A1c|%|4.0|5.7|1
        2093-3|Cholesterol|mg/dL|0|200|0
        2085-9|Cholesterol in HDL|mg/dL|40|90|0
        13457-7|Cholesterol in LDL|mg/dL|0|130|0
        2571-8|Triglycerides|mg/dL|0|150|0
        43396-1|Cholesterol not in HDL|mg/dL|0|160|0
        """,
        """
        3016-3|Thyrotropin|m[IU]/L|0.4|4.0|2
        3024-7|Thyroxine, free|ng/dL|0.9|1.7|2
        3051-0|Triiodothyronine, free|pg/mL|2.0|4.4|1
        2132-9|Vitamin B12|pg/mL|200|900|0
        2284-8|Folate|ng/mL|4|20|1
        1989-3|Vitamin D, 25-hydroxy|ng/mL|30|100|0
        2731-8|Parathyrin, intact|pg/mL|15|65|0
        """,
        """
        2744-1|pH of arterial blood|[pH]|7.35|7.45|2
        2019-8|Carbon dioxide, arterial|mm[Hg]|35|45|0
        2703-7|Oxygen, arterial|mm[Hg]|75|100|0
        1925-7|Base excess, arterial|mmol/L|-2|2|1
        2708-6|Oxygen saturation, arterial|%|94|99|0
        1995-0|Calcium, ionised|mmol/L|1.15|1.30|2
        """,
        """
        2965-2|Specific gravity of urine|1|1.005|1.030|3
        2756-5|pH of urine|[pH]|5.0|8.0|1
        14959-1|Albumin/creatinine in urine|mg/g|0|30|0
        2161-8|Creatinine in urine|mg/dL|20|300|0
        2955-3|Sodium in urine|mmol/L|20|220|0
        2828-2|Potassium in urine|mmol/L|25|125|0
        13945-1|Erythrocytes in urine|/[HPF]|0|3|0
        5821-4|Leukocytes in urine|/[HPF]|0|5|0
        """,
        """
        2143-6|Cortisol|ug/dL|5|25|1
        2986-8|Testosterone|ng/dL|264|916|0
        2857-1|Prostate specific antigen|ng/mL|0|4|2
        2039-6|Carcinoembryonic antigen|ng/mL|0|5|1
        1834-1|Alpha-1-fetoprotein|ng/mL|0|9|1
        24108-3|Cancer antigen 19-9|U/mL|0|37|0
        1798-8|Amylase|U/L|28|100|0
        3040-3|Lipase|U/L|13|60|0
        """,
        """
        2465-3|Immunoglobulin G|mg/dL|700|1600|0
        2458-8|Immunoglobulin A|mg/dL|70|400|0
        2472-9|Immunoglobulin M|mg/dL|40|230|0
        4485-9|Complement C3|mg/dL|90|180|0
        4498-2|Complement C4|mg/dL|10|40|0
        11572-5|Rheumatoid factor|[IU]/mL|0|14|0
        4542-7|Haptoglobin|mg/dL|30|200|0
        2064-4|Caeruloplasmin|mg/dL|20|35|0
        1825-9|Alpha-1 antitrypsin|mg/dL|90|200|0
        14338-8|Prealbumin|mg/dL|18|38|0
        1953-9|Beta-2 microglobulin|mg/L|0.8|2.4|1
        13965-9|Homocysteine|umol/L|5|15|1
        """,
        """
        4049-3|Theophylline|ug/mL|10|20|1
        10535-3|Digoxin|ng/mL|0.5|0.9|1
        3968-5|Phenytoin|ug/mL|10|20|1
        4092-3|Vancomycin, trough|ug/mL|10|20|1
        11253-2|Tacrolimus|ng/mL|5|15|1
        17849-1|Reticulocytes/100 erythrocytes|%|0.5|2.0|1
        51584-1|Immature granulocytes|10*3/uL|0|0.1|2
        33863-2|Cystatin C|mg/L|0.6|1.1|2
        14804-9|Lactate dehydrogenase, pleural fluid|U/L|0|200|0
        2692-2|Osmolality of serum|mosm/kg|275|295|0
        2695-5|Osmolality of urine|mosm/kg|300|900|0
        16362-6|Ammonia|umol/L|11|35|0
        3297-9|Paracetamol|ug/mL|0|20|0
        5643-2|Ethanol|mg/dL|0|10|0
        """,
    )
)
VITALS = _panel(
    """
    8867-4|Heart rate|/min|60|100|0
    9279-1|Respiratory rate|/min|12|20|0
    8310-5|Body temperature|Cel|36.1|37.8|1
    59408-5|Oxygen saturation by pulse oximetry|%|94|100|0
    72514-3|Pain severity|{score}|0|3|0
    29463-7|Body weight|kg|74|86|1
    """
)
SYSTOLIC, DIASTOLIC = _panel(
    """
    8480-6|Systolic blood pressure|mm[Hg]|100|140|0
    8462-4|Diastolic blood pressure|mm[Hg]|60|90|0
    """
)
