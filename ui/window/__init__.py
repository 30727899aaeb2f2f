"""The main window and the session behind it."""
