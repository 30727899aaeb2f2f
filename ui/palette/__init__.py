"""The command palette: everything that the window can be told to do, found by typing."""
