"""Editorial bands: the project's own words for how often, never to be shown as a figure."""

from __future__ import annotations

from types import MappingProxyType

# How often a finding is there in patients who have the condition. Midpoints of the bands that HPO and
# Orphanet use (very frequent 80-99 %, frequent 30-79 %, occasional 5-29 %, very rare 1-4 %).
FREQUENCY = MappingProxyType(
    {
        "always": 0.97,
        "very common": 0.85,
        "common": 0.55,
        "occasional": 0.17,
        "rare": 0.03,
        "never": 0.003,
    }
)

# How often a finding is there in patients who see a doctor with something else.
BACKGROUND = MappingProxyType({"common": 0.20, "occasional": 0.07, "uncommon": 0.02, "rare": 0.005, "very rare": 0.001})

# How often the condition is the cause among the people who come with one of its complaints.
PRIOR = MappingProxyType({"very common": 0.12, "common": 0.04, "uncommon": 0.012, "rare": 0.002, "very rare": 0.0003})

# How much more often a risk factor is there in patients with the condition than in others.
STRENGTH = MappingProxyType({"strong": 6.0, "moderate": 3.0, "weak": 1.7})
