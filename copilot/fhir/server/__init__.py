"""One patient's record from one FHIR server: asked politely, in parallel, and never silently incomplete."""
