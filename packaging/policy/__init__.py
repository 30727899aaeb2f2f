"""Every key of IT's policy, read from the schemas that the program checks it by; and their table for the guide."""
