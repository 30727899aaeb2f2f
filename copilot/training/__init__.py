"""Train the starter model from scratch on invented briefs, so that it can only copy; needs the extra `training`."""
