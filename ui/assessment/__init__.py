"""What is decided, and the text to leave with."""
