"""A small, faultless set of knowledge sources that a test may break in one place."""

from __future__ import annotations

from pathlib import Path

REFERENCE = """
- id: klompas-2002
  url: https://pubmed.ncbi.nlm.nih.gov/11980527/
  title: Does this patient have an acute thoracic aortic dissection?
  publisher: JAMA
  year: 2002
  type: rational-clinical-examination
  pmid: "11980527"
  accessed: 2026-11-20
  query: aortic dissection likelihood ratio pulse deficit
  anchors:
    - {words: sudden onset, digits: "84%"}
  second_reading: {date: 2026-11-20, query: thoracic aortic dissection 84% sudden onset, found: true}
"""

TESTS = """
- {id: ct-angiogram, name: CT angiogram, kind: imaging, cost_tier: 3, shows: [CS:intimal-flap], names: [cta]}
"""

CONDITION = """
id: aortic-dissection
name: Aortic dissection
synonyms: [dissection of the aorta]
icd10: [I71.00]
complaints: [chest-pain]
course: acute
prior: rare
cant_miss: It kills within hours.
age: {typical: [50, 85], possible: [15, 110]}
female: 0.35
findings:
  - finding: CS:f0
    band: very common
    figures:
      - {kind: sensitivity, value: 0.84, population: adults with aortic dissection, reference: klompas-2002}
ROWS
confirmed_by: [ct-angiogram]
excluded_by: [ct-angiogram]
references: [klompas-2002]
"""


def finding(number: int) -> str:
    """Return one finding of the vocabulary as YAML."""
    return (
        f"- {{id: CS:f{number}, name: Finding {number}, kind: symptom, background: occasional, "
        f"surface: [sign number {number}]}}\n"
    )


def write(root: Path) -> Path:
    """Write the sources below `root` and return it."""
    rows = "".join(f"  - {{finding: CS:f{n}, band: common}}\n" for n in range(1, 11))
    flap = "- {id: CS:intimal-flap, name: Intimal flap, kind: imaging, background: very rare}\n"
    files = {
        "hosts.yaml": "- pubmed.ncbi.nlm.nih.gov\n",
        "references/chest.yaml": REFERENCE,
        "tests/chest.yaml": TESTS,
        "findings/chest.yaml": "".join(finding(n) for n in range(11)) + flap,
        "conditions/chest/aortic-dissection.yaml": CONDITION.replace("ROWS\n", rows),
    }
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return root


def change(root: Path, name: str, old: str, new: str) -> None:
    """Replace `old`, which must be there, in one source file."""
    path = root / name
    text = path.read_text(encoding="utf-8")
    assert old in text, f"{old!r} is not in {name}"
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
