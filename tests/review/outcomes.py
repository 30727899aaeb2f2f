"""Six made-up cases whose measures can be counted by hand."""

from __future__ import annotations

from copilot.differential.differential import Likelihood
from copilot.review.measures.outcome import Outcome

STRONG, MODERATE, WEAK = Likelihood.STRONG, Likelihood.MODERATE, Likelihood.WEAK
HOSTILE = "<script>alert('1')</script>\"&"

SIX = (
    # first; strong, and sure of itself (0.60)
    Outcome("a", "Gout", True, False, 1, False, ("Gout",), STRONG, 0.60, False, 0.5, "female", 0.1),
    # second, a can't-miss; strong (0.64), and wrong
    Outcome("b", "Sepsis", True, True, 2, False, ("Influenza", "Sepsis"), STRONG, 0.64, False, 11.9, "male", 0.2),
    # twelfth, but in the can't-miss group; moderate (0.20)
    Outcome("c", "Aortic dissection", True, True, 12, True, ("Gout",), MODERATE, 0.20, False, 12.0, "male", 0.3),
    # not listed, a can't-miss; weak (0.05), "not enough to say"
    Outcome("d", "Meningitis", True, True, None, False, ("Migraine",), WEAK, 0.05, True, 80.0, "female", 0.4),
    # the packs cannot name it
    Outcome(HOSTILE, HOSTILE, False, False, None, False, (HOSTILE,), WEAK, 0.05, False, 79.9, "other", 0.5),
    # could not be reviewed; its answer is a can't-miss
    Outcome("f", "Sepsis", True, True, failure="does not exist"),
)
UNASKED = Outcome("g", age_years=30.0, sex="male", first=("Gout",), band=STRONG, share=0.9, seconds=4.0)
