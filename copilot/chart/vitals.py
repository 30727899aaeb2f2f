"""Plain names for the LOINC codes of the vital signs, for records that give a code and no words."""

from __future__ import annotations

VITAL_NAMES = {
    "85353-1": "Vital signs",
    "85354-9": "Blood pressure",
    "55284-4": "Blood pressure",
    "8480-6": "Systolic blood pressure",
    "8462-4": "Diastolic blood pressure",
    "8478-0": "Mean blood pressure",
    "8867-4": "Heart rate",
    "9279-1": "Respiratory rate",
    "8310-5": "Body temperature",
    "8331-1": "Oral temperature",
    "2708-6": "Oxygen saturation",
    "59408-5": "Oxygen saturation by pulse oximetry",
    "29463-7": "Body weight",
    "3141-9": "Body weight, measured",
    "8302-2": "Body height",
    "39156-5": "Body mass index",
    "9843-4": "Head circumference",
    "8287-5": "Head circumference",
    "59576-9": "Body mass index percentile",
    "8289-1": "Head circumference percentile",
    "77606-2": "Weight-for-length percentile",
}
