"""Run a local language model in a child process; this room knows no medicine."""
