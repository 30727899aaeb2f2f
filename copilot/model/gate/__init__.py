"""The gate that a model passes before it may speak: whose file it is, what it is, and how it behaves."""
