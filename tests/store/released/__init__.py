"""One store of every schema that was released, as the program of its day wrote it."""
