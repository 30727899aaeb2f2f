"""The clinician's own list first, then side by side with the engine's."""
