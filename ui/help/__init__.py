"""Help in the window: the list of keys."""
