"""Which findings a chart shows, denies or leaves open, and from which facts. Nothing here ranks."""
