"""What is not known: missing, stale, conflicting, unreadable."""
