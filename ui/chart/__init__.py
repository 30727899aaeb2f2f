"""The record itself, by tab."""
