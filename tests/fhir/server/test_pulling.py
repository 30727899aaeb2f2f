"""A whole pull against the hostile EHR."""

from __future__ import annotations

from tests.ehr import generate
from tests.fhir.server.asking import hospital, keys, pull, said


def test_everything_of_one_patient_arrives_once_and_nothing_is_said_to_be_missing():
    record = generate(120)
    with hospital(record, page_size=7) as server:
        collected = pull(server)
    here = keys(collected)
    assert len(here) == len(set(here))
    about = {
        f"{one['resourceType']}/{one['id']}"
        for one in record
        if one["resourceType"] not in ("Medication", "Practitioner")
    }
    assert about <= set(here)
    assert said(collected) == ""
    assert collected.complete
    assert len(collected.to_pull().resources) == len(here)
