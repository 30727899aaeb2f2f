"""What the record says: facts with their provenance, notes as text, and problems found while reading."""
