"""A medicine may be called by its class, and by no other."""

from __future__ import annotations

import pytest

from copilot.narrative.drug_classes import classes_of


@pytest.mark.parametrize(
    ("medicine", "named"),
    [("apixaban", "anticoagulant"), ("levonorgestrel", "contraceptive"), ("paracetamol", "analgesic")],
)
def test_a_class_goes_with_its_medicines(medicine: str, named: str) -> None:
    assert named in classes_of(("takes", medicine, "daily"))


def test_a_class_is_of_its_own_medicines_only() -> None:
    assert "antibiotic" not in classes_of(("apixaban", "metformin"))
    assert not classes_of(("headache", "fever"))
