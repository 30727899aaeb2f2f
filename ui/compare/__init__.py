"""Two or three explanations side by side, by what tells them apart."""
