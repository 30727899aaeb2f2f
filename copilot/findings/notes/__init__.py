"""Reading notes: sentences, surface forms, what is asserted of them, values and persons in prose."""
