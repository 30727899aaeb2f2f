"""Pictures of the program, taken from the running window, and its icons as Windows and macOS want them."""
