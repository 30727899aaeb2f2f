"""Choosing a patient: demo patients, a file, or one of several in a file."""
