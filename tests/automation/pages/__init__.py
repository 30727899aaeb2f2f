"""Page objects: the parts of the workbench in a clinician's words, over the accessibility tree."""
