"""The lock: what stands in the window's place while its user is away."""
