"""Chartside's engine: one road from a FHIR chart to a cited differential. It knows no GUI."""

__version__ = "0.1.0"
