"""Questions about the chart, and a second reader: asked only when the person asks."""
