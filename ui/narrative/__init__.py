"""The model's words, streamed, cited and checked."""
