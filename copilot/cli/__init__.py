"""The command line: the contract for QA, for measurement, and for a hospital's own scripts."""
