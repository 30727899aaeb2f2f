"""The desktop application: one package per view; it holds no clinical logic."""
