"""Intended use, references and model card."""
