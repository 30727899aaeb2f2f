"""Ask one FHIR server for one patient, whatever it answers."""
