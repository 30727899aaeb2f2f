"""Inputs that nobody would make, by the hundred thousand: every reader answers with a value or a plain refusal."""
