"""Follow the patient whom the EHR shows, and tell it whether we do (FHIRcast STU3, 3.0.0)."""
