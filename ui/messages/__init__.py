"""Messages to the person: one bar, no dialogs, nothing lost."""
