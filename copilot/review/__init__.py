"""The one use case, start to end: a chart in, a cited differential out; and what is written of it."""
